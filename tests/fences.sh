#!/bin/sh
# The fences between rooms hold: a deliberate upward include, and a deliberate upward call declared by
# hand, each fail to build. Works on a copy; usage: fences.sh SOURCE-DIRECTORY
set -eu
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

fail() {
    echo "FAILED: $1"
    exit 1
}

fresh_copy() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    cp -R "$source/CMakeLists.txt" "$source/src" "$work/tree/"
}

# build ROOM: the room's own target as strict-rooms builds it; its output goes to $work/log.
build() {
    cmake -S "$work/tree" -B "$work/build" -G Ninja -DPW_STRICT_ROOMS=ON -DPW_TESTS=OFF \
        >"$work/log" 2>&1 || { cat "$work/log"; fail "the copy does not configure"; }
    cmake --build "$work/build" --target "pw_$1" >"$work/log" 2>&1
}

fresh_copy
build dissect || { cat "$work/log"; fail "the untouched copy does not build"; }

fresh_copy
echo '#include "stream/session.h"' >>"$work/tree/src/dissect/udp.c"
build dissect && fail "an upward include was accepted"
grep -m1 'stream/session.h: No such file' "$work/log" || { cat "$work/log"; fail "for another reason"; }

fresh_copy
cat >>"$work/tree/src/dissect/udp.c" <<'C'
unsigned pw_session_rows(const void *session);
unsigned pw_upward(void);
unsigned pw_upward(void)
{
    return pw_session_rows(0);
}
C
build dissect && fail "an upward call was accepted"
grep -m1 'undefined reference to .pw_session_rows' "$work/log" || { cat "$work/log"; fail "for another reason"; }

# A path that climbs out of its room would get around the include path.
if grep -rnE '#include "\.\.' "$source/src"; then
    fail "an include climbs out of its room"
fi
if grep -rlE '#include <pcap' "$source/src" | grep -v "^$source/src/capture/"; then
    fail "<pcap.h> is known outside capture/"
fi
if grep -rlE '#include <n?curses' "$source/src" | grep -v "^$source/src/ui/curses.c$"; then
    fail "<curses.h> is known outside ui/curses.c"
fi
if grep -rnE '\b(malloc|calloc|realloc)\(' "$source/src/dissect"; then
    fail "dissect/ allocates"
fi
if grep -rnE '\bexit\(' "$source/src" | grep -v "^$source/src/app/"; then
    fail "exit outside app/"
fi
echo "the fences hold"
