#!/bin/bash
# Socket.IO 4: polling, upgrade, events, acknowledgements, binary, namespaces, a broadcast to three clients.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio4.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio4.pcap "$C" -i eth0
in_client node "$HERE/socketio4.js" client >>"$TMP/log"
finish
