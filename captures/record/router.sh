# Between client and server stands a router: 10.0.0.254 | 10.0.1.254.
# Sourced after common.sh instead of calling "hosts".
namespace "$C"; namespace "$R"; namespace "$S"
wire "$C" eth0 02:00:00:00:00:01 "$R" eth0 02:00:00:00:00:fe
wire "$R" eth1 02:00:00:00:01:fe "$S" eth0 02:00:00:00:01:02
ip -n "$C" addr add 10.0.0.1/24 dev eth0
ip -n "$R" addr add 10.0.0.254/24 dev eth0
ip -n "$R" addr add 10.0.1.254/24 dev eth1
ip -n "$S" addr add 10.0.1.2/24 dev eth0
ip -n "$C" link set eth0 up; ip -n "$S" link set eth0 up
ip -n "$R" link set eth0 up; ip -n "$R" link set eth1 up
ip -n "$C" route add default via 10.0.0.254
ip -n "$S" route add default via 10.0.1.254
in_router sysctl -qw net.ipv4.ip_forward=1
