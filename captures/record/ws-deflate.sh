#!/bin/bash
# Compressed messages: context taken over or not, small windows, fragments, an empty message.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-deflate.js" server >>"$TMP/log" &
wait_port "$S" 3003
record ws-deflate.pcap "$C" -i eth0
in_client node "$HERE/ws-deflate.js" client >>"$TMP/log"
finish
