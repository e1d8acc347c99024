#!/bin/bash
# Socket.IO 4 with MessagePack instead of its own text packets.
. "$(dirname "$0")/common.sh"
need_socketio
hosts
in_server node "$HERE/socketio4-msgpack.js" server >>"$TMP/log" &
wait_port "$S" 3000
record socketio4-msgpack.pcap "$C" -i eth0
in_client node "$HERE/socketio4-msgpack.js" client >>"$TMP/log"
finish
