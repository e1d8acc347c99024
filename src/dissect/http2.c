/*
 * HTTP/2 frames taken apart (RFC 9113 sections 4 and 6). OSI layer 7. The same requests and answers
 * as HTTP/1, cut into frames, many at once on one connection.
 *
 *   +-----------------------------------------------+
 *   |                 Length (24)                   |
 *   +---------------+---------------+---------------+
 *   |   Type (8)    |   Flags (8)   |
 *   +-+-------------+---------------+-------------------------------+
 *   |R|                 Stream Identifier (31)                      |
 *   +=+=============================================================+
 *   |                   Frame Payload (0...)                      ...
 */
#include "dissect/http2.h"

#include <string.h>

#include "base/text.h"

static const struct pw_name type_names[] = {
    {PW_HTTP2_DATA, "DATA"},
    {PW_HTTP2_HEADERS, "HEADERS"},
    {PW_HTTP2_PRIORITY, "PRIORITY"},
    {PW_HTTP2_RST_STREAM, "RST_STREAM"},
    {PW_HTTP2_SETTINGS, "SETTINGS"},
    {PW_HTTP2_PUSH_PROMISE, "PUSH_PROMISE"},
    {PW_HTTP2_PING, "PING"},
    {PW_HTTP2_GOAWAY, "GOAWAY"},
    {PW_HTTP2_WINDOW_UPDATE, "WINDOW_UPDATE"},
    {PW_HTTP2_CONTINUATION, "CONTINUATION"},
    {0, NULL},
};
static const struct pw_name setting_names[] = {
    {1, "header table size"},
    {2, "enable push"},
    {3, "max concurrent streams"},
    {4, "initial window size"},
    {5, "max frame size"},
    {6, "max header list size"},
    {8, "extended CONNECT"},
    {9, "no RFC 7540 priorities"},
    {0, NULL},
};
static const struct pw_name error_names[] = {
    {0, "NO_ERROR"},
    {1, "PROTOCOL_ERROR"},
    {2, "INTERNAL_ERROR"},
    {3, "FLOW_CONTROL_ERROR"},
    {4, "SETTINGS_TIMEOUT"},
    {5, "STREAM_CLOSED"},
    {6, "FRAME_SIZE_ERROR"},
    {7, "REFUSED_STREAM"},
    {8, "CANCEL"},
    {9, "COMPRESSION_ERROR"},
    {10, "CONNECT_ERROR"},
    {11, "ENHANCE_YOUR_CALM"},
    {12, "INADEQUATE_SECURITY"},
    {13, "HTTP_1_1_REQUIRED"},
    {0, NULL},
};

