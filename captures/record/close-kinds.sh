#!/bin/bash
# Five ways a connection ends, on ports 7001 to 7005.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" "$HERE/close-kinds.py" server &
wait_port "$S" 7005
record close-kinds.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/close-kinds.py" client
finish
