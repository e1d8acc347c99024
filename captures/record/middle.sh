#!/bin/bash
# The recording starts when a WebSocket chat is already going on.
. "$(dirname "$0")/common.sh"
need_ws
loopback
in_server node "$HERE/upgrade.js" server >/dev/null &
wait_port "$S" 3000
in_client node "$HERE/upgrade.js" client >/dev/null &
until [ -n "$(in_client ss -Htn state established 'dport = :3000')" ]; do sleep 0.02; done
record middle.pcap "$C" -i lo tcp port 3000
sleep 1.5
finish
