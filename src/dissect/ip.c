/*
 * Internet Protocol version 4 (RFC 791 section 3.1; DSCP: RFC 2474; ECN: RFC 3168). OSI layer 3.
 *
 *   0       4       8              16                             31
 *  +-------+-------+---------------+-------------------------------+
 *  |version| IHL   | DSCP    | ECN |         total length          |
 *  +-------+-------+---------------+-----+-------------------------+
 *  |        identification         |flags|    fragment offset      |
 *  +---------------+---------------+-----+-------------------------+
 *  |     TTL       |   protocol    |        header checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                        source address                         |
 *  +---------------------------------------------------------------+
 *  |                      destination address                      |
 *  +---------------------------------------------------------------+
 *  |                  options, up to 40 bytes ...                  |
 */
#include <string.h>

#include "dissect/checksum.h"
#include "dissect/dissect.h"
#include "dissect/names.h"

#define MOST_CARRIED (65535u - 20u) /* bytes behind the header of the longest packet */

enum {
    VERSION,
    HEADER_LENGTH,
    DSFIELD,
    DSCP,
    ECN,
    LENGTH,
    ID,
    FLAGS,
    RESERVED,
    DF,
    MF,
    OFFSET,
    TTL,
    PROTO,
    CHECKSUM,
    CHECKSUM_STATUS,
    SRC,
    DST,
    OPTION_TYPE,
    OPTION_LENGTH,
    OPTION_BYTES,
    FRAGMENT,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [VERSION] = {"ip.version", "Version", PW_UINT, .mask = 0xf0},
    [HEADER_LENGTH] = {"ip.hdr_len", "Header length", PW_UINT},
    [DSFIELD] = {"ip.dsfield", "Differentiated services", PW_HEX},
    [DSCP] = {"ip.dsfield.dscp", "DSCP", PW_UINT, 1, 0xfc, pw_dscp_names},
    [ECN] = {"ip.dsfield.ecn", "ECN", PW_UINT, 1, 0x03, pw_ecn_names},
    [LENGTH] = {"ip.len", "Total length", PW_UINT},
    [ID] = {"ip.id", "Identification", PW_HEX},
    [FLAGS] = {"ip.flags", "Flags", PW_HEX, .mask = 0xe000},
    [RESERVED] = {"ip.flags.rb", "Reserved bit", PW_BOOL, 1, 0x8000},
    [DF] = {"ip.flags.df", "Don't fragment", PW_BOOL, 1, 0x4000},
    [MF] = {"ip.flags.mf", "More fragments", PW_BOOL, 1, 0x2000},
    [OFFSET] = {"ip.frag_offset", "Fragment offset, in units of 8 bytes", PW_UINT},
    [TTL] = {"ip.ttl", "Time to live", PW_UINT},
    [PROTO] = {"ip.proto", "Protocol inside", PW_UINT, .names = pw_ip_protocol_names},
    [CHECKSUM] = {"ip.checksum", "Header checksum", PW_HEX},
    [CHECKSUM_STATUS] = {"ip.checksum.status", "Header checksum is", PW_UINT, 1,
                         .names = pw_checksum_names},
    [SRC] = {"ip.src", "Source address", PW_IPV4},
    [DST] = {"ip.dst", "Destination address", PW_IPV4},
    [OPTION_TYPE] = {"ip.opt.type", "Option", PW_UINT, .names = pw_ip_option_names},
    [OPTION_LENGTH] = {"ip.opt.len", "Length", PW_UINT, 1},
    [OPTION_BYTES] = {"ip.opt.data", "Value", PW_BYTES, 1},
    [FRAGMENT] = {"ip.fragment.data", "This fragment's bytes", PW_BYTES},
};
enum { IS_FRAGMENT };
static const char *const kinds[] = {[IS_FRAGMENT] = "ip.fragment", NULL};

static void read_options(struct pw_dissection *d, struct pw_cursor options)
{
    while (pw_left(&options)) {
        uint8_t type = pw_add_u8(d, &options, &fields[OPTION_TYPE]);
        if (type == 0)
            return;
        if (type == 1)
            continue;
        uint8_t length = pw_add_u8(d, &options, &fields[OPTION_LENGTH]);
        if (options.cut && options.snapped)
            return;
        if (!options.cut && length < 2) {
            pw_fault(d, "an option's length is below its own 2 bytes", "RFC 791 section 3.1");
            return;
        }
        if (options.cut || (length - 2u > pw_left(&options) && !options.snapped)) {
            pw_fault(d, "an option is longer than the header has room for", "RFC 791 section 3.1");
            return;
        }
        struct pw_cursor value = pw_window(&options, length - 2u);
        if (pw_left(&value))
            pw_add_bytes(d, &value, &fields[OPTION_BYTES], pw_left(&value));
    }
}

