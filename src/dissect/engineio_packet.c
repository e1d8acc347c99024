/*
 * Where Engine.IO packets begin and end: see engineio.h.
 *
 *   WebSocket      one message, one packet: type digit, data; binary messages are data alone
 *                  (version 4) or begin with the type as a byte (version 3)
 *   polling, 4     packets parted by the byte 1e; "b" and base64: a binary message
 *   polling, 3     LENGTH ":" packet, the length in UTF-16 units; or, as octets, 00 or 01, the
 *                  length's digits as bytes, ff, packet
 */
#include "dissect/engineio.h"

#include <string.h>

#define SEPARATOR 0x1e

const struct pw_name pw_engineio_names[] = {
    {PW_ENGINEIO_OPEN, "open"},       {PW_ENGINEIO_CLOSE, "close"},
    {PW_ENGINEIO_PING, "ping"},       {PW_ENGINEIO_PONG, "pong"},
    {PW_ENGINEIO_MESSAGE, "message"}, {PW_ENGINEIO_UPGRADE, "upgrade"},
    {PW_ENGINEIO_NOOP, "noop"},       {0, NULL},
};

/* Text that says its type with a digit, or "b" for bytes written as base64. */
static bool parse_text(struct pw_bytes packet, uint8_t version, struct pw_engineio_packet *out)
{
    size_t head = 1;
    if (!packet.length)
        return false;
    uint8_t digit = packet.data[0];
    if (digit == 'b') {
        out->binary = out->base64 = true;
        digit = '0' + PW_ENGINEIO_MESSAGE;
        if (version == 3 && packet.length == 1)
            return false;
        if (version == 3)
            digit = packet.data[head++];
    }
    if (digit < '0' || digit >= '0' + PW_ENGINEIO_KINDS)
        return false;
    out->kind = digit - '0';
    out->data = pw_bytes_of(packet.data + head, packet.length - head);
    return true;
}

bool pw_engineio_parse(struct pw_bytes packet, uint8_t version, bool binary,
                       struct pw_engineio_packet *out)
{
    *out = (struct pw_engineio_packet){.length = packet.length};
    if (!binary)
        return parse_text(packet, version, out);
    out->binary = true;
    out->kind = PW_ENGINEIO_MESSAGE;
    out->data = packet;
    if (version != 3)
        return true;
    if (!packet.length || packet.data[0] >= PW_ENGINEIO_KINDS)
        return false;
    out->kind = packet.data[0];
    out->data = pw_bytes_of(packet.data + 1, packet.length - 1);
    return true;
}

/* Bytes that so many UTF-16 units take in UTF-8: a character beyond U+FFFF, four bytes long, counts
 * two. More than there are where the text is too short, or would end inside a character. */
static size_t bytes_of_units(struct pw_bytes text, uint64_t units)
{
    size_t at = 0;
    while (units && at < text.length) {
        size_t size = text.data[at] < 0xc0   ? 1
                      : text.data[at] < 0xe0 ? 2
                      : text.data[at] < 0xf0 ? 3
                                             : 4;
        uint64_t worth = size == 4 ? 2 : 1;
        if (worth > units)
            break;
        units -= worth;
        at += size;
    }
    return units || at > text.length ? text.length + 1 : at;
}

/* A length in decimal digits up to `end`, each above `zero`; false where there is none. */
static bool read_length(struct pw_bytes body, size_t *at, uint8_t zero, uint8_t end,
                        uint64_t *length)
{
    size_t start = *at;
    *length = 0;
    for (; *at < body.length && body.data[*at] != end; ++*at) {
        uint8_t digit = (uint8_t)(body.data[*at] - zero);
        if (digit > 9 || *at - start > 9)
            return false;
        *length = *length * 10 + digit;
    }
    return *at < body.length && ++*at > start + 1;
}

static bool next_v4(struct pw_bytes body, size_t *at, struct pw_engineio_packet *out)
{
    const uint8_t *start = body.data + *at;
    const uint8_t *end = memchr(start, SEPARATOR, body.length - *at);
    size_t length = end ? (size_t)(end - start) : body.length - *at;
    if (!pw_engineio_parse(pw_bytes_of(start, length), 4, false, out))
        return false;
    out->at = *at;
    *at += length + (end ? 1 : 0);
    return true;
}

static bool next_v3(struct pw_bytes body, bool bytes, size_t *at, struct pw_engineio_packet *out)
{
    size_t next = *at;
    uint64_t length;
    bool binary = bytes && body.data[next] == 1;
    if (bytes && body.data[next++] > 1)
        return false;
    if (!read_length(body, &next, bytes ? 0 : '0', bytes ? 0xff : ':', &length))
        return false;
    struct pw_bytes rest = pw_bytes_of(body.data + next, body.length - next);
    if (length > rest.length)
        return false; /* no unit is shorter than a byte */
    size_t size = bytes ? (size_t)length : bytes_of_units(rest, length);
    if (size > rest.length || !pw_engineio_parse(pw_bytes_of(rest.data, size), 3, binary, out))
        return false;
    out->at = next;
    *at = next + size;
    return true;
}

bool pw_engineio_next(struct pw_bytes body, uint8_t version, bool bytes, size_t *at,
                      struct pw_engineio_packet *out)
{
    if (*at >= body.length)
        return false;
    return version == 3 ? next_v3(body, bytes, at, out) : next_v4(body, at, out);
}

struct pw_bytes pw_engineio_parameter(struct pw_bytes target, const char *name)
{
    size_t length = strlen(name);
    if (!target.length) /* CONNECT has none, and NULL can be no end */
        return pw_bytes_of(NULL, 0);
    const uint8_t *end = target.data + target.length;
    const uint8_t *at = memchr(target.data, '?', target.length);
    while (at && ++at < end) {
        const uint8_t *stop = memchr(at, '&', (size_t)(end - at));
        if (!stop)
            stop = end;
        if ((size_t)(stop - at) > length && at[length] == '=' && memcmp(at, name, length) == 0)
            return pw_bytes_of(at + length + 1, (size_t)(stop - at) - length - 1);
        at = stop < end ? stop : NULL;
    }
    return pw_bytes_of(NULL, 0);
}

static int value_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

struct pw_bytes pw_base64_decode(struct pw_bytes text, struct pw_arena *arena)
{
    uint8_t *out = pw_arena_take(arena, text.length / 4 * 3 + 3);
    size_t length = 0;
    uint32_t bits = 0, have = 0;
    for (size_t i = 0; i < text.length && value_of(text.data[i]) >= 0; i++) {
        bits = bits << 6 | (uint32_t)value_of(text.data[i]);
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        out[length++] = (uint8_t)(bits >> have);
    }
    return pw_bytes_of(out, length);
}
