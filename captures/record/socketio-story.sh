#!/bin/bash
# Socket.IO from SYN to emit and beyond: polling, upgrade, acknowledgement, heartbeat, reconnection.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio-story.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio-story.pcap "$C" -i eth0
in_client node "$HERE/socketio-story.js" client >>"$TMP/log"
finish
