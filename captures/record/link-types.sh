#!/bin/bash
# null.pcap and loop.pcap: onion-lo.pcap with a BSD loopback header instead of
# its Ethernet header. Linux cannot record these link types.
set -e
here=$(cd "$(dirname "$0")" && pwd)
exec /usr/bin/python3 "$here/link-types.py" "${OUT:-$(dirname "$here")}"
