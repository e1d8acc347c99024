/*
 * Transmission Control Protocol (RFC 9293 section 3.1). OSI layer 4. Its options: tcp_options.c.
 *
 *   0               8               16                             31
 *  +-------------------------------+-------------------------------+
 *  |          source port          |       destination port        |
 *  +-------------------------------+-------------------------------+
 *  |                        sequence number                        |
 *  +---------------------------------------------------------------+
 *  |                    acknowledgment number                      |
 *  +-------+-------+---------------+-------------------------------+
 *  |offset | res   |C E U A P R S F|            window             |
 *  +-------+-------+---------------+-------------------------------+
 *  |           checksum            |        urgent pointer         |
 *  +-------------------------------+-------------------------------+
 *  |                  options, up to 40 bytes ...                  |
 *
 * What it carries belongs to the byte stream, so this layer names no successor: stream/ goes on.
 */
#include "dissect/checksum.h"
#include "dissect/dissect.h"
#include "dissect/tcp_options.h"

enum {
    SRCPORT,
    DSTPORT,
    STREAM,
    LEN,
    SEQ,
    SEQ_RAW,
    ACK,
    ACK_RAW,
    HEADER_LENGTH,
    FLAGS,
    RESERVED,
    AE,
    CWR,
    ECE,
    URG,
    ACK_FLAG,
    PUSH,
    RESET,
    SYN,
    FIN,
    WINDOW,
    WINDOW_SIZE,
    SCALE_FACTOR,
    CHECKSUM,
    CHECKSUM_STATUS,
    URGENT,
    IN_FLIGHT,
    ACKS_FRAME,
    ACK_RTT,
    INITIAL_RTT,
    PAYLOAD,
    OWN_FIELDS
};
static const struct pw_name scale_names[] = {
    {(uint32_t)-1, "unknown: the SYN was not captured"},
    {(uint32_t)-2, "no scaling"},
    {0, NULL},
};
static const struct pw_field_def fields[] = {
    [SRCPORT] = {"tcp.srcport", "Source port", PW_UINT},
    [DSTPORT] = {"tcp.dstport", "Destination port", PW_UINT},
    [STREAM] = {"tcp.stream", "Conversation", PW_UINT},
    [LEN] = {"tcp.len", "Bytes carried", PW_UINT},
    [SEQ] = {"tcp.seq", "Sequence number, relative", PW_UINT, 1},
    [SEQ_RAW] = {"tcp.seq_raw", "Sequence number", PW_UINT},
    [ACK] = {"tcp.ack", "Acknowledgment number, relative", PW_UINT, 1},
    [ACK_RAW] = {"tcp.ack_raw", "Acknowledgment number", PW_UINT},
    [HEADER_LENGTH] = {"tcp.hdr_len", "Header length", PW_UINT},
    [FLAGS] = {"tcp.flags", "Flags", PW_HEX, .mask = 0xfff},
    [RESERVED] = {"tcp.flags.res", "Reserved", PW_BOOL, 1, 0xe00},
    [AE] = {"tcp.flags.ae", "Accurate ECN", PW_BOOL, 1, 0x100},
    [CWR] = {"tcp.flags.cwr", "CWR: congestion window reduced", PW_BOOL, 1, 0x080},
    [ECE] = {"tcp.flags.ece", "ECE: congestion echo", PW_BOOL, 1, 0x040},
    [URG] = {"tcp.flags.urg", "URG: urgent data", PW_BOOL, 1, 0x020},
    [ACK_FLAG] = {"tcp.flags.ack", "ACK: the acknowledgment counts", PW_BOOL, 1, 0x010},
    [PUSH] = {"tcp.flags.push", "PSH: hand over now", PW_BOOL, 1, 0x008},
    [RESET] = {"tcp.flags.reset", "RST: stop at once", PW_BOOL, 1, 0x004},
    [SYN] = {"tcp.flags.syn", "SYN: open", PW_BOOL, 1, 0x002},
    [FIN] = {"tcp.flags.fin", "FIN: nothing more to send", PW_BOOL, 1, 0x001},
    [WINDOW] = {"tcp.window_size_value", "Window, as written", PW_UINT},
    [WINDOW_SIZE] = {"tcp.window_size", "Window, in bytes", PW_UINT, 1},
    [SCALE_FACTOR] = {"tcp.window_size_scalefactor", "Window scale factor", PW_UINT, 1,
                      .names = scale_names},
    [CHECKSUM] = {"tcp.checksum", "Checksum", PW_HEX},
    [CHECKSUM_STATUS] = {"tcp.checksum.status", "Checksum is", PW_UINT, 1,
                         .names = pw_checksum_names},
    [URGENT] = {"tcp.urgent_pointer", "Urgent pointer", PW_UINT},
    [IN_FLIGHT] = {"tcp.analysis.bytes_in_flight", "Bytes under way", PW_UINT, 1},
    [ACKS_FRAME] = {"tcp.analysis.acks_frame", "Confirms packet", PW_UINT, 1},
    [ACK_RTT] = {"tcp.analysis.ack_rtt", "Microseconds since then", PW_UINT, 1},
    [INITIAL_RTT] = {"tcp.analysis.initial_rtt", "Microseconds the opening took", PW_UINT, 1},
    [PAYLOAD] = {"tcp.payload", "What it carries", PW_BYTES},
    PW_TCP_OPTION_FIELDS};
