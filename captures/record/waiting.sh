#!/bin/bash
# The same three pieces of news, fetched in two ways from port 3000: client A asks every half second,
# client B asks once and the server holds the request until there is something to say.
. "$(dirname "$0")/common.sh"
hosts
in_server node "$HERE/waiting.js" server &
wait_port "$S" 3000
record waiting.pcap "$C" -i eth0
in_client node "$HERE/waiting.js" client
finish
