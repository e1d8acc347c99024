/*
 * HTTP/1 in a byte stream (RFC 9112 section 6): where a message ends, which response answers which
 * request, and the turn from HTTP to WebSocket (RFC 6455 section 4).
 */
#include <stdlib.h>
#include <string.h>

#include "stream/body.h"
#include "stream/engineio.h"
#include "stream/http2.h"
#include "stream/websocket.h"

static struct pw_pending *oldest_request(struct pw_ladder *l)
{
    struct pw_stream *stream = l->stream;
    return stream->pending_count ? &stream->pending[0] : NULL;
}

static void forget_oldest(struct pw_stream *stream)
{
    stream->pending_count--;
    memmove(stream->pending, stream->pending + 1, stream->pending_count * sizeof *stream->pending);
}

/* The segment goes by; what was offered is asked for when the answer comes. */
static struct pw_bytes kept(struct pw_session *session, struct pw_bytes bytes)
{
    if (bytes.length > PW_CAP_OFFER)
        bytes.length = PW_CAP_OFFER;
    if (!bytes.length)
        return bytes;
    return pw_bytes_of(pw_arena_text(&session->arena, bytes.data, bytes.length), bytes.length);
}

/* Socket.IO's requests say in their query which Engine.IO they speak, and in which session. */
static void note_engine(struct pw_ladder *l, struct pw_bytes target, struct pw_pending *pending)
{
    struct pw_bytes version = pw_engineio_parameter(target, "EIO");
    struct pw_bytes sid = pw_engineio_parameter(target, "sid");
    if (version.length != 1 || (*version.data != '3' && *version.data != '4'))
        return;
    pending->engine_version = *version.data - '0';
    pending->engine = pw_engine_of(l->session, sid, pending->engine_version, l->index);
}

static void remember_request(struct pw_ladder *l, const struct pw_http_head *head)
{
    struct pw_stream *stream = l->stream;
    if (stream->pending_count == PW_CAP_REQUESTS) {
        forget_oldest(stream);
        l->session->totals.dropped++;
    }
    if (stream->pending_count == stream->pending_room) {
        stream->pending_room = stream->pending_room ? stream->pending_room * 2 : 1;
        stream->pending =
            pw_reallocate(stream->pending, stream->pending_room * sizeof *stream->pending);
    }
    struct pw_pending *pending = &stream->pending[stream->pending_count++];
    /* Any half of the request's handshake tells what it wants, also where the other half is
     * missing (RFC 6455 section 4.1). */
    *pending = (struct pw_pending){.message = PW_NONE,
                                   .no_body = pw_text_is(head->method, "HEAD"),
                                   .connect = pw_text_is(head->method, "CONNECT"),
                                   .upgrade = head->websocket || head->key.length,
                                   .switching = head->upgrade_to.length > 0,
                                   .engine = PW_NONE};
    if (pending->upgrade) {
        pending->offer = pw_offer_of(head);
        pending->offer.partial =
            head->extensions.length > PW_CAP_OFFER || head->subprotocol.length > PW_CAP_OFFER;
        pending->offer.extensions = kept(l->session, head->extensions);
        pending->offer.subprotocols = kept(l->session, head->subprotocol);
    }
    note_engine(l, head->target, pending);
}

/* How long the body is (RFC 9112 section 6.3); answers the state that reads it. */
static enum pw_flow_state body_state(struct pw_ladder *l, const struct pw_http_head *head)
{
    const struct pw_pending *request = head->response ? oldest_request(l) : NULL;
    l->flow->left = 0;
    if (head->response &&
        (head->status / 100 == 1 || head->status == 204 || head->status == 304 ||
         (request && request->no_body) || (request && request->connect && head->status / 100 == 2)))
        return PW_FLOW_HTTP_BODY;
    if (head->chunked)
        return PW_FLOW_HTTP_CHUNK;
    if (head->has_length) {
        l->flow->left = l->flow->body = head->body_length;
        return PW_FLOW_HTTP_BODY;
    }
    return head->response ? PW_FLOW_HTTP_CLOSE : PW_FLOW_HTTP_BODY;
}

