#!/bin/bash
# Upgrades that fail: 401, 426, 400 from the server, and a 101 the client must not accept.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-rejected.js" server >>"$TMP/log" &
wait_port "$S" 3001
record ws-rejected.pcap "$C" -i eth0
in_client node "$HERE/ws-rejected.js" client >>"$TMP/log"
# Version 7 was a draft; a key must be 16 bytes in base64.
in_client curl -s --max-time 2 -o "$TMP/body" -w 'client\treceived\thttp\t%{response_code}\n' http://10.0.0.2:3000/chat \
    -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 7' \
    -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' >>"$TMP/log"
in_client curl -s --max-time 2 -o "$TMP/body" -w 'client\treceived\thttp\t%{response_code}\n' http://10.0.0.2:3000/chat >>"$TMP/log"
in_client curl -s --max-time 2 -o "$TMP/body" -w 'client\treceived\thttp\t%{response_code}\n' http://10.0.0.2:3000/chat \
    -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: too short' >>"$TMP/log"
finish
