#!/bin/bash
# The same message and answer by UDP (port 5005) and by TCP (port 5006), then UDP to a closed port.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" "$HERE/udp-tcp.py" server &
wait_port "$S" 5006
record udp-tcp.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/udp-tcp.py" client
finish
