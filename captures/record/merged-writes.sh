#!/bin/bash
# Three small writes that leave in fewer segments, and a large one that leaves in several: port 5007.
# The receiver says what each of its reads returned.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" "$HERE/merged-writes.py" server &
wait_port "$S" 5007
record merged-writes.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/merged-writes.py" client
finish
