/*
 * The ladder HTTP -> WebSocket: what a connection's bytes say, found by what they are and never by
 * a port. Each side has a parser that takes bytes in order as they come, however they are cut; a
 * head or header that is not whole yet waits in `partial`, everything else is only counted, never
 * copied.
 */
#include <string.h>

#include "stream/body.h"
#include "stream/http2.h"
#include "stream/tls.h"
#include "stream/websocket.h"

#define CHUNK_LINE_MAX 4096u

void pw_ladder_malformed(struct pw_ladder *l)
{
    struct pw_row *row = pw_grow_row(l->session, l->session->row);
    if (row->flags & PW_ROW_MALFORMED)
        return;
    row->flags |= PW_ROW_MALFORMED;
    l->session->totals.malformed++;
}

void pw_ladder_keep(struct pw_ladder *l, uint32_t message, uint8_t type, struct pw_bytes plain)
{
    uint64_t at = pw_spill_add(&l->session->spill, plain.data, plain.length);
    if (at > UINT32_MAX - plain.length) {
        l->session->totals.dropped++;
        return;
    }
    struct pw_derived *kept = pw_vector_add(&l->session->derived);
    *kept = (struct pw_derived){.message = message,
                                .at = (uint32_t)at,
                                .length = (uint32_t)plain.length,
                                .total = plain.length,
                                .type = type};
}

static void turn_opaque(struct pw_ladder *l)
{
    struct pw_flow *flow = l->flow;
    flow->state = PW_FLOW_OPAQUE;
    if (flow->opaque_from == UINT64_MAX)
        flow->opaque_from = flow->start;
    if (l->conversation->application == PW_APP_UNKNOWN)
        l->conversation->application = PW_APP_OPAQUE;
}

/* What a stream that starts so is; ports only say where a DNS length is worth looking for. */
static enum pw_parse recognise(struct pw_ladder *l, struct pw_bytes window)
{
    enum pw_parse http = pw_http_recognise(window);
    if (http == PW_PARSE_DONE) {
        l->flow->state = PW_FLOW_HTTP_HEAD;
        if (l->conversation->application != PW_APP_SOCKETIO)
            l->conversation->application = PW_APP_HTTP;
    }
    if (http != PW_PARSE_BAD)
        return http;
    enum pw_parse http2 =
        l->side == PW_CLIENT ? pw_http2_recognise(window) : pw_http2_recognise_server(window);
    if (http2 == PW_PARSE_DONE)
        l->flow->state = l->side == PW_CLIENT ? PW_FLOW_HTTP2_PREFACE : PW_FLOW_HTTP2;
    if (http2 != PW_PARSE_BAD)
        return http2;
    enum pw_parse tls = pw_tls_recognise(window);
    if (tls == PW_PARSE_DONE)
        l->flow->state = PW_FLOW_TLS;
    if (tls != PW_PARSE_BAD)
        return tls;
    enum pw_parse dns = pw_dns_recognise(l, window);
    if (dns == PW_PARSE_DONE) {
        l->flow->state = PW_FLOW_DNS;
        l->conversation->application = PW_APP_DNS;
    }
    if (dns != PW_PARSE_BAD || l->conversation->opening != PW_OPENING_NONE || l->stream->carrier)
        return dns;
    enum pw_parse websocket = pw_websocket_guess(window, l->side);
    if (websocket == PW_PARSE_DONE)
        l->flow->state = PW_FLOW_FRAME;
    return websocket;
}

/* The blank line that ends a head, looked for only where new bytes could have completed it. */
static bool has_blank_line(struct pw_bytes window, size_t new_from)
{
    size_t from = new_from > 3 ? new_from - 3 : 0;
    const uint8_t *at = window.data + from, *end = window.data + window.length;
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        if ((at < end && *at == '\n') || (end - at > 1 && at[0] == '\r' && at[1] == '\n'))
            return true;
    }
    return false;
}

