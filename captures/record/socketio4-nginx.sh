#!/bin/bash
# Socket.IO 4 behind nginx: both conversations, client with proxy (port 80) and proxy with server (port 3000).
. "$(dirname "$0")/common.sh"
need_socketio
. "$HERE/router.sh"
cat >"$TMP/nginx.conf" <<CONF
daemon off;
master_process off;
pid $TMP/nginx.pid;
error_log $TMP/nginx.log;
events {}
http {
    access_log off;
    map \$http_upgrade \$connection_upgrade { default upgrade; '' close; }
    server {
        listen 10.0.0.254:80;
        location /socket.io/ {
            proxy_pass http://10.0.1.2:3000;
            proxy_http_version 1.1;
            proxy_set_header Host \$host;
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection \$connection_upgrade;
        }
    }
}
CONF
in_router nginx -p "$TMP" -c "$TMP/nginx.conf" 2>/dev/null &
in_server node "$HERE/socketio4-nginx.js" server >>"$TMP/log" &
wait_port "$R" 80
wait_port "$S" 3000
# "any" needs room for the largest packet there could be, so the usual buffer holds only a few.
record socketio4-nginx.pcap "$R" -i any -y LINUX_SLL2 -B 65536
in_client node "$HERE/socketio4-nginx.js" client >>"$TMP/log"
finish
