#!/bin/bash
# What HTTP/2 has besides requests and answers, without TLS: server push, padding, trailers, headers
# that go on in CONTINUATION, a larger table for them, pings, a stream given up, a tunnel.
. "$(dirname "$0")/common.sh"
hosts
mkdir "$TMP/www"
printf '<link rel=stylesheet href=/style.css><h1>Hello!</h1>\n' >"$TMP/www/index.html"
printf 'h1 { color: teal }\n' >"$TMP/www/style.css"
in_server nghttpd --no-tls --htdocs="$TMP/www" --push=/=/style.css --trailer='checksum: none' \
    --padding=16 --header-table-size=65536 8080 >/dev/null 2>&1 &
in_server node "$HERE/http2-clear.js" server &
wait_port "$S" 8080
wait_port "$S" 80
record http2-clear.pcap "$C" -i eth0
in_client nghttp -n --no-dep --padding=16 http://10.0.0.2:8080/
in_client node "$HERE/http2-clear.js" long http://10.0.0.2:8080
in_client curl -s --http2-prior-knowledge -I http://10.0.0.2:8080/index.html -o "$TMP/out"
in_client node "$HERE/http2-clear.js" client http://10.0.0.2
finish
