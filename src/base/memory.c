/* Arenas and vectors: see memory.h. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE 16384u

struct pw_arena_chunk {
    struct pw_arena_chunk *older;
    size_t size;
    max_align_t bytes[];
};

void (*pw_no_memory)(void) = abort;

void *pw_allocate(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        pw_no_memory();
    return p;
}

void *pw_allocate_zero(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (!p)
        pw_no_memory();
    return p;
}

void *pw_reallocate(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        pw_no_memory();
    return p;
}

void *pw_arena_take(struct pw_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    size = (size + align - 1) & ~(align - 1);
    if (!arena->chunk || arena->chunk->size - arena->used < size) {
        size_t wanted = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        struct pw_arena_chunk *chunk = pw_allocate(sizeof *chunk + wanted);
        chunk->older = arena->chunk;
        chunk->size = wanted;
        arena->chunk = chunk;
        arena->used = 0;
    }
    void *taken = (uint8_t *)arena->chunk->bytes + arena->used;
    arena->used += size;
    arena->held += size;
    return memset(taken, 0, size);
}

char *pw_arena_text(struct pw_arena *arena, const void *text, size_t length)
{
    char *copy = pw_arena_take(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *pw_arena_print(struct pw_arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = pw_arena_take(arena, (size_t)(length < 0 ? 0 : length) + 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void pw_arena_reset(struct pw_arena *arena)
{
    struct pw_arena_chunk *kept = arena->chunk;
    if (!kept)
        return;
    while (kept->older) {
        struct pw_arena_chunk *older = kept->older;
        kept->older = older->older;
        free(older);
    }
    /* A chunk made for something huge is not worth keeping. */
    if (kept->size > CHUNK_SIZE * 16) {
        free(kept);
        kept = NULL;
    }
    *arena = (struct pw_arena){.chunk = kept};
}

void pw_arena_free(struct pw_arena *arena)
{
    while (arena->chunk) {
        struct pw_arena_chunk *older = arena->chunk->older;
        free(arena->chunk);
        arena->chunk = older;
    }
    *arena = (struct pw_arena){0};
}

void *pw_vector_add(struct pw_vector *vector)
{
    uint32_t chunk = vector->count >> PW_VECTOR_SHIFT;
    if (chunk == vector->chunks) {
        if (vector->chunks == vector->room) {
            vector->room = vector->room ? vector->room * 2 : 8;
            vector->table = pw_reallocate(vector->table, vector->room * sizeof *vector->table);
        }
        vector->table[vector->chunks++] = pw_allocate(vector->item * PW_VECTOR_CHUNK);
    }
    return memset(pw_vector_at(vector, vector->count++), 0, vector->item);
}

void pw_vector_free(struct pw_vector *vector)
{
    for (uint32_t i = 0; i < vector->chunks; i++)
        free(vector->table[i]);
    free(vector->table);
    pw_vector_init(vector, vector->item);
}
