/*
 * Joining IP fragments (RFC 791 section 3.2, RFC 8200 section 4.5). Only where each fragment lies
 * is remembered; the bytes are fetched again when the datagram is whole.
 */
#include "stream/private.h"

#include <stdlib.h>
#include <string.h>

#define GIVE_UP 60000000000u /* nanoseconds: RFC 8200 section 4.5 allows 60 s */

struct key {
    uint8_t from[16], to[16];
    uint32_t id;
    uint8_t family, protocol, zero[2];
};

static struct key key_of(const struct pw_endpoint *from, const struct pw_endpoint *to, uint32_t id,
                         uint8_t protocol)
{
    struct key key = {.id = id, .family = from->family};
    /* In IPv6 the protocol stands in the first fragment alone and is no part of the key. */
    key.protocol = from->family == 4 ? protocol : 0;
    memcpy(key.from, from->address, 16);
    memcpy(key.to, to->address, 16);
    return key;
}

static bool same(const void *context, uint32_t index, const void *wanted)
{
    const struct pw_session *session = context;
    const struct pw_assembly *assembly = &session->assemblies[index];
    struct key key = key_of(&assembly->from, &assembly->to, assembly->id, assembly->protocol);
    return memcmp(&key, wanted, sizeof key) == 0;
}

static void forget(struct pw_session *session, uint32_t index)
{
    struct pw_assembly *assembly = &session->assemblies[index];
    pw_map_remove(&session->by_fragment, assembly->hash, index);
    free(assembly->fragments);
    *assembly = (struct pw_assembly){0};
}

/* A free place, or that of the oldest datagram, which is then given up. */
static uint32_t free_place(struct pw_session *session)
{
    if (!session->assemblies)
        session->assemblies = pw_allocate_zero(PW_CAP_DATAGRAMS * sizeof *session->assemblies);
    uint32_t oldest = 0;
    for (uint32_t i = 0; i < PW_CAP_DATAGRAMS; i++) {
        if (!session->assemblies[i].used)
            return i;
        if (session->assemblies[i].since < session->assemblies[oldest].since)
            oldest = i;
    }
    forget(session, oldest);
    session->totals.dropped++;
    return oldest;
}

static uint32_t find(struct pw_session *session, const struct pw_facts *facts, uint64_t time)
{
    struct key key = key_of(&facts->from, &facts->to, facts->fragment.id, facts->fragment.protocol);
    uint32_t hash = pw_map_hash(&session->by_fragment, &key, sizeof key);
    uint32_t index = pw_map_find(&session->by_fragment, hash, same, session, &key);
    if (index != PW_NONE && time - session->assemblies[index].since > GIVE_UP &&
        time > session->assemblies[index].since) {
        forget(session, index);
        index = PW_NONE;
    }
    if (index != PW_NONE)
        return index;
    index = free_place(session);
    session->assemblies[index] = (struct pw_assembly){.from = facts->from,
                                                      .to = facts->to,
                                                      .since = time,
                                                      .id = facts->fragment.id,
                                                      .hash = hash,
                                                      .protocol = facts->fragment.protocol,
                                                      .used = true};
    pw_map_put(&session->by_fragment, hash, index);
    return index;
}

/* Insert by offset. A fragment that overlaps another is left out: the first one stands
 * (RFC 8200 section 4.5 wants such datagrams dropped; RFC 791 leaves it open). */
static void insert(struct pw_session *session, struct pw_assembly *assembly,
                   const struct pw_fragment *fragment)
{
    uint32_t at = assembly->count;
    while (at > 0 && assembly->fragments[at - 1].offset > fragment->offset)
        at--;
    bool overlaps =
        (at > 0 && assembly->fragments[at - 1].offset + assembly->fragments[at - 1].size >
                       fragment->offset) ||
        (at < assembly->count &&
         fragment->offset + fragment->size > assembly->fragments[at].offset);
    if (overlaps || assembly->count == PW_CAP_FRAGMENTS) {
        session->totals.dropped += !overlaps;
        return;
    }
    if (assembly->count == assembly->room) {
        assembly->room = assembly->room ? assembly->room * 2 : 4;
        assembly->fragments =
            pw_reallocate(assembly->fragments, assembly->room * sizeof *assembly->fragments);
    }
    memmove(assembly->fragments + at + 1, assembly->fragments + at,
            (assembly->count - at) * sizeof *assembly->fragments);
    assembly->fragments[at] = *fragment;
    assembly->count++;
    assembly->have += fragment->size;
}

bool pw_fragments_add(struct pw_session *session, const struct pw_facts *facts, uint64_t time,
                      struct pw_bytes *bytes)
{
    struct pw_fragment fragment = {.row = session->row,
                                   .at = facts->fragment.at,
                                   .size = facts->fragment.size,
                                   .offset = facts->fragment.offset};
    /* No datagram is longer than its 16-bit length can say (the "ping of death"). */
    if (fragment.offset + fragment.size > UINT16_MAX || !fragment.size)
        return false;
    uint32_t index = find(session, facts, time);
    struct pw_assembly *assembly = &session->assemblies[index];
    if (facts->fragment.offset == 0)
        assembly->protocol = facts->fragment.protocol;
    if (!facts->fragment.more)
        assembly->total = fragment.offset + fragment.size;
    insert(session, assembly, &fragment);
    if (!assembly->total || assembly->have != assembly->total)
        return false;
    /* No overlaps, as many bytes as the total, and none beyond it: there is no hole. */
    const struct pw_fragment *last = &assembly->fragments[assembly->count - 1];
    if (last->offset + last->size != assembly->total)
        return false;
    struct pw_datagram *datagram = pw_vector_add(&session->datagrams);
    size_t size = assembly->count * sizeof *datagram->fragments;
    *datagram = (struct pw_datagram){.row = session->row,
                                     .length = assembly->total,
                                     .count = assembly->count,
                                     .protocol = assembly->protocol,
                                     .fragments = pw_arena_take(&session->arena, size)};
    memcpy(datagram->fragments, assembly->fragments, size);
    forget(session, index);
    *bytes = pw_datagram_bytes(session, datagram, &session->scratch);
    return bytes->length > 0;
}

struct pw_bytes pw_datagram_bytes(const struct pw_session *session,
                                  const struct pw_datagram *datagram, struct pw_arena *arena)
{
    uint8_t *whole = pw_arena_take(arena, datagram->length);
    for (uint32_t i = 0; i < datagram->count; i++) {
        const struct pw_fragment *part = &datagram->fragments[i];
        const struct pw_row *row = pw_session_row(session, part->row);
        struct pw_packet packet, wanted = {.time = row->time,
                                           .offset = row->offset,
                                           .length = row->length,
                                           .captured = row->captured};
        if (!session->store.fetch(session->store.self, &wanted, &packet) ||
            (uint64_t)part->at + part->size > packet.captured ||
            (uint64_t)part->offset + part->size > datagram->length)
            return pw_bytes_of(NULL, 0);
        memcpy(whole + part->offset, packet.data + part->at, part->size);
    }
    return pw_bytes_of(whole, datagram->length);
}

const struct pw_datagram *pw_datagram_of(const struct pw_session *session, uint32_t row)
{
    uint32_t low = 0, high = session->datagrams.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct pw_datagram *datagram = pw_vector_at(&session->datagrams, middle);
        if (datagram->row == row)
            return datagram;
        if (datagram->row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
