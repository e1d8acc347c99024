#!/bin/bash
# The chat of chat.js over a WebSocket and TLS 1.3, as somebody sees it who has no keys.
. "$(dirname "$0")/common.sh"
need_ws
certificate chat.example.test
hosts
in_server node "$HERE/chat.js" wss server "$TMP" >/dev/null &
wait_port "$S" 3000
record chat-wss.pcap "$C" -i eth0
in_client node "$HERE/chat.js" wss client "$TMP" >/dev/null
finish
