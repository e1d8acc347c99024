/* Bytes whose end is the end of the world: an unmapped page lies right behind them. */
#ifndef PW_TESTS_EDGE_H
#define PW_TESTS_EDGE_H

#include "base/bytes.h"

/* The bytes, copied so that reading one byte behind the last is a crash and no luck. At most
 * 256 KiB. Valid until the next call; exits the test program where there is no memory. */
struct pw_bytes edge_of(const void *bytes, size_t length);

#endif
