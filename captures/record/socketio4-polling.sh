#!/bin/bash
# Socket.IO 4 without WebSocket: batches, binary as base64, gzip, polls held open.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio4-polling.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio4-polling.pcap "$C" -i eth0
in_client node "$HERE/socketio4-polling.js" client >>"$TMP/log"
finish
