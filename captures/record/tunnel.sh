#!/bin/bash
# A tunnel: inside it packets without any link header (raw-ip.pcap), on the cable
# the same packets wrapped in IPv4 (ip-in-ip.pcap).
. "$(dirname "$0")/common.sh"
IPV6=on
hosts
n=0
for ns in "$C" "$S"; do
    n=$((n + 1))
    ip netns exec "$ns" ip tuntap add dev tun0 mode tun
    ip netns exec "$ns" sysctl -qw net.ipv6.conf.tun0.router_solicitations=0
    ip -n "$ns" link set tun0 mtu 1480 up
    ip -n "$ns" addr add 10.9.0.$n/24 dev tun0
    ip -n "$ns" addr add 2001:db8:9::$n/64 dev tun0 nodad
    ip netns exec "$ns" "$PYTHON" "$HERE/tunnel.py" tun0 10.0.0.$((3 - n)) &
done
web_server "$S" 80
sleep 4
record raw-ip.pcap "$C" -i tun0
record ip-in-ip.pcap "$C" -i eth0
in_client ping -c 1 10.9.0.2 >/dev/null
in_client ping -6 -c 1 2001:db8:9::2 >/dev/null
in_client curl -s http://10.9.0.2/ >/dev/null
finish
