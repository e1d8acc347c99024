#!/bin/bash
# Socket.IO 4 without connection state recovery: a server freezes and starts again, and an event is missed.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/missed-event.js" server first >>"$TMP/log" &
first=$!
wait_port "$S" 3000
record missed-event.pcap "$C" -i eth0
(while kill -0 $first 2>/dev/null; do sleep 0.05; done; sleep 0.4; in_server node "$HERE/missed-event.js" server second >>"$TMP/log") &
in_client node "$HERE/missed-event.js" client $first >>"$TMP/log"
finish
