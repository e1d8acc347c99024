"""tcp-options.py server | client KIND"""
import select, socket, struct, sys

TCP_MD5SIG, TCP_FASTOPEN, IPPROTO_MPTCP = 14, 23, 262
PORTS = {"fast-open": 7001, "md5": 7002, "multipath": 7003, "few": 7004}


def new_socket(kind, peer):
    s = socket.socket(proto=IPPROTO_MPTCP if kind == "multipath" else 0)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if kind == "md5":           # struct tcp_md5sig
        address = struct.pack("=H2x4s120x", socket.AF_INET, socket.inet_aton(peer))
        key = b"not a secret"
        s.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG, address + struct.pack("=BBHi80s", 0, 0, len(key), 0, key))
    return s


if sys.argv[1] == "server":
    listeners = []
    for kind, port in PORTS.items():
        s = new_socket(kind, "10.0.0.1")
        s.bind(("10.0.0.2", port))
        if kind == "fast-open":
            s.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN, 5)
        s.listen()
        listeners.append(s)
    while True:
        for listener in select.select(listeners, [], [])[0]:
            s = listener.accept()[0]
            s.sendall(b"you said: " + s.recv(100))
            s.recv(100)
            s.close()

kind = sys.argv[2]
s = new_socket(kind, "10.0.0.2")
if kind == "fast-open":
    s.sendto(b"hello", socket.MSG_FASTOPEN, ("10.0.0.2", PORTS[kind]))
else:
    s.connect(("10.0.0.2", PORTS[kind]))
    s.sendall(b"hello")
s.recv(100)
s.close()
