/*
 * HTTP/2 in a byte stream: frame after frame (RFC 9113). Header blocks are made readable once, in
 * order, and kept; requests and answers are told when their stream's side is done. What a stream
 * that was turned into a WebSocket carries (RFC 8441) is a stream of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "stream/engineio.h"
#include "stream/http2_headers.h"
#include "stream/websocket.h"

#define FRAME_MAX   (1u << 20) /* payload of a frame that must be whole to be read */
#define STREAMS_MAX 1024u      /* of one connection that are remembered */
#define BLOCK_MAX   (1u << 18) /* bytes of a header block over several frames */

static void forget_oldest(struct pw_http2 *http2)
{
    http2->count--;
    memmove(http2->streams, http2->streams + 1, http2->count * sizeof *http2->streams);
}

/* The stream of that number, made where it is new. */
static struct pw_http2_stream *stream_of(struct pw_ladder *l, uint32_t id)
{
    struct pw_http2 *http2 = l->stream->http2;
    for (uint32_t i = http2->count; i-- > 0;)
        if (http2->streams[i].id == id)
            return &http2->streams[i];
    if (http2->count == STREAMS_MAX) {
        forget_oldest(http2);
        l->session->totals.dropped++;
    }
    if (http2->count == http2->room) {
        http2->room = http2->room ? http2->room * 2 : 4;
        http2->streams = pw_reallocate(http2->streams, http2->room * sizeof *http2->streams);
    }
    struct pw_http2_stream *stream = &http2->streams[http2->count++];
    *stream = (struct pw_http2_stream){.id = id, .head = {PW_NONE, PW_NONE}, .request = PW_NONE};
    return stream;
}

void pw_http2_upgraded(struct pw_ladder *l, uint32_t request)
{
    pw_http2_of(l->stream);
    struct pw_http2_stream *stream = stream_of(l, 1);
    stream->request = request;
    stream->told[PW_CLIENT] = true;
}

/* A side of a stream is done: its request or answer is whole. */
static void tell(struct pw_ladder *l, struct pw_http2_stream *stream)
{
    if (stream->told[l->side] || stream->head[l->side] == PW_NONE)
        return;
    stream->told[l->side] = true;
    bool request = l->side == PW_CLIENT;
    uint32_t index = l->session->events.count;
    struct pw_event *event = pw_grow_event(
        l->session, request ? PW_EVENT_HTTP_REQUEST : PW_EVENT_HTTP_RESPONSE, l->index);
    event->message = stream->head[l->side];
    event->last_message = l->conversation->last_message;
    event->value = stream->body[l->side];
    event->side = l->side;
    event->extra = PW_HTTP_VERSION_2;
    if (request)
        stream->request = index;
    else
        event->about = stream->request;
}

/* From here on the stream's data is WebSocket's (RFC 8441 section 5). */
static void become_websocket(struct pw_ladder *l, struct pw_http2_stream *stream,
                             struct pw_bytes text)
{
    bool accepted = stream->status / 100 == 2;
    struct pw_event *event = pw_grow_event(l->session, PW_EVENT_WEBSOCKET_UPGRADE, l->index);
    event->message = stream->head[PW_CLIENT];
    event->last_message = stream->head[PW_SERVER];
    event->side = l->side;
    event->result = accepted ? PW_UPGRADE_ACCEPTED : PW_UPGRADE_REJECTED;
    event->extra = PW_HTTP_VERSION_2;
    stream->refused = !accepted;
    if (!accepted)
        return;
    l->session->totals.upgrades++;
    if (!pw_stream_may_carry(l->session, l->stream)) {
        l->session->totals.dropped++;
        return;
    }
    stream->upper = pw_stream_new(l->session, l->index, l->stream);
    stream->upper->made = "reassembled";
    stream->upper->how = "the DATA frames' content, joined in order, RFC 8441 section 5";
    struct pw_websocket *ws = pw_websocket_of(stream->upper);
    ws->handshake = true;
    ws->engine_version = stream->engine_version;
    pw_websocket_agree(ws, pw_http2_header(text, "sec-websocket-extensions"));
    for (int side = 0; side < 2; side++)
        stream->upper->flow[side].state = PW_FLOW_FRAME;
}