enum {
    MAGIC,
    LENGTH,
    TYPE,
    FLAGS,
    END_STREAM,
    END_HEADERS,
    PADDED,
    HAS_PRIORITY,
    STREAM,
    PAD_LENGTH,
    BLOCK,
    CONTINUED,
    DATA,
    PADDING,
    HEADERS_PADDING,
    PROMISED,
    PROMISED_BLOCK,
    PROMISED_PADDING,
    SETTING,
    SETTING_VALUE,
    INCREMENT,
    RST_ERROR,
    LAST_STREAM,
    GOAWAY_ERROR,
    GOAWAY_DATA,
    PING,
    PONG,
    EXCLUSIVE,
    DEPENDENCY,
    WEIGHT,
    PAYLOAD,
    HEADER_NAME,
    HEADER_VALUE,
    METHOD,
    PATH,
    AUTHORITY,
    SCHEME,
    STATUS,
    PROTOCOL,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [MAGIC] = {"http2.magic", "Preface", PW_TEXT},
    [LENGTH] = {"http2.length", "Payload length", PW_UINT},
    [TYPE] = {"http2.type", "Type", PW_UINT, .names = type_names},
    [FLAGS] = {"http2.flags", "Flags", PW_HEX},
    [END_STREAM] = {"http2.flags.end_stream", "END_STREAM: this side is done", PW_BOOL, 1, 0x01},
    [END_HEADERS] = {"http2.flags.eh", "END_HEADERS: the headers are whole", PW_BOOL, 1, 0x04},
    [PADDED] = {"http2.flags.padded", "PADDED", PW_BOOL, 1, 0x08},
    [HAS_PRIORITY] = {"http2.flags.priority", "PRIORITY", PW_BOOL, 1, 0x20},
    [STREAM] = {"http2.streamid", "Stream", PW_UINT},
    [PAD_LENGTH] = {"http2.padding", "Padding, bytes", PW_UINT},
    [BLOCK] = {"http2.headers", "Headers, compressed", PW_BYTES},
    [CONTINUED] = {"http2.continuation.header", "More headers, compressed", PW_BYTES},
    [DATA] = {"http2.data.data", "Data", PW_BYTES},
    [PADDING] = {"http2.data.padding", "Padding", PW_BYTES},
    [HEADERS_PADDING] = {"http2.headers.padding", "Padding", PW_BYTES},
    [PROMISED] = {"http2.push_promise.promised_stream_id", "Stream promised", PW_UINT},
    [PROMISED_BLOCK] = {"http2.push_promise.header", "Headers, compressed", PW_BYTES},
    [PROMISED_PADDING] = {"http2.push_promise.padding", "Padding", PW_BYTES},
    [SETTING] = {"http2.settings.id", "Setting", PW_UINT, .names = setting_names},
    [SETTING_VALUE] = {"http2.settings.value", "Value", PW_UINT, 1},
    [INCREMENT] = {"http2.window_update.window_size_increment", "Bytes more", PW_UINT},
    [RST_ERROR] = {"http2.rst_stream.error", "Error", PW_UINT, .names = error_names},
    [LAST_STREAM] = {"http2.goaway.last_stream_id", "Last stream taken", PW_UINT},
    [GOAWAY_ERROR] = {"http2.goaway.error", "Error", PW_UINT, .names = error_names},
    [GOAWAY_DATA] = {"http2.goaway.addata", "More about it", PW_BYTES},
    [PING] = {"http2.ping", "Ping", PW_BYTES},
    [PONG] = {"http2.pong", "Pong", PW_BYTES},
    [EXCLUSIVE] = {"http2.exclusive", "Exclusive", PW_BOOL},
    [DEPENDENCY] = {"http2.stream_dependency", "Depends on stream", PW_UINT},
    [WEIGHT] = {"http2.headers.weight", "Weight", PW_UINT},
    [PAYLOAD] = {"http2.unknown", "Payload", PW_BYTES},
    [HEADER_NAME] = {"http2.header.name", "Name", PW_TEXT},
    [HEADER_VALUE] = {"http2.header.value", "Value", PW_TEXT, 1},
    [METHOD] = {"http2.headers.method", "Method", PW_TEXT, 1},
    [PATH] = {"http2.headers.path", "Path", PW_TEXT, 1},
    [AUTHORITY] = {"http2.headers.authority", "Host", PW_TEXT, 1},
    [SCHEME] = {"http2.headers.scheme", "Scheme", PW_TEXT, 1},
    [STATUS] = {"http2.headers.status", "Status", PW_TEXT, 1},
    [PROTOCOL] = {"http2.header.protocol", "Protocol", PW_TEXT, 1},
};

enum { K_FRAME = PW_HTTP2_CONTINUATION + 1, K_MAGIC, K_ACK };
static const char *const kinds[] = {
    [PW_HTTP2_DATA] = "http2.data",
    [PW_HTTP2_HEADERS] = "http2.headers",
    [PW_HTTP2_PRIORITY] = "http2.priority",
    [PW_HTTP2_RST_STREAM] = "http2.rst_stream",
    [PW_HTTP2_SETTINGS] = "http2.settings",
    [PW_HTTP2_PUSH_PROMISE] = "http2.push_promise",
    [PW_HTTP2_PING] = "http2.ping",
    [PW_HTTP2_GOAWAY] = "http2.goaway",
    [PW_HTTP2_WINDOW_UPDATE] = "http2.window_update",
    [PW_HTTP2_CONTINUATION] = "http2.continuation",
    [K_FRAME] = "http2.frame",
    [K_MAGIC] = "http2.magic",
    [K_ACK] = "http2.settings_ack",
    NULL,
};

static void show_rest(struct pw_dissection *d, struct pw_cursor *c, int def)
{
    if (pw_left(c))
        pw_add_bytes(d, c, &fields[def], pw_left(c));
}

static void show_priority(struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t at = pw_offset(c);
    uint32_t word = pw_u32(c);
    if (d->layer && !c->cut) {
        pw_record(d, &fields[EXCLUSIVE], at, 4, word >> 31);
        pw_record(d, &fields[DEPENDENCY], at, 4, word & 0x7fffffff);
    }
    pw_add_u8(d, c, &fields[WEIGHT]);
}

static void show_settings(struct pw_dissection *d, struct pw_cursor *c)
{
    while (pw_left(c) >= 6) {
        pw_add_u16(d, c, &fields[SETTING]);
        pw_add_u32(d, c, &fields[SETTING_VALUE]);
    }
}

