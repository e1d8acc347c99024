/* The options of TCP's header: their fields, to be set into tcp.c's table, and their reader. */
#ifndef PW_DISSECT_TCP_OPTIONS_H
#define PW_DISSECT_TCP_OPTIONS_H

#include "dissect/dissect.h"

/* In the order of PW_TCP_OPTION_FIELDS. */
enum {
    PW_OPTION_KIND,
    PW_OPTION_LENGTH,
    PW_OPTION_MSS,
    PW_OPTION_SHIFT,
    PW_OPTION_MULTIPLIER,
    PW_OPTION_SACK_LEFT,
    PW_OPTION_SACK_RIGHT,
    PW_OPTION_TSVAL,
    PW_OPTION_TSECR,
    PW_OPTION_TFO_REQUEST,
    PW_OPTION_TFO_COOKIE,
    PW_OPTION_MD5,
    PW_OPTION_MPTCP,
    PW_OPTION_UNKNOWN,
    PW_OPTION_FIELDS
};
extern const struct pw_name pw_tcp_option_names[];
extern const struct pw_name pw_mptcp_subtype_names[];

#define PW_TCP_OPTION_FIELDS                                                                       \
    {"tcp.option_kind", "Option", PW_UINT, .names = pw_tcp_option_names},                          \
        {"tcp.option_len", "Option length", PW_UINT, 1},                                           \
        {"tcp.options.mss_val", "Maximum segment size", PW_UINT, 1},                               \
        {"tcp.options.wscale.shift", "Window scale shift", PW_UINT, 1},                            \
        {"tcp.options.wscale.multiplier", "Window multiplier", PW_UINT, 1},                        \
        {"tcp.options.sack_le", "Received from", PW_UINT, 1},                                      \
        {"tcp.options.sack_re", "Received up to", PW_UINT, 1},                                     \
        {"tcp.options.timestamp.tsval", "Sender's clock", PW_UINT, 1},                             \
        {"tcp.options.timestamp.tsecr", "Clock value echoed", PW_UINT, 1},                         \
        {"tcp.options.tfo.request", "Fast open cookie asked for", PW_BOOL, 1},                     \
        {"tcp.options.tfo.cookie", "Fast open cookie", PW_BYTES, 1},                               \
        {"tcp.options.md5.digest", "MD5 signature", PW_BYTES, 1},                                  \
        {"tcp.options.mptcp.subtype", "Multipath TCP message", PW_UINT, 1, 0xf0,                   \
         pw_mptcp_subtype_names},                                                                  \
        {"tcp.options.unknown.payload", "Value", PW_BYTES, 1},

/* Reads the options in the window; `fields` is where PW_TCP_OPTION_FIELDS starts in the table. */
void pw_tcp_read_options(struct pw_dissection *d, struct pw_cursor options,
                         const struct pw_field_def *fields);

#endif
