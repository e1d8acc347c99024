#!/bin/bash
# Two hosts call each other at the same moment: the SYNs cross on the cable,
# and it becomes one connection with no server.
. "$(dirname "$0")/common.sh"
cable --delay 100
record simultaneous-open.pcap "$C" -i eth0
in_client ping -c 1 10.0.0.2 >/dev/null     # so that ARP does not delay one side
when=$(date -d '+1 second' +%s.%N)
in_server "$PYTHON" "$HERE/simultaneous-open.py" 10.0.0.2 10.0.0.1 "$when" &
in_client "$PYTHON" "$HERE/simultaneous-open.py" 10.0.0.1 10.0.0.2 "$when"
finish
