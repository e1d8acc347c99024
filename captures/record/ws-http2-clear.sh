#!/bin/bash
# WebSockets on streams of one HTTP/2 connection without TLS (RFC 8441): a chat and a compressed one
# at the same time, one that the server refuses, and a page between them.
. "$(dirname "$0")/common.sh"
need_ws
hosts
in_server node "$HERE/ws-http2-clear.js" server >>"$TMP/log" &
wait_port "$S" 80
record ws-http2-clear.pcap "$C" -i eth0
in_client node "$HERE/ws-http2-clear.js" client http://10.0.0.2 >>"$TMP/log"
finish
