/* The options of DHCP (RFC 2132): their fields, to be set into dhcp.c's table, and their reader. */
#ifndef PW_DISSECT_DHCP_OPTIONS_H
#define PW_DISSECT_DHCP_OPTIONS_H

#include "dissect/dissect.h"
#include "dissect/names.h"

/* What an option's value looks like. */
enum pw_dhcp_shape {
    PW_DHCP_PART,      /* no option of its own: code, length and the like */
    PW_DHCP_ADDRESSES, /* one IPv4 address or several */
    PW_DHCP_BYTE,
    PW_DHCP_BYTES, /* one byte after the other */
    PW_DHCP_SHORT,
    PW_DHCP_LONG,
    PW_DHCP_TEXT,
    PW_DHCP_CLIENT, /* a kind of hardware and an address, or bytes */
};

extern const struct pw_name pw_dhcp_option_names[];
extern const struct pw_name pw_dhcp_message_names[];

/* Name here, option code, shape, label, Wireshark's field, format, names of its values. */
#define PW_DHCP_OPTIONS(X)                                                                         \
    X(CODE, 0, PART, "Option", "dhcp.option.type", PW_UINT, pw_dhcp_option_names)                  \
    X(LENGTH, 0, PART, "Length", "dhcp.option.length", PW_UINT, NULL)                              \
    X(VALUE, 0, PART, "Value", "dhcp.option.value", PW_BYTES, NULL)                                \
    X(PADDING, 0, PART, "Padding", "dhcp.option.padding", PW_BYTES, NULL)                          \
    X(END, 0, PART, "End of the options", "dhcp.option.end", PW_UINT, NULL)                        \
    X(MESSAGE, 53, BYTE, "Message", "dhcp.option.dhcp", PW_UINT, pw_dhcp_message_names)            \
    X(MASK, 1, ADDRESSES, "Subnet mask", "dhcp.option.subnet_mask", PW_IPV4, NULL)                 \
    X(ROUTER, 3, ADDRESSES, "Router", "dhcp.option.router", PW_IPV4, NULL)                         \
    X(DNS_SERVER, 6, ADDRESSES, "Name server", "dhcp.option.domain_name_server", PW_IPV4, NULL)    \
    X(HOSTNAME, 12, TEXT, "Host name", "dhcp.option.hostname", PW_TEXT, NULL)                      \
    X(DOMAIN_NAME, 15, TEXT, "Domain", "dhcp.option.domain_name", PW_TEXT, NULL)                   \
    X(BROADCAST, 28, ADDRESSES, "Broadcast address", "dhcp.option.broadcast_address", PW_IPV4,     \
      NULL)                                                                                        \
    X(NTP_SERVER, 42, ADDRESSES, "Time server", "dhcp.option.ntp_server", PW_IPV4, NULL)           \
    X(REQUESTED, 50, ADDRESSES, "Address asked for", "dhcp.option.requested_ip_address", PW_IPV4,  \
      NULL)                                                                                        \
    X(LEASE_TIME, 51, LONG, "Lease time, seconds", "dhcp.option.ip_address_lease_time", PW_UINT,   \
      NULL)                                                                                        \
    X(SERVER_ID, 54, ADDRESSES, "Server", "dhcp.option.dhcp_server_id", PW_IPV4, NULL)             \
    X(LIST, 55, BYTES, "Wants to know", "dhcp.option.request_list_item", PW_UINT,                  \
      pw_dhcp_option_names)                                                                        \
    X(REASON, 56, TEXT, "What went wrong", "dhcp.option.message", PW_TEXT, NULL)                   \
    X(MAX_SIZE, 57, SHORT, "Largest message taken", "dhcp.option.dhcp_max_message_size", PW_UINT,  \
      NULL)                                                                                        \
    X(RENEWAL, 58, LONG, "Renew after, seconds", "dhcp.option.renewal_time_value", PW_UINT, NULL)  \
    X(REBINDING, 59, LONG, "Ask anybody after, seconds", "dhcp.option.rebinding_time_value",       \
      PW_UINT, NULL)                                                                               \
    X(VENDOR_CLASS, 60, TEXT, "Client software", "dhcp.option.vendor_class_id", PW_TEXT, NULL)     \
    X(CLIENT_TYPE, 0, PART, "Hardware type", "dhcp.hw.type", PW_HEX, pw_arp_hardware_names)        \
    X(CLIENT_MAC, 0, PART, "Client's MAC address", "dhcp.hw.mac_addr", PW_MAC, NULL)               \
    X(CLIENT_ID, 61, CLIENT, "Client's identifier", "dhcp.client_id", PW_BYTES, NULL)

enum {
#define X(name, code, shape, label, id, format, names) PW_DHCP_##name,
    PW_DHCP_OPTIONS(X)
#undef X
        PW_DHCP_OPTION_FIELDS
};

/* Read all options up to the end; returns the message type (option 53), 0 where there is none.
 * fields: the definitions of PW_DHCP_OPTIONS. */
uint8_t pw_dhcp_read_options(struct pw_dissection *d, struct pw_cursor *c,
                             const struct pw_field_def *fields);

#endif
