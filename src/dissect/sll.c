/*
 * Linux cooked capture, versions 1 and 2: what a capture on the device "any" writes in place of a
 * link header that would differ from device to device (LINKTYPE_LINUX_SLL and _SLL2). OSI layer 2.
 *
 *  version 1                                version 2
 *   0        2        4        6             0        2        4
 *  +--------+--------+--------+--------     +--------+--------+-----------------
 *  | packet | device | address| address     |  type  |   0    | interface index
 *  |  type  |  type  | length | (8 bytes)   +--------+--------+----+----+-------
 *  +--------+--------+--------+--------     | device type     |pkt |addr| address
 *  |   ... address            |  type       |                 |type|len | (8 bytes)
 *  +--------------------------+--------     +-----------------+----+----+-------
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

#define VERSION_2 276u /* LINKTYPE_LINUX_SLL2 */

static const struct pw_name packet_types[] = {
    {0, "to us"},      {1, "broadcast"}, {2, "multicast"}, {3, "to somebody else"},
    {4, "sent by us"}, {0, NULL},
};
enum {
    PACKET_TYPE,
    DEVICE_TYPE,
    ADDRESS_LENGTH,
    ADDRESS,
    OTHER,
    UNUSED,
    TYPE,
    INTERFACE,
    RESERVED,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [PACKET_TYPE] = {"sll.pkttype", "Direction", PW_UINT, .names = packet_types},
    [DEVICE_TYPE] = {"sll.hatype", "Device type", PW_UINT, .names = pw_arp_hardware_names},
    [ADDRESS_LENGTH] = {"sll.halen", "Address length", PW_UINT},
    [ADDRESS] = {"sll.src.eth", "Sender's MAC address", PW_MAC},
    [OTHER] = {"sll.src.other", "Sender's address", PW_BYTES},
    [UNUSED] = {"sll.unused", "Unused", PW_BYTES},
    [TYPE] = {"sll.etype", "Type of what is inside", PW_HEX, .names = pw_ethertype_names},
    [INTERFACE] = {"sll.ifindex", "Interface number", PW_UINT},
    [RESERVED] = {"sll.reserved", "Reserved", PW_HEX},
};

/* Eight bytes hold the address, whatever its length. */
static void read_address(struct pw_dissection *d, struct pw_cursor *c, uint32_t length)
{
    struct pw_cursor room = pw_window(c, 8);
    if (length > 8)
        length = 8;
    if (length)
        pw_add_bytes(d, &room, &fields[length == 6 ? ADDRESS : OTHER], length);
    if (pw_left(&room))
        pw_add_bytes(d, &room, &fields[UNUSED], pw_left(&room));
}

static struct pw_next read_version_1(struct pw_dissection *d, struct pw_cursor *c)
{
    pw_add_u16(d, c, &fields[PACKET_TYPE]);
    pw_add_u16(d, c, &fields[DEVICE_TYPE]);
    uint16_t length = pw_add_u16(d, c, &fields[ADDRESS_LENGTH]);
    read_address(d, c, length);
    uint16_t type = pw_add_u16(d, c, &fields[TYPE]);
    return c->cut ? (struct pw_next){PW_END, 0} : (struct pw_next){PW_ETHERTYPE, type};
}

static struct pw_next read_version_2(struct pw_dissection *d, struct pw_cursor *c)
{
    uint16_t type = pw_add_u16(d, c, &fields[TYPE]);
    pw_add_u16(d, c, &fields[RESERVED]);
    pw_add_u32(d, c, &fields[INTERFACE]);
    pw_add_u16(d, c, &fields[DEVICE_TYPE]);
    pw_add_u8(d, c, &fields[PACKET_TYPE]);
    uint8_t length = pw_add_u8(d, c, &fields[ADDRESS_LENGTH]);
    read_address(d, c, length);
    return c->cut ? (struct pw_next){PW_END, 0} : (struct pw_next){PW_ETHERTYPE, type};
}

static struct pw_next dissect_sll(struct pw_dissection *d, struct pw_cursor *c)
{
    return d->link == VERSION_2 ? read_version_2(d, c) : read_version_1(d, c);
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const char *name =
        pw_name_of(packet_types, pw_layer_number(tree, layer, &fields[PACKET_TYPE], 9));
    pw_buffer_text(out, name ? name : "cooked");
}

const struct pw_protocol pw_protocol_sll = {
    .id = "sll",
    .label = "Cooked",
    .name = "Linux cooked capture",
    .osi = 2,
    .section = "LINKTYPE_LINUX_SLL",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_sll,
    .brief = brief,
};