/* A stream's number; the bit in front of it means nothing. */
static void show_stream(struct pw_dissection *d, struct pw_cursor *c, int def)
{
    uint32_t at = pw_offset(c);
    uint32_t word = pw_u32(c);
    if (d->layer && !c->cut)
        pw_record(d, &fields[def], at, 4, word & 0x7fffffff);
}

/* Padding stands behind what it pads; its length in front. */
static void show_padded(struct pw_dissection *d, struct pw_cursor *c,
                        const struct pw_http2_frame *frame, int def, int blanks)
{
    uint32_t padding = frame->flags & PW_HTTP2_PADDED ? pw_add_u8(d, c, &fields[PAD_LENGTH]) : 0;
    if (frame->type == PW_HTTP2_HEADERS && frame->flags & PW_HTTP2_HAS_PRIORITY)
        show_priority(d, c);
    if (frame->type == PW_HTTP2_PUSH_PROMISE)
        show_stream(d, c, PROMISED);
    if (padding > pw_left(c)) {
        pw_fault(d, "the padding is longer than the frame", "RFC 9113 section 6.1");
        padding = 0;
    }
    if (pw_left(c) > padding || def == DATA)
        pw_add_bytes(d, c, &fields[def], pw_left(c) - padding);
    show_rest(d, c, blanks);
}

static void show_payload(struct pw_dissection *d, struct pw_cursor *c,
                         const struct pw_http2_frame *frame)
{
    switch (frame->type) {
    case PW_HTTP2_DATA:
        show_padded(d, c, frame, DATA, PADDING);
        break;
    case PW_HTTP2_HEADERS:
        show_padded(d, c, frame, BLOCK, HEADERS_PADDING);
        break;
    case PW_HTTP2_PUSH_PROMISE:
        show_padded(d, c, frame, PROMISED_BLOCK, PROMISED_PADDING);
        break;
    case PW_HTTP2_CONTINUATION:
        show_rest(d, c, CONTINUED);
        break;
    case PW_HTTP2_PRIORITY:
        show_priority(d, c);
        break;
    case PW_HTTP2_RST_STREAM:
        pw_add_u32(d, c, &fields[RST_ERROR]);
        break;
    case PW_HTTP2_SETTINGS:
        show_settings(d, c);
        break;
    case PW_HTTP2_PING:
        show_rest(d, c, frame->flags & PW_HTTP2_END_STREAM ? PONG : PING);
        break;
    case PW_HTTP2_GOAWAY:
        show_stream(d, c, LAST_STREAM);
        pw_add_u32(d, c, &fields[GOAWAY_ERROR]);
        show_rest(d, c, GOAWAY_DATA);
        break;
    case PW_HTTP2_WINDOW_UPDATE:
        pw_add_u32(d, c, &fields[INCREMENT]);
        break;
    default:
        show_rest(d, c, PAYLOAD);
        break;
    }
}

/* Which flags a type has (RFC 9113 section 6). */
static void show_flags(struct pw_dissection *d, struct pw_cursor *c, uint8_t type)
{
    uint8_t flags = pw_add_u8(d, c, &fields[FLAGS]);
    bool data = type == PW_HTTP2_DATA, headers = type == PW_HTTP2_HEADERS;
    if (data || headers)
        pw_add_bits(d, c, 1, &fields[END_STREAM], flags);
    if (headers || type == PW_HTTP2_CONTINUATION || type == PW_HTTP2_PUSH_PROMISE)
        pw_add_bits(d, c, 1, &fields[END_HEADERS], flags);
    if (data || headers || type == PW_HTTP2_PUSH_PROMISE)
        pw_add_bits(d, c, 1, &fields[PADDED], flags);
    if (headers)
        pw_add_bits(d, c, 1, &fields[HAS_PRIORITY], flags);
}

