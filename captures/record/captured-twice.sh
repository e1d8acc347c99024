#!/bin/bash
# One page through a router that records "any" interface: every packet passes two of them, and so is
# captured twice, on its way in and on its way out.
. "$(dirname "$0")/common.sh"
. "$HERE/router.sh"
web_server "$S" 80
record captured-twice.pcap "$R" -i any -B 16384 tcp
in_client curl -s http://10.0.1.2/ >"$TMP/page"
cmp "$TMP/page" "$TMP/www/index.html"
finish
