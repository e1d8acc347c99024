/*
 * TCP's options: kind, length, value; the kinds 0 and 1 are a lone byte (RFC 9293 section 3.1).
 * MSS: RFC 9293 3.7.1; window scale and timestamps: RFC 7323; SACK: RFC 2018; fast open: RFC 7413;
 * MD5: RFC 2385; multipath: RFC 8684.
 */
#include "dissect/tcp_options.h"

enum {
    END = 0,
    NOP = 1,
    MSS = 2,
    SCALE = 3,
    SACK_OK = 4,
    SACK = 5,
    TIMESTAMPS = 8,
    MD5 = 19,
    MPTCP = 30,
    FAST_OPEN = 34
};

const struct pw_name pw_tcp_option_names[] = {
    {END, "end of options"},       {NOP, "no operation"},
    {MSS, "maximum segment size"}, {SCALE, "window scale"},
    {SACK_OK, "SACK permitted"},   {SACK, "SACK"},
    {TIMESTAMPS, "timestamps"},    {MD5, "MD5 signature"},
    {28, "user timeout"},          {29, "authentication (TCP-AO)"},
    {MPTCP, "multipath TCP"},      {FAST_OPEN, "fast open"},
    {254, "experiment"},           {0, NULL},
};

const struct pw_name pw_mptcp_subtype_names[] = {
    {0, "MP_CAPABLE"}, {1, "MP_JOIN"}, {2, "DSS"},          {3, "ADD_ADDR"},  {4, "REMOVE_ADDR"},
    {5, "MP_PRIO"},    {6, "MP_FAIL"}, {7, "MP_FASTCLOSE"}, {8, "MP_TCPRST"}, {0, NULL},
};

static void read_scale(struct pw_dissection *d, struct pw_cursor *value,
                       const struct pw_field_def *fields)
{
    uint8_t shift = pw_add_u8(d, value, &fields[PW_OPTION_SHIFT]);
    /* Above 14 the receiver must take 14 (RFC 7323 section 2.3). */
    if (shift > 14)
        shift = 14;
    if (value->cut)
        return;
    d->facts.tcp.scale = (int8_t)shift;
    pw_record_derived(d, &fields[PW_OPTION_MULTIPLIER], pw_offset(value) - 1, 1, 1u << shift);
}

/* An edge of a SACK block, counted as the peer's relative sequence numbers are. */
static void read_edge(struct pw_dissection *d, struct pw_cursor *c, const struct pw_field_def *def)
{
    uint32_t edge = pw_u32(c);
    bool relative = d->context.stream_known && !d->facts.quoted;
    if (d->tree && !c->cut)
        pw_record(d, def, c->at - 4, 4, relative ? edge - d->context.ack_base : edge);
}

static void read_value(struct pw_dissection *d, uint8_t kind, struct pw_cursor *value,
                       const struct pw_field_def *fields)
{
    switch (kind) {
    case MSS:
        d->facts.tcp.mss = pw_add_u16(d, value, &fields[PW_OPTION_MSS]);
        break;
    case SCALE:
        read_scale(d, value, fields);
        break;
    case SACK_OK:
        d->facts.tcp.sack_permitted = true;
        break;
    case SACK:
        while (pw_left(value)) {
            read_edge(d, value, &fields[PW_OPTION_SACK_LEFT]);
            read_edge(d, value, &fields[PW_OPTION_SACK_RIGHT]);
        }
        break;
    case TIMESTAMPS:
        pw_add_u32(d, value, &fields[PW_OPTION_TSVAL]);
        pw_add_u32(d, value, &fields[PW_OPTION_TSECR]);
        break;
    case FAST_OPEN:
        if (pw_left(value))
            pw_add_bytes(d, value, &fields[PW_OPTION_TFO_COOKIE], pw_left(value));
        else if (!value->snapped)
            pw_record_derived(d, &fields[PW_OPTION_TFO_REQUEST], pw_offset(value) - 2, 2, 1);
        break;
    case MD5:
        pw_add_bytes(d, value, &fields[PW_OPTION_MD5], 16);
        break;
    case MPTCP:
        pw_add_u8(d, value, &fields[PW_OPTION_MPTCP]);
        break;
    default:
        break;
    }
    if (pw_left(value))
        pw_add_bytes(d, value, &fields[PW_OPTION_UNKNOWN], pw_left(value));
}

void pw_tcp_read_options(struct pw_dissection *d, struct pw_cursor options,
                         const struct pw_field_def *fields)
{
    while (pw_left(&options)) {
        uint8_t kind = pw_add_u8(d, &options, &fields[PW_OPTION_KIND]);
        if (kind == END)
            return;
        if (kind == NOP)
            continue;
        uint8_t length = pw_add_u8(d, &options, &fields[PW_OPTION_LENGTH]);
        if (options.cut && options.snapped)
            return;
        if (!options.cut && length < 2) {
            pw_fault(d, "an option's length is below its own 2 bytes", "RFC 9293 section 3.1");
            return;
        }
        if (options.cut || (length - 2u > pw_left(&options) && !options.snapped)) {
            pw_fault(d, "an option is longer than the header has room for", "RFC 9293 section 3.1");
            return;
        }
        struct pw_cursor value = pw_window(&options, length - 2u);
        read_value(d, kind, &value, fields);
        if (value.cut && !value.snapped)
            pw_fault(d, "an option is shorter than its kind needs", "RFC 9293 section 3.1");
    }
}
