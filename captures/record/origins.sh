#!/bin/bash
# A page in headless Chromium, and a server of another origin: fetch() asks first, a WebSocket does not.
. "$(dirname "$0")/common.sh"
need_ws
hosts
ip -n "$S" addr add 10.0.0.3/24 dev eth0
in_server node "$HERE/origins.js" >>"$TMP/log" &
server=$!
wait_port "$S" 3000
record origins.pcap "$C" -i eth0 arp or tcp port 80 or tcp port 3000
browse http://10.0.0.3/ $server
finish
