/* Packets made by hand: see segments.h. */
#include "segments.h"

#include <stdlib.h>
#include <string.h>

#define LINK_IPV4 228
#define HEADERS   40u

void segments_free(struct segments *segments)
{
    for (uint32_t i = 0; i < segments->count; i++) {
        uint8_t *data;
        memcpy(&data, &segments->packets[i].data, sizeof data);
        free(data);
    }
    free(segments->packets);
    *segments = (struct segments){0};
}

static void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

static void write_headers(const struct segments *segments, uint8_t *bytes, unsigned side,
                          uint16_t flags, uint32_t length)
{
    static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
    uint16_t ports[2] = {segments->client_port, 80};
    bytes[0] = 0x45;
    put16(bytes + 2, length);
    put16(bytes + 4, segments->count);
    bytes[8] = 64;
    bytes[9] = 6;
    memcpy(bytes + 12, addresses[side], 4);
    memcpy(bytes + 16, addresses[!side], 4);
    put16(bytes + 20, ports[side]);
    put16(bytes + 22, ports[!side]);
    put32(bytes + 24, segments->next[side]);
    put32(bytes + 28, flags & PW_TCP_ACK ? segments->next[!side] : 0);
    bytes[32] = 0x50;
    bytes[33] = (uint8_t)flags;
    put16(bytes + 34, 65535);
}

static void add(struct segments *segments, unsigned side, uint16_t flags, const void *payload,
                size_t length)
{
    uint32_t total = (uint32_t)(HEADERS + length);
    uint8_t *bytes = pw_allocate_zero(total);
    write_headers(segments, bytes, side, flags, total);
    if (length)
        memcpy(bytes + HEADERS, payload, length);
    if (segments->count == segments->room) {
        segments->room = segments->room ? segments->room * 2 : 64;
        segments->packets =
            pw_reallocate(segments->packets, segments->room * sizeof *segments->packets);
    }
    segments->packets[segments->count] =
        (struct pw_packet){.time = UINT64_C(1700000000) * 1000000000 + segments->count * 1000000u,
                           .offset = segments->count,
                           .length = total,
                           .captured = total,
                           .link = LINK_IPV4,
                           .data = bytes};
    segments->count++;
    segments->next[side] += (uint32_t)length + !!(flags & (PW_TCP_SYN | PW_TCP_FIN));
}

void segments_add(struct segments *segments, unsigned side, uint16_t flags, const void *payload,
                  size_t length)
{
    add(segments, side, flags | PW_TCP_ACK, payload, length);
}

void segments_open(struct segments *segments, uint16_t client_port)
{
    segments->client_port = client_port;
    segments->next[PW_CLIENT] = 1000;
    segments->next[PW_SERVER] = 5000;
    add(segments, PW_CLIENT, PW_TCP_SYN, NULL, 0);
    add(segments, PW_SERVER, PW_TCP_SYN | PW_TCP_ACK, NULL, 0);
    add(segments, PW_CLIENT, PW_TCP_ACK, NULL, 0);
}

void segments_frame(struct segments *segments, unsigned side, uint8_t opcode, const void *payload,
                    size_t length)
{
    uint8_t *bytes = pw_allocate(length + 4);
    size_t header = length < 126 ? 2 : 4;
    bytes[0] = 0x80 | opcode;
    bytes[1] = (uint8_t)(length < 126 ? length : 126);
    if (length >= 126)
        put16(bytes + 2, (uint32_t)length);
    if (length)
        memcpy(bytes + header, payload, length);
    segments_add(segments, side, PW_TCP_PSH, bytes, header + length);
    free(bytes);
}

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    struct segments *segments = self;
    if (wanted->offset >= segments->count)
        return false;
    *out = segments->packets[wanted->offset];
    return true;
}

struct pw_store segments_store(struct segments *segments)
{
    return (struct pw_store){.self = segments, .fetch = fetch};
}
