/*
 * Ethernet II (IEEE 802.3 clause 3; DIX 2.0). OSI layer 2, the start of most captures.
 *
 *   0                   6                  12      14
 *  +-------------------+------------------+-------+----------
 *  | destination MAC   | source MAC       | type  | payload ...
 *  +-------------------+------------------+-------+----------
 *
 * A type below 0x0600 is a length: IEEE 802.3 framing, whose LLC payload is left as data.
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

enum { DST, SRC, TYPE, LENGTH, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [DST] = {"eth.dst", "Destination MAC address", PW_MAC},
    [SRC] = {"eth.src", "Source MAC address", PW_MAC},
    [TYPE] = {"eth.type", "Type of what is inside", PW_HEX, .names = pw_ethertype_names},
    [LENGTH] = {"eth.len", "Length", PW_UINT},
};

static struct pw_next dissect_eth(struct pw_dissection *d, struct pw_cursor *c)
{
    pw_add_bytes(d, c, &fields[DST], 6);
    pw_add_bytes(d, c, &fields[SRC], 6);
    uint16_t type = pw_u16(c);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (type >= 0x0600) {
        pw_add_bits(d, c, 2, &fields[TYPE], type);
        return (struct pw_next){PW_ETHERTYPE, type};
    }
    pw_add_bits(d, c, 2, &fields[LENGTH], type);
    pw_narrow(d, c, type, "the length field says more bytes than there are", "IEEE 802.3 3.2.6");
    return (struct pw_next){PW_DATA, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *src = pw_layer_get(tree, layer, &fields[SRC]);
    const struct pw_field *dst = pw_layer_get(tree, layer, &fields[DST]);
    if (!src || !dst)
        return;
    pw_field_show(out, src);
    pw_buffer_text(out, " → ");
    pw_field_show(out, dst);
}

const struct pw_protocol pw_protocol_eth = {
    .id = "eth",
    .label = "Ethernet",
    .name = "Ethernet II",
    .osi = 2,
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_eth,
    .brief = brief,
};
