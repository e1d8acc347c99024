#!/bin/bash
# dig asks dnsmasq: the common record types, a missing name, a reverse lookup,
# and an answer too long for UDP that is asked for again over TCP.
. "$(dirname "$0")/common.sh"
hosts
long=$(printf 'a long text that does not fit in 512 bytes %.0s' 1 2 3 4 5)
in_server dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file= \
    --listen-address=10.0.0.2 --bind-interfaces --local=/example.test/ --local=/10.in-addr.arpa/ \
    --host-record=www.example.test,10.0.0.80,2001:db8::80 \
    --cname=web.example.test,www.example.test \
    --mx-host=example.test,mail.example.test,10 \
    --txt-record=example.test,"v=spf1 -all" \
    --txt-record=long.example.test,"1 $long","2 $long","3 $long" 2>/dev/null &
wait_port "$S" 53
record dns.pcap "$C" -i eth0
ask() { in_client dig @10.0.0.2 +tries=1 +timeout=2 "$@" >/dev/null; }
ask www.example.test A
ask www.example.test AAAA
ask web.example.test A
ask example.test MX
ask example.test TXT
ask nowhere.example.test A
ask -x 10.0.0.80
ask +noedns +nocookie long.example.test TXT
finish
