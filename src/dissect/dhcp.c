/*
 * Dynamic Host Configuration Protocol (RFC 2131 section 2; its options: RFC 2132). OSI layer 7, in
 * UDP from port 68 to 67 and back: how a machine that has no address yet comes to have one.
 *
 *   0       8       16      24     31
 *  +-------+-------+-------+-------+
 *  | op    | htype | hlen  | hops  |
 *  +-------+-------+-------+-------+
 *  |         transaction id        |
 *  +---------------+---------------+
 *  |    seconds    |    flags      |
 *  +---------------+---------------+
 *  | client, your, server, relay   |   four IPv4 addresses
 *  | client hardware address       |   16 bytes
 *  | server name, boot file        |   64 and 128 bytes, most often empty
 *  | magic cookie 99.130.83.99     |
 *  | options: code, length, value ...
 */
#include "dissect/dhcp_options.h"

#include <string.h>

#include "base/text.h"

#define COOKIE_AT   236u
#define COOKIE      0x63825363u
#define PORT_SERVER 67
#define PORT_CLIENT 68
#define MAC_LENGTH  6u
#define ETHERNET    1u

static const struct pw_name operations[] = {
    {1, "request from a client"}, {2, "reply from a server"}, {0, NULL}};
static const struct pw_name hardware[] = {{ETHERNET, "Ethernet"}, {0, NULL}};

