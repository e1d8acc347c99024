#!/bin/bash
# One message in three frames with a ping in between; lengths in 7, 16 and 64 bits.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-fragments.js" server >>"$TMP/log" &
wait_port "$S" 3000
record ws-fragments.pcap "$C" -i eth0
in_client node "$HERE/ws-fragments.js" client >>"$TMP/log"
finish
