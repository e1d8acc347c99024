# Shared by the recording scripts: two hosts on a cable, tcpdump, and clean-up.
#
# Everything happens inside network namespaces made here and removed on exit;
# the network of the machine itself is never touched.
#
#   hosts        client 10.0.0.1 --eth0-- server 10.0.0.2 (and 2001:db8::1, ::2)
#   loopback     one host with nothing but lo ("client")
#   cable ...    like hosts, on a cable that can delay, drop, swap or double frames
#   record ...   start tcpdump          finish   stop it, keep the files
#
# The captures go to the folder above this one, or to $OUT.

set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "recording needs root (network namespaces, tcpdump)" >&2; exit 1; }

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OUT=${OUT:-$(dirname "$HERE")}
NAME=$(basename "$0" .sh)
TMP=$(mktemp -d)
PYTHON=/usr/bin/python3
IPV6=${IPV6:-off}              # set to "on" before "hosts" to keep IPv6
C=pw-client-$$ S=pw-server-$$ R=pw-router-$$
NAMESPACES=() DUMPS=() FILES=()

cleanup() {
    exec 2>/dev/null
    local ns signal
    for signal in TERM KILL; do
        for ns in "${NAMESPACES[@]}"; do ip netns pids "$ns" | xargs -r kill -$signal; done
        sleep 0.2
    done
    for ns in "${NAMESPACES[@]}"; do ip netns del "$ns"; done
    wait
    rm -rf "$TMP"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# "in_server nginx &" becomes the program itself, so that $! is its number.
in_namespace() { [ "$BASH_SUBSHELL" = 0 ] || exec ip netns exec "$@"; ip netns exec "$@"; }
in_client() { in_namespace "$C" "$@"; }
in_server() { in_namespace "$S" "$@"; }
in_router() { in_namespace "$R" "$@"; }

namespace() {                  # namespace NAME
    ip netns add "$1"
    NAMESPACES+=("$1")
    if [ "$IPV6" = off ]; then
        ip netns exec "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    fi
    ip netns exec "$1" sysctl -qw net.ipv4.ip_local_port_range="50000 50999"
    ip -n "$1" link set lo up
}

# No offloading: every segment is on the wire as it would leave a real card,
# with its checksum filled in and no bigger than the MSS.
plain() {                      # plain NAMESPACE INTERFACE
    ip netns exec "$1" ethtool -K "$2" tx off rx off tso off gso off gro off txvlan off rxvlan off >/dev/null 2>&1 || true
}

wire() {                       # wire NS1 IF1 MAC1 NS2 IF2 MAC2
    ip link add "$2" netns "$1" address "$3" type veth peer name "$5" netns "$4" address "$6"
    plain "$1" "$2"; plain "$4" "$5"
}

hosts() {
    namespace "$C"; namespace "$S"
    wire "$C" eth0 02:00:00:00:00:01 "$S" eth0 02:00:00:00:00:02
    ip -n "$C" addr add 10.0.0.1/24 dev eth0
    ip -n "$S" addr add 10.0.0.2/24 dev eth0
    ip -n "$C" link set eth0 up
    ip -n "$S" link set eth0 up
    [ "$IPV6" = on ] || return 0
    in_client sysctl -qw net.ipv6.conf.eth0.router_solicitations=0
    in_server sysctl -qw net.ipv6.conf.eth0.router_solicitations=0
    ip -n "$C" addr add 2001:db8::1/64 dev eth0 nodad
    ip -n "$S" addr add 2001:db8::2/64 dev eth0 nodad
    sleep 4     # the first multicast reports are not part of the story
}

loopback() { namespace "$C"; S=$C; }

# Two tap devices joined by cable.py, which can delay, drop, swap or double frames.
cable() {                      # cable [OPTIONS OF cable.py]
    local ns n=0
    namespace "$C"; namespace "$S"
    for ns in "$C" "$S"; do
        n=$((n + 1))
        ip netns exec "$ns" ip tuntap add dev eth0 mode tap
        ip -n "$ns" link set eth0 address 02:00:00:00:00:0$n
        ip -n "$ns" addr add 10.0.0.$n/24 dev eth0
        plain "$ns" eth0
    done
    in_client "$PYTHON" "$HERE/cable.py" "$C" "$S" "$@" >"$TMP/cable.log" 2>&1 &
    sleep 0.3
    ip -n "$C" link set eth0 up
    ip -n "$S" link set eth0 up
    sleep 0.3
}

record() {                     # record FILE NAMESPACE [TCPDUMP OPTIONS]
    local file=$1 ns=$2 log="$TMP/$1.tcpdump"
    shift 2
    ip netns exec "$ns" tcpdump -Z root --immediate-mode -U -n -w "$TMP/$file" "$@" 2>"$log" &
    DUMPS+=($!) FILES+=("$file")
    until grep -q 'listening on' "$log"; do
        kill -0 "${DUMPS[-1]}" 2>/dev/null || { cat "$log" >&2; exit 1; }
        sleep 0.05
    done
    sleep 0.2
}

finish() {
    local i
    sleep "${1:-0.5}"
    for i in "${!DUMPS[@]}"; do
        kill -INT "${DUMPS[$i]}"
        wait "${DUMPS[$i]}" || true
        grep -q '^0 packets dropped by kernel' "$TMP/${FILES[$i]}.tcpdump" ||
            { echo "$NAME: packets are missing from ${FILES[$i]}" >&2; exit 1; }
        install -m 644 "$TMP/${FILES[$i]}" "$OUT/${FILES[$i]}"
        echo "${FILES[$i]}: $(tcpdump -n -r "$OUT/${FILES[$i]}" 2>/dev/null | wc -l) packets"
    done
    [ ! -f "$TMP/log" ] || install -m 644 "$TMP/log" "$OUT/$NAME.log"
    [ ! -f "$TMP/keys" ] || install -m 644 "$TMP/keys" "$OUT/$NAME.keys"
}

wait_port() {                  # wait_port NAMESPACE PORT: until somebody listens
    local i
    for i in $(seq 100); do
        [ -z "$(ip netns exec "$1" ss -Hltun "sport = :$2")" ] || return 0
        sleep 0.1
    done
    echo "$NAME: nobody listens on port $2" >&2
    exit 1
}

# An nginx in namespace $1 on address:port $2, its server's other lines on standard input.
nginx_server() {
    cat >"$TMP/nginx.conf" <<CONF
daemon off;
master_process off;
pid $TMP/nginx.pid;
error_log $TMP/nginx.log;
events {}
http {
    access_log off;
    types { text/html html; text/plain txt; }
    server { listen $2; $(cat) }
}
CONF
    ip netns exec "$1" nginx -p "$TMP" -c "$TMP/nginx.conf" 2>/dev/null &
    wait_port "$1" "${2##*:}"
}

# A web server in namespace $1 on address:port $2, pages in $TMP/www.
web_server() {
    mkdir -p "$TMP/www"
    [ -f "$TMP/www/index.html" ] || printf '<h1>Hello!</h1>\n' >"$TMP/www/index.html"
    chmod -R a+rX "$TMP"
    nginx_server "$1" "$2" <<<"root $TMP/www;"
}

# A reverse proxy in namespace $1 on address:port $2 for the server at $3, WebSocket included.
proxy_server() {
    nginx_server "$1" "$2" <<CONF
location / {
    proxy_pass http://$3;
    proxy_http_version 1.1;
    proxy_set_header Upgrade \$http_upgrade;
    proxy_set_header Connection upgrade;
}
CONF
}

# A certificate for NAME that nobody vouches for: $TMP/key.pem and $TMP/cert.pem.
certificate() {                # certificate NAME
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$1" -addext "subjectAltName=DNS:$1" \
        -keyout "$TMP/key.pem" -out "$TMP/cert.pem" 2>/dev/null
}

# Node with the packages of package.json beside this file.
need_package() { [ -d "$HERE/node_modules/$1" ] || (cd "$HERE" && npm install --silent >/dev/null); }
need_ws() { need_package ws; }
need_socketio() { need_package socket.io-v2; }

# A page in headless Chromium on the client, until the server of number $2 has ended well.
browse() {                     # browse URL NUMBER
    in_client env HOME="$TMP" chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
        --user-data-dir="$TMP/profile" --remote-debugging-port=9222 "$1" >/dev/null 2>&1 &
    local i
    for i in $(seq 300); do kill -0 "$2" 2>/dev/null || break; sleep 0.2; done
    ! kill -0 "$2" 2>/dev/null || { echo "$NAME: the page never finished" >&2; exit 1; }
    wait "$2" || { echo "$NAME: the server failed" >&2; exit 1; }
}
