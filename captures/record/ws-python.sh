#!/bin/bash
# Another library on both sides: Python's websockets (package python3-websockets).
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" "$HERE/ws-python.py" server >>"$TMP/log" &
wait_port "$S" 3000
record ws-python.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/ws-python.py" client >>"$TMP/log"
finish
