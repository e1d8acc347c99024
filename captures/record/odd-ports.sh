#!/bin/bash
# The port is only a number: HTTP on port 53, WebSocket on port 25.
. "$(dirname "$0")/common.sh"
need_ws
hosts
web_server "$S" 53
in_server node "$HERE/odd-ports.js" server >>"$TMP/log" &
wait_port "$S" 25
record odd-ports.pcap "$C" -i eth0
in_client curl -s http://10.0.0.2:53/ >/dev/null
in_client node "$HERE/odd-ports.js" client >>"$TMP/log"
finish
