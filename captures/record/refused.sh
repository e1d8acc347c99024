#!/bin/bash
# Nobody is listening: TCP answers RST, UDP answers with an ICMP message.
. "$(dirname "$0")/common.sh"
hosts
record refused.pcap "$C" -i eth0
in_client nc -w 2 10.0.0.2 7777 </dev/null || true
echo "anybody?" | in_client nc -u -w 1 10.0.0.2 7777 || true
finish
