#!/bin/bash
# Who has this address? An answer, no answer, and a host announcing itself.
. "$(dirname "$0")/common.sh"
hosts
record arp.pcap "$C" -i eth0
in_client ping -c 1 10.0.0.2 >/dev/null
in_client ping -c 1 -W 1 10.0.0.99 >/dev/null || true       # nobody there
in_server busybox arping -U -c 1 -I eth0 10.0.0.2 >/dev/null || true    # gratuitous
in_server busybox arping -D -c 1 -w 1 -I eth0 10.0.0.1 >/dev/null || true    # address taken?
finish
