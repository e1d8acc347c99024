/*
 * User Datagram Protocol (RFC 768; over IPv6: RFC 8200 section 8.1). OSI layer 4.
 *
 *   0               16              31
 *  +---------------+---------------+
 *  |  source port  |  destination  |
 *  +---------------+---------------+
 *  |    length     |   checksum    |
 *  +---------------+---------------+
 */
#include "dissect/checksum.h"
#include "dissect/dissect.h"

enum { SRCPORT, DSTPORT, LENGTH, CHECKSUM, CHECKSUM_STATUS, STREAM, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [SRCPORT] = {"udp.srcport", "Source port", PW_UINT},
    [DSTPORT] = {"udp.dstport", "Destination port", PW_UINT},
    [LENGTH] = {"udp.length", "Length", PW_UINT},
    [CHECKSUM] = {"udp.checksum", "Checksum", PW_HEX},
    [CHECKSUM_STATUS] = {"udp.checksum.status", "Checksum is", PW_UINT, 1,
                         .names = pw_checksum_names},
    [STREAM] = {"udp.stream", "Conversation", PW_UINT},
};
enum { DATAGRAM };
static const char *const kinds[] = {[DATAGRAM] = "udp.datagram", NULL};

static struct pw_next dissect_udp(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_cursor whole = *c;
    uint16_t from = pw_add_u16(d, c, &fields[SRCPORT]);
    uint16_t to = pw_add_u16(d, c, &fields[DSTPORT]);
    uint16_t length = pw_add_u16(d, c, &fields[LENGTH]);
    uint16_t checksum = pw_add_u16(d, c, &fields[CHECKSUM]);
    d->kind = kinds[DATAGRAM];
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    /* 0 is for IPv6 alone, where 16 bits were too few (RFC 2675 section 4). */
    if (length < 8 && (length || d->facts.from.family != 6)) {
        pw_fault(d, "the length is below the header's 8 bytes", "RFC 768");
        return (struct pw_next){PW_END, 0};
    }
    d->facts.transport = 17;
    d->facts.from.port = from;
    d->facts.to.port = to;
    d->facts.payload_length = length ? length - 8u : pw_left(c);
    if (length) {
        pw_narrow(d, c, length - 8u, "the length says more bytes than there are", "RFC 768");
        whole.snapped = c->snapped;
        whole.end = c->end;
    }
    bool needed = d->facts.from.family == 6;
    if (!checksum && needed)
        pw_fault(d, "over IPv6 a checksum must be there", "RFC 8200 section 8.1");
    if (checksum)
        pw_record_checksum(d, &fields[CHECKSUM_STATUS], whole, whole.at + 6, 17);
    else
        pw_record_derived(d, &fields[CHECKSUM_STATUS], whole.at + 6, 2,
                          needed ? PW_CHECKSUM_ILLEGAL : PW_CHECKSUM_ABSENT);
    if (d->context.stream_known && !d->facts.quoted)
        pw_record_derived(d, &fields[STREAM], whole.at, 4, d->context.stream);
    d->facts.payload_at = pw_offset(c);
    d->facts.payload_here = pw_left(c);
    return (struct pw_next){PW_DATAGRAM, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_print(out, "%llu → %llu",
                    (unsigned long long)pw_layer_number(tree, layer, &fields[SRCPORT], 0),
                    (unsigned long long)pw_layer_number(tree, layer, &fields[DSTPORT], 0));
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t length = pw_layer_number(tree, layer, &fields[LENGTH], 8);
    pw_buffer_print(out, "datagram of %llu bytes",
                    (unsigned long long)(length >= 8 ? length - 8 : 0));
}

const struct pw_protocol pw_protocol_udp = {
    .id = "udp",
    .label = "UDP",
    .name = "User Datagram Protocol",
    .osi = 4,
    .section = "RFC 768",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_udp,
    .brief = brief,
    .summary = summary,
};
