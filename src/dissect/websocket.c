/*
 * WebSocket frames (RFC 6455 section 5.2). OSI layer 7, inside a TCP stream that an HTTP upgrade
 * turned into a WebSocket connection.
 *
 *   0                   1               2 ...
 *  +-+-----+-------+---+-----------+-----------------------+----------------+-----------
 *  |F| RSV | opcode| M | length    | extended length       | masking key    | payload ...
 *  |I| 123 |  (4)  | A |   (7)     | (16 or 64 bits, where | (32 bits where |
 *  |N|     |       | SK|           |  length is 126 / 127) |  MASK is set)  |
 *  +-+-----+-------+---+-----------+-----------------------+----------------+-----------
 *
 * A client masks what it sends, so that no page can make a browser write bytes that a careless
 * proxy takes for a request (section 10.3). What was masked is shown unmasked as bytes of its own.
 */
#include "dissect/websocket.h"

#include <string.h>

#include "base/text.h"

#define BRIEF_TEXT 40 /* columns of payload a short line shows */

/* The first reserved bit is taken by RFC 7692; the others nobody uses yet. */
static const struct pw_name rsv_names[] = {{0, "none"}, {4, "RSV1: compressed"}, {0, NULL}};

enum {
    FIN,
    RSV,
    OPCODE,
    MASK,
    PAYLOAD_LENGTH,
    LENGTH_16,
    LENGTH_64,
    MASKING_KEY,
    MASKED_PAYLOAD,
    PAYLOAD,
    TEXT,
    CONTINUE,
    CLOSE_STATUS,
    CLOSE_REASON,
    PING,
    PONG,
    UNKNOWN,
    INFLATED,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [FIN] = {"websocket.fin", "FIN: last frame of the message", PW_BOOL, .mask = 0x80},
    [RSV] = {"websocket.rsv", "Reserved bits", PW_HEX, .mask = 0x70, .names = rsv_names},
    [OPCODE] = {"websocket.opcode", "Opcode", PW_UINT, .mask = 0x0f,
                .names = pw_websocket_opcode_names},
    [MASK] = {"websocket.mask", "MASK: the payload is masked", PW_BOOL, .mask = 0x80},
    [PAYLOAD_LENGTH] = {"websocket.payload_length", "Payload length", PW_UINT, .mask = 0x7f},
    [LENGTH_16] = {"websocket.payload_length_ext_16", "Payload length, 16 bits", PW_UINT},
    [LENGTH_64] = {"websocket.payload_length_ext_64", "Payload length, 64 bits", PW_UINT},
    [MASKING_KEY] = {"websocket.masking_key", "Masking key", PW_BYTES},
    [MASKED_PAYLOAD] = {"websocket.masked_payload", "Payload, masked", PW_BYTES},
    [PAYLOAD] = {"websocket.payload", "Payload", PW_BYTES},
    [TEXT] = {"websocket.payload.text", "Text", PW_TEXT, 1},
    [CONTINUE] = {"websocket.payload.continue", "Continued", PW_BYTES, 1},
    [CLOSE_STATUS] = {"websocket.payload.close.status_code", "Close code", PW_UINT, 1,
                      .names = pw_websocket_close_names},
    [CLOSE_REASON] = {"websocket.payload.close.reason", "Reason", PW_TEXT, 1},
    [PING] = {"websocket.payload.ping", "Ping", PW_BYTES, 1},
    [PONG] = {"websocket.payload.pong", "Pong", PW_BYTES, 1},
    [UNKNOWN] = {"websocket.payload.unknown", "Unknown", PW_BYTES, 1},
    [INFLATED] = {"websocket.payload.inflated", "Bytes, inflated", PW_BYTES, 1},
};

enum { K_CONTINUATION, K_TEXT, K_BINARY, K_CLOSE, K_PING, K_PONG, K_RESERVED };
static const char *const kinds[] = {
    [K_CONTINUATION] = "websocket.continuation",
    [K_TEXT] = "websocket.text",
    [K_BINARY] = "websocket.binary",
    [K_CLOSE] = "websocket.close",
    [K_PING] = "websocket.ping",
    [K_PONG] = "websocket.pong",
    [K_RESERVED] = "websocket.reserved",
    NULL,
};

