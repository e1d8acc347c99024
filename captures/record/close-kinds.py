"""7001 client closes first, 7002 server closes first, 7003 half-close,
7004 the client resets, 7005 the server resets in the middle of its answer."""
import socket, struct, sys, time

PAUSE = 0.1


def reset(s):                   # close with SO_LINGER 0: RST instead of FIN
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def serve(port, s):
    s.recv(100)
    if port == 7003:
        while s.recv(100):      # until the client has said all it wants to say
            pass
        for part in (b"you are done talking, ", b"I am not; ", b"now I am"):
            s.sendall(part)
            time.sleep(PAUSE)
    else:
        s.sendall(b"answer")
    if port == 7002:
        time.sleep(PAUSE)
    elif port == 7005:
        time.sleep(PAUSE)
        s.sendall(b"and one more thi")
        return reset(s)
    else:
        try:
            s.recv(100)
        except ConnectionResetError:
            pass
    s.close()


def call(port):
    s = socket.create_connection(("10.0.0.2", port))
    s.sendall(b"question")
    if port == 7003:
        time.sleep(PAUSE)
        s.shutdown(socket.SHUT_WR)
        while s.recv(100):
            pass
        return s.close()
    s.recv(100)
    if port == 7004:
        time.sleep(PAUSE)
        return reset(s)
    try:
        if port in (7002, 7005):
            while s.recv(100):
                pass
            time.sleep(PAUSE)
    except ConnectionResetError:
        pass
    time.sleep(PAUSE)
    s.close()


if sys.argv[1] == "server":
    listeners = {port: socket.create_server(("10.0.0.2", port)) for port in range(7001, 7006)}
    for port, listener in listeners.items():
        serve(port, listener.accept()[0])
else:
    for port in range(7001, 7006):
        call(port)
        time.sleep(PAUSE)
