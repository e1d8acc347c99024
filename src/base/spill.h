/* Bytes kept for later in the order they came: in memory while they are few, then in a file without
 * a name, so that memory does not grow with them. */
#ifndef PW_BASE_SPILL_H
#define PW_BASE_SPILL_H

#include "base/buffer.h"

/* No spill holds more: where something lies in it fits 32 bits. */
#define PW_SPILL_MAX UINT64_C(0xffffffff)

/* A zeroed struct is an empty spill. */
struct pw_spill {
    struct pw_buffer memory; /* all of it, while there is no file; then what is not written yet */
    uint64_t written;        /* bytes in the file */
    int file;                /* where has_file */
    bool has_file;
    bool full; /* it can be no longer, or not be written: what is added from then on is lost */
};

/* Append; answers where it starts, or UINT64_MAX where it could not be kept. */
uint64_t pw_spill_add(struct pw_spill *spill, const void *bytes, size_t length);
/* Copy [at, at + length) to `into`; false where it is not there. */
bool pw_spill_get(const struct pw_spill *spill, uint64_t at, void *into, size_t length);
void pw_spill_free(struct pw_spill *spill);

#endif
