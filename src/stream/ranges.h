/* Which packets a stretch of a stream came in. Private to stream/. */
#ifndef PW_STREAM_RANGES_H
#define PW_STREAM_RANGES_H

#include "stream/private.h"

/* Sort rows ascending and drop repeats, in place; answers how many are left. */
uint32_t pw_ranges_tidy(uint32_t *rows, uint32_t count);
/* The rows that carried stream bytes [at, at + length), tidied, in arena. */
uint32_t *pw_ranges_rows(const struct pw_flow *flow, uint64_t at, uint64_t length,
                         struct pw_arena *arena, uint32_t *count);

#endif
