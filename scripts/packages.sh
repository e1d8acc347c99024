# Install Debian packages that are missing. Sourced by run and test.

# install_packages PACKAGE...
install_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then
        as_root="sudo"
    else
        echo "packetwalk needs packages that only an administrator can install. Please have run:" >&2
        echo "    apt-get install$missing" >&2
        return 1
    fi
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086
    if $as_root apt-get update -q >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    cat "$log" >&2
    rm -f "$log"
    return 1
}

build_packages="gcc libc6-dev cmake ninja-build pkg-config libpcap-dev libncurses-dev zlib1g-dev
    libssl-dev libcap-ng-dev libnghttp2-dev libmd4c-dev libutf8proc-dev gettext"
test_packages="libcunit1-dev libjansson-dev tshark clang libclang-rt-14-dev llvm tmux python3
    iproute2 iputils-ping"
