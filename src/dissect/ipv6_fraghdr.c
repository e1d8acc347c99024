/*
 * IPv6 fragment header (RFC 8200 section 4.5). OSI layer 3. Only the sender may fragment; no router
 * does.
 *
 *   0           8           16                  29 31
 *  +-----------+-----------+-------------------+--+-+
 *  |next header| reserved  | fragment offset   |  |M|
 *  +-----------+-----------+-------------------+--+-+
 *  |                 identification                 |
 *  +------------------------------------------------+
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

enum { NEXT, RESERVED, OFFSET, RESERVED_BITS, MORE, ID, FRAGMENT, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [NEXT] = {"ipv6.fraghdr.nxt", "Next header", PW_UINT, .names = pw_ip_protocol_names},
    [RESERVED] = {"ipv6.fraghdr.reserved_octet", "Reserved", PW_HEX},
    [OFFSET] = {"ipv6.fraghdr.offset", "Fragment offset, in units of 8 bytes", PW_UINT,
                .mask = 0xfff8},
    [RESERVED_BITS] = {"ipv6.fraghdr.reserved_bits", "Reserved bits", PW_UINT, .mask = 0x0006},
    [MORE] = {"ipv6.fraghdr.more", "More fragments", PW_BOOL, .mask = 0x0001},
    [ID] = {"ipv6.fraghdr.ident", "Identification", PW_HEX},
    [FRAGMENT] = {"ipv6.fragment.data", "This fragment's bytes", PW_BYTES},
};
enum { IS_FRAGMENT };
static const char *const kinds[] = {[IS_FRAGMENT] = "ipv6.fragment", NULL};

static struct pw_next dissect_fraghdr(struct pw_dissection *d, struct pw_cursor *c)
{
    uint8_t next = pw_add_u8(d, c, &fields[NEXT]);
    pw_add_u8(d, c, &fields[RESERVED]);
    uint16_t place = pw_u16(c);
    pw_add_bits(d, c, 2, &fields[OFFSET], place);
    pw_add_bits(d, c, 2, &fields[RESERVED_BITS], place);
    pw_add_bits(d, c, 2, &fields[MORE], place);
    uint32_t id = pw_add_u32(d, c, &fields[ID]);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    uint32_t offset = place & 0xfff8u;
    bool more = place & 1;
    /* A fragment header around a whole packet is an "atomic fragment" (RFC 6946). */
    if (!offset && !more)
        return (struct pw_next){PW_IPPROTO, next};
    uint32_t size = pw_left(c) + d->missing;
    if (offset + size > 65535)
        pw_fault(d, "the fragment ends behind the 65535 bytes a packet can have",
                 "RFC 8200 section 4.5");
    else if (more && size % 8)
        pw_fault(d, "a fragment before the last is no multiple of 8 bytes long",
                 "RFC 8200 section 4.5");
    if (d->facts.quoted)
        return offset ? (struct pw_next){PW_DATA, 0} : (struct pw_next){PW_IPPROTO, next};
    pw_note_fragment(
        d, c,
        (struct pw_fragment_facts){.more = more, .protocol = next, .id = id, .offset = offset});
    d->kind = kinds[IS_FRAGMENT];
    pw_add_bytes(d, c, &fields[FRAGMENT], pw_left(c));
    return (struct pw_next){PW_END, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_print(out, "at byte %llu",
                    (unsigned long long)pw_layer_number(tree, layer, &fields[OFFSET], 0) * 8);
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_text(out, "fragment ");
    brief(out, tree, layer);
}

const struct pw_protocol pw_protocol_ipv6_fraghdr = {
    .id = "ipv6.fraghdr",
    .label = "IPv6 fragment",
    .name = "IPv6 fragment header",
    .osi = 3,
    .section = "RFC 8200 section 4.5",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_fraghdr,
    .brief = brief,
    .summary = summary,
};
