#!/bin/bash
# The same two addresses and ports, twice: two connections, not one.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" -c '
import socket
listener = socket.create_server(("10.0.0.2", 7777))
while True:
    s = listener.accept()[0]
    s.sendall(b"you said: " + s.recv(100))
    s.close()' &
wait_port "$S" 7777
record reused-tuple.pcap "$C" -i eth0
for text in first second; do        # the server closes first and keeps TIME_WAIT
    echo $text | in_client nc -p 40000 10.0.0.2 7777 >/dev/null
    sleep 0.5
done
finish
