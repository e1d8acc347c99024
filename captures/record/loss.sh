#!/bin/bash
# 60 kB over a cable that loses some segments and lets others overtake.
# Recorded at the client: a lost segment is seen only when it is sent again.
. "$(dirname "$0")/common.sh"
cable --delay 10 --drop 8,9,24,45 --swap 15,30
mkdir -p "$TMP/www"
head -c 45000 /dev/zero | base64 -w 60 | head -c 60000 >"$TMP/www/long.txt"
web_server "$S" 80
record loss.pcap "$C" -i eth0
record loss-sender.pcap "$S" -i eth0
in_client curl -s http://10.0.0.2/long.txt | cmp - "$TMP/www/long.txt"
finish