/* Frames will follow: what was agreed on decides how they are read. Without the request there is no
 * key, and nothing to hold the answer against. */
static void start_websocket(struct pw_ladder *l, const struct pw_pending *request,
                            const struct pw_http_head *head)
{
    static const struct pw_offer unknown = {.known = false};
    struct pw_websocket *ws = pw_websocket_of(l->stream);
    l->flow->agreed = !pw_upgrade_fault(request ? &request->offer : &unknown, head);
    ws->handshake = true;
    pw_websocket_agree(ws, head->extensions);
    if (!request)
        return;
    ws->engine_version = request->engine_version;
    ws->engine = request->engine;
}

enum pw_parse pw_http_take_head(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_http_head head;
    struct pw_flow *flow = l->flow;
    /* Empty lines before a start line are to be ignored (RFC 9112 section 2.2). */
    if (window.data[0] == '\r' || window.data[0] == '\n') {
        *used = 1;
        flow->consumed++;
        return PW_PARSE_DONE;
    }
    enum pw_parse answer = pw_http_parse_head(window, &head);
    if (answer != PW_PARSE_DONE)
        return answer;
    *used = head.length;
    flow->consumed += head.length;
    flow->body = 0;
    flow->lost = false;
    flow->head_request = !head.response;
    flow->switched = head.response && head.status == 101;
    flow->status = head.status;
    flow->websocket = head.websocket;
    flow->to_http2 = flow->switched && pw_text_is(head.upgrade_to, "h2c");
    if (!head.response)
        remember_request(l, &head);
    const struct pw_pending *request =
        head.response ? oldest_request(l) : &l->stream->pending[l->stream->pending_count - 1];
    flow->agreed = false;
    if (flow->switched && flow->websocket)
        start_websocket(l, request, &head);
    pw_body_begin(l, &head, request && !request->upgrade ? request->engine_version : 0);
    flow->state = (uint8_t)body_state(l, &head);
    if (flow->state == PW_FLOW_HTTP_BODY && !flow->left)
        pw_http_finish(l);
    return PW_PARSE_DONE;
}

enum pw_parse pw_http_take_chunk(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    uint64_t size;
    enum pw_parse answer = pw_http_parse_chunk(window, used, &size);
    if (answer != PW_PARSE_DONE)
        return answer;
    l->flow->consumed += *used;
    l->flow->body += size;
    if (size) {
        l->flow->state = PW_FLOW_HTTP_DATA;
        l->flow->left = size + 2; /* the CRLF behind the data */
    } else {
        l->flow->state = PW_FLOW_HTTP_TRAILER;
    }
    return PW_PARSE_DONE;
}

enum pw_parse pw_http_take_trailer(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    const uint8_t *line = window.data, *end = window.data + window.length;
    for (;;) {
        const uint8_t *feed = memchr(line, '\n', (size_t)(end - line));
        if (!feed)
            return window.length > PW_HTTP_HEAD_MAX ? PW_PARSE_BAD : PW_PARSE_MORE;
        bool blank = feed == line || (feed == line + 1 && *line == '\r');
        line = feed + 1;
        if (blank)
            break;
    }
    *used = (uint32_t)(line - window.data);
    l->flow->consumed += *used;
    pw_http_finish(l);
    return PW_PARSE_DONE;
}

/* Both sides speak something else from the next byte on. */
static void switch_to(struct pw_ladder *l, enum pw_flow_state state)
{
    struct pw_stream *stream = l->stream;
    free(stream->pending);
    stream->pending = NULL;
    stream->pending_count = stream->pending_room = 0;
    for (int side = 0; side < 2; side++) {
        struct pw_flow *flow = &l->stream->flow[side];
        flow->state = (uint8_t)state;
        if (state == PW_FLOW_OPAQUE && flow->opaque_from == UINT64_MAX)
            flow->opaque_from = flow->consumed;
    }
}

/* After the agreement the client begins with the preface, and the server with its settings; the
 * request that asked is answered on stream 1 (RFC 7540 section 3.2). */
