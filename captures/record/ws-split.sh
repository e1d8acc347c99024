#!/bin/bash
# Messages do not respect segments: an upgrade request in three segments, the
# 101 and two frames in one, a frame header cut in half, ten frames in one.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-split.js" server >>"$TMP/log" &
wait_port "$S" 3000
record ws-split.pcap "$C" -i eth0
in_client node "$HERE/ws-split.js" client >>"$TMP/log"
finish
