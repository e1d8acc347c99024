/*
 * Neighbour discovery (RFC 4861 section 4): what ARP does for IPv4, and finding routers. Messages
 * end in options: type, length in units of 8 bytes, value (section 4.6).
 */
#include "dissect/icmpv6.h"

enum { SOURCE_MAC = 1, TARGET_MAC = 2, PREFIX = 3, MTU = 5 };
const struct pw_name pw_neighbour_option_names[] = {
    {SOURCE_MAC, "sender's MAC address"},
    {TARGET_MAC, "target's MAC address"},
    {PREFIX, "prefix information"},
    {4, "redirected header"},
    {MTU, "MTU"},
    {14, "nonce"},
    {25, "DNS servers"},
    {31, "DNS search list"},
    {0, NULL},
};

static void read_prefix(struct pw_dissection *d, struct pw_cursor *value,
                        const struct pw_field_def *fields)
{
    pw_add_u8(d, value, &fields[PW_NEIGHBOUR_PREFIX_LENGTH]);
    pw_add_u8(d, value, &fields[PW_NEIGHBOUR_PREFIX_FLAGS]);
    pw_add_u32(d, value, &fields[PW_NEIGHBOUR_VALID]);
    pw_add_u32(d, value, &fields[PW_NEIGHBOUR_PREFERRED]);
    pw_add_bytes(d, value, &fields[PW_NEIGHBOUR_OPTION_RESERVED], 4);
    pw_add_bytes(d, value, &fields[PW_NEIGHBOUR_PREFIX], 16);
}

/* The length is the option's own: the capture may hold fewer bytes of it. */
static void read_value(struct pw_dissection *d, struct pw_cursor *value, uint8_t type,
                       uint32_t length, const struct pw_field_def *fields)
{
    if (type == SOURCE_MAC || type == TARGET_MAC) {
        pw_add_bytes(d, value, &fields[PW_NEIGHBOUR_MAC], 6);
    } else if (type == PREFIX && length >= 30) {
        read_prefix(d, value, fields);
    } else if (type == MTU) {
        pw_add_bytes(d, value, &fields[PW_NEIGHBOUR_OPTION_RESERVED], 2);
        pw_add_u32(d, value, &fields[PW_NEIGHBOUR_MTU]);
    }
    if (pw_left(value))
        pw_add_bytes(d, value, &fields[PW_NEIGHBOUR_OPTION_DATA], pw_left(value));
}

static void read_options(struct pw_dissection *d, struct pw_cursor *c,
                         const struct pw_field_def *fields)
{
    while (pw_left(c)) {
        uint8_t type = pw_add_u8(d, c, &fields[PW_NEIGHBOUR_OPTION]);
        uint8_t units = pw_add_u8(d, c, &fields[PW_NEIGHBOUR_OPTION_LENGTH]);
        if (c->cut)
            return;
        if (!units) {
            pw_fault(d, "an option says it has no length", "RFC 4861 section 4.6");
            return;
        }
        uint32_t length = units * 8u - 2u;
        struct pw_cursor value = pw_window(c, length);
        if (c->cut && !c->snapped)
            pw_fault(d, "an option is longer than the message has room for",
                     "RFC 4861 section 4.6");
        read_value(d, &value, type, length, fields);
    }
    if (c->snapped && d->missing)
        pw_cut(d, "the capture ends before the options do");
}

static void read_advertisement(struct pw_dissection *d, struct pw_cursor *c,
                               const struct pw_field_def *fields)
{
    uint32_t flags = pw_u32(c);
    pw_add_bits(d, c, 4, &fields[PW_NEIGHBOUR_FROM_ROUTER], flags);
    pw_add_bits(d, c, 4, &fields[PW_NEIGHBOUR_SOLICITED], flags);
    pw_add_bits(d, c, 4, &fields[PW_NEIGHBOUR_OVERRIDE], flags);
    pw_add_bytes(d, c, &fields[PW_NEIGHBOUR_NA_TARGET], 16);
}

void pw_neighbour_read(struct pw_dissection *d, struct pw_cursor *c, uint8_t type,
                       const struct pw_field_def *fields)
{
    switch (type) {
    case PW_ROUTER_SOLICITATION:
        pw_add_bytes(d, c, &fields[PW_NEIGHBOUR_RESERVED], 4);
        break;
    case PW_ROUTER_ADVERTISEMENT:
        pw_add_u8(d, c, &fields[PW_NEIGHBOUR_HOP_LIMIT]);
        pw_add_u8(d, c, &fields[PW_NEIGHBOUR_FLAGS]);
        pw_add_u16(d, c, &fields[PW_NEIGHBOUR_LIFETIME]);
        pw_add_u32(d, c, &fields[PW_NEIGHBOUR_REACHABLE]);
        pw_add_u32(d, c, &fields[PW_NEIGHBOUR_RETRANS]);
        break;
    case PW_NEIGHBOUR_SOLICITATION:
        pw_add_bytes(d, c, &fields[PW_NEIGHBOUR_RESERVED], 4);
        pw_add_bytes(d, c, &fields[PW_NEIGHBOUR_TARGET], 16);
        break;
    case PW_NEIGHBOUR_ADVERTISEMENT:
        read_advertisement(d, c, fields);
        break;
    default:
        return;
    }
    read_options(d, c, fields);
}
