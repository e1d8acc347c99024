/* Engine.IO sessions as they are heard: see engineio.h. */
#include "stream/engineio.h"

#include <stdlib.h>
#include <string.h>

#include "dissect/json.h"
#include "stream/websocket.h"

struct pw_engine *pw_engine_at(const struct pw_session *session, uint32_t index)
{
    return pw_vector_at(&session->engines, index);
}

static bool same_server(const struct pw_session *session, uint32_t one, uint32_t two)
{
    const struct pw_endpoint *a = &pw_grow_conversation(session, one)->endpoint[PW_SERVER];
    const struct pw_endpoint *b = &pw_grow_conversation(session, two)->endpoint[PW_SERVER];
    return a->port == b->port && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* What a session is looked for by: its id, with one server or, where conversation is PW_NONE, with
 * any. It is in the map under both. */
struct wanted {
    struct pw_bytes sid;
    uint32_t conversation;
};

static bool same(const void *context, uint32_t index, const void *key)
{
    const struct wanted *wanted = key;
    const struct pw_engine *engine = pw_engine_at(context, index);
    return strlen(engine->sid) == wanted->sid.length &&
           memcmp(engine->sid, wanted->sid.data, wanted->sid.length) == 0 &&
           (wanted->conversation == PW_NONE ||
            same_server(context, engine->conversation, wanted->conversation));
}

static uint32_t hash_of(struct pw_session *session, const struct wanted *wanted)
{
    uint8_t key[PW_SID_MAX + sizeof(struct pw_endpoint)];
    size_t length = wanted->sid.length;
    memcpy(key, wanted->sid.data, length);
    if (wanted->conversation != PW_NONE) {
        const struct pw_endpoint *server =
            &pw_grow_conversation(session, wanted->conversation)->endpoint[PW_SERVER];
        memcpy(key + length, server->address, sizeof server->address);
        length += sizeof server->address;
        key[length++] = (uint8_t)(server->port >> 8);
        key[length++] = (uint8_t)server->port;
    }
    return pw_map_hash(&session->by_sid, key, length);
}

uint32_t pw_engine_of(struct pw_session *session, struct pw_bytes sid, uint8_t version,
                      uint32_t conversation)
{
    struct wanted here = {sid, conversation}, anywhere = {sid, PW_NONE};
    if (!sid.length || sid.length > PW_SID_MAX || memchr(sid.data, '\0', sid.length))
        return PW_NONE;
    uint32_t hash = hash_of(session, &here), hash_anywhere = hash_of(session, &anywhere);
    uint32_t found = pw_map_find(&session->by_sid, hash, same, session, &here);
    if (found != PW_NONE)
        return found;
    found = pw_map_find(&session->by_sid, hash_anywhere, same, session, &anywhere);
    if (session->engines.count == PW_CAP_ENGINES) {
        session->totals.dropped++;
        return PW_NONE;
    }
    uint32_t index = session->engines.count;
    struct pw_engine *engine = pw_vector_add(&session->engines);
    memcpy(engine->sid, sid.data, sid.length);
    engine->version = version;
    engine->conversation = conversation;
    engine->open_row = engine->close_row = PW_NONE;
    engine->ping[0] = engine->ping[1] = PW_NONE;
    engine->again = found != PW_NONE;
    pw_map_put(&session->by_sid, hash, index);
    if (!engine->again)
        pw_map_put(&session->by_sid, hash_anywhere, index);
    return index;
}

void pw_engines_free(struct pw_session *session)
{
    for (uint32_t i = 0; i < session->engines.count; i++) {
        struct pw_engine *engine = pw_engine_at(session, i);
        free(engine->acks);
        pw_buffer_free(&engine->attaching[0].text);
        pw_buffer_free(&engine->attaching[1].text);
    }
    pw_vector_free(&session->engines);
    pw_map_free(&session->by_sid);
}

/* The handshake names the session and how it is kept alive. */
static void take_open(struct pw_carrier *on, struct pw_bytes data)
{
    struct pw_session *session = on->l->session;
    struct pw_bytes whole, value;
    uint64_t number;
    if (!pw_json_whole(data, &whole) || !pw_json_find(whole, "sid", &value) ||
        !pw_json_unquote(value, &value))
        return;
    uint32_t index = pw_engine_of(session, value, on->version, on->l->index);
    if (index == PW_NONE)
        return;
    *on->engine = index;
    struct pw_engine *engine = pw_engine_at(session, index);
    session->engines_open +=
        engine->open_row == PW_NONE && engine->close_row == PW_NONE && !engine->again;
    engine->open_row = session->row;
    if (pw_json_find(whole, "pingInterval", &value) && pw_json_number_of(value, &number))
        engine->ping_interval = (uint32_t)number;
    if (pw_json_find(whole, "pingTimeout", &value) && pw_json_number_of(value, &number))
        engine->ping_timeout = (uint32_t)number;
}

bool pw_engineio_raw(const struct pw_session *session, const struct pw_event *event,
                     struct pw_bytes packet)
{
    if (!(event->extra & PW_CARRIED_BINARY))
        return false;
    if (event->extra & PW_CARRIED_WEBSOCKET)
        return pw_session_message(session, event->message)->opcode == PW_WEBSOCKET_BINARY;
    return !packet.length || *packet.data != 'b';
}

/* A pong answers the other side's latest ping. */
static void match_beat(struct pw_engine *engine, struct pw_event *event, uint32_t index)
{
    if (event->result == PW_ENGINEIO_PING) {
        engine->ping[event->side] = index;
    } else if (event->result == PW_ENGINEIO_PONG) {
        event->about = engine->ping[!event->side];
        engine->ping[!event->side] = PW_NONE;
    }
}

void pw_engineio_take(struct pw_carrier *on, const struct pw_engineio_packet *packet)
{
    struct pw_session *session = on->l->session;
    if (packet->kind == PW_ENGINEIO_OPEN)
        take_open(on, packet->data);
    uint32_t index = session->events.count;
    struct pw_event *event = pw_grow_event(session, PW_EVENT_ENGINEIO_PACKET, on->l->index);
    event->message = on->message;
    event->last_message = on->last_message;
    event->side = on->l->side;
    event->result = packet->kind;
    event->part.at = (uint32_t)packet->at;
    event->part.length = (uint32_t)packet->length;
    event->engine = *on->engine;
    event->extra = (uint8_t)(on->version | (on->websocket ? PW_CARRIED_WEBSOCKET : 0) |
                             (packet->binary ? PW_CARRIED_BINARY : 0));
    on->l->conversation->application = PW_APP_SOCKETIO;
    if (*on->engine == PW_NONE)
        return;
    struct pw_engine *engine = pw_engine_at(session, *on->engine);
    match_beat(engine, event, index);
    if (packet->kind == PW_ENGINEIO_CLOSE) {
        session->engines_open -=
            engine->open_row != PW_NONE && engine->close_row == PW_NONE && !engine->again;
        engine->close_row = session->row;
    }
    if (packet->kind != PW_ENGINEIO_MESSAGE)
        return;
    if (packet->binary)
        pw_socketio_attach(on);
    else
        pw_socketio_take(on, packet->data,
                         (uint32_t)(packet->at + packet->length - packet->data.length));
}

void pw_engineio_websocket(struct pw_ladder *l, uint32_t index, struct pw_bytes content)
{
    const struct pw_event *event = pw_session_event(l->session, index);
    struct pw_websocket *ws = l->stream->websocket;
    struct pw_engineio_packet packet;
    struct pw_carrier on = {.l = l,
                            .engine = &ws->engine,
                            .message = event->message,
                            .last_message = event->last_message,
                            .version = ws->engine_version,
                            .websocket = true};
    bool binary = event->result == PW_WEBSOCKET_BINARY;
    if (pw_engineio_parse(content, ws->engine_version, binary, &packet))
        pw_engineio_take(&on, &packet);
}

void pw_engineio_body(struct pw_carrier *on, struct pw_bytes body, bool bytes)
{
    struct pw_engineio_packet packet;
    size_t at = 0;
    for (uint32_t i = 0; i < PW_CAP_PACKETS; i++) {
        if (!pw_engineio_next(body, on->version, bytes, &at, &packet))
            return;
        pw_engineio_take(on, &packet);
    }
    on->l->session->totals.dropped += at < body.length;
}
