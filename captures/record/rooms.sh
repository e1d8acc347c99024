#!/bin/bash
# One event to a room: three Socket.IO clients, of which A and B have joined "kitchen" and C has not.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/rooms.js" server &
wait_port "$S" 3000
record rooms.pcap "$C" -i eth0
in_client node "$HERE/rooms.js" client
finish
