#!/bin/bash
# Less common TCP options: fast open (7001, twice: first the cookie, then data in
# the SYN), MD5 signatures (7002), multipath TCP (7003), hardly any options (7004).
. "$(dirname "$0")/common.sh"
hosts
in_client sysctl -qw net.ipv4.tcp_fastopen=1
in_server sysctl -qw net.ipv4.tcp_fastopen=2
in_server "$PYTHON" "$HERE/tcp-options.py" server &
wait_port "$S" 7004
record tcp-options.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/tcp-options.py" client fast-open
in_client "$PYTHON" "$HERE/tcp-options.py" client fast-open
in_client "$PYTHON" "$HERE/tcp-options.py" client md5
in_client "$PYTHON" "$HERE/tcp-options.py" client multipath
in_client sysctl -qw net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0
in_client "$PYTHON" "$HERE/tcp-options.py" client few
finish
