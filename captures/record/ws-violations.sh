#!/bin/bash
# Every connection breaks one rule of RFC 6455: fourteen a client's, the last one a server's.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-violations.js" server &
wait_port "$S" 3001
record ws-violations.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/ws-violations.py" 10.0.0.2
in_client node "$HERE/ws-violations.js" client
finish
