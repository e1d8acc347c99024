/*
 * Options of IPv6's hop-by-hop and destination headers (RFC 8200 section 4.2).
 *
 *   0           8           16
 *  +-----------+-----------+-----------+-----------+---------
 *  |next header| length    | option    | length    | value ...
 *  +-----------+-----------+-----------+-----------+---------
 */
#include "dissect/ipv6_options.h"

enum { PAD1 = 0, PADN = 1, ROUTER_ALERT = 5 };
const struct pw_name pw_ipv6_option_names[] = {
    {PAD1, "padding, one byte"}, {PADN, "padding"},    {ROUTER_ALERT, "router alert"},
    {0xc2, "jumbo payload"},     {0x1e, "experiment"}, {0, NULL},
};

static void read_value(struct pw_dissection *d, struct pw_cursor *value, uint8_t type,
                       uint8_t length, const struct pw_field_def *fields)
{
    if (type == ROUTER_ALERT && length == 2)
        pw_add_u16(d, value, &fields[PW_IPV6_ROUTER_ALERT]);
    else if (type == PADN) /* of two bytes: the value is empty */
        pw_add_bytes(d, value, &fields[PW_IPV6_PADDING], pw_left(value));
    else if (pw_left(value))
        pw_add_bytes(d, value, &fields[PW_IPV6_OPTION_DATA], pw_left(value));
}

struct pw_next pw_ipv6_read_options(struct pw_dissection *d, struct pw_cursor *c,
                                    const struct pw_field_def *fields)
{
    uint8_t next = pw_add_u8(d, c, &fields[PW_IPV6_NEXT]);
    uint8_t units = pw_add_u8(d, c, &fields[PW_IPV6_LENGTH]);
    struct pw_cursor options = pw_window(c, units * 8u + 6u);
    pw_check_cut(d, c, "the header length says more bytes than there are", "RFC 8200 section 4");
    while (pw_left(&options)) {
        uint8_t type = pw_add_u8(d, &options, &fields[PW_IPV6_OPTION_TYPE]);
        if (type == PAD1)
            continue;
        uint8_t length = pw_add_u8(d, &options, &fields[PW_IPV6_OPTION_LENGTH]);
        if (options.cut || (length > pw_left(&options) && !options.snapped)) {
            if (!options.snapped)
                pw_fault(d, "an option is longer than the header has room for",
                         "RFC 8200 section 4.2");
            break;
        }
        struct pw_cursor value = pw_window(&options, length);
        read_value(d, &value, type, length, fields);
    }
    return c->cut ? (struct pw_next){PW_END, 0} : (struct pw_next){PW_IPPROTO, next};
}
