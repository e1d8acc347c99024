#!/bin/bash
# The same short chat three ways (chat.js): over HTTP, with a request that is held.
. "$(dirname "$0")/common.sh"
hosts
in_server node "$HERE/chat.js" polling server >>"$TMP/log" &
wait_port "$S" 3000
record chat-polling.pcap "$C" -i eth0
in_client node "$HERE/chat.js" polling client >>"$TMP/log"
finish