static void switch_to_http2(struct pw_ladder *l, uint32_t request)
{
    switch_to(l, PW_FLOW_HTTP2);
    l->stream->flow[!l->side].state = PW_FLOW_HTTP2_PREFACE;
    pw_http2_upgraded(l, request);
}

/* The answer to a request to upgrade: does the server speak WebSocket, and can it prove it? */
static void finish_upgrade(struct pw_ladder *l, const struct pw_pending *request, uint32_t message)
{
    struct pw_event *event = pw_grow_event(l->session, PW_EVENT_WEBSOCKET_UPGRADE, l->index);
    event->message = request ? request->message : PW_NONE;
    event->last_message = message;
    event->side = l->side;
    if (!l->flow->switched) {
        event->result = PW_UPGRADE_REJECTED;
        return;
    }
    bool right = l->flow->agreed;
    event->result = right ? PW_UPGRADE_ACCEPTED : PW_UPGRADE_INVALID;
    l->session->totals.upgrades += right;
    if (right)
        l->conversation->application = PW_APP_WEBSOCKET;
}

/* A polling body is whole: the packets in it are heard now. */
static void take_polled(struct pw_ladder *l, uint8_t version, uint32_t engine, uint32_t message)
{
    struct pw_body *body = l->flow->pipe;
    if (!body || body->use != PW_BODY_ENGINE || body->broken || l->flow->lost)
        return;
    struct pw_carrier on = {
        .l = l, .engine = &engine, .message = message, .last_message = message, .version = version};
    pw_engineio_body(&on, pw_bytes_of(body->content.text, body->content.length), body->bytes);
}

static void finish_response(struct pw_ladder *l, uint32_t message, struct pw_event *event)
{
    struct pw_stream *stream = l->stream;
    struct pw_pending *found = oldest_request(l);
    struct pw_pending request = {.message = PW_NONE, .engine = PW_NONE};
    if (found)
        request = *found;
    pw_grow_message(l->session, message)->answers = request.message;
    event->last_message = request.message;
    /* 100 Continue and 103 Early Hints announce; the answer itself is still to come. */
    bool interim = l->flow->status / 100 == 1 && !l->flow->switched;
    if (found && !interim)
        forget_oldest(stream);
    l->flow->state = PW_FLOW_HTTP_HEAD;
    if (request.upgrade && !interim)
        finish_upgrade(l, &request, message);
    else if (!found && l->flow->switched && l->flow->websocket)
        finish_upgrade(l, NULL, message);
    bool websocket = l->flow->switched && (l->flow->websocket || request.upgrade);
    if (websocket)
        switch_to(l, PW_FLOW_FRAME);
    else if (l->flow->to_http2)
        switch_to_http2(l, request.event);
    else if (l->flow->switched || (request.connect && l->flow->status / 100 == 2))
        switch_to(l, PW_FLOW_OPAQUE);
    else if ((request.upgrade || request.switching) && !interim)
        stream->flow[!l->side].state = PW_FLOW_HTTP_HEAD;
    take_polled(l, request.engine_version, request.engine, message);
}

static void finish_request(struct pw_ladder *l, uint32_t message)
{
    struct pw_stream *stream = l->stream;
    l->flow->state = PW_FLOW_HTTP_HEAD;
    if (!stream->pending_count)
        return;
    struct pw_pending *request = &stream->pending[stream->pending_count - 1];
    request->message = message;
    request->event = l->session->events.count - 1;
    if (request->upgrade || request->switching)
        l->flow->state = PW_FLOW_UPGRADING;
    take_polled(l, request->engine_version, request->engine, message);
}

void pw_http_finish(struct pw_ladder *l)
{
    bool request = l->flow->head_request;
    uint32_t message = pw_ladder_message(l, PW_APP_HTTP);
    struct pw_event *event = pw_grow_event(
        l->session, request ? PW_EVENT_HTTP_REQUEST : PW_EVENT_HTTP_RESPONSE, l->index);
    event->message = message;
    event->value = l->flow->body;
    event->side = l->side;
    if (request)
        finish_request(l, message);
    else
        finish_response(l, message, event);
    pw_body_free(l->session, l->flow->pipe);
    l->flow->pipe = NULL;
}
