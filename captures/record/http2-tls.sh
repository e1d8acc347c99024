#!/bin/bash
# HTTP/2 over TLS 1.3, agreed on by ALPN: a request, and a WebSocket on a stream; with the keys.
. "$(dirname "$0")/common.sh"
need_ws
certificate www.example.test
hosts
in_server node "$HERE/http2.js" server "$TMP" >>"$TMP/log" &
wait_port "$S" 443
record http2-tls.pcap "$C" -i eth0
SSLKEYLOGFILE="$TMP/curl.keys" in_client curl -sk https://10.0.0.2/page -o "$TMP/out"
in_client node --tls-keylog="$TMP/keys" "$HERE/http2.js" client https://10.0.0.2 >>"$TMP/log" 2>/dev/null
[ ! -f "$TMP/curl.keys" ] || cat "$TMP/curl.keys" >>"$TMP/keys"
finish
