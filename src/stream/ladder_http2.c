/*
 * HTTP/2 in a byte stream: frame after frame (RFC 9113). Header blocks are made readable once, in
 * order, and kept; what they say is told to their stream (http2_streams.c). What a stream that was
 * turned into a WebSocket carries (RFC 8441) is a stream of its own.
 */
#include "stream/http2_headers.h"
#include "stream/http2_streams.h"

#define FRAME_MAX (1u << 20) /* payload of a frame that must be whole to be read */
#define BLOCK_MAX (1u << 18) /* bytes of a header block over several frames */

/* A header block goes on only in CONTINUATION of the same stream, with nothing between (RFC 9113
 * section 6.10). What was left unread is missing from the tables of all that follows. */
static bool follows(const struct pw_http2 *http2, uint8_t side, const struct pw_http2_frame *frame)
{
    bool more = frame->type == PW_HTTP2_CONTINUATION;
    if (!more)
        return !http2->open[side];
    return http2->open[side] && frame->stream == http2->opener[side].stream;
}

/* A header list is whole: the text is kept, since only what came before lets it be read. */
static void take_list(struct pw_ladder *l, uint32_t message)
{
    struct pw_http2 *http2 = l->stream->http2;
    const struct pw_http2_frame *opener = &http2->opener[l->side];
    struct pw_buffer *held = &http2->block[l->side], text = {0};
    bool cut = false;
    if (pw_http2_inflate(http2, l->side, pw_bytes_of(held->text, held->length), &text, &cut)) {
        struct pw_bytes list = pw_bytes_of(pw_buffer_get(&text), text.length);
        pw_ladder_keep(l, message, 0, list);
        if (opener->type == PW_HTTP2_HEADERS)
            pw_http2_head(l, opener->stream, message, list);
    } else {
        pw_ladder_malformed(l);
    }
    l->session->totals.dropped += cut;
    pw_buffer_free(&text);
    pw_buffer_clear(held);
}

static void take_block(struct pw_ladder *l, const struct pw_http2_frame *frame, uint32_t message,
                       struct pw_bytes payload)
{
    struct pw_http2 *http2 = l->stream->http2;
    struct pw_buffer *held = &http2->block[l->side];
    struct pw_bytes block = pw_http2_block(frame, payload);
    if (http2->broken[l->side])
        return;
    if (!follows(http2, l->side, frame)) {
        pw_ladder_malformed(l);
        http2->broken[l->side] = true;
        return;
    }
    if (frame->type != PW_HTTP2_CONTINUATION)
        http2->opener[l->side] = *frame;
    if (held->length + block.length > BLOCK_MAX) {
        l->session->totals.dropped++;
        http2->broken[l->side] = true;
        return;
    }
    pw_buffer_add(held, block.data, block.length);
    http2->open[l->side] = !(frame->flags & PW_HTTP2_END_HEADERS);
    if (!http2->open[l->side])
        take_list(l, message);
}

/* Does a frame say END_STREAM? Where headers go on in CONTINUATION, the first of them says so, and
 * the last makes it true (RFC 9113 section 6.2). */
static bool ends_stream(const struct pw_http2 *http2, uint8_t side,
                        const struct pw_http2_frame *frame)
{
    const struct pw_http2_frame *opener = &http2->opener[side];
    if (frame->type == PW_HTTP2_DATA)
        return frame->flags & PW_HTTP2_END_STREAM;
    if (frame->type != PW_HTTP2_HEADERS && frame->type != PW_HTTP2_CONTINUATION)
        return false;
    return frame->flags & PW_HTTP2_END_HEADERS && opener->type == PW_HTTP2_HEADERS &&
           opener->stream == frame->stream && opener->flags & PW_HTTP2_END_STREAM;
}

static void finish_frame(struct pw_ladder *l, const struct pw_http2_frame *frame)
{
    struct pw_http2_rule broken;
    l->flow->state = PW_FLOW_HTTP2;
    if (pw_http2_judge(frame, &broken))
        pw_ladder_malformed(l);
    if (ends_stream(l->stream->http2, l->side, frame))
        pw_http2_end(l, frame->stream);
    else if (frame->type == PW_HTTP2_RST_STREAM)
        pw_http2_reset(l, frame->stream);
}

