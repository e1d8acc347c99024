#!/bin/bash
# Echo and reply, a TTL that runs out at the router, hosts and nets out of reach.
. "$(dirname "$0")/common.sh"
. "$HERE/router.sh"
record ping.pcap "$C" -i eth0 icmp or arp
in_client ping -c 2 -i 0.3 10.0.1.2 >/dev/null
in_client ping -c 1 -W 1 -t 1 10.0.1.2 >/dev/null || true
in_client ping -c 1 -W 5 10.0.1.99 >/dev/null || true       # no such host
in_client ping -c 1 -W 1 192.0.2.1 >/dev/null || true       # no route
finish
