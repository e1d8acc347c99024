#!/bin/bash
# Thirteen upgrades that fail: refused with 400, 401, 403, 404, 426, 503, 302 and 200, and five
# agreements that are none.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-refused.js" server >>"$TMP/log" &
wait_port "$S" 3000
record ws-refused.pcap "$C" -i eth0
in_client node "$HERE/ws-refused.js" client >>"$TMP/log"
finish
