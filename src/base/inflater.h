/* Compressed bytes made plain as they come, by zlib: deflate (RFC 1951), alone or inside zlib's
 * (RFC 1950) or gzip's (RFC 1952) wrapping. */
#ifndef PW_BASE_INFLATER_H
#define PW_BASE_INFLATER_H

#include "base/bytes.h"

enum pw_coding {
    PW_CODING_NONE,
    PW_CODING_RAW,     /* deflate without a wrapping */
    PW_CODING_GZIP,    /* gzip */
    PW_CODING_DEFLATE, /* zlib's wrapping, or none: senders disagree (RFC 9110 section 8.4.1.2) */
    PW_CODING_OTHER,   /* known by name only */
};

struct pw_inflater;

/* Takes the next plain bytes; false stops the inflating. */
typedef bool pw_inflated(void *self, struct pw_bytes plain);

/* The caller owns it: pw_inflater_free. NULL for codings that need none. */
struct pw_inflater *pw_inflater_new(enum pw_coding coding);
/* The next compressed bytes. False where they cannot be inflated or the sink stopped it. */
bool pw_inflater_feed(struct pw_inflater *inflater, struct pw_bytes bytes, pw_inflated *sink,
                      void *self);
/* Forget all that came before. */
void pw_inflater_restart(struct pw_inflater *inflater);
void pw_inflater_free(struct pw_inflater *inflater);

#endif
