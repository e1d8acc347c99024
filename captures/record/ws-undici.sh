#!/bin/bash
# undici's WebSocket through nginx as a reverse proxy, recorded at the client.
. "$(dirname "$0")/common.sh"
need_ws
need_package undici
hosts
in_server node "$HERE/ws-undici.js" server >>"$TMP/log" &
cat >"$TMP/nginx.conf" <<CONF
daemon off;
master_process off;
pid $TMP/nginx.pid;
error_log $TMP/nginx.log;
events {}
http {
    access_log off;
    server {
        listen 10.0.0.2:80;
        location / {
            proxy_pass http://10.0.0.2:3000;
            proxy_http_version 1.1;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection upgrade;
        }
    }
}
CONF
in_server nginx -p "$TMP" -c "$TMP/nginx.conf" 2>"$TMP/nginx.err" &
wait_port "$S" 3000
wait_port "$S" 80
record ws-undici.pcap "$C" -i eth0
in_client node "$HERE/ws-undici.js" client >>"$TMP/log"
finish
