#!/bin/bash
# A receiver that stops reading: the window shrinks to zero, the sender probes,
# the window opens again. Then silence, and keep-alive probes.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" -c '
import socket, time
listener = socket.create_server(("10.0.0.2", 7777))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
s = listener.accept()[0]
time.sleep(1.5)
left = 8000
while left:
    left -= len(s.recv(left))
s.sendall(b"thanks")
s.recv(1)' &
wait_port "$S" 7777
record slow-reader.pcap "$C" -i eth0
in_client "$PYTHON" -c '
import socket, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
s.connect(("10.0.0.2", 7777))
s.sendall(b"0123456789" * 800)
s.recv(10)
time.sleep(2.5)
s.close()'
finish
