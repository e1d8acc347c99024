#!/bin/bash
# Close codes 1000 to 1014, 3000 and 4001, a close without code, a reset; a subprotocol on every other.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-closecodes.js" server >>"$TMP/log" &
wait_port "$S" 3000
record ws-closecodes.pcap "$C" -i eth0
in_client node "$HERE/ws-closecodes.js" client >>"$TMP/log"
finish
