#!/bin/bash
# Tagged frames on the cable: 802.1Q (vlan.pcap), 802.1Q inside 802.1ad (qinq.pcap).
. "$(dirname "$0")/common.sh"
hosts

vlan() {                        # vlan INTERFACE NETWORK TAGS...
    local ns n=0 name=$1 net=$2
    shift 2
    for ns in "$C" "$S"; do
        n=$((n + 1))
        ip netns exec "$ns" ip tuntap add dev "$name" mode tap
        ip -n "$ns" link set "$name" address 02:00:00:00:00:0$n mtu 1492
        plain "$ns" "$name"
        ip -n "$ns" addr add "$net.$n/24" dev "$name"
        ip -n "$ns" link set "$name" up
        ip netns exec "$ns" "$PYTHON" "$HERE/vlan.py" "$name" eth0 "$@" &
    done
    sleep 0.5
}

vlan vlan5 10.0.5 8100:5
web_server "$S" 80
record vlan.pcap "$C" -e -i eth0
in_client ping -c 1 10.0.5.2 >/dev/null
in_client curl -s http://10.0.5.2/ >/dev/null
finish

DUMPS=() FILES=()
vlan vlan100.6 10.0.6 88a8:100 8100:6
record qinq.pcap "$C" -e -i eth0
in_client ping -c 1 10.0.6.2 >/dev/null
in_client curl -s http://10.0.6.2/ >/dev/null
finish
