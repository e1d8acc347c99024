#!/bin/bash
# HTTP/1 in full: pipelining, chunks with extensions and trailers, gzip and deflate, HEAD, 204, 304,
# 100 Continue, an upgrade to something that is not WebSocket, a body until the end.
. "$(dirname "$0")/common.sh"
hosts
in_server "$PYTHON" "$HERE/http-more.py" server &
wait_port "$S" 80
record http-more.pcap "$C" -i eth0
in_client "$PYTHON" "$HERE/http-more.py" client
finish
