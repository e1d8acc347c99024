#!/bin/bash
# A page in headless Chromium talks to a WebSocket server with permessage-deflate.
. "$(dirname "$0")/common.sh"
need_ws
loopback
in_server node "$HERE/ws-chromium.js" >>"$TMP/log" &
server=$!
wait_port "$S" 3000
record ws-chromium.pcap "$C" -i lo tcp port 3000
in_client env HOME="$TMP" chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
    --user-data-dir="$TMP/profile" --remote-debugging-port=9222 http://127.0.0.1:3000/ >/dev/null 2>&1 &
for i in $(seq 300); do kill -0 $server 2>/dev/null || break; sleep 0.2; done
! kill -0 $server 2>/dev/null || { echo "ws-chromium: the page never finished" >&2; exit 1; }
finish
