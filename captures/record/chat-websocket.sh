#!/bin/bash
# The same short chat three ways (chat.js): over a WebSocket.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/chat.js" websocket server >>"$TMP/log" &
wait_port "$S" 3000
record chat-websocket.pcap "$C" -i eth0
in_client node "$HERE/chat.js" websocket client >>"$TMP/log"
finish