static enum pw_parse take_preface(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    enum pw_parse parsed = pw_http2_recognise(window);
    if (parsed != PW_PARSE_DONE)
        return parsed;
    *used = PW_HTTP2_PREFACE_BYTES;
    l->flow->consumed += *used;
    l->flow->state = PW_FLOW_HTTP2;
    pw_ladder_message(l, PW_APP_HTTP2);
    return PW_PARSE_DONE;
}

/* DATA is only counted and passed on; padding's length stands in front of it. */
static enum pw_parse take_data(struct pw_ladder *l, const struct pw_http2_frame *frame,
                               struct pw_bytes window, uint32_t *used)
{
    struct pw_http2 *http2 = l->stream->http2;
    bool padded = frame->flags & PW_HTTP2_PADDED;
    if (padded && window.length <= PW_HTTP2_HEADER && frame->length)
        return PW_PARSE_MORE;
    uint32_t before = padded && frame->length ? 1 : 0;
    uint32_t padding = before ? window.data[PW_HTTP2_HEADER] : 0;
    if (padding > frame->length - before) {
        padding = frame->length - before;
        pw_ladder_malformed(l);
    }
    http2->frame[l->side] = *frame;
    http2->padding[l->side] = padding;
    *used = PW_HTTP2_HEADER + before;
    l->flow->consumed += *used;
    l->flow->left = frame->length - before;
    l->flow->state = PW_FLOW_HTTP2_DATA;
    pw_http2_stream_of(l, frame->stream)->body[l->side] += frame->length - before - padding;
    if (!l->flow->left)
        pw_http2_finish(l);
    return PW_PARSE_DONE;
}

static void note_application(struct pw_conversation *c)
{
    c->http2 = true;
    if (c->application == PW_APP_UNKNOWN || c->application == PW_APP_TLS ||
        c->application == PW_APP_HTTP)
        c->application = PW_APP_HTTP2;
}

enum pw_parse pw_http2_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_http2_frame frame;
    pw_http2_of(l->stream);
    note_application(l->conversation);
    if (l->flow->state == PW_FLOW_HTTP2_PREFACE)
        return take_preface(l, window, used);
    enum pw_parse parsed = pw_http2_parse(window, &frame);
    if (parsed != PW_PARSE_DONE)
        return parsed;
    if (frame.type == PW_HTTP2_DATA)
        return take_data(l, &frame, window, used);
    if (frame.length > FRAME_MAX)
        return PW_PARSE_BAD;
    if (window.length < PW_HTTP2_HEADER + (size_t)frame.length)
        return PW_PARSE_MORE;
    *used = PW_HTTP2_HEADER + frame.length;
    l->flow->consumed += *used;
    uint32_t message = pw_ladder_message(l, PW_APP_HTTP2);
    struct pw_bytes payload = pw_bytes_of(window.data + PW_HTTP2_HEADER, frame.length);
    if (frame.type == PW_HTTP2_HEADERS || frame.type == PW_HTTP2_CONTINUATION ||
        frame.type == PW_HTTP2_PUSH_PROMISE)
        take_block(l, &frame, message, payload);
    finish_frame(l, &frame);
    return PW_PARSE_DONE;
}

/* Of these many bytes of a DATA frame, those that a WebSocket gets: padding is none. */
static struct pw_stream *carried(struct pw_ladder *l, uint64_t *length)
{
    struct pw_http2 *http2 = l->stream->http2;
    uint32_t padding = http2->padding[l->side];
    uint64_t data = l->flow->left > padding ? l->flow->left - padding : 0;
    if (*length > data)
        *length = data;
    const struct pw_http2_stream *stream =
        pw_http2_stream_find(http2, http2->frame[l->side].stream);
    return stream && *length ? stream->upper : NULL;
}

void pw_http2_pass(struct pw_ladder *l, struct pw_bytes bytes)
{
    uint64_t length = bytes.length;
    struct pw_stream *upper = carried(l, &length);
    if (upper)
        pw_stream_add(l->session, upper, l->side, pw_bytes_of(bytes.data, (size_t)length));
}

void pw_http2_miss(struct pw_ladder *l, uint64_t length)
{
    struct pw_stream *upper = carried(l, &length);
    if (upper)
        pw_stream_miss(l->session, upper, l->side, length);
}

void pw_http2_finish(struct pw_ladder *l)
{
    pw_ladder_message(l, PW_APP_HTTP2);
    finish_frame(l, &l->stream->http2->frame[l->side]);
}
