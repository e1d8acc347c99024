#!/bin/bash
# HTTP in its varieties: keep-alive, POST, 404, HEAD, chunks, HTTP/1.0, a long body.
. "$(dirname "$0")/common.sh"
hosts
mkdir -p "$TMP/www"
printf '<h1>About</h1>\n' >"$TMP/www/about.html"
for i in $(seq -w 1 200); do echo "line $i: a long answer takes several segments"; done >"$TMP/www/long.txt"
web_server "$S" 80
in_server node "$HERE/http.js" 2>/dev/null &
wait_port "$S" 8080
record http.pcap "$C" -i eth0
get() { in_client curl -s -o /dev/null "$@"; }
get http://10.0.0.2/ --next -s -o /dev/null http://10.0.0.2/about.html
get http://10.0.0.2:8080/echo -d 'name=student&colour=blue' --next -s -o /dev/null http://10.0.0.2:8080/chunked
get http://10.0.0.2/missing.html --next -s -I -o /dev/null http://10.0.0.2/about.html
get --http1.0 http://10.0.0.2:8080/until-close
get http://10.0.0.2/long.txt
finish