static const char *kind_of(uint8_t opcode)
{
    static const uint8_t by_opcode[16] = {
        K_CONTINUATION, K_TEXT,     K_BINARY,   K_RESERVED, K_RESERVED, K_RESERVED,
        K_RESERVED,     K_RESERVED, K_CLOSE,    K_PING,     K_PONG,     K_RESERVED,
        K_RESERVED,     K_RESERVED, K_RESERVED, K_RESERVED,
    };
    return kinds[by_opcode[opcode & 15]];
}

/* Rules the header alone can break: the same verdict while indexing and while showing. Reserved
 * bits are no fault by themselves: an extension may have given them a meaning. */
static void judge(struct pw_dissection *d, const struct pw_websocket_frame *frame)
{
    uint32_t broken = pw_websocket_judge(frame);
    for (int rule = 0; rule < PW_RULES; rule++)
        if (broken & 1u << rule)
            pw_fault(d, pw_websocket_rules[rule].says, pw_websocket_rules[rule].section);
}

static void show_header(struct pw_dissection *d, struct pw_cursor *c)
{
    uint8_t first = pw_u8(c);
    pw_add_bits(d, c, 1, &fields[FIN], first);
    pw_add_bits(d, c, 1, &fields[RSV], first);
    pw_add_bits(d, c, 1, &fields[OPCODE], first);
    uint8_t second = pw_u8(c);
    pw_add_bits(d, c, 1, &fields[MASK], second);
    pw_add_bits(d, c, 1, &fields[PAYLOAD_LENGTH], second);
    if ((second & 0x7f) == 126)
        pw_add_u16(d, c, &fields[LENGTH_16]);
    if ((second & 0x7f) == 127) {
        uint64_t length = pw_u64(c);
        if (d->tree && !c->cut)
            pw_record(d, &fields[LENGTH_64], pw_offset(c) - 8, 8, length);
    }
    if (second & 0x80)
        pw_add_bytes(d, c, &fields[MASKING_KEY], 4);
}

/* Where the payload can be pointed at: in the packet's bytes, or in the unmasked ones. */
struct place {
    uint8_t source;
    uint32_t at;
    bool whole; /* no room for a source of its own: all rests on the masked bytes together */
    struct pw_bytes bytes;
};

static struct pw_field *show_part(struct pw_dissection *d, const struct place *place, int def,
                                  uint32_t from, uint32_t length)
{
    struct pw_field *field = place->whole ? pw_tree_field(d->tree, &fields[def], place->source,
                                                          place->at, (uint32_t)place->bytes.length)
                                          : pw_tree_field(d->tree, &fields[def], place->source,
                                                          place->at + from, length);
    field->derived = place->whole;
    field->bytes = pw_bytes_of(place->bytes.data + from, length);
    return field;
}

static void show_close(struct pw_dissection *d, const struct place *place)
{
    uint32_t length = (uint32_t)place->bytes.length;
    if (length < 2)
        return;
    struct pw_cursor code = pw_cursor_of(place->bytes.data, length, false);
    show_part(d, place, CLOSE_STATUS, 0, 2)->number = pw_u16(&code);
    if (length > 2)
        show_part(d, place, CLOSE_REASON, 2, length - 2);
}

static void show_payload(struct pw_dissection *d, const struct pw_websocket_frame *frame,
                         const struct place *place)
{
    uint32_t length = (uint32_t)place->bytes.length;
    bool compressed = frame->rsv & 4;
    show_part(d, place, PAYLOAD, 0, length);
    if (frame->opcode == PW_WEBSOCKET_CLOSE)
        show_close(d, place);
    else if (frame->opcode == PW_WEBSOCKET_CONTINUATION)
        show_part(d, place, CONTINUE, 0, length);
    else if (frame->opcode == PW_WEBSOCKET_PING)
        show_part(d, place, PING, 0, length);
    else if (frame->opcode == PW_WEBSOCKET_PONG)
        show_part(d, place, PONG, 0, length);
    else if (frame->opcode == PW_WEBSOCKET_TEXT && !compressed)
        show_part(d, place, TEXT, 0, length);
    else if (frame->opcode > PW_WEBSOCKET_BINARY)
        show_part(d, place, UNKNOWN, 0, length);
}

