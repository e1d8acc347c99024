#!/bin/bash
# 30 kB over a cable that delivers some packets twice, as the receiver sees it: the copies have the
# IP identification of the originals, since nobody has sent them again.
. "$(dirname "$0")/common.sh"
cable --delay 10 --double 3,6,7
mkdir -p "$TMP/www"
head -c 23000 /dev/zero | base64 -w 60 | head -c 30000 >"$TMP/www/long.txt"
web_server "$S" 80
record duplicates.pcap "$C" -i eth0
in_client curl -s http://10.0.0.2/long.txt | cmp - "$TMP/www/long.txt"
finish
