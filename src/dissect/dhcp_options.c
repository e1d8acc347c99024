/*
 * The options of DHCP (RFC 2132): code, length, value; 0 pads and 255 ends. All that is new since
 * BOOTP travels here, the kind of the message first of all.
 */
#include "dissect/dhcp_options.h"

#define CODE_PAD     0
#define CODE_MESSAGE 53
#define CODE_END     255

const struct pw_name pw_dhcp_message_names[] = {
    {1, "discover"}, {2, "offer"},   {3, "request"}, {4, "decline"}, {5, "ack"},
    {6, "nak"},      {7, "release"}, {8, "inform"},  {0, NULL},
};
const struct pw_name pw_dhcp_option_names[] = {
    {1, "subnet mask"},
    {2, "time offset"},
    {3, "router"},
    {6, "name server"},
    {12, "host name"},
    {15, "domain name"},
    {17, "root path"},
    {26, "interface MTU"},
    {28, "broadcast address"},
    {31, "router discovery"},
    {33, "static route"},
    {40, "NIS domain"},
    {41, "NIS servers"},
    {42, "time server"},
    {43, "vendor's own"},
    {44, "NetBIOS name server"},
    {46, "NetBIOS node type"},
    {47, "NetBIOS scope"},
    {50, "requested address"},
    {51, "lease time"},
    {52, "overload"},
    {53, "message type"},
    {54, "server identifier"},
    {55, "parameter list"},
    {56, "message"},
    {57, "largest message"},
    {58, "renewal time"},
    {59, "rebinding time"},
    {60, "vendor class"},
    {61, "client identifier"},
    {66, "TFTP server"},
    {67, "boot file"},
    {80, "rapid commit"},
    {81, "full domain name"},
    {82, "relay agent"},
    {108, "IPv6 only"},
    {114, "captive portal"},
    {119, "search domains"},
    {121, "classless routes"},
    {252, "web proxy discovery"},
    {0, NULL},
};

static const struct {
    uint8_t code, shape;
} known[PW_DHCP_OPTION_FIELDS] = {
#define X(name, code, shape, label, id, format, names) {code, PW_DHCP_##shape},
    PW_DHCP_OPTIONS(X)
#undef X
};

/* The field an option's value goes to; PW_DHCP_VALUE for those without one of their own. */
static int field_of(uint8_t code)
{
    for (int i = 0; i < PW_DHCP_OPTION_FIELDS; i++)
        if (known[i].shape != PW_DHCP_PART && known[i].code == code)
            return i;
    return PW_DHCP_VALUE;
}

/* A value as its option's shape has it. False where its length does not fit the shape. The length
 * is the option's own: the capture may hold fewer bytes of it. */
static bool read_value(struct pw_dissection *d, struct pw_cursor *value, uint8_t shape,
                       uint8_t length, const struct pw_field_def *def)
{
    switch (shape) {
    case PW_DHCP_ADDRESSES:
        while (pw_left(value) >= 4)
            pw_add_bytes(d, value, def, 4);
        return length >= 4 && pw_left(value) == 0;
    case PW_DHCP_BYTE:
        if (length == 1)
            pw_add_u8(d, value, def);
        return length == 1;
    case PW_DHCP_BYTES:
        while (pw_left(value))
            pw_add_u8(d, value, def);
        return length > 0;
    case PW_DHCP_SHORT:
        if (length == 2)
            pw_add_u16(d, value, def);
        return length == 2;
    case PW_DHCP_LONG:
        if (length == 4)
            pw_add_u32(d, value, def);
        return length == 4;
    default:
        if (pw_left(value))
            pw_add_bytes(d, value, def, pw_left(value));
        return true;
    }
}

/* What names a client is most often its Ethernet card: type 1 and the address (RFC 2132 section
 * 9.14). */
static void read_client(struct pw_dissection *d, struct pw_cursor *value, uint8_t length,
                        const struct pw_field_def *fields)
{
    if (length == 7 && pw_peek(value, 0) == 1) {
        pw_add_u8(d, value, &fields[PW_DHCP_CLIENT_TYPE]);
        pw_add_bytes(d, value, &fields[PW_DHCP_CLIENT_MAC], 6);
    } else if (pw_left(value)) {
        pw_add_bytes(d, value, &fields[PW_DHCP_CLIENT_ID], pw_left(value));
    }
}

static void read_padding(struct pw_dissection *d, struct pw_cursor *c,
                         const struct pw_field_def *fields)
{
    uint32_t length = 0;
    while (length < pw_left(c) && pw_peek(c, length) == CODE_PAD)
        length++;
    if (length)
        pw_add_bytes(d, c, &fields[PW_DHCP_PADDING], length);
}

/* One option, its code not yet read. False where it does not fit. */
static bool read_option(struct pw_dissection *d, struct pw_cursor *c, uint8_t *message,
                        const struct pw_field_def *fields)
{
    uint8_t code = pw_add_u8(d, c, &fields[PW_DHCP_CODE]);
    uint8_t length = pw_add_u8(d, c, &fields[PW_DHCP_LENGTH]);
    struct pw_cursor value = pw_window(c, length);
    int field = field_of(code);
    if (c->cut) {
        pw_check_cut(d, c, "an option is longer than the message has room for",
                     "RFC 2132 section 2");
        if (value.snapped && known[field].shape == PW_DHCP_CLIENT)
            read_client(d, &value, length, fields);
        else if (value.snapped)
            read_value(d, &value, known[field].shape, length, &fields[field]);
        return false;
    }
    if (code == CODE_MESSAGE && length == 1)
        *message = pw_peek(&value, 0);
    if (known[field].shape == PW_DHCP_CLIENT)
        read_client(d, &value, length, fields);
    else if (!read_value(d, &value, known[field].shape, length, &fields[field]))
        pw_fault(d, "an option's length does not fit what it carries", "RFC 2132 section 2");
    if (pw_left(&value))
        pw_add_bytes(d, &value, &fields[PW_DHCP_VALUE], pw_left(&value));
    return true;
}

uint8_t pw_dhcp_read_options(struct pw_dissection *d, struct pw_cursor *c,
                             const struct pw_field_def *fields)
{
    uint8_t message = 0;
    for (;;) {
        read_padding(d, c, fields);
        if (pw_left(c) == 0)
            break;
        if (pw_peek(c, 0) == CODE_END) {
            pw_add_u8(d, c, &fields[PW_DHCP_END]);
            if (pw_left(c))
                pw_add_bytes(d, c, &fields[PW_DHCP_PADDING], pw_left(c));
            return message;
        }
        if (!read_option(d, c, &message, fields))
            return message;
    }
    if (c->snapped)
        pw_cut(d, "the capture ends before the options do");
    else
        pw_fault(d, "no end option closes the options", "RFC 2131 section 4.1");
    return message;
}
