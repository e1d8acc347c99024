"""Send 20 kB from an initial sequence number 5000 below 2^32."""
import socket, struct, time

TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, SEND_QUEUE = 19, 20, 21, 2
s = socket.socket()
s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, SEND_QUEUE)
s.setsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, struct.pack("I", 2**32 - 5000))
s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, -1)    # off, without a window probe
s.connect(("10.0.0.2", 7777))
for i in range(10):
    s.sendall(b"%04d " % i * 400)
    time.sleep(0.02)
s.shutdown(socket.SHUT_WR)
s.recv(100)