#define FIELDS (sizeof fields / sizeof *fields)

enum { K_SYN, K_SYN_ACK, K_ACK, K_DATA, K_FIN, K_RST };
static const char *const kinds[] = {
    [K_SYN] = "tcp.syn",
    [K_SYN_ACK] = "tcp.syn_ack",
    [K_ACK] = "tcp.ack",
    [K_DATA] = "tcp.data",
    [K_FIN] = "tcp.fin",
    [K_RST] = "tcp.rst",
    NULL,
};

static const char *kind_of(uint16_t flags, uint32_t payload)
{
    if (flags & PW_TCP_RST)
        return kinds[K_RST];
    if (flags & PW_TCP_SYN)
        return kinds[flags & PW_TCP_ACK ? K_SYN_ACK : K_SYN];
    if (flags & PW_TCP_FIN)
        return kinds[K_FIN];
    return kinds[payload ? K_DATA : K_ACK];
}

static void read_flags(struct pw_dissection *d, struct pw_cursor *c)
{
    uint8_t high = pw_u8(c);
    pw_add_bits(d, c, 1, &fields[HEADER_LENGTH], (high >> 4) * 4u);
    uint16_t bits = (uint16_t)(high << 8 | pw_u8(c));
    d->facts.tcp.flags = bits & 0xfff;
    if (!d->tree)
        return;
    for (int i = FLAGS; i <= FIN; i++)
        pw_add_bits(d, c, 2, &fields[i], bits);
}

/* What the whole conversation knows about this packet: relative numbers, the window's true size. */
static void note_context(struct pw_dissection *d, uint32_t start)
{
    const struct pw_context *known = &d->context;
    if (!known->stream_known || d->facts.quoted)
        return;
    pw_record_derived(d, &fields[STREAM], start, 4, known->stream);
    pw_record_derived(d, &fields[SEQ], start + 4, 4, d->facts.tcp.seq - known->seq_base);
    uint32_t ack = d->facts.tcp.flags & PW_TCP_ACK ? d->facts.tcp.ack - known->ack_base : 0;
    pw_record_derived(d, &fields[ACK], start + 8, 4, ack);
    bool scaled = known->scale > 0 && !(d->facts.tcp.flags & PW_TCP_SYN);
    pw_record_derived(d, &fields[WINDOW_SIZE], start + 14, 2,
                      (uint64_t)d->facts.tcp.window << (scaled ? known->scale : 0));
    uint32_t factor = known->scale < 0 ? (uint32_t)(int32_t)known->scale : 1u << known->scale;
    if (!(d->facts.tcp.flags & PW_TCP_SYN))
        pw_record_derived(d, &fields[SCALE_FACTOR], start + 14, 2, factor);
}

/* What the packets before this one make of it. */
static void note_figures(struct pw_dissection *d, uint32_t start)
{
    const struct pw_figures *known = &d->context.figures;
    if (!d->context.stream_known || d->facts.quoted)
        return;
    if (known->flies)
        pw_record_derived(d, &fields[IN_FLIGHT], start + 4, 4, known->in_flight);
    if (known->acks) {
        pw_record_derived(d, &fields[ACKS_FRAME], start + 8, 4, known->acks_row + 1ull);
        pw_record_derived(d, &fields[ACK_RTT], start + 8, 4, known->ack_rtt_us);
    }
    if (known->initial_rtt_us)
        pw_record_derived(d, &fields[INITIAL_RTT], start + 8, 4, known->initial_rtt_us);
}

