#!/bin/bash
# undici's WebSocket through nginx as a reverse proxy, recorded at the client.
. "$(dirname "$0")/common.sh"
need_ws
need_package undici
hosts
in_server node "$HERE/ws-undici.js" server >>"$TMP/log" &
wait_port "$S" 3000
proxy_server "$S" 10.0.0.2:80 10.0.0.2:3000
record ws-undici.pcap "$C" -i eth0
in_client node "$HERE/ws-undici.js" client >>"$TMP/log"
finish
