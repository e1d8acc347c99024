#!/bin/bash
# A WebSocket chat on the loopback interface, from the handshake to the FINs.
. "$(dirname "$0")/common.sh"
need_ws
loopback
in_server node "$HERE/upgrade.js" server >>"$TMP/log" &
wait_port "$S" 3000
record upgrade.pcap "$C" -i lo tcp port 3000
in_client node "$HERE/upgrade.js" client >>"$TMP/log"
finish