/* The copy is made in the tree's arena: it lives as long as the fields that point into it. */
static void unmask_payload(struct pw_dissection *d, const struct pw_websocket_frame *frame,
                           struct place *place)
{
    uint8_t *clear = pw_arena_take(d->tree->arena, place->bytes.length);
    memcpy(clear, place->bytes.data, place->bytes.length);
    pw_websocket_unmask(clear, place->bytes.length, frame->key, 0);
    place->bytes.data = clear;
    uint8_t source = pw_tree_source(
        d->tree, "unmasked", "each payload byte XORed with the masking key, RFC 6455 section 5.3",
        place->bytes);
    place->whole = source == 0;
    if (source) {
        place->source = source;
        place->at = 0;
    }
}

static struct pw_next dissect_websocket(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_websocket_frame frame;
    struct pw_next end = {PW_END, 0};
    enum pw_parse parsed = pw_websocket_parse(pw_bytes_of(c->data + c->at, pw_left(c)), &frame);
    show_header(d, c);
    d->kind = kind_of(frame.opcode);
    if (parsed == PW_PARSE_BAD)
        pw_fault(d, "a 64-bit length has its highest bit set", "RFC 6455 section 5.2");
    if (parsed != PW_PARSE_DONE)
        return end;
    judge(d, &frame);
    uint32_t here = pw_left(c);
    if (frame.payload_length <= here)
        here = (uint32_t)frame.payload_length;
    else if (c->snapped)
        pw_cut(d, "the capture ends before this frame's payload does");
    else
        pw_fault(d, "the frame says more bytes than there are", "RFC 6455 section 5.2");
    struct place place = {.source = d->source, .at = pw_offset(c), .bytes = pw_take(c, here)};
    if (!d->layer || here == 0)
        return end;
    if (frame.masked) {
        pw_record_bytes(d, &fields[MASKED_PAYLOAD], place.at, here, place.bytes);
        unmask_payload(d, &frame, &place);
    }
    show_payload(d, &frame, &place);
    return end;
}

static void quote(struct pw_buffer *out, struct pw_bytes text)
{
    pw_buffer_text(out, " “");
    pw_text_brief(out, text, BRIEF_TEXT);
    pw_buffer_text(out, "”");
}

static uint64_t length_of(const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t length = pw_layer_number(tree, layer, &fields[PAYLOAD_LENGTH], 0);
    length = pw_layer_number(tree, layer, &fields[LENGTH_16], length);
    return pw_layer_number(tree, layer, &fields[LENGTH_64], length);
}

/* "text “hello”", "close 1000 “bye”", "binary, 4 bytes". */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    static const uint8_t readable[] = {TEXT, PING, PONG, CLOSE_REASON};
    const struct pw_field *code = pw_layer_get(tree, layer, &fields[CLOSE_STATUS]);
    uint64_t opcode = pw_layer_number(tree, layer, &fields[OPCODE], 0);
    uint64_t length = length_of(tree, layer);
    const char *name = pw_name_of(pw_websocket_opcode_names, opcode);
    if (!pw_layer_get(tree, layer, &fields[OPCODE]))
        return;
    pw_buffer_text(out, name ? name : "reserved opcode ");
    if (!name)
        pw_buffer_number(out, opcode);
    if (code)
        pw_buffer_print(out, " %u", (unsigned)code->number);
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        const struct pw_field *field = pw_layer_get(tree, layer, &fields[readable[i]]);
        if (!field)
            continue;
        quote(out, field->bytes);
        return;
    }
    if (opcode < 8 || !name)
        pw_buffer_print(out, length == 1 ? ", %llu byte" : ", %llu bytes",
                        (unsigned long long)length);
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    brief(out, tree, layer);
    if (pw_layer_number(tree, layer, &fields[RSV], 0) & 4)
        pw_buffer_text(out, ", compressed");
    if (!pw_layer_number(tree, layer, &fields[FIN], 1))
        pw_buffer_text(out, ", more to come");
}

const struct pw_protocol pw_protocol_websocket = {
    .id = "websocket",
    .label = "WebSocket",
    .name = "WebSocket",
    .osi = 7,
    .section = "RFC 6455 section 5.2",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_websocket,
    .brief = brief,
    .summary = summary,
};
