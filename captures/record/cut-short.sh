#!/bin/bash
# Recorded with "tcpdump -s 96": of each packet only the first 96 bytes are kept.
. "$(dirname "$0")/common.sh"
hosts
web_server "$S" 80
record cut-short.pcap "$C" -s 96 -i eth0
in_client curl -s http://10.0.0.2/ >/dev/null
finish