static struct pw_next dissect_tcp(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_cursor whole = *c;
    uint16_t from = pw_add_u16(d, c, &fields[SRCPORT]);
    uint16_t to = pw_add_u16(d, c, &fields[DSTPORT]);
    d->facts.tcp.seq = pw_add_u32(d, c, &fields[SEQ_RAW]);
    d->facts.tcp.ack = pw_add_u32(d, c, &fields[ACK_RAW]);
    uint32_t header_length = (pw_peek(c, 0) >> 4) * 4u;
    read_flags(d, c);
    d->facts.tcp.window = pw_add_u16(d, c, &fields[WINDOW]);
    pw_add_u16(d, c, &fields[CHECKSUM]);
    pw_add_u16(d, c, &fields[URGENT]);
    d->facts.tcp.mss = 0;
    d->facts.tcp.scale = -1;
    d->facts.tcp.sack_permitted = false;
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (header_length < 20) {
        pw_fault(d, "the header length is below 20 bytes", "RFC 9293 section 3.1");
        return (struct pw_next){PW_END, 0};
    }
    if (header_length > 20) {
        struct pw_cursor options = pw_window(c, header_length - 20);
        pw_check_cut(d, c, "the header length says more bytes than there are",
                     "RFC 9293 section 3.1");
        pw_tcp_read_options(d, options, &fields[OWN_FIELDS]);
        if (c->cut)
            return (struct pw_next){PW_END, 0};
    }
    /* Bytes the packet says it has; fewer may have been captured. */
    uint32_t missing = d->missing;
    d->facts.transport = 6;
    d->facts.from.port = from;
    d->facts.to.port = to;
    d->facts.payload_at = pw_offset(c);
    d->facts.payload_here = pw_left(c);
    d->facts.payload_length = pw_left(c) + missing;
    d->kind = kind_of(d->facts.tcp.flags, d->facts.payload_length);
    if (missing && c->snapped && !d->facts.quoted)
        pw_cut(d, "the capture ends before the bytes it carries do");
    if (d->tree) {
        pw_record_derived(d, &fields[LEN], pw_offset(c), pw_left(c), d->facts.payload_length);
        note_context(d, whole.at);
        note_figures(d, whole.at);
        pw_record_checksum(d, &fields[CHECKSUM_STATUS], whole, whole.at + 16, 6);
    }
    /* What it carries is no part of TCP's own bytes: the layer ends with the header. */
    if (d->tree && pw_left(c))
        pw_record_bytes(d, &fields[PAYLOAD], pw_offset(c), pw_left(c),
                        pw_bytes_of(c->data + c->at, pw_left(c)));
    return (struct pw_next){PW_END, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_print(out, "%llu → %llu",
                    (unsigned long long)pw_layer_number(tree, layer, &fields[SRCPORT], 0),
                    (unsigned long long)pw_layer_number(tree, layer, &fields[DSTPORT], 0));
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    static const struct {
        uint16_t bit;
        const char *name;
    } names[] = {
        {PW_TCP_SYN, "SYN"}, {PW_TCP_FIN, "FIN"}, {PW_TCP_RST, "RST"},
        {PW_TCP_ACK, "ACK"}, {PW_TCP_URG, "URG"},
    };
    uint64_t flags = pw_layer_number(tree, layer, &fields[FLAGS], 0);
    uint64_t length = pw_layer_number(tree, layer, &fields[LEN], 0);
    const char *between = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(flags & names[i].bit))
            continue;
        pw_buffer_text(out, between);
        pw_buffer_text(out, names[i].name);
        between = ", ";
    }
    if (!*between)
        pw_buffer_text(out, "no flags");
    if (length)
        pw_buffer_print(out, length == 1 ? ", %llu byte" : ", %llu bytes",
                        (unsigned long long)length);
}

const struct pw_protocol pw_protocol_tcp = {
    .id = "tcp",
    .label = "TCP",
    .name = "Transmission Control Protocol",
    .osi = 4,
    .section = "RFC 9293 section 3.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_tcp,
    .brief = brief,
    .summary = summary,
};
