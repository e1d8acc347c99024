/*
 * Internet Protocol version 6 (RFC 8200 section 3). OSI layer 3. It has no checksum of its own:
 * those above and below it check already.
 *
 *   0       4               12                                     31
 *  +-------+---------------+---------------------------------------+
 *  |version| traffic class |              flow label               |
 *  +-------+---------------+-------+---------------+---------------+
 *  |        payload length         |  next header  |   hop limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                   source address, 16 bytes                    |
 *  +---------------------------------------------------------------+
 *  |                 destination address, 16 bytes                 |
 *  +---------------------------------------------------------------+
 */
#include <string.h>

#include "dissect/dissect.h"
#include "dissect/names.h"

enum { VERSION, CLASS, DSCP, ECN, FLOW, LENGTH, NEXT, HOP_LIMIT, SRC, DST, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [VERSION] = {"ipv6.version", "Version", PW_UINT, .mask = 0xf0000000},
    [CLASS] = {"ipv6.tclass", "Traffic class", PW_HEX, .mask = 0x0ff00000},
    [DSCP] = {"ipv6.tclass.dscp", "DSCP", PW_UINT, 1, 0x0fc00000, pw_dscp_names},
    [ECN] = {"ipv6.tclass.ecn", "ECN", PW_UINT, 1, 0x00300000, pw_ecn_names},
    [FLOW] = {"ipv6.flow", "Flow label", PW_HEX, .mask = 0x000fffff},
    [LENGTH] = {"ipv6.plen", "Payload length", PW_UINT},
    [NEXT] = {"ipv6.nxt", "Next header", PW_UINT, .names = pw_ip_protocol_names},
    [HOP_LIMIT] = {"ipv6.hlim", "Hop limit", PW_UINT},
    [SRC] = {"ipv6.src", "Source address", PW_IPV6},
    [DST] = {"ipv6.dst", "Destination address", PW_IPV6},
};

static struct pw_next dissect_ipv6(struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t first = pw_u32(c);
    pw_add_bits(d, c, 4, &fields[VERSION], first);
    pw_add_bits(d, c, 4, &fields[CLASS], first);
    pw_add_bits(d, c, 4, &fields[DSCP], first);
    pw_add_bits(d, c, 4, &fields[ECN], first);
    pw_add_bits(d, c, 4, &fields[FLOW], first);
    if (first >> 28 != 6 && !c->cut) {
        pw_fault(d, "the version is not 6", "RFC 8200 section 3");
        return (struct pw_next){PW_DATA, 0};
    }
    uint16_t length = pw_add_u16(d, c, &fields[LENGTH]);
    uint8_t next = pw_add_u8(d, c, &fields[NEXT]);
    pw_add_u8(d, c, &fields[HOP_LIMIT]);
    struct pw_bytes src = pw_add_bytes(d, c, &fields[SRC], 16);
    struct pw_bytes dst = pw_add_bytes(d, c, &fields[DST], 16);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    d->facts.ip_id = 0;
    d->facts.from = (struct pw_endpoint){.family = 6};
    d->facts.to = (struct pw_endpoint){.family = 6};
    memcpy(d->facts.from.address, src.data, 16);
    memcpy(d->facts.to.address, dst.data, 16);
    /* A length of 0 is a jumbogram (RFC 2675) or a segment left to the card: take what is there. */
    if (length)
        pw_narrow(d, c, length, "the payload length says more bytes than there are",
                  "RFC 8200 section 3");
    return (struct pw_next){PW_IPPROTO, next};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_show_between(out, tree, layer, &fields[SRC], &fields[DST]);
}

const struct pw_protocol pw_protocol_ipv6 = {
    .id = "ipv6",
    .label = "IPv6",
    .name = "Internet Protocol version 6",
    .osi = 3,
    .section = "RFC 8200 section 3",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_ipv6,
    .brief = brief,
};
