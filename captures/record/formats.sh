#!/bin/bash
# formats.sh CAPTURE DIRECTORY: the same packets in every file format, for tests.
#
#   NAME-{le,be}-{micro,nano}.pcap    both byte orders, both clocks
#   NAME-{le,be}.pcapng               NAME-le from editcap, where it is installed
#   NAME.pcap.gz  NAME.pcapng.gz
set -e
[ $# = 2 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
name=$(basename "${1%.*}")
mkdir -p "$2"
python3 "$here/formats.py" "$1" "$2/$name"
! command -v editcap >/dev/null || editcap -F pcapng "$1" "$2/$name-le.pcapng"
gzip -nc "$2/$name-le-micro.pcap" >"$2/$name.pcap.gz"
gzip -nc "$2/$name-le.pcapng" >"$2/$name.pcapng.gz"
