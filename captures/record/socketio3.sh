#!/bin/bash
# Socket.IO 3: as version 4 on the wire.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio3.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio3.pcap "$C" -i eth0
in_client node "$HERE/socketio3.js" client >>"$TMP/log"
finish
