/* Parts of ICMPv6 with files of their own: their fields, to be set into icmpv6.c's table, and their
 * readers. */
#ifndef PW_DISSECT_ICMPV6_H
#define PW_DISSECT_ICMPV6_H

#include "dissect/dissect.h"

/* Multicast listener reports, version 2 (RFC 3810 section 5.2): in the order of PW_LISTENER_FIELDS.
 */
enum {
    PW_LISTENER_RESERVED,
    PW_LISTENER_COUNT,
    PW_LISTENER_TYPE,
    PW_LISTENER_AUX_LENGTH,
    PW_LISTENER_SOURCES,
    PW_LISTENER_GROUP,
    PW_LISTENER_SOURCE,
    PW_LISTENER_AUX,
    PW_LISTENER_FIELD_COUNT
};
extern const struct pw_name pw_listener_record_names[];

#define PW_LISTENER_FIELDS                                                                         \
    {"icmpv6.reserved", "Reserved", PW_BYTES},                                                     \
        {"icmpv6.mldr.nb_mcast_records", "Groups told of", PW_UINT},                               \
        {"icmpv6.mldr.mar.record_type", "What is told", PW_UINT, 1,                                \
         .names = pw_listener_record_names},                                                       \
        {"icmpv6.mldr.mar.aux_data_len", "Extra data, in units of 4 bytes", PW_UINT, 1},           \
        {"icmpv6.mldr.mar.nb_sources", "Sources named", PW_UINT, 1},                               \
        {"icmpv6.mldr.mar.multicast_address", "Group", PW_IPV6, 1},                                \
        {"icmpv6.mldr.mar.source_address", "Source", PW_IPV6, 1},                                  \
    {                                                                                              \
        "icmpv6.mldr.mar.auxiliary_data", "Extra data", PW_BYTES, 1                                \
    }

/* Reads what follows the checksum of such a report. */
void pw_listener_read(struct pw_dissection *d, struct pw_cursor *c,
                      const struct pw_field_def *fields);

enum {
    PW_ROUTER_SOLICITATION = 133,
    PW_ROUTER_ADVERTISEMENT = 134,
    PW_NEIGHBOUR_SOLICITATION = 135,
    PW_NEIGHBOUR_ADVERTISEMENT = 136,
};

/* In the order of PW_NEIGHBOUR_FIELDS. */
enum {
    PW_NEIGHBOUR_RESERVED,
    PW_NEIGHBOUR_TARGET,
    PW_NEIGHBOUR_NA_TARGET,
    PW_NEIGHBOUR_FROM_ROUTER,
    PW_NEIGHBOUR_SOLICITED,
    PW_NEIGHBOUR_OVERRIDE,
    PW_NEIGHBOUR_HOP_LIMIT,
    PW_NEIGHBOUR_FLAGS,
    PW_NEIGHBOUR_LIFETIME,
    PW_NEIGHBOUR_REACHABLE,
    PW_NEIGHBOUR_RETRANS,
    PW_NEIGHBOUR_OPTION,
    PW_NEIGHBOUR_OPTION_LENGTH,
    PW_NEIGHBOUR_MAC,
    PW_NEIGHBOUR_PREFIX_LENGTH,
    PW_NEIGHBOUR_PREFIX_FLAGS,
    PW_NEIGHBOUR_VALID,
    PW_NEIGHBOUR_PREFERRED,
    PW_NEIGHBOUR_OPTION_RESERVED,
    PW_NEIGHBOUR_PREFIX,
    PW_NEIGHBOUR_MTU,
    PW_NEIGHBOUR_OPTION_DATA,
    PW_NEIGHBOUR_FIELD_COUNT
};
extern const struct pw_name pw_neighbour_option_names[];

#define PW_NEIGHBOUR_FIELDS                                                                        \
    {"icmpv6.reserved", "Reserved", PW_BYTES},                                                     \
        {"icmpv6.nd.ns.target_address", "Address looked for", PW_IPV6},                            \
        {"icmpv6.nd.na.target_address", "Address answered for", PW_IPV6},                          \
        {"icmpv6.nd.na.flag.r", "Sender is a router", PW_BOOL, .mask = 0x80000000},                \
        {"icmpv6.nd.na.flag.s", "Was asked for", PW_BOOL, .mask = 0x40000000},                     \
        {"icmpv6.nd.na.flag.o", "Overrides what was known", PW_BOOL, .mask = 0x20000000},          \
        {"icmpv6.nd.ra.cur_hop_limit", "Hop limit to use", PW_UINT},                               \
        {"icmpv6.nd.ra.flag", "Flags", PW_HEX},                                                    \
        {"icmpv6.nd.ra.router_lifetime", "Lifetime as a router, seconds", PW_UINT},                \
        {"icmpv6.nd.ra.reachable_time", "Reachable time, milliseconds", PW_UINT},                  \
        {"icmpv6.nd.ra.retrans_timer", "Retransmission timer, milliseconds", PW_UINT},             \
        {"icmpv6.opt.type", "Option", PW_UINT, .names = pw_neighbour_option_names},                \
        {"icmpv6.opt.length", "Option length, in units of 8 bytes", PW_UINT, 1},                   \
        {"icmpv6.opt.linkaddr", "MAC address", PW_MAC, 1},                                         \
        {"icmpv6.opt.prefix.length", "Prefix length", PW_UINT, 1},                                 \
        {"icmpv6.opt.prefix.flag", "Prefix flags", PW_HEX, 1},                                     \
        {"icmpv6.opt.prefix.valid_lifetime", "Valid for, seconds", PW_UINT, 1},                    \
        {"icmpv6.opt.prefix.preferred_lifetime", "Preferred for, seconds", PW_UINT, 1},            \
        {"icmpv6.opt.reserved", "Reserved", PW_BYTES, 1},                                          \
        {"icmpv6.opt.prefix", "Prefix", PW_IPV6, 1}, {"icmpv6.opt.mtu", "MTU", PW_UINT, 1},        \
    {                                                                                              \
        "icmpv6.opt.data", "Value", PW_BYTES, 1                                                    \
    }

/* Reads what follows the checksum of a neighbour discovery message; leaves other types' bytes
 * alone. `fields` is where PW_NEIGHBOUR_FIELDS starts in the table. */
void pw_neighbour_read(struct pw_dissection *d, struct pw_cursor *c, uint8_t type,
                       const struct pw_field_def *fields);

#endif
