#!/bin/bash
# Socket.IO 4 over TLS 1.3 and 1.2: polling, upgrade, an acknowledgement, bytes; and the keys.
. "$(dirname "$0")/common.sh"
need_socketio
certificate chat.example.test
hosts
in_server node "$HERE/socketio4-tls.js" server "$TMP" >>"$TMP/log" &
wait_port "$S" 3000
record socketio4-tls.pcap "$C" -i eth0
in_client node --tls-keylog="$TMP/keys" "$HERE/socketio4-tls.js" client A >>"$TMP/log" 2>/dev/null
in_client node --tls-max-v1.2 --tls-keylog="$TMP/keys" "$HERE/socketio4-tls.js" client B >>"$TMP/log" 2>/dev/null
finish
