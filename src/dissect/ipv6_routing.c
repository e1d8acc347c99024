/*
 * IPv6 routing header (RFC 8200 section 4.4; type 4, segment routing: RFC 8754). OSI layer 3:
 * stations the packet is to visit on its way.
 *
 *   0           8           16          24          31
 *  +-----------+-----------+-----------+-----------+
 *  |next header| length    | type      | left      |
 *  +-----------+-----------+-----------+-----------+
 *  | by type ...
 */
#include <string.h>

#include "dissect/dissect.h"
#include "dissect/names.h"

enum { SOURCE_ROUTE = 0, MOBILE = 2, SEGMENTS = 4 };
static const struct pw_name types[] = {
    {SOURCE_ROUTE, "source route, forbidden since RFC 5095"},
    {MOBILE, "mobile IPv6"},
    {3, "RPL"},
    {SEGMENTS, "segment routing"},
    {0, NULL},
};
enum { NEXT, LENGTH, TYPE, LEFT, DATA, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [NEXT] = {"ipv6.routing.nxt", "Next header", PW_UINT, .names = pw_ip_protocol_names},
    [LENGTH] = {"ipv6.routing.len", "Length beyond 8 bytes, in units of 8", PW_UINT},
    [TYPE] = {"ipv6.routing.type", "Routing type", PW_UINT, .names = types},
    [LEFT] = {"ipv6.routing.segleft", "Stations left", PW_UINT},
    [DATA] = {"ipv6.routing.data", "Stations and flags", PW_BYTES},
};

/* While stations are left, the header's destination is the next of them and the last one stands
 * here: the packet's end, whose address counts in checksums (RFC 8200 section 8.1). */
static void note_destination(struct pw_dissection *d, uint8_t type, struct pw_bytes data)
{
    size_t at;
    if (data.length < 20)
        return;
    if (type == SOURCE_ROUTE || type == MOBILE)
        at = data.length - 16;
    else if (type == SEGMENTS)
        at = 4; /* written backwards, the last station first (RFC 8754 section 2) */
    else
        return;
    memcpy(d->facts.to.address, data.data + at, 16);
}

static struct pw_next dissect_routing(struct pw_dissection *d, struct pw_cursor *c)
{
    uint8_t next = pw_add_u8(d, c, &fields[NEXT]);
    uint8_t units = pw_add_u8(d, c, &fields[LENGTH]);
    uint8_t type = pw_add_u8(d, c, &fields[TYPE]);
    uint8_t left = pw_add_u8(d, c, &fields[LEFT]);
    struct pw_bytes data = pw_add_bytes(d, c, &fields[DATA], units * 8u + 4u);
    if (left)
        note_destination(d, type, data);
    return c->cut ? (struct pw_next){PW_END, 0} : (struct pw_next){PW_IPPROTO, next};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_print(out, "%llu stations left",
                    (unsigned long long)pw_layer_number(tree, layer, &fields[LEFT], 0));
}

const struct pw_protocol pw_protocol_ipv6_routing = {
    .id = "ipv6.routing",
    .label = "IPv6 routing",
    .name = "IPv6 routing header",
    .osi = 3,
    .section = "RFC 8200 section 4.4",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_routing,
    .brief = brief,
};
