/*
 * A bounded cursor: the only way bytes from the wire are read.
 *
 * A short read returns 0, moves to the end and sets `cut`, which sticks: no jump, no exception, so
 * what was read before stays valid. Whether the end was the capture's doing or the packet's own is
 * remembered in `snapped`, so a dissector can tell "cut" (the capture stopped) from "fault" (the
 * bytes break a rule).
 */
#ifndef PW_BASE_CURSOR_H
#define PW_BASE_CURSOR_H

#include "base/bytes.h"

struct pw_cursor {
    const uint8_t *data; /* first byte of the source, not of this window */
    uint32_t at;         /* next byte to read, counted from data */
    uint32_t end;        /* one past the last byte that may be read */
    bool snapped;        /* the window ends early because the capture does */
    bool cut;            /* a read wanted more than there was */
};

static inline struct pw_cursor pw_cursor_of(const uint8_t *data, uint32_t length, bool snapped)
{
    return (struct pw_cursor){.data = data, .end = length, .snapped = snapped};
}

/* Bytes left in the window. */
static inline uint32_t pw_left(const struct pw_cursor *c)
{
    return c->end - c->at;
}

/* Where the next byte lies, counted from the start of the source. */
static inline uint32_t pw_offset(const struct pw_cursor *c)
{
    return c->at;
}

/* True when n bytes can be read; otherwise the cursor is at its end and `cut`. */
static inline bool pw_wants(struct pw_cursor *c, uint32_t n)
{
    if (pw_left(c) >= n)
        return true;
    c->at = c->end;
    c->cut = true;
    return false;
}

static inline uint8_t pw_u8(struct pw_cursor *c)
{
    return pw_wants(c, 1) ? c->data[c->at++] : 0;
}

/* Integers are in network byte order (RFC 1700) unless the name says little-endian. */
static inline uint16_t pw_u16(struct pw_cursor *c)
{
    if (!pw_wants(c, 2))
        return 0;
    const uint8_t *p = c->data + c->at;
    c->at += 2;
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t pw_u24(struct pw_cursor *c)
{
    if (!pw_wants(c, 3))
        return 0;
    const uint8_t *p = c->data + c->at;
    c->at += 3;
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t pw_u32(struct pw_cursor *c)
{
    if (!pw_wants(c, 4))
        return 0;
    const uint8_t *p = c->data + c->at;
    c->at += 4;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint32_t pw_u32_le(struct pw_cursor *c)
{
    if (!pw_wants(c, 4))
        return 0;
    const uint8_t *p = c->data + c->at;
    c->at += 4;
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint64_t pw_u64(struct pw_cursor *c)
{
    if (!pw_wants(c, 8))
        return 0;
    uint64_t high = pw_u32(c);
    return high << 32 | pw_u32(c);
}

/* The next n bytes, or an empty run (and `cut`) where there are fewer. */
static inline struct pw_bytes pw_take(struct pw_cursor *c, uint32_t n)
{
    if (!pw_wants(c, n))
        return pw_bytes_of(c->data + c->end, 0);
    struct pw_bytes taken = pw_bytes_of(c->data + c->at, n);
    c->at += n;
    return taken;
}

/* Everything left. */
static inline struct pw_bytes pw_rest(struct pw_cursor *c)
{
    return pw_take(c, pw_left(c));
}

static inline void pw_skip(struct pw_cursor *c, uint32_t n)
{
    if (pw_wants(c, n))
        c->at += n;
}

/* The byte `ahead` bytes from here without moving; 0 past the end. */
static inline uint8_t pw_peek(const struct pw_cursor *c, uint32_t ahead)
{
    return pw_left(c) > ahead ? c->data[c->at + ahead] : 0;
}

/*
 * A cursor over the next n bytes, which this one steps over. Where there are fewer, the window
 * holds those there are, this cursor becomes `cut`, and the window is `snapped` if this one was.
 */
static inline struct pw_cursor pw_window(struct pw_cursor *c, uint32_t n)
{
    struct pw_cursor window = {.data = c->data, .at = c->at};
    if (pw_left(c) >= n) {
        c->at += n;
    } else {
        c->at = c->end;
        c->cut = true;
        window.snapped = c->snapped;
    }
    window.end = c->at;
    return window;
}

/* Sequence numbers wrap: a is before b within half the circle (RFC 9293 section 3.4). */
static inline bool pw_seq_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

#endif
