/* The two IPv6 extension headers that are lists of options differ in their names alone. */
#ifndef PW_DISSECT_IPV6_OPTIONS_H
#define PW_DISSECT_IPV6_OPTIONS_H

#include "dissect/dissect.h"

/* Where each field stands in a table made with PW_IPV6_OPTION_FIELDS. */
enum {
    PW_IPV6_NEXT,
    PW_IPV6_LENGTH,
    PW_IPV6_OPTION_TYPE,
    PW_IPV6_OPTION_LENGTH,
    PW_IPV6_ROUTER_ALERT,
    PW_IPV6_PADDING,
    PW_IPV6_OPTION_DATA,
    PW_IPV6_OPTION_FIELDS_COUNT
};
extern const struct pw_name pw_ipv6_option_names[];

#define PW_IPV6_OPTION_FIELDS(prefix)                                                              \
    [PW_IPV6_NEXT] = {prefix ".nxt", "Next header", PW_UINT, .names = pw_ip_protocol_names},       \
    [PW_IPV6_LENGTH] = {prefix ".len", "Length beyond 8 bytes, in units of 8", PW_UINT},           \
    [PW_IPV6_OPTION_TYPE] = {"ipv6.opt.type", "Option", PW_HEX, .names = pw_ipv6_option_names},    \
    [PW_IPV6_OPTION_LENGTH] = {"ipv6.opt.length", "Option length", PW_UINT, 1},                    \
    [PW_IPV6_ROUTER_ALERT] = {"ipv6.opt.router_alert", "Router alert", PW_UINT, 1},                \
    [PW_IPV6_PADDING] = {"ipv6.opt.padn", "Padding", PW_BYTES, 1},                                 \
    [PW_IPV6_OPTION_DATA] = {"ipv6.opt.data", "Value", PW_BYTES, 1}

/* Read such a header; answers with the key of what follows it. */
struct pw_next pw_ipv6_read_options(struct pw_dissection *d, struct pw_cursor *c,
                                    const struct pw_field_def *fields);

#endif
