#!/bin/bash
# IPv4 cuts what is too long for the cable: a 4000-byte ping, a 5000-byte datagram.
. "$(dirname "$0")/common.sh"
hosts
in_server nc -u -l 7777 >/dev/null &
wait_port "$S" 7777
record fragments4.pcap "$C" -i eth0
in_client ping -c 1 -s 4000 10.0.0.2 >/dev/null
seq -w 1 1000 | in_client nc -u -w 1 10.0.0.2 7777
finish
