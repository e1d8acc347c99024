#!/bin/bash
# One page fetched twice: over a cable (onion-veth) and over lo (onion-lo).
. "$(dirname "$0")/common.sh"
hosts
web_server "$S" 80
record onion-veth.pcap "$C" -i eth0
record onion-lo.pcap "$S" -i lo
in_client curl -s http://10.0.0.2/ >/dev/null
in_server curl -s http://127.0.0.1/ >/dev/null
finish
