#!/bin/bash
# A page in headless Chromium talks to a WebSocket server with permessage-deflate.
. "$(dirname "$0")/common.sh"
need_ws
loopback
in_server node "$HERE/ws-chromium.js" >>"$TMP/log" &
server=$!
wait_port "$S" 3000
record ws-chromium.pcap "$C" -i lo tcp port 3000
browse http://127.0.0.1:3000/ $server
finish
