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
