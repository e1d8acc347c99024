/* Which packets a stretch of a stream came in: see ranges.h. */
#include "stream/ranges.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

uint32_t pw_ranges_tidy(uint32_t *rows, uint32_t count)
{
    if (!count)
        return 0;
    qsort(rows, count, sizeof *rows, compare);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < count; i++)
        if (rows[i] != rows[kept - 1])
            rows[kept++] = rows[i];
    return kept;
}

uint32_t *pw_ranges_rows(const struct pw_flow *flow, uint64_t at, uint64_t length,
                         struct pw_arena *arena, uint32_t *count)
{
    uint32_t first = length ? pw_flow_piece(flow, at) : PW_NONE;
    uint32_t last = length ? pw_flow_piece(flow, at + length - 1) : PW_NONE;
    *count = 0;
    if (first == PW_NONE || last == PW_NONE)
        return NULL;
    uint32_t *rows = pw_arena_take(arena, (last - first + 1) * sizeof *rows);
    uint32_t n = 0;
    for (uint32_t i = first; i <= last; i++)
        if (flow->pieces[i].row != PW_NONE)
            rows[n++] = flow->pieces[i].row;
    *count = pw_ranges_tidy(rows, n);
    return rows;
}