/* One decision: what the window starts with. *used is its bytes where the answer is DONE. */
static enum pw_parse step(struct pw_ladder *l, struct pw_bytes window, size_t new_from,
                          uint32_t *used)
{
    enum pw_parse answer;
    *used = 0;
    switch (l->flow->state) {
    case PW_FLOW_NEW:
        return recognise(l, window);
    case PW_FLOW_HTTP_HEAD:
        if (new_from && window.length < PW_HTTP_HEAD_MAX && !has_blank_line(window, new_from))
            return PW_PARSE_MORE;
        return pw_http_take_head(l, window, used);
    case PW_FLOW_HTTP_CHUNK:
        answer = pw_http_take_chunk(l, window, used);
        return answer == PW_PARSE_MORE && window.length > CHUNK_LINE_MAX ? PW_PARSE_BAD : answer;
    case PW_FLOW_HTTP_TRAILER:
        if (new_from && window.length < PW_HTTP_HEAD_MAX && window.data[0] != '\r' &&
            window.data[0] != '\n' && !has_blank_line(window, new_from))
            return PW_PARSE_MORE;
        return pw_http_take_trailer(l, window, used);
    case PW_FLOW_FRAME:
        return pw_websocket_take_header(l, window, used);
    case PW_FLOW_TLS:
        return pw_tls_take(l, window, used);
    case PW_FLOW_HTTP2_PREFACE:
    case PW_FLOW_HTTP2:
        return pw_http2_take(l, window, used);
    default:
        return pw_dns_take(l, window, used);
    }
}

/* A chunk's data ends two bytes before what is counted does. */
static void pass_body(struct pw_ladder *l, struct pw_bytes bytes)
{
    uint64_t behind = l->flow->state == PW_FLOW_HTTP_DATA ? 2 : 0;
    uint64_t data = l->flow->left > behind ? l->flow->left - behind : 0;
    if (bytes.length > data)
        bytes.length = (size_t)data;
    pw_body_pass(l, bytes);
}

/* Bytes that need no decision: bodies, payloads, and what nobody knows. Returns how many it took.
 */
static size_t take_counted(struct pw_ladder *l, struct pw_bytes bytes)
{
    struct pw_flow *flow = l->flow;
    if (flow->state == PW_FLOW_OPAQUE || flow->state == PW_FLOW_HTTP_CLOSE) {
        if (flow->state == PW_FLOW_HTTP_CLOSE)
            pw_body_pass(l, bytes);
        flow->consumed += bytes.length;
        flow->body += bytes.length;
        return bytes.length;
    }
    if (!flow->left)
        return 0;
    size_t took = bytes.length < flow->left ? bytes.length : (size_t)flow->left;
    if (flow->state == PW_FLOW_PAYLOAD)
        pw_websocket_pass(l, pw_bytes_of(bytes.data, took));
    else if (flow->state == PW_FLOW_HTTP2_DATA)
        pw_http2_pass(l, pw_bytes_of(bytes.data, took));
    else if (flow->pipe)
        pass_body(l, pw_bytes_of(bytes.data, took));
    flow->consumed += took;
    flow->left -= took;
    if (!flow->left)
        pw_ladder_counted(l);
    return took;
}

void pw_ladder_counted(struct pw_ladder *l)
{
    switch (l->flow->state) {
    case PW_FLOW_HTTP_BODY:
        pw_http_finish(l);
        break;
    case PW_FLOW_HTTP_DATA:
        l->flow->state = PW_FLOW_HTTP_CHUNK;
        break;
    case PW_FLOW_PAYLOAD:
        pw_websocket_finish(l);
        break;
    case PW_FLOW_HTTP2_DATA:
        pw_http2_finish(l);
        break;
    default:
        break;
    }
}

static struct pw_ladder ladder_of(struct pw_session *session, struct pw_stream *stream,
                                  uint8_t side)
{
    return (struct pw_ladder){.session = session,
                              .conversation = pw_grow_conversation(session, stream->conversation),
                              .stream = stream,
                              .flow = &stream->flow[side],
                              .index = stream->conversation,
                              .side = side};
}

