/*
 * Socket.IO packets as they are heard: events, the acknowledgements that answer them, attachments
 * found, and one event that the server sends to many. See engineio.h.
 */
#include <string.h>

#include "dissect/json.h"
#include "stream/engineio.h"

#define BROADCAST_NS                                                                               \
    1000000000u /* the same event to another connection within that is one call                    \
                 */

static uint32_t hash_of(struct pw_bytes bytes)
{
    uint32_t hash = 2166136261u; /* FNV-1a; only ever compared together with an id */
    for (size_t i = 0; i < bytes.length; i++)
        hash = (hash ^ bytes.data[i]) * 16777619u;
    return hash;
}

/* One more place, or that of the oldest, which is then forgotten. */
static struct pw_waiting_ack *place_for_ack(struct pw_session *session, struct pw_engine *engine)
{
    if (engine->ack_count == PW_CAP_ACKS) {
        struct pw_waiting_ack *oldest = engine->acks;
        for (uint32_t i = 1; i < engine->ack_count; i++)
            if (engine->acks[i].event < oldest->event)
                oldest = &engine->acks[i];
        session->totals.dropped++;
        return oldest;
    }
    if (engine->ack_count == engine->ack_room) {
        engine->ack_room = engine->ack_room ? engine->ack_room * 2 : 4;
        engine->acks = pw_reallocate(engine->acks, engine->ack_room * sizeof *engine->acks);
    }
    return &engine->acks[engine->ack_count++];
}

/* The sender waits for this id to come back. */
static void expect_ack(struct pw_session *session, struct pw_engine *engine, uint32_t event,
                       uint32_t namespace, uint64_t id, uint8_t side)
{
    *place_for_ack(session, engine) =
        (struct pw_waiting_ack){.event = event, .namespace = namespace, .id = id, .side = side};
}

static uint32_t take_ack(struct pw_engine *engine, uint32_t namespace, uint64_t id, uint8_t side)
{
    for (uint32_t i = 0; i < engine->ack_count; i++) {
        const struct pw_waiting_ack *ack = &engine->acks[i];
        if (ack->id != id || ack->namespace != namespace || ack->side != side)
            continue;
        uint32_t event = ack->event;
        engine->acks[i] = engine->acks[--engine->ack_count];
        return event;
    }
    return PW_NONE;
}

/* Rooms are not on the wire. What can be seen is the same event going to several connections. */
static uint32_t same_before(struct pw_session *session, uint32_t index, uint32_t engine,
                            uint32_t hash, uint64_t time)
{
    struct pw_broadcast *ring = session->broadcasts;
    uint32_t count = sizeof session->broadcasts / sizeof *session->broadcasts;
    uint32_t found = PW_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (ring[i].hash != hash || !ring[i].used || time - ring[i].time > BROADCAST_NS)
            continue;
        /* Said twice to the same one it is another call; behind a proxy it is the same packet. */
        if (strcmp(pw_engine_at(session, ring[i].engine)->sid,
                   pw_engine_at(session, engine)->sid) == 0)
            return PW_NONE;
        if (found == PW_NONE || ring[i].event > found)
            found = ring[i].event;
    }
    ring[session->broadcast_next++ % count] = (struct pw_broadcast){
        .time = time, .hash = hash, .engine = engine, .event = index, .used = true};
    return found;
}

/* A client that lost its connection asks with its private id; the same id in the answer says that
 * its state was kept (connection state recovery, Socket.IO 4.6). */
static bool recovers(struct pw_engine *engine, const struct pw_socketio_packet *packet,
                     uint8_t side)
{
    struct pw_bytes pid;
    if (!pw_json_find(packet->payload, "pid", &pid) || !pw_json_unquote(pid, &pid) || !pid.length ||
        pid.length > PW_SID_MAX)
        return false;
    if (side == PW_SERVER)
        return strlen(engine->pid) == pid.length && memcmp(engine->pid, pid.data, pid.length) == 0;
    memcpy(engine->pid, pid.data, pid.length);
    engine->pid[pid.length] = '\0';
    return false;
}

