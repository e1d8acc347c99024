#!/bin/bash
# The same short chat three ways (chat.js): over Socket.IO 4, polling first and then a WebSocket.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/chat.js" socketio server >>"$TMP/log" &
wait_port "$S" 3000
record chat-socketio.pcap "$C" -i eth0
in_client node "$HERE/chat.js" socketio client >>"$TMP/log"
finish
