#!/bin/bash
# Sequence numbers pass 2^32 and start again at 0 in the middle of a transfer.
. "$(dirname "$0")/common.sh"
hosts
in_server nc -d -l 7777 >/dev/null &
wait_port "$S" 7777
record sequence-wrap.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/sequence-wrap.py"
finish
