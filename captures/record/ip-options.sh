#!/bin/bash
# IPv4 options through a router: record route, timestamps, router alert.
. "$(dirname "$0")/common.sh"
. "$HERE/router.sh"
record ip-options.pcap "$C" -i eth0
in_client ping -c 1 -R 10.0.1.2 >/dev/null
in_client ping -c 1 -T tsandaddr 10.0.1.2 >/dev/null
in_client "$PYTHON" -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, bytes([1, 1, 0x94, 4, 0, 0, 0]))    # NOP NOP alert EOL
s.sendto(b"with a router alert", ("10.0.1.2", 7777))'
finish
