#!/bin/bash
# One page over IPv6: the same TCP and HTTP on another floor.
. "$(dirname "$0")/common.sh"
IPV6=on
hosts
web_server "$S" "[2001:db8::2]:80"
record http6.pcap "$C" -i eth0
in_client curl -s "http://[2001:db8::2]/" >/dev/null
finish
