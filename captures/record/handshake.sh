#!/bin/bash
# Two netcats: ARP, three packets to agree, one line each way, two goodbyes.
. "$(dirname "$0")/common.sh"
hosts
record handshake.pcap "$C" -i eth0
mkfifo "$TMP/server-types"
in_server nc -N -l 7777 <"$TMP/server-types" >"$TMP/server-reads" &
exec 3>"$TMP/server-types"
wait_port "$S" 7777
{ echo hello; sleep 0.6; } | in_client nc -N 10.0.0.2 7777 >"$TMP/client-reads" &
client=$!
sleep 0.3
echo "hi there" >&3
exec 3>&-
wait $client
finish
