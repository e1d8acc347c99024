#!/bin/bash
# WebSocket over TLS 1.3 and 1.2 with eight ciphers, one connection each, and the keys to read it.
. "$(dirname "$0")/common.sh"
need_ws
certificate chat.example.test
hosts
in_server node "$HERE/wss.js" server "$TMP" >>"$TMP/log" &
wait_port "$S" 3000
record wss.pcap "$C" -i eth0
in_client node --tls-keylog="$TMP/keys" "$HERE/wss.js" client >>"$TMP/log" 2>/dev/null
finish
