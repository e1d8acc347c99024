#!/bin/bash
# Socket.IO 4 over WebSocket, every message compressed, with what went before as dictionary.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio4-deflate.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio4-deflate.pcap "$C" -i eth0
in_client node "$HERE/socketio4-deflate.js" client >>"$TMP/log"
finish
