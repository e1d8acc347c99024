#!/bin/bash
# Socket.IO 4 with connection state recovery: a connection lost and recovered, then a server that starts again.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
serve() { in_server node "$HERE/socketio4-reconnect.js" server >>"$TMP/log"; }
serve &
first=$!
wait_port "$S" 3000
record socketio4-reconnect.pcap "$C" -i eth0
(while kill -0 $first 2>/dev/null; do sleep 0.05; done; serve) &
in_client node "$HERE/socketio4-reconnect.js" client >>"$TMP/log"
finish