static void note_checksum(struct pw_dissection *d, struct pw_bytes header, uint32_t at)
{
    uint16_t sum = pw_checksum(pw_checksum_start(), header);
    pw_record_derived(d, &fields[CHECKSUM_STATUS], at, 2,
                      sum == 0 ? PW_CHECKSUM_GOOD : PW_CHECKSUM_BAD);
}

static struct pw_next dissect_ip(struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t start = pw_offset(c);
    uint8_t first = pw_u8(c);
    uint32_t header_length = (first & 15u) * 4u;
    pw_add_bits(d, c, 1, &fields[VERSION], first);
    pw_add_bits(d, c, 1, &fields[HEADER_LENGTH], header_length);
    if (first >> 4 != 4 && !c->cut) {
        pw_fault(d, "the version is not 4", "RFC 791 section 3.1");
        return (struct pw_next){PW_DATA, 0};
    }
    uint8_t dsfield = pw_add_u8(d, c, &fields[DSFIELD]);
    pw_add_bits(d, c, 1, &fields[DSCP], dsfield);
    pw_add_bits(d, c, 1, &fields[ECN], dsfield);
    uint16_t length = pw_add_u16(d, c, &fields[LENGTH]);
    uint16_t id = pw_add_u16(d, c, &fields[ID]);
    uint16_t fragment = pw_u16(c);
    pw_add_bits(d, c, 2, &fields[FLAGS], fragment);
    pw_add_bits(d, c, 2, &fields[RESERVED], fragment);
    pw_add_bits(d, c, 2, &fields[DF], fragment);
    pw_add_bits(d, c, 2, &fields[MF], fragment);
    uint32_t offset = (fragment & 0x1fffu) * 8u;
    pw_add_bits(d, c, 2, &fields[OFFSET], fragment & 0x1fffu);
    pw_add_u8(d, c, &fields[TTL]);
    uint8_t protocol = pw_add_u8(d, c, &fields[PROTO]);
    pw_add_u16(d, c, &fields[CHECKSUM]);
    bool whole = pw_left(c) + 12u >= header_length && header_length >= 20;
    if (d->tree && whole)
        note_checksum(d, pw_bytes_of(c->data + start, header_length), start + 10);
    struct pw_bytes src = pw_add_bytes(d, c, &fields[SRC], 4);
    struct pw_bytes dst = pw_add_bytes(d, c, &fields[DST], 4);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    d->facts.ip_id = id;
    d->facts.from = (struct pw_endpoint){.family = 4};
    d->facts.to = (struct pw_endpoint){.family = 4};
    memcpy(d->facts.from.address, src.data, 4);
    memcpy(d->facts.to.address, dst.data, 4);
    if (header_length < 20) {
        pw_fault(d, "the header length is below 20 bytes", "RFC 791 section 3.1");
        return (struct pw_next){PW_END, 0};
    }
    if (header_length > 20) {
        struct pw_cursor options = pw_window(c, header_length - 20);
        pw_check_cut(d, c, "the header length says more bytes than there are",
                     "RFC 791 section 3.1");
        read_options(d, options);
        if (c->cut)
            return (struct pw_next){PW_END, 0};
    }
    /* A length of 0 is a segment the network card was left to split (TSO): take what is there. */
    if (length && length < header_length) {
        pw_fault(d, "the total length is below the header's", "RFC 791 section 3.1");
        return (struct pw_next){PW_END, 0};
    }
    if (length)
        pw_narrow(d, c, length - header_length, "the total length says more bytes than there are",
                  "RFC 791 section 3.1");
    bool more = fragment & 0x2000;
    if (offset + pw_left(c) + d->missing > MOST_CARRIED)
        pw_fault(d, "the fragment ends behind the 65535 bytes a packet can have",
                 "RFC 791 section 3.1");
    if ((more || offset) && !d->facts.quoted) {
        pw_note_fragment(d, c,
                         (struct pw_fragment_facts){
                             .more = more, .protocol = protocol, .id = id, .offset = offset});
        d->kind = kinds[IS_FRAGMENT];
        pw_add_bytes(d, c, &fields[FRAGMENT], pw_left(c));
        return (struct pw_next){PW_END, 0};
    }
    if (offset)
        return (struct pw_next){PW_DATA, 0};
    return (struct pw_next){PW_IPPROTO, protocol};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_show_between(out, tree, layer, &fields[SRC], &fields[DST]);
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    if (pw_layer_get(tree, layer, &fields[FRAGMENT]))
        pw_buffer_print(out, "fragment at byte %llu",
                        8ull * pw_layer_number(tree, layer, &fields[OFFSET], 0));
    else
        brief(out, tree, layer);
}

const struct pw_protocol pw_protocol_ip = {
    .id = "ip",
    .label = "IPv4",
    .name = "Internet Protocol version 4",
    .osi = 3,
    .section = "RFC 791 section 3.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_ip,
    .brief = brief,
    .summary = summary,
};
