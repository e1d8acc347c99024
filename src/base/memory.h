/*
 * Memory with stated lifetimes: arenas (freed all at once) and append-only vectors.
 * Running out of memory calls pw_no_memory, which does not return; nothing here answers NULL.
 */
#ifndef PW_BASE_MEMORY_H
#define PW_BASE_MEMORY_H

#include "base/bytes.h"

/* What to do without memory. app sets one that restores the terminal; the default aborts. */
extern void (*pw_no_memory)(void);

/* malloc, calloc and realloc that never answer NULL. The caller owns the result: free(). */
void *pw_allocate(size_t size);
void *pw_allocate_zero(size_t size);
void *pw_reallocate(void *old, size_t size);

struct pw_arena_chunk;

/* A zeroed struct is an empty arena. */
struct pw_arena {
    struct pw_arena_chunk *chunk;
    size_t used; /* bytes of the newest chunk given out */
    size_t held; /* bytes given out in all, for caps and for showing */
};

/* size bytes, aligned for any type, zeroed; valid until pw_arena_reset or pw_arena_free. */
void *pw_arena_take(struct pw_arena *arena, size_t size);
/* A copy of length bytes with a zero byte behind them. */
char *pw_arena_text(struct pw_arena *arena, const void *text, size_t length);
/* Formatted as printf does; the text lives as long as the arena. */
char *pw_arena_print(struct pw_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));
/* Forget everything, keep one chunk for what comes next. */
void pw_arena_reset(struct pw_arena *arena);
/* Give everything back. */
void pw_arena_free(struct pw_arena *arena);

#define PW_VECTOR_SHIFT 10
#define PW_VECTOR_CHUNK (1u << PW_VECTOR_SHIFT)

/* An append-only array of equal items that never move once added. */
struct pw_vector {
    size_t item; /* bytes an item */
    uint32_t count;
    uint32_t chunks;
    uint32_t room; /* slots in table */
    uint8_t **table;
};

static inline void pw_vector_init(struct pw_vector *vector, size_t item)
{
    *vector = (struct pw_vector){.item = item};
}

/* Makes room for one more item. Returns it, zeroed; it stays where it is until pw_vector_free. */
void *pw_vector_add(struct pw_vector *vector);
void pw_vector_free(struct pw_vector *vector);

/* Item i, which must be below count. */
static inline void *pw_vector_at(const struct pw_vector *vector, uint32_t i)
{
    return vector->table[i >> PW_VECTOR_SHIFT] + (i & (PW_VECTOR_CHUNK - 1)) * vector->item;
}

#endif