static void take_request(struct pw_http2_stream *stream, struct pw_bytes text)
{
    stream->websocket = pw_text_is(pw_http2_header(text, ":method"), "CONNECT") &&
                        pw_text_is(pw_http2_header(text, ":protocol"), "websocket");
    struct pw_bytes version = pw_engineio_parameter(pw_http2_header(text, ":path"), "EIO");
    if (version.length == 1 && (*version.data == '3' || *version.data == '4'))
        stream->engine_version = *version.data - '0';
}

/* A header list is whole: the text is kept, since only what came before lets it be read. */
static void take_headers(struct pw_ladder *l, const struct pw_http2_frame *frame, uint32_t message,
                         struct pw_bytes text)
{
    struct pw_http2_stream *stream = stream_of(l, frame->stream);
    pw_ladder_keep(l, message, 0, text);
    uint16_t status = pw_http2_status(pw_http2_header(text, ":status"));
    if (l->side == PW_SERVER && status / 100 == 1)
        return; /* an interim answer: the real one follows */
    if (stream->head[l->side] != PW_NONE)
        return; /* trailers */
    stream->head[l->side] = message;
    if (l->side == PW_CLIENT) {
        take_request(stream, text);
        if (stream->websocket)
            tell(l, stream);
    } else {
        stream->status = status;
        if (stream->websocket) {
            tell(l, stream);
            become_websocket(l, stream, text);
        }
    }
}

static void take_block(struct pw_ladder *l, const struct pw_http2_frame *frame, uint32_t message,
                       struct pw_bytes payload)
{
    struct pw_http2 *http2 = l->stream->http2;
    struct pw_buffer *held = &http2->block[l->side], text = {0};
    struct pw_bytes block = pw_http2_block(frame, payload);
    if (frame->type != PW_HTTP2_CONTINUATION)
        pw_buffer_clear(held);
    if (held->length + block.length > BLOCK_MAX) {
        l->session->totals.dropped++;
        http2->broken[l->side] = true;
        return;
    }
    pw_buffer_add(held, block.data, block.length);
    if (!(frame->flags & PW_HTTP2_END_HEADERS))
        return;
    if (pw_http2_inflate(http2, l->side, pw_bytes_of(held->text, held->length), &text) &&
        frame->type != PW_HTTP2_PUSH_PROMISE)
        take_headers(l, frame, message, pw_bytes_of(pw_buffer_get(&text), text.length));
    pw_buffer_free(&text);
    pw_buffer_clear(held);
}

static void finish_frame(struct pw_ladder *l, const struct pw_http2_frame *frame)
{
    bool ends = frame->type == PW_HTTP2_DATA || frame->type == PW_HTTP2_HEADERS;
    l->flow->state = PW_FLOW_HTTP2;
    if (ends && frame->flags & PW_HTTP2_END_STREAM)
        tell(l, stream_of(l, frame->stream));
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
    if (padding > frame->length - before)
        padding = frame->length - before;
    http2->frame[l->side] = *frame;
    http2->padding[l->side] = padding;
    *used = PW_HTTP2_HEADER + before;
    l->flow->consumed += *used;
    l->flow->left = frame->length - before;
    l->flow->state = PW_FLOW_HTTP2_DATA;
    stream_of(l, frame->stream)->body[l->side] += frame->length - before - padding;
    if (!l->flow->left)
        pw_http2_finish(l);
    return PW_PARSE_DONE;
}

enum pw_parse pw_http2_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_http2_frame frame;
    pw_http2_of(l->stream);
    l->conversation->application = l->conversation->application == PW_APP_UNKNOWN ||
                                           l->conversation->application == PW_APP_TLS ||
                                           l->conversation->application == PW_APP_HTTP
                                       ? PW_APP_HTTP2
                                       : l->conversation->application;
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

void pw_http2_pass(struct pw_ladder *l, struct pw_bytes bytes)
{
    struct pw_http2 *http2 = l->stream->http2;
    uint64_t data =
        l->flow->left > http2->padding[l->side] ? l->flow->left - http2->padding[l->side] : 0;
    if (bytes.length > data)
        bytes.length = (size_t)data;
    struct pw_stream *upper = stream_of(l, http2->frame[l->side].stream)->upper;
    if (upper && bytes.length)
        pw_stream_add(l->session, upper, l->side, bytes);
}

void pw_http2_finish(struct pw_ladder *l)
{
    pw_ladder_message(l, PW_APP_HTTP2);
    finish_frame(l, &l->stream->http2->frame[l->side]);
}
