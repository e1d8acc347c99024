#!/bin/bash
# Two connections with nothing to say. In the first, keep-alives are answered and then the server
# says goodbye; in the second, the server loses its way back: after two keep-alives without an answer
# the client gives up.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" -c '
import socket, time
listener = socket.create_server(("10.0.0.2", 7777))
first = listener.accept()[0]
first.recv(100)
time.sleep(3.5)
first.sendall(b"bye")
first.close()
second = listener.accept()[0]
second.recv(100)
time.sleep(60)' &
wait_port "$S" 7777
record keepalive.pcap "$C" -i eth0 tcp
in_client "$PYTHON" -c '
import socket, sys
for text in b"hello", b"still there?":
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 2)
    s.connect(("10.0.0.2", 7777))
    s.sendall(text)
    try:
        s.recv(100)
    except TimeoutError:
        pass
    s.close()' &
client=$!
sleep 4.5
in_server ip route add blackhole 10.0.0.1/32
wait $client
finish
