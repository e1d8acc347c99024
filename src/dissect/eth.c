/*
 * Ethernet II (IEEE 802.3 clause 3; DIX 2.0). OSI layer 2, the start of most captures.
 *
 *   0                   6                  12      14
 *  +-------------------+------------------+-------+----------
 *  | destination MAC   | source MAC       | type  | payload ...
 *  +-------------------+------------------+-------+----------
 *
 * A type below 0x0600 is a length: IEEE 802.3 framing, whose LLC payload is left as data.
 *
 * No frame may be shorter than 60 bytes (64 with its check sequence), or a collision at the far end
 * of the cable could go unnoticed: the card fills up with zeros. How many is known only once the
 * carried packet has said its own length.
 */
#include "dissect/dissect.h"
#include "dissect/names.h"

#define LEAST_FRAME    60u
#define CHECK_SEQUENCE 4u

enum { DST, SRC, TYPE, LENGTH, PADDING, TRAILER, FCS, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [DST] = {"eth.dst", "Destination MAC address", PW_MAC},
    [SRC] = {"eth.src", "Source MAC address", PW_MAC},
    [TYPE] = {"eth.type", "Type of what is inside", PW_HEX, .names = pw_ethertype_names},
    [LENGTH] = {"eth.len", "Length", PW_UINT},
    [PADDING] = {"eth.padding", "Padding up to the least length", PW_BYTES},
    [TRAILER] = {"eth.trailer", "Bytes behind the packet", PW_BYTES},
    [FCS] = {"eth.fcs", "Frame check sequence", PW_HEX},
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
    pw_narrow(d, c, type, "the length field says more bytes than there are",
              "IEEE 802.3 section 3.2");
    return (struct pw_next){PW_DATA, 0};
}

static bool all_zero(struct pw_cursor c, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (pw_u8(&c))
            return false;
    return true;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Few cards hand up the check sequence. What stands in its place behind a full frame is taken for
 * it, as Wireshark does. What is what follows from the frame's length on the wire: the capture may
 * have kept less. */
static void read_trailer(struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t behind = d->wire > c->at ? d->wire - c->at : 0;
    uint32_t padding = c->at < LEAST_FRAME && d->wire >= LEAST_FRAME ? LEAST_FRAME - c->at : 0;
    uint32_t here = least(padding, pw_left(c));
    if (here && all_zero(*c, here)) {
        pw_add_bytes(d, c, &fields[PADDING], here);
        behind -= padding;
    }
    bool checked = d->wire >= LEAST_FRAME + CHECK_SEQUENCE && behind >= CHECK_SEQUENCE;
    uint32_t other = least(behind - (checked ? CHECK_SEQUENCE : 0), pw_left(c));
    if (other)
        pw_add_bytes(d, c, &fields[TRAILER], other);
    if (checked && pw_left(c))
        pw_add_u32(d, c, &fields[FCS]);
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_show_between(out, tree, layer, &fields[SRC], &fields[DST]);
}

const struct pw_protocol pw_protocol_eth = {
    .id = "eth",
    .label = "Ethernet",
    .name = "Ethernet II",
    .osi = 2,
    .section = "IEEE 802.3 section 3.2",
    .fields = fields,
    .field_count = FIELDS,
    .dissect = dissect_eth,
    .trailer = read_trailer,
    .brief = brief,
};
