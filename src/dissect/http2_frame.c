/* Where HTTP/2's frames begin and end: see http2.h. RFC 9113 sections 3.4, 4.1 and 6. */
#include "dissect/http2.h"

#include <string.h>

enum pw_parse pw_http2_parse(struct pw_bytes bytes, struct pw_http2_frame *frame)
{
    struct pw_cursor c = pw_cursor_of(
        bytes.data, bytes.length > PW_HTTP2_HEADER ? PW_HTTP2_HEADER : (uint32_t)bytes.length,
        false);
    frame->length = (uint32_t)pw_u8(&c) << 16;
    frame->length |= pw_u16(&c);
    frame->type = pw_u8(&c);
    frame->flags = pw_u8(&c);
    frame->stream = pw_u32(&c) & 0x7fffffff;
    return c.cut ? PW_PARSE_MORE : PW_PARSE_DONE;
}

enum pw_parse pw_http2_recognise(struct pw_bytes bytes)
{
    size_t known = bytes.length < PW_HTTP2_PREFACE_BYTES ? bytes.length : PW_HTTP2_PREFACE_BYTES;
    if (memcmp(bytes.data, PW_HTTP2_PREFACE, known) != 0)
        return PW_PARSE_BAD;
    return known == PW_HTTP2_PREFACE_BYTES ? PW_PARSE_DONE : PW_PARSE_MORE;
}

enum pw_parse pw_http2_recognise_server(struct pw_bytes bytes)
{
    struct pw_http2_frame frame;
    if (bytes.length && bytes.data[0])
        return PW_PARSE_BAD;
    if (bytes.length > 3 && bytes.data[3] != PW_HTTP2_SETTINGS)
        return PW_PARSE_BAD;
    if (pw_http2_parse(bytes, &frame) == PW_PARSE_MORE)
        return PW_PARSE_MORE;
    bool settings = !frame.flags && !frame.stream && frame.length % 6 == 0 && frame.length <= 120;
    return settings ? PW_PARSE_DONE : PW_PARSE_BAD;
}

struct pw_bytes pw_http2_block(const struct pw_http2_frame *frame, struct pw_bytes payload)
{
    size_t before = 0, behind = 0;
    if (frame->flags & PW_HTTP2_PADDED && frame->type != PW_HTTP2_CONTINUATION) {
        behind = payload.length ? payload.data[0] : 0;
        before = 1;
    }
    if (frame->type == PW_HTTP2_HEADERS && frame->flags & PW_HTTP2_HAS_PRIORITY)
        before += 5;
    if (frame->type == PW_HTTP2_PUSH_PROMISE)
        before += 4;
    if (before + behind > payload.length)
        return pw_bytes_of(payload.data, 0);
    return pw_bytes_of(payload.data + before, payload.length - before - behind);
}

/* By type: does it name a stream, and how long is it? */
static const struct shape {
    const char *section;
    bool connection; /* it is about the whole connection */
    bool either;     /* or one stream */
    uint8_t least, most;
} shapes[] = {
    [PW_HTTP2_DATA] = {"RFC 9113 section 6.1"},
    [PW_HTTP2_HEADERS] = {"RFC 9113 section 6.2"},
    [PW_HTTP2_PRIORITY] = {"RFC 9113 section 6.3", .least = 5, .most = 5},
    [PW_HTTP2_RST_STREAM] = {"RFC 9113 section 6.4", .least = 4, .most = 4},
    [PW_HTTP2_SETTINGS] = {"RFC 9113 section 6.5", .connection = true},
    [PW_HTTP2_PUSH_PROMISE] = {"RFC 9113 section 6.6", .least = 4},
    [PW_HTTP2_PING] = {"RFC 9113 section 6.7", .connection = true, .least = 8, .most = 8},
    [PW_HTTP2_GOAWAY] = {"RFC 9113 section 6.8", .connection = true, .least = 8},
    [PW_HTTP2_WINDOW_UPDATE] = {"RFC 9113 section 6.9", .either = true, .least = 4, .most = 4},
    [PW_HTTP2_CONTINUATION] = {"RFC 9113 section 6.10"},
};

bool pw_http2_judge(const struct pw_http2_frame *frame, struct pw_http2_rule *broken)
{
    if (frame->type >= sizeof shapes / sizeof *shapes)
        return false;
    const struct shape *shape = &shapes[frame->type];
    broken->section = shape->section;
    broken->says = NULL;
    bool settings = frame->type == PW_HTTP2_SETTINGS;
    bool too_long = (shape->most && frame->length > shape->most) ||
                    (settings && frame->flags & PW_HTTP2_ACK && frame->length);
    if (shape->connection && frame->stream)
        broken->says = "a frame about the whole connection names a stream";
    else if (!shape->connection && !shape->either && !frame->stream)
        broken->says = "a frame of a stream names none";
    else if (frame->length < shape->least)
        broken->says = "the frame is too short for its type";
    else if (too_long)
        broken->says = "the frame is too long for its type";
    else if (settings && frame->length % 6)
        broken->says = "the settings are not whole";
    return broken->says;
}
