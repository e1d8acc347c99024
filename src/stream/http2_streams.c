/*
 * The streams of an HTTP/2 connection (RFC 9113 section 5.1): what each asked and was answered,
 * told when its side is done, and the WebSocket that one may become (RFC 8441).
 */
#include "stream/http2_streams.h"

#include <string.h>

#include "stream/engineio.h"
#include "stream/websocket.h"

#define STREAMS_MAX 1024u /* of one connection that are remembered */

static bool is_over(const struct pw_http2_stream *stream)
{
    return stream->reset || (stream->ended[PW_CLIENT] && stream->ended[PW_SERVER]);
}

/* Make room: the oldest that is over is missed by nobody; one that is not counts as left out. */
static void forget_one(struct pw_ladder *l)
{
    struct pw_http2 *http2 = l->stream->http2;
    uint32_t at = 0;
    while (at < http2->count && !is_over(&http2->streams[at]))
        at++;
    if (at == http2->count) {
        at = 0;
        l->session->totals.dropped++;
    }
    http2->count--;
    memmove(http2->streams + at, http2->streams + at + 1,
            (http2->count - at) * sizeof *http2->streams);
}

struct pw_http2_stream *pw_http2_stream_find(struct pw_http2 *http2, uint32_t id)
{
    for (uint32_t i = http2->count; i-- > 0;)
        if (http2->streams[i].id == id)
            return &http2->streams[i];
    return NULL;
}

struct pw_http2_stream *pw_http2_stream_of(struct pw_ladder *l, uint32_t id)
{
    struct pw_http2 *http2 = l->stream->http2;
    struct pw_http2_stream *stream = pw_http2_stream_find(http2, id);
    if (stream)
        return stream;
    if (http2->count == STREAMS_MAX)
        forget_one(l);
    if (http2->count == http2->room) {
        http2->room = http2->room ? http2->room * 2 : 4;
        http2->streams = pw_reallocate(http2->streams, http2->room * sizeof *http2->streams);
    }
    stream = &http2->streams[http2->count++];
    *stream = (struct pw_http2_stream){
        .id = id, .head = {PW_NONE, PW_NONE}, .request = PW_NONE, .engine = PW_NONE};
    return stream;
}

void pw_http2_upgraded(struct pw_ladder *l, uint32_t request)
{
    pw_http2_of(l->stream);
    struct pw_http2_stream *stream = pw_http2_stream_of(l, 1);
    stream->request = request;
    stream->told[PW_CLIENT] = stream->ended[PW_CLIENT] = true;
}

static void note_upgrade(struct pw_ladder *l, const struct pw_http2_stream *stream, uint8_t result)
{
    struct pw_event *event = pw_grow_event(l->session, PW_EVENT_WEBSOCKET_UPGRADE, l->index);
    event->message = stream->head[PW_CLIENT];
    event->last_message = stream->head[PW_SERVER];
    event->side = PW_SERVER;
    event->result = result;
    event->extra = PW_HTTP_VERSION_2;
}

/* The server has answered the extended CONNECT, but not with 2xx. */
static void refuse(struct pw_ladder *l, struct pw_http2_stream *stream)
{
    if (!stream->websocket || stream->upgraded || stream->head[PW_SERVER] == PW_NONE)
        return;
    stream->upgraded = true;
    note_upgrade(l, stream, PW_UPGRADE_REJECTED);
}

/* A side has said all of its request or answer. */
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
    stream->upgraded = true;
    note_upgrade(l, stream, PW_UPGRADE_ACCEPTED);
    l->session->totals.upgrades++;
    if (!pw_stream_may_carry(l->session, l->stream)) {
        l->session->totals.dropped++;
        return;
    }
    stream->upper = pw_stream_new(l->session, l->index, l->stream);
    stream->upper->made = "reassembled";
    stream->upper->how = "the DATA frames' content, joined in order, RFC 8441 section 5";
    stream->upper->http2_id = stream->id;
    struct pw_websocket *ws = pw_websocket_of(stream->upper);
    ws->handshake = true;
    ws->engine_version = stream->engine_version;
    ws->engine = stream->engine;
    pw_websocket_agree(ws, pw_http2_header(text, "sec-websocket-extensions"));
    for (int side = 0; side < 2; side++)
        stream->upper->flow[side].state = PW_FLOW_FRAME;
}

static void take_request(struct pw_ladder *l, struct pw_http2_stream *stream, struct pw_bytes text)
{
    struct pw_bytes target = pw_http2_header(text, ":path");
    struct pw_bytes version = pw_engineio_parameter(target, "EIO");
    stream->connect = pw_text_is(pw_http2_header(text, ":method"), "CONNECT");
    stream->websocket =
        stream->connect && pw_text_is(pw_http2_header(text, ":protocol"), "websocket");
    if (version.length == 1 && (*version.data == '3' || *version.data == '4')) {
        stream->engine_version = *version.data - '0';
        stream->engine = pw_engine_of(l->session, pw_engineio_parameter(target, "sid"),
                                      stream->engine_version, l->index);
    }
    /* What follows is the tunnel's, and no part of the request (RFC 9113 section 8.5). */
    if (stream->connect)
        tell(l, stream);
}

void pw_http2_head(struct pw_ladder *l, uint32_t id, uint32_t message, struct pw_bytes text)
{
    struct pw_http2_stream *stream = pw_http2_stream_of(l, id);
    uint16_t status = pw_http2_status(pw_http2_header(text, ":status"));
    if (l->side == PW_SERVER && status / 100 == 1)
        return; /* an interim answer: the real one follows */
    if (stream->head[l->side] != PW_NONE)
        return; /* trailers */
    stream->head[l->side] = message;
    if (l->side == PW_CLIENT) {
        take_request(l, stream, text);
    } else if (stream->connect && status / 100 == 2) {
        tell(l, stream);
        if (stream->websocket)
            become_websocket(l, stream, text);
    }
}

void pw_http2_end(struct pw_ladder *l, uint32_t id)
{
    struct pw_http2_stream *stream = pw_http2_stream_find(l->stream->http2, id);
    if (!stream)
        return;
    stream->ended[l->side] = true;
    tell(l, stream);
    if (l->side == PW_SERVER)
        refuse(l, stream);
    if (stream->upper)
        pw_ladder_break_off(l->session, stream->upper, l->side);
}

void pw_http2_reset(struct pw_ladder *l, uint32_t id)
{
    struct pw_http2_stream *stream = pw_http2_stream_find(l->stream->http2, id);
    if (!stream)
        return;
    stream->reset = true;
    refuse(l, stream);
    for (uint8_t side = 0; stream->upper && side < 2; side++)
        pw_ladder_break_off(l->session, stream->upper, side);
}

void pw_http2_break_off(struct pw_session *session, struct pw_http2 *http2, uint8_t side)
{
    for (uint32_t i = 0; i < http2->count; i++)
        if (http2->streams[i].upper)
            pw_ladder_break_off(session, http2->streams[i].upper, side);
}
