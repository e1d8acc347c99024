#!/bin/bash
# A WebSocket on which both sides talk at the same time: the server counts every 20 ms, while the
# client uploads eight messages of 2000 bytes.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/both-at-once.js" server &
wait_port "$S" 3000
record both-at-once.pcap "$C" -i eth0
in_client node "$HERE/both-at-once.js" client
finish
