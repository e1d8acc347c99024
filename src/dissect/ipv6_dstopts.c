/*
 * IPv6 destination options (RFC 8200 section 4.6): for the receiver alone. OSI layer 3. The
 * header's drawing is in ipv6_options.c.
 */
#include "dissect/ipv6_options.h"
#include "dissect/names.h"

static const struct pw_field_def fields[] = {PW_IPV6_OPTION_FIELDS("ipv6.dstopts")};

static struct pw_next dissect_dstopts(struct pw_dissection *d, struct pw_cursor *c)
{
    return pw_ipv6_read_options(d, c, fields);
}

const struct pw_protocol pw_protocol_ipv6_dstopts = {
    .id = "ipv6.dstopts",
    .label = "IPv6 destination options",
    .name = "IPv6 destination options",
    .osi = 3,
    .section = "RFC 8200 section 4.6",
    .fields = fields,
    .field_count = PW_IPV6_OPTION_FIELDS_COUNT,
    .dissect = dissect_dstopts,
};
