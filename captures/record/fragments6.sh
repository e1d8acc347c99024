#!/bin/bash
# The same in IPv6: only the sender cuts, and says so in an extension header.
. "$(dirname "$0")/common.sh"
IPV6=on
hosts
in_server nc -6 -u -l 7777 >/dev/null &
wait_port "$S" 7777
record fragments6.pcap "$C" -i eth0
in_client ping -6 -c 1 -s 4000 2001:db8::2 >/dev/null
seq -w 1 1000 | in_client nc -6 -u -w 1 2001:db8::2 7777
finish
