#!/bin/bash
# HTTP/2 without TLS: with prior knowledge (two requests at once, one with a body), after an upgrade
# from HTTP/1.1 (nghttpx takes that), and a WebSocket on one of the streams.
. "$(dirname "$0")/common.sh"
need_ws
certificate www.example.test
hosts
in_server node "$HERE/http2.js" server "$TMP" >>"$TMP/log" &
# nghttpx on port 8080 takes the upgrade; behind it stands the same server.
in_server nghttpx -f '10.0.0.2,8080;no-tls' -b '10.0.0.2,80;;proto=h2' --log-level=ERROR --accesslog-file=/dev/null 2>"$TMP/nghttpx" &
wait_port "$S" 80
wait_port "$S" 8080
record http2.pcap "$C" -i eth0
in_client nghttp --no-dep http://10.0.0.2/one http://10.0.0.2/missing >"$TMP/out"
in_client curl -s --http2-prior-knowledge -d 'what I send comes back' http://10.0.0.2/echo -o "$TMP/out"
in_client curl -s --http2 http://10.0.0.2:8080/upgraded -o "$TMP/out"
in_client node "$HERE/http2.js" client http://10.0.0.2 >>"$TMP/log"
finish
