/*
 * Address Resolution Protocol (RFC 826; probes and announcements: RFC 5227). It finds the MAC
 * address behind an IP address on the same link. OSI layer 2 with a foot on 3; shown on 2, for it
 * never leaves the link.
 *
 *   0               2               4       5       6
 *  +---------------+---------------+-------+-------+---------------+
 *  | hardware type | protocol type | h len | p len | operation     |
 *  +---------------+---------------+-------+-------+---------------+
 *  | sender MAC, sender IP, target MAC, target IP ...
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

static const struct pw_name operations[] = {
    {1, "request"}, {2, "reply"}, {3, "reverse request"}, {4, "reverse reply"}, {0, NULL},
};
enum {
    HARDWARE,
    PROTOCOL,
    HARDWARE_SIZE,
    PROTOCOL_SIZE,
    OPERATION,
    SENDER_MAC,
    SENDER_IP,
    TARGET_MAC,
    TARGET_IP,
    OTHER,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [HARDWARE] = {"arp.hw.type", "Hardware type", PW_UINT, .names = pw_arp_hardware_names},
    [PROTOCOL] = {"arp.proto.type", "Protocol type", PW_HEX, .names = pw_ethertype_names},
    [HARDWARE_SIZE] = {"arp.hw.size", "Hardware address length", PW_UINT},
    [PROTOCOL_SIZE] = {"arp.proto.size", "Protocol address length", PW_UINT},
    [OPERATION] = {"arp.opcode", "Operation", PW_UINT, .names = operations},
    [SENDER_MAC] = {"arp.src.hw_mac", "Sender's MAC address", PW_MAC},
    [SENDER_IP] = {"arp.src.proto_ipv4", "Sender's IP address", PW_IPV4},
    [TARGET_MAC] = {"arp.dst.hw_mac", "Target's MAC address", PW_MAC},
    [TARGET_IP] = {"arp.dst.proto_ipv4", "Target's IP address", PW_IPV4},
    [OTHER] = {"arp.addresses", "Addresses", PW_BYTES},
};
enum { REQUEST, REPLY, OTHER_KIND };
static const char *const kinds[] = {
    [REQUEST] = "arp.request", [REPLY] = "arp.reply", [OTHER_KIND] = "arp.other", NULL};

static struct pw_next dissect_arp(struct pw_dissection *d, struct pw_cursor *c)
{
    pw_add_u16(d, c, &fields[HARDWARE]);
    uint16_t protocol = pw_add_u16(d, c, &fields[PROTOCOL]);
    uint8_t hardware_size = pw_add_u8(d, c, &fields[HARDWARE_SIZE]);
    uint8_t protocol_size = pw_add_u8(d, c, &fields[PROTOCOL_SIZE]);
    uint16_t operation = pw_add_u16(d, c, &fields[OPERATION]);
    d->kind = kinds[OTHER_KIND];
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (hardware_size != 6 || protocol_size != 4 || protocol != 0x0800) {
        pw_add_bytes(d, c, &fields[OTHER], 2u * (hardware_size + protocol_size));
        return (struct pw_next){PW_END, 0};
    }
    pw_add_bytes(d, c, &fields[SENDER_MAC], 6);
    pw_add_bytes(d, c, &fields[SENDER_IP], 4);
    pw_add_bytes(d, c, &fields[TARGET_MAC], 6);
    pw_add_bytes(d, c, &fields[TARGET_IP], 4);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (operation == 1 || operation == 2)
        d->kind = kinds[operation == 1 ? REQUEST : REPLY];
    return (struct pw_next){PW_END, 0};
}

static void show(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer,
                 int which)
{
    const struct pw_field *field = pw_layer_get(tree, layer, &fields[which]);
    if (field)
        pw_field_show(out, field);
    else
        pw_buffer_byte(out, '?');
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t operation = pw_layer_number(tree, layer, &fields[OPERATION], 0);
    if (operation == 1) {
        pw_buffer_text(out, "who has ");
        show(out, tree, layer, TARGET_IP);
        pw_buffer_byte(out, '?');
    } else if (operation == 2) {
        show(out, tree, layer, SENDER_IP);
        pw_buffer_text(out, " is at ");
        show(out, tree, layer, SENDER_MAC);
    } else {
        pw_buffer_print(out, "operation %llu", (unsigned long long)operation);
    }
}

const struct pw_protocol pw_protocol_arp = {
    .id = "arp",
    .label = "ARP",
    .name = "Address Resolution Protocol",
    .osi = 2,
    .section = "RFC 826",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_arp,
    .brief = brief,
};
