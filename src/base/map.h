/*
 * A hash map from a caller's key to a 32-bit index. The wire chooses the keys, so the hash is keyed
 * with random bytes (SipHash-1-3): nobody outside can aim at one bucket.
 */
#ifndef PW_BASE_MAP_H
#define PW_BASE_MAP_H

#include "base/bytes.h"

/* A zeroed struct is an empty map. Keys are not stored: `same` compares a stored index with one. */
struct pw_map {
    uint64_t *slots; /* hash in the high half, index + 1 in the low; 0 is empty */
    uint32_t room;   /* a power of two */
    uint32_t used;   /* slots taken, removed ones included */
    uint64_t secret[2];
};

typedef bool pw_map_same(const void *context, uint32_t index, const void *key);

uint32_t pw_map_hash(struct pw_map *map, const void *key, size_t length);
/* The index stored under key, or PW_NONE. */
uint32_t pw_map_find(const struct pw_map *map, uint32_t hash, pw_map_same *same,
                     const void *context, const void *key);
/* Store index (below PW_NONE - 1) under a hash; an older equal key must have been replaced first.
 */
void pw_map_put(struct pw_map *map, uint32_t hash, uint32_t index);
/* Make the entry that holds old hold new instead; false where there is none. */
bool pw_map_replace(struct pw_map *map, uint32_t hash, uint32_t old, uint32_t new_index);
/* Take index out; false where it is not in. */
bool pw_map_remove(struct pw_map *map, uint32_t hash, uint32_t index);
void pw_map_free(struct pw_map *map);

#endif
