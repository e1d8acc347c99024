#!/bin/bash
# UDP behind hop-by-hop options, destination options, a routing header, all of them.
. "$(dirname "$0")/common.sh"
IPV6=on
hosts
in_server sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.eth0.seg6_enabled=1
ip -n "$S" addr add 2001:db8:f::1/128 dev lo
ip -n "$C" route add 2001:db8:f::/64 via 2001:db8::2
in_server "$PYTHON" -c '
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(("::", 7777))
while True:
    data, who = s.recvfrom(9000)
    s.sendto(b"got: " + data[:40], who)' &
wait_port "$S" 7777
sleep 3
record ipv6-extensions.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/ipv6-extensions.py"
finish
