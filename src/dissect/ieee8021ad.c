/*
 * 802.1ad service VLAN tag (IEEE 802.1Q clause 9.6, once 802.1ad). OSI layer 2: a tag between the
 * addresses and the type of an Ethernet frame.
 *
 *   0     3 4            16              31
 *  +-------+-+-----------+---------------+
 *  | PCP   |D| VLAN id   | type          |
 *  +-------+-+-----------+---------------+
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

enum { PRIORITY, DEI, ID, TYPE, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [PRIORITY] = {"ieee8021ad.priority", "Priority", PW_UINT, .mask = 0xe000},
    [DEI] = {"ieee8021ad.dei", "Drop eligible", PW_BOOL, .mask = 0x1000},
    [ID] = {"ieee8021ad.id", "VLAN number", PW_UINT, .mask = 0x0fff},
    [TYPE] = {"ieee8021ad.etype", "Type of what is inside", PW_HEX, .names = pw_ethertype_names},
};

static struct pw_next dissect_ieee8021ad(struct pw_dissection *d, struct pw_cursor *c)
{
    uint16_t tag = pw_u16(c);
    pw_add_bits(d, c, 2, &fields[PRIORITY], tag);
    pw_add_bits(d, c, 2, &fields[DEI], tag);
    pw_add_bits(d, c, 2, &fields[ID], tag);
    uint16_t type = pw_add_u16(d, c, &fields[TYPE]);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (type >= 0x0600)
        return (struct pw_next){PW_ETHERTYPE, type};
    pw_narrow(d, c, type, "the length field says more bytes than there are",
              "IEEE 802.3 section 3.2");
    return (struct pw_next){PW_DATA, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_print(out, "VLAN %llu",
                    (unsigned long long)pw_layer_number(tree, layer, &fields[ID], 0));
}

const struct pw_protocol pw_protocol_ieee8021ad = {
    .id = "ieee8021ad",
    .label = "802.1ad",
    .name = "802.1ad service VLAN tag",
    .osi = 2,
    .section = "IEEE 802.1Q section 9.6",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_ieee8021ad,
    .brief = brief,
};