enum {
    TYPE,
    HW_TYPE,
    HW_LEN,
    HOPS,
    ID,
    SECS,
    FLAGS,
    FLAGS_BC,
    IP_CLIENT,
    IP_YOUR,
    IP_SERVER,
    IP_RELAY,
    HW_MAC,
    HW_ADDR,
    HW_PADDING,
    SERVER,
    BOOT_FILE,
    MAGIC,
    FIRST_OPTION,
    FIELDS = FIRST_OPTION + PW_DHCP_OPTION_FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [TYPE] = {"dhcp.type", "Operation", PW_UINT, .names = operations},
    [HW_TYPE] = {"dhcp.hw.type", "Hardware type", PW_HEX, .names = hardware},
    [HW_LEN] = {"dhcp.hw.len", "Hardware address length", PW_UINT},
    [HOPS] = {"dhcp.hops", "Hops", PW_UINT},
    [ID] = {"dhcp.id", "Transaction", PW_HEX},
    [SECS] = {"dhcp.secs", "Seconds since the client began", PW_UINT},
    [FLAGS] = {"dhcp.flags", "Flags", PW_HEX},
    [FLAGS_BC] = {"dhcp.flags.bc", "Answer by broadcast", PW_BOOL, 1, 0x8000},
    [IP_CLIENT] = {"dhcp.ip.client", "Address the client has", PW_IPV4},
    [IP_YOUR] = {"dhcp.ip.your", "Address the client gets", PW_IPV4},
    [IP_SERVER] = {"dhcp.ip.server", "Next server", PW_IPV4},
    [IP_RELAY] = {"dhcp.ip.relay", "Relay", PW_IPV4},
    [HW_MAC] = {"dhcp.hw.mac_addr", "Client's MAC address", PW_MAC},
    [HW_ADDR] = {"dhcp.hw.addr", "Client's hardware address", PW_BYTES},
    [HW_PADDING] = {"dhcp.hw.addr_padding", "Padding", PW_BYTES},
    [SERVER] = {"dhcp.server", "Server's host name", PW_TEXT},
    [BOOT_FILE] = {"dhcp.file", "Boot file", PW_TEXT},
    [MAGIC] = {"dhcp.cookie", "Magic cookie", PW_IPV4},
#define X(name, code, shape, label, id, format, names)                                             \
    [FIRST_OPTION + PW_DHCP_##name] = {id, label, format, 1, 0, names},
    PW_DHCP_OPTIONS(X)
#undef X
};

enum { K_DISCOVER, K_OFFER, K_REQUEST, K_ACK, K_NAK, K_RELEASE, K_OTHER };
static const char *const kinds[] = {
    [K_DISCOVER] = "dhcp.discover", [K_OFFER] = "dhcp.offer",
    [K_REQUEST] = "dhcp.request",   [K_ACK] = "dhcp.ack",
    [K_NAK] = "dhcp.nak",           [K_RELEASE] = "dhcp.release",
    [K_OTHER] = "dhcp.other",       NULL,
};

static const char *kind_of(uint8_t message)
{
    static const uint8_t by_message[] = {K_OTHER, K_DISCOVER, K_OFFER, K_REQUEST,
                                         K_OTHER, K_ACK,      K_NAK,   K_RELEASE};
    return kinds[message < sizeof by_message ? by_message[message] : K_OTHER];
}

/* The client's hardware address: as many bytes as hlen says, the rest of the 16 is padding. */
static void read_hardware(struct pw_dissection *d, struct pw_cursor *c, uint8_t type,
                          uint8_t length)
{
    if (length > 16) {
        pw_fault(d, "the hardware address is longer than its 16 bytes", "RFC 2131 section 2");
        length = 16;
    }
    bool mac = type == ETHERNET && length == MAC_LENGTH;
    if (length)
        pw_add_bytes(d, c, &fields[mac ? HW_MAC : HW_ADDR], length);
    if (length < 16)
        pw_add_bytes(d, c, &fields[HW_PADDING], 16u - length);
}

/* Text in a field of fixed length, which a zero byte ends early. */
static void read_text(struct pw_dissection *d, struct pw_cursor *c, int def, uint32_t room)
{
    struct pw_bytes text = pw_take(c, room);
    if (c->cut || !d->layer)
        return;
    const uint8_t *zero = memchr(text.data, 0, text.length);
    if (zero)
        text.length = (size_t)(zero - text.data);
    pw_record_bytes(d, &fields[def], pw_offset(c) - room, room, text);
}

static struct pw_next dissect_dhcp(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_next end = {PW_END, 0};
    d->kind = kinds[K_OTHER];
    pw_add_u8(d, c, &fields[TYPE]);
    uint8_t hardware_type = pw_add_u8(d, c, &fields[HW_TYPE]);
    uint8_t hardware_length = pw_add_u8(d, c, &fields[HW_LEN]);
    pw_add_u8(d, c, &fields[HOPS]);
    pw_add_u32(d, c, &fields[ID]);
    pw_add_u16(d, c, &fields[SECS]);
    uint16_t flags = pw_add_u16(d, c, &fields[FLAGS]);
    pw_add_bits(d, c, 2, &fields[FLAGS_BC], flags);
    for (int i = IP_CLIENT; i <= IP_RELAY; i++)
        pw_add_bytes(d, c, &fields[i], 4);
    read_hardware(d, c, hardware_type, hardware_length);
    read_text(d, c, SERVER, 64);
    read_text(d, c, BOOT_FILE, 128);
    pw_add_bytes(d, c, &fields[MAGIC], 4);
    if (c->cut)
        return end;
    d->kind = kind_of(pw_dhcp_read_options(d, c, &fields[FIRST_OPTION]));
    return end;
}

/* The cookie decides; the ports do where the capture ends before it. */
static bool claims(struct pw_cursor c, uint16_t from_port, uint16_t to_port)
{
    bool expected = (from_port == PORT_CLIENT || from_port == PORT_SERVER) &&
                    (to_port == PORT_CLIENT || to_port == PORT_SERVER);
    uint8_t operation = pw_peek(&c, 0);
    if (operation != 1 && operation != 2)
        return false;
    if (c.snapped && pw_left(&c) < COOKIE_AT + 4)
        return expected;
    pw_skip(&c, COOKIE_AT);
    return pw_u32(&c) == COOKIE && !c.cut;
}

/* The address a message is about: asked for, given, or given back. */
static const struct pw_field *address_of(const struct pw_tree *tree, const struct pw_layer *layer)
{
    static const uint8_t places[] = {IP_YOUR, FIRST_OPTION + PW_DHCP_REQUESTED, IP_CLIENT};
    static const uint8_t none[4];
    for (size_t i = 0; i < sizeof places; i++) {
        const struct pw_field *field = pw_layer_get(tree, layer, &fields[places[i]]);
        if (field && field->bytes.length == 4 && memcmp(field->bytes.data, none, 4) != 0)
            return field;
    }
    return NULL;
}

/* "discover", "offer 10.0.0.145". */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *address = address_of(tree, layer);
    uint64_t message = pw_layer_number(tree, layer, &fields[FIRST_OPTION + PW_DHCP_MESSAGE], 0);
    const char *word = pw_name_of(pw_dhcp_message_names, message);
    if (!word)
        word = pw_layer_number(tree, layer, &fields[TYPE], 0) == 2 ? "reply" : "request";
    pw_buffer_text(out, word);
    if (!address)
        return;
    pw_buffer_byte(out, ' ');
    pw_field_show(out, address);
}

/* "offer 10.0.0.145, for 3600 seconds". */
static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *lease =
        pw_layer_get(tree, layer, &fields[FIRST_OPTION + PW_DHCP_LEASE_TIME]);
    brief(out, tree, layer);
    if (lease)
        pw_buffer_print(out, ", for %u seconds", (unsigned)lease->number);
}

const struct pw_protocol pw_protocol_dhcp = {
    .id = "dhcp",
    .label = "DHCP",
    .name = "Dynamic Host Configuration Protocol",
    .osi = 7,
    .section = "RFC 2131 section 2",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_dhcp,
    .claims = claims,
    .brief = brief,
    .summary = summary,
};