static uint8_t kind_of(uint8_t type)
{
    return type == PW_SOCKETIO_BINARY_EVENT ? PW_SOCKETIO_EVENT
           : type == PW_SOCKETIO_BINARY_ACK ? PW_SOCKETIO_ACK
                                            : type;
}

/* A packet is whole, with all that belongs to it. */
static void finish_packet(struct pw_carrier *on, const struct pw_socketio_packet *packet,
                          uint32_t message, uint32_t at, uint32_t length)
{
    struct pw_session *session = on->l->session;
    struct pw_engine *engine = pw_engine_at(session, *on->engine);
    uint32_t index = session->events.count;
    uint32_t namespace = hash_of(packet->namespace);
    struct pw_event *event = pw_grow_event(session, PW_EVENT_SOCKETIO_PACKET, on->l->index);
    event->message = message;
    event->last_message = on->last_message;
    event->side = on->l->side;
    event->result = kind_of(packet->type);
    event->part.at = at;
    event->part.length = length;
    event->engine = *on->engine;
    event->open = session->engines_open;
    event->extra = (uint8_t)(on->version | (on->websocket ? PW_CARRIED_WEBSOCKET : 0) |
                             (packet->has_attachments ? PW_CARRIED_BINARY : 0));
    uint64_t time = session->finished ? 0 : pw_grow_row(session, session->row)->time;
    if (event->result == PW_SOCKETIO_EVENT && packet->has_ack)
        expect_ack(session, engine, index, namespace, packet->ack, event->side);
    if (event->result == PW_SOCKETIO_EVENT && event->side == PW_SERVER)
        event->about =
            same_before(session, index, *on->engine, namespace ^ hash_of(packet->payload), time);
    else if (event->result == PW_SOCKETIO_ACK && packet->has_ack)
        event->about = take_ack(engine, namespace, packet->ack, !event->side);
    else if (event->result == PW_SOCKETIO_CONNECT && recovers(engine, packet, event->side))
        event->extra |= PW_CARRIED_RECOVERED;
}

/* Nothing is waited for any more. */
static void let_go(struct pw_session *session, struct pw_attaching *attaching)
{
    session->held -= attaching->text.length;
    pw_buffer_free(&attaching->text);
    attaching->left = 0;
}

void pw_socketio_take(struct pw_carrier *on, struct pw_bytes text, uint32_t at)
{
    struct pw_session *session = on->l->session;
    struct pw_engine *engine = pw_engine_at(session, *on->engine);
    struct pw_attaching *attaching = &engine->attaching[on->l->side];
    struct pw_socketio_packet packet;
    let_go(session, attaching);
    if (!pw_socketio_parse(text, &packet))
        return;
    if (!packet.attachments) {
        finish_packet(on, &packet, on->message, at, (uint32_t)text.length);
        return;
    }
    if (text.length > PW_CAP_HELD - session->held) {
        session->totals.dropped++;
        return;
    }
    pw_buffer_add(&attaching->text, text.data, text.length);
    session->held += text.length;
    attaching->message = on->message;
    attaching->at = at;
    attaching->length = (uint32_t)text.length;
    attaching->left = packet.attachments;
}

void pw_socketio_attach(struct pw_carrier *on)
{
    struct pw_engine *engine = pw_engine_at(on->l->session, *on->engine);
    struct pw_attaching *attaching = &engine->attaching[on->l->side];
    struct pw_socketio_packet packet;
    if (!attaching->left || --attaching->left)
        return;
    if (pw_socketio_parse(pw_bytes_of(attaching->text.text, attaching->text.length), &packet))
        finish_packet(on, &packet, attaching->message, attaching->at, attaching->length);
    let_go(on->l->session, attaching);
}