static struct pw_next dissect_http2(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_next end = {PW_END, 0};
    struct pw_http2_frame frame;
    struct pw_http2_rule broken;
    struct pw_bytes here = pw_bytes_of(c->data + c->at, pw_left(c));
    if (here.length >= PW_HTTP2_PREFACE_BYTES && pw_http2_recognise(here) == PW_PARSE_DONE) {
        pw_add_bytes(d, c, &fields[MAGIC], PW_HTTP2_PREFACE_BYTES);
        d->kind = kinds[K_MAGIC];
        return end;
    }
    uint32_t at = pw_offset(c);
    enum pw_parse parsed = pw_http2_parse(here, &frame);
    pw_skip(c, 3);
    if (d->layer && !c->cut)
        pw_record(d, &fields[LENGTH], at, 3, frame.length);
    pw_add_u8(d, c, &fields[TYPE]);
    show_flags(d, c, frame.type);
    at = pw_offset(c);
    pw_skip(c, 4);
    if (parsed != PW_PARSE_DONE || c->cut)
        return end;
    if (d->layer)
        pw_record(d, &fields[STREAM], at, 4, frame.stream);
    bool ack = frame.type == PW_HTTP2_SETTINGS && frame.flags & PW_HTTP2_END_STREAM;
    d->kind = kinds[ack ? K_ACK : frame.type > PW_HTTP2_CONTINUATION ? K_FRAME : frame.type];
    if (frame.length > pw_left(c) && c->snapped)
        pw_cut(d, "the capture ends before this frame does");
    else if (frame.length > pw_left(c))
        pw_fault(d, "the frame says more bytes than there are", "RFC 9113 section 4.1");
    struct pw_cursor payload = pw_window(c, frame.length < pw_left(c) ? frame.length : pw_left(c));
    show_payload(d, &payload, &frame);
    if (pw_http2_judge(&frame, &broken))
        pw_fault(d, broken.says, broken.section);
    return end;
}

static void show_line(struct pw_dissection *d, struct pw_bytes text, size_t at, size_t length)
{
    static const struct {
        const char *name;
        int def;
    } known[] = {{":method", METHOD}, {":path", PATH},     {":authority", AUTHORITY},
                 {":scheme", SCHEME}, {":status", STATUS}, {":protocol", PROTOCOL}};
    const uint8_t *line = text.data + at;
    const uint8_t *colon = length > 1 ? memchr(line + 1, ':', length - 1) : NULL;
    if (!colon)
        return;
    size_t name = (size_t)(colon - line), value = name + 2 < length ? name + 2 : length;
    struct pw_bytes name_text = pw_bytes_of(line, name);
    struct pw_bytes value_text = pw_bytes_of(line + value, length - value);
    pw_record_bytes(d, &fields[HEADER_NAME], (uint32_t)at, (uint32_t)name, name_text);
    pw_record_bytes(d, &fields[HEADER_VALUE], (uint32_t)(at + value), (uint32_t)(length - value),
                    value_text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pw_text_is(name_text, known[i].name))
            pw_record_bytes(d, &fields[known[i].def], (uint32_t)(at + value),
                            (uint32_t)(length - value), value_text);
}

void pw_http2_show_headers(struct pw_dissection *d, struct pw_bytes text)
{
    for (size_t at = 0; at < text.length;) {
        const uint8_t *feed = memchr(text.data + at, '\n', text.length - at);
        size_t length = feed ? (size_t)(feed - text.data) - at : text.length - at;
        show_line(d, text, at, length);
        at += length + 1;
    }
}

static bool add_text(struct pw_buffer *out, const struct pw_tree *tree,
                     const struct pw_layer *layer, int def, const char *before)
{
    const struct pw_field *field = pw_layer_get(tree, layer, &fields[def]);
    if (!field)
        return false;
    pw_buffer_text(out, before);
    pw_text_brief(out, field->bytes, 50);
    return true;
}

/* "stream 1: GET /chat", "stream 1: 200", "SETTINGS", "stream 3: DATA, 512 bytes". */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *type = pw_layer_get(tree, layer, &fields[TYPE]);
    uint64_t stream = pw_layer_number(tree, layer, &fields[STREAM], 0);
    if (pw_layer_get(tree, layer, &fields[MAGIC]))
        pw_buffer_text(out, "preface");
    if (!type)
        return;
    if (stream)
        pw_buffer_print(out, "stream %llu: ", (unsigned long long)stream);
    if (type->number == PW_HTTP2_PUSH_PROMISE)
        pw_buffer_print(out, "promises stream %llu: ",
                        (unsigned long long)pw_layer_number(tree, layer, &fields[PROMISED], 0));
    if (add_text(out, tree, layer, METHOD, "")) {
        add_text(out, tree, layer, PATH, " ");
        return;
    }
    if (add_text(out, tree, layer, STATUS, ""))
        return;
    const char *name = pw_name_of(type_names, type->number);
    pw_buffer_text(out, name ? name : "a frame of an unknown type");
    if (type->number == PW_HTTP2_DATA)
        pw_buffer_print(out, ", %llu bytes",
                        (unsigned long long)pw_layer_number(tree, layer, &fields[LENGTH], 0));
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_text(out, "HTTP/2 ");
    brief(out, tree, layer);
}

const struct pw_protocol pw_protocol_http2 = {
    .id = "http2",
    .label = "HTTP/2",
    .name = "Hypertext Transfer Protocol, version 2",
    .osi = 7,
    .section = "RFC 9113 section 4.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_http2,
    .brief = brief,
    .summary = summary,
};
