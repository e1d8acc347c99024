#!/bin/bash
# A page in headless Chromium with the Socket.IO client that the server hands out.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio4-chromium.js" >>"$TMP/log" &
server=$!
wait_port "$S" 3000
record socketio4-chromium.pcap "$C" -i eth0 tcp port 3000
browse http://10.0.0.2:3000/ $server
finish
