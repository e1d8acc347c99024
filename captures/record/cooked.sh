#!/bin/bash
# All interfaces at once: no Ethernet header, but Linux "cooked" ones, v1 and v2.
. "$(dirname "$0")/common.sh"
hosts
web_server "$S" 80
record cooked1.pcap "$C" -i any -y LINUX_SLL
record cooked2.pcap "$C" -i any -y LINUX_SLL2
in_client ping -c 1 10.0.0.2 >/dev/null
in_client ping -c 1 127.0.0.1 >/dev/null
in_client curl -s http://10.0.0.2/ >/dev/null
finish
