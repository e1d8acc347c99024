#!/bin/bash
# An IPv6 host wakes up: MLD, duplicate address detection, router solicitation
# and advertisement, neighbour discovery; then echo and two kinds of "unreachable".
. "$(dirname "$0")/common.sh"
IPV6=on
namespace "$C"; namespace "$S"
wire "$C" eth0 02:00:00:00:00:01 "$S" eth0 02:00:00:00:00:02
in_server sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.eth0.accept_dad=0
ip -n "$S" addr add 2001:db8::2/64 dev eth0 nodad
ip -n "$S" link set eth0 up
in_client sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
ip -n "$C" link set eth0 up
sleep 3         # the server introduces itself before the recording starts
record ping6.pcap "$C" -i eth0
in_client sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0
sleep 0.5
in_server dnsmasq --no-daemon --conf-file=/dev/null --port=0 --user=root --pid-file= \
    --interface=eth0 --bind-interfaces --dhcp-leasefile="$TMP/leases" \
    --enable-ra --dhcp-range=2001:db8::,ra-only 2>"$TMP/dnsmasq.log" &
sleep 5
in_client ping -6 -c 2 -i 0.3 2001:db8::2 >/dev/null
in_client ping -6 -c 1 -W 1 2001:db8:9::9 >/dev/null || true     # no route
echo "anybody?" | in_client nc -6 -u -w 1 2001:db8::2 7777 || true    # closed port
finish
