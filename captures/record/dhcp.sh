#!/bin/bash
# A host without an address gets one from dnsmasq, and gives it back.
. "$(dirname "$0")/common.sh"
hosts
ip -n "$C" addr flush dev eth0
cat >"$TMP/lease.sh" <<'SH'
#!/bin/sh
case $1 in
bound) ip addr add "$ip/$mask" dev "$interface" ;;
deconfig) ip addr flush dev "$interface" ;;
esac
SH
chmod +x "$TMP/lease.sh"
in_server dnsmasq --no-daemon --conf-file=/dev/null --port=0 --user=root --pid-file= --no-ping \
    --interface=eth0 --bind-interfaces --dhcp-leasefile="$TMP/leases" \
    --dhcp-range=10.0.0.100,10.0.0.150,1h --dhcp-option=option:router,10.0.0.2 \
    --dhcp-option=option:dns-server,10.0.0.2 --domain=example.test 2>/dev/null &
wait_port "$S" 67
record dhcp.pcap "$C" -i eth0
in_client busybox udhcpc -i eth0 -f -n -x hostname:student -s "$TMP/lease.sh" >/dev/null 2>&1 &
client=$!
sleep 1
kill -USR2 $client      # release
sleep 0.5
kill $client
finish
