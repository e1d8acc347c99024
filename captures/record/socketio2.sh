#!/bin/bash
# Socket.IO 2 (Engine.IO 3): polling, upgrade, events, binary, namespaces, a refusal.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio2.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio2.pcap "$C" -i eth0
in_client node "$HERE/socketio2.js" client >>"$TMP/log"
finish
