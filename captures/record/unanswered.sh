#!/bin/bash
# Calling an address that never answers: the same SYN again after 1, 2, 4 s.
. "$(dirname "$0")/common.sh"
hosts
# 10.0.0.9 is given the server's MAC, so there is no ARP; the server drops it.
ip -n "$C" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0
# Newer kernels repeat the first SYNs every second; ask for the classic doubling.
in_client sysctl -qw net.ipv4.tcp_syn_linear_timeouts=0 2>/dev/null || true
record unanswered.pcap "$C" -i eth0
in_client timeout 8 nc 10.0.0.9 80 </dev/null || true
finish