/* Whether a new message may start with the next byte. */
static bool at_start(const struct pw_flow *flow)
{
    return !flow->partial.length &&
           (flow->state == PW_FLOW_NEW || flow->state == PW_FLOW_HTTP_HEAD ||
            flow->state == PW_FLOW_FRAME || flow->state == PW_FLOW_DNS ||
            flow->state == PW_FLOW_TLS || flow->state == PW_FLOW_HTTP2 ||
            flow->state == PW_FLOW_HTTP2_PREFACE);
}

static void take_all(struct pw_ladder *l, struct pw_bytes bytes, uint32_t row);

/* Frames that came in pieces are whole, and only now it is sure that they are frames. */
static size_t take_guessed(struct pw_ladder *l, struct pw_bytes bytes, uint32_t row)
{
    struct pw_buffer whole = l->flow->partial;
    l->flow->partial = (struct pw_buffer){0};
    take_all(l, pw_bytes_of(whole.text, whole.length), row);
    pw_buffer_free(&whole);
    return bytes.length;
}

/* Decide on what is in front. Returns the bytes of `bytes` that are done with; 0 asks for more. */
static size_t take_decided(struct pw_ladder *l, struct pw_bytes bytes, uint32_t row)
{
    struct pw_flow *flow = l->flow;
    size_t before = flow->partial.length;
    if (at_start(flow)) {
        flow->start = flow->consumed;
        flow->first_row = row;
    }
    struct pw_bytes window = bytes;
    if (before) {
        pw_buffer_add(&flow->partial, bytes.data, bytes.length);
        window = pw_bytes_of(flow->partial.text, flow->partial.length);
    }
    uint32_t used;
    uint8_t state = flow->state;
    enum pw_parse answer = step(l, window, before, &used);
    /* Recognised: the same bytes are now read as what they are. */
    if (state == PW_FLOW_NEW && answer == PW_PARSE_DONE) {
        if (flow->state == PW_FLOW_FRAME && before)
            return take_guessed(l, bytes, row);
        answer = step(l, window, 0, &used);
    }
    if (answer == PW_PARSE_MORE) {
        if (!before)
            pw_buffer_add(&flow->partial, bytes.data, bytes.length);
        return 0;
    }
    if (answer == PW_PARSE_BAD || used < before) {
        turn_opaque(l);
        used = (uint32_t)window.length;
        flow->consumed += used;
    }
    pw_buffer_clear(&flow->partial);
    return used - before;
}

static void take_all(struct pw_ladder *l, struct pw_bytes bytes, uint32_t row)
{
    while (bytes.length) {
        if (l->flow->state == PW_FLOW_UPGRADING || l->flow->held) {
            l->flow->held = true;
            return;
        }
        size_t took = take_counted(l, bytes);
        if (!took)
            took = take_decided(l, bytes, row);
        if (!took)
            return;
        bytes.data += took;
        bytes.length -= took;
    }
}

/* After a gap, or where the beginning was not captured, nothing is sure: a segment that starts like
 * HTTP starts anew, one that begins a TLS record goes on, and one that is whole WebSocket frames
 * from end to end leaves no doubt. */
static void start_anew(struct pw_ladder *l, struct pw_bytes segment)
{
    struct pw_flow *flow = l->flow;
    if (flow->gapped && pw_http_recognise(segment) == PW_PARSE_DONE)
        flow->state = PW_FLOW_HTTP_HEAD;
    else if (flow->gapped && l->stream->tls && pw_tls_resume(l, segment))
        flow->state = PW_FLOW_TLS;
    else if ((flow->gapped || l->conversation->opening == PW_OPENING_NONE) &&
             !flow->partial.length && pw_websocket_guess(segment, l->side) == PW_PARSE_DONE)
        flow->state = PW_FLOW_FRAME;
    else
        return;
    flow->gapped = false;
    flow->frames_from = PW_NONE;
}

