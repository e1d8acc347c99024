#!/bin/bash
# Socket.IO 2 (Engine.IO 3) without WebSocket: payloads with lengths, binary as base64.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio2-polling.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio2-polling.pcap "$C" -i eth0
in_client node "$HERE/socketio2-polling.js" client >>"$TMP/log"
finish
