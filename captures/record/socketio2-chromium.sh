#!/bin/bash
# Socket.IO 2 in headless Chromium, polling only: binary payloads of Engine.IO 3.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio2-chromium.js" >>"$TMP/log" &
server=$!
wait_port "$S" 3000
record socketio2-chromium.pcap "$C" -i eth0 tcp port 3000
browse http://10.0.0.2:3000/ $server
finish
