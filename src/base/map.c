/* The keyed hash map: see map.h. Open addressing, linear probing, at most 3/4 full. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/memory.h"

#define REMOVED 0xffffffffu /* low half of a slot whose entry was taken out */

static uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13);
    v[1] ^= v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16);
    v[3] ^= v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21);
    v[3] ^= v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17);
    v[1] ^= v[2];
    v[2] = rotate(v[2], 32);
}

static void pick_secret(struct pw_map *map)
{
    if (getrandom(map->secret, sizeof map->secret, 0) == (ssize_t)sizeof map->secret)
        return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    map->secret[0] = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)(uintptr_t)map;
    map->secret[1] = (uint64_t)now.tv_sec ^ 0x9e3779b97f4a7c15u;
}

uint32_t pw_map_hash(struct pw_map *map, const void *key, size_t length)
{
    if (!map->secret[0] && !map->secret[1])
        pick_secret(map);
    uint64_t v[4] = {0x736f6d6570736575u ^ map->secret[0], 0x646f72616e646f6du ^ map->secret[1],
                     0x6c7967656e657261u ^ map->secret[0], 0x7465646279746573u ^ map->secret[1]};
    const uint8_t *at = key;
    size_t left = length;
    for (; left >= 8; left -= 8, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    uint64_t last = (uint64_t)length << 56;
    for (size_t i = 0; i < left; i++)
        last |= (uint64_t)at[i] << (8 * i);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    uint64_t hash = v[0] ^ v[1] ^ v[2] ^ v[3];
    return (uint32_t)(hash ^ hash >> 32);
}

uint32_t pw_map_find(const struct pw_map *map, uint32_t hash, pw_map_same *same,
                     const void *context, const void *key)
{
    if (!map->room)
        return PW_NONE;
    uint32_t mask = map->room - 1;
    for (uint32_t i = hash & mask; map->slots[i]; i = (i + 1) & mask) {
        uint32_t low = (uint32_t)map->slots[i];
        if (map->slots[i] >> 32 == hash && low != REMOVED && same(context, low - 1, key))
            return low - 1;
    }
    return PW_NONE;
}

/* The slot that holds index, or NULL. */
static uint64_t *slot_of(struct pw_map *map, uint32_t hash, uint32_t index)
{
    if (!map->room)
        return NULL;
    uint32_t mask = map->room - 1;
    for (uint32_t i = hash & mask; map->slots[i]; i = (i + 1) & mask)
        if (map->slots[i] == ((uint64_t)hash << 32 | (index + 1)))
            return &map->slots[i];
    return NULL;
}

static void place(struct pw_map *map, uint64_t slot)
{
    uint32_t mask = map->room - 1;
    uint32_t i = (uint32_t)(slot >> 32) & mask;
    while (map->slots[i])
        i = (i + 1) & mask;
    map->slots[i] = slot;
    map->used++;
}

static void grow(struct pw_map *map)
{
    struct pw_map old = *map;
    uint32_t live = 0;
    for (uint32_t i = 0; i < old.room; i++)
        live += old.slots[i] && (uint32_t)old.slots[i] != REMOVED;
    map->room = old.room ? old.room : 64;
    while (live >= map->room / 2)
        map->room *= 2;
    map->used = 0;
    map->slots = pw_allocate_zero(map->room * sizeof *map->slots);
    for (uint32_t i = 0; i < old.room; i++)
        if (old.slots[i] && (uint32_t)old.slots[i] != REMOVED)
            place(map, old.slots[i]);
    free(old.slots);
}

void pw_map_put(struct pw_map *map, uint32_t hash, uint32_t index)
{
    if (map->used >= map->room / 4 * 3)
        grow(map);
    place(map, (uint64_t)hash << 32 | (index + 1));
}

bool pw_map_replace(struct pw_map *map, uint32_t hash, uint32_t old, uint32_t new_index)
{
    uint64_t *slot = slot_of(map, hash, old);
    if (!slot)
        return false;
    *slot = (uint64_t)hash << 32 | (new_index + 1);
    return true;
}

bool pw_map_remove(struct pw_map *map, uint32_t hash, uint32_t index)
{
    uint64_t *slot = slot_of(map, hash, index);
    if (!slot)
        return false;
    *slot = (uint64_t)hash << 32 | REMOVED;
    return true;
}

void pw_map_free(struct pw_map *map)
{
    free(map->slots);
    *map = (struct pw_map){0};
}