void pw_ladder_bytes(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                     struct pw_bytes bytes, uint32_t row)
{
    struct pw_ladder l = ladder_of(session, stream, side);
    if (l.flow->gapped || (l.flow->state == PW_FLOW_OPAQUE || l.flow->state == PW_FLOW_NEW))
        start_anew(&l, bytes);
    take_all(&l, bytes, row);
}

void pw_ladder_gap(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                   uint64_t length)
{
    struct pw_ladder l = ladder_of(session, stream, side);
    struct pw_flow *flow = l.flow;
    if (flow->state == PW_FLOW_UPGRADING || flow->held) {
        flow->held = true;
        return;
    }
    flow->lost = true;
    if (flow->pipe)
        flow->pipe->broken = true;
    if (flow->state == PW_FLOW_PAYLOAD)
        pw_websocket_miss(&l);
    if (flow->state == PW_FLOW_HTTP2_DATA)
        pw_http2_miss(&l, length);
    if (flow->left > length) {
        flow->consumed += length;
        flow->left -= length;
        return;
    }
    if (flow->left == length && length) {
        flow->consumed += length;
        flow->left = 0;
        pw_ladder_counted(&l);
        return;
    }
    if (flow->state != PW_FLOW_OPAQUE && flow->state != PW_FLOW_HTTP_CLOSE) {
        flow->gapped = l.conversation->application != PW_APP_UNKNOWN;
        flow->start = flow->consumed;
        flow->left = 0;
        turn_opaque(&l);
    }
    flow->consumed += flow->partial.length + length;
    pw_buffer_clear(&flow->partial);
}

void pw_ladder_break_off(struct pw_session *session, struct pw_stream *stream, uint8_t side)
{
    if (stream->tls && stream->tls->upper)
        stream = stream->tls->upper;
    struct pw_ladder l = ladder_of(session, stream, side);
    if (l.flow->state == PW_FLOW_NEW && l.flow->partial.length)
        turn_opaque(&l);
    if (l.flow->state == PW_FLOW_PAYLOAD)
        pw_websocket_break_off(&l);
    if (stream->http2)
        pw_http2_break_off(session, stream->http2, side);
}

void pw_ladder_let_go(struct pw_session *session, struct pw_stream *stream, uint8_t side)
{
    struct pw_flow *flow = &stream->flow[side];
    pw_body_free(session, flow->pipe);
    flow->pipe = NULL;
    if (stream->websocket)
        pw_websocket_end(session, &stream->websocket->side[side]);
    if (stream->tls && stream->tls->upper)
        pw_ladder_let_go(session, stream->tls->upper, side);
    for (uint32_t i = 0; stream->http2 && i < stream->http2->count; i++)
        if (stream->http2->streams[i].upper)
            pw_ladder_let_go(session, stream->http2->streams[i].upper, side);
}

void pw_ladder_end(struct pw_session *session, struct pw_stream *stream, uint8_t side)
{
    struct pw_ladder l = ladder_of(session, stream, side);
    if (l.flow->state == PW_FLOW_HTTP_CLOSE)
        pw_http_finish(&l);
    if (stream->tls && stream->tls->upper)
        pw_ladder_end(session, stream->tls->upper, side);
    else
        pw_ladder_break_off(session, stream, side);
    if (!stream->carrier)
        pw_ladder_let_go(session, stream, side);
}

uint32_t pw_ladder_message(struct pw_ladder *l, enum pw_application application)
{
    struct pw_session *session = l->session;
    uint32_t index = session->messages.count;
    struct pw_message *message = pw_vector_add(&session->messages);
    message->start = l->flow->start;
    message->length = l->flow->consumed - l->flow->start;
    message->conversation = l->index;
    message->stream = l->stream->index;
    message->first_row = l->flow->first_row;
    message->last_row = session->finished ? PW_NONE : session->row;
    message->next = message->answers = PW_NONE;
    message->application = (uint8_t)application;
    message->side = l->side;
    struct pw_conversation *c = l->conversation;
    if (c->last_message == PW_NONE)
        c->first_message = index;
    else
        pw_grow_message(session, c->last_message)->next = index;
    c->last_message = index;
    return index;
}
