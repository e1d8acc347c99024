#!/bin/bash
# Server-sent events in a response that stays open, the same compressed, and two long polls.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/sse.js" >>"$TMP/log" &
wait_port "$S" 80
record sse.pcap "$C" -i eth0
in_client curl -sN -o "$TMP/out" http://10.0.0.2/events
in_client curl -sN --compressed -o "$TMP/out" http://10.0.0.2/gzip
in_client curl -s -o "$TMP/out" http://10.0.0.2/poll -o "$TMP/out" http://10.0.0.2/poll
finish
