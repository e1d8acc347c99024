/*
 * BSD loopback: an address family in front of each packet and nothing else. DLT_NULL writes it in
 * the byte order of the machine that captured, DLT_LOOP in network byte order. OSI layer 2, or
 * rather what stands where layer 2 would: there is no link.
 *
 *   0               31
 *  +---------------+----------
 *  | family        | packet ...
 *  +---------------+----------
 */
#include "dissect/dissect.h"

/* IPv4 is 2 everywhere; IPv6 has a number of its own on every BSD. */
static const struct pw_name families[] = {
    {2, "IPv4"},
    {10, "IPv6 (Linux)"},
    {24, "IPv6 (NetBSD, OpenBSD)"},
    {28, "IPv6 (FreeBSD)"},
    {30, "IPv6 (macOS)"},
    {0, NULL},
};
enum { FAMILY, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [FAMILY] = {"null.family", "Address family", PW_UINT, .names = families},
};

static struct pw_next dissect_null(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_cursor start = *c;
    uint32_t family = pw_u32_le(c);
    /* Families are small numbers: whichever order makes it small is the one it was written in. */
    if (family > 0xffff)
        family = pw_u32(&start);
    pw_add_bits(d, c, 4, &fields[FAMILY], family);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (family == 2)
        return (struct pw_next){PW_ETHERTYPE, 0x0800};
    if (pw_name_of(families, family))
        return (struct pw_next){PW_ETHERTYPE, 0x86dd};
    return (struct pw_next){PW_DATA, 0};
}

const struct pw_protocol pw_protocol_null = {
    .id = "null",
    .label = "Loopback",
    .name = "BSD loopback header",
    .osi = 2,
    .section = "LINKTYPE_NULL",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_null,
};
