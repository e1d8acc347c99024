#!/bin/bash
# TLS beside its messages: sessions taken up again (1.3 and 1.2), and handshakes that fail: a
# certificate nobody vouches for, and no version in common.
. "$(dirname "$0")/common.sh"
certificate www.example.test
hosts
in_server openssl s_server -quiet -www -alpn http/1.1 -accept 10.0.0.2:443 -key "$TMP/key.pem" -cert "$TMP/cert.pem" >"$TMP/server" 2>&1 &
wait_port "$S" 443
record tls.pcap "$C" -i eth0
for version in -tls1_3 -tls1_2; do
    for session in -sess_out -sess_in; do
        (printf 'GET / HTTP/1.0\r\n\r\n'; sleep 0.5) |
            in_client openssl s_client $version -connect 10.0.0.2:443 -servername www.example.test -alpn h2,http/1.1 \
                -keylogfile "$TMP/keys" $session "$TMP/session" >"$TMP/out" 2>&1 || true
    done
done
in_client curl -s https://10.0.0.2/ -o "$TMP/out" || true
in_client openssl s_client -tls1_1 -cipher 'ALL:@SECLEVEL=0' -connect 10.0.0.2:443 >"$TMP/out" 2>&1 </dev/null || true
finish
