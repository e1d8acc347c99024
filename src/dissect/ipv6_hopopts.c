/*
 * IPv6 hop-by-hop options (RFC 8200 section 4.3): for every router on the way. OSI layer 3. The
 * header's drawing is in ipv6_options.c.
 */
#include "dissect/ipv6_options.h"
#include "dissect/names.h"

static const struct pw_field_def fields[] = {PW_IPV6_OPTION_FIELDS("ipv6.hopopts")};

static struct pw_next dissect_hopopts(struct pw_dissection *d, struct pw_cursor *c)
{
    return pw_ipv6_read_options(d, c, fields);
}

const struct pw_protocol pw_protocol_ipv6_hopopts = {
    .id = "ipv6.hopopts",
    .label = "IPv6 hop-by-hop options",
    .name = "IPv6 hop-by-hop options",
    .osi = 3,
    .section = "RFC 8200 section 4.3",
    .fields = fields,
    .field_count = PW_IPV6_OPTION_FIELDS_COUNT,
    .dissect = dissect_hopopts,
};
