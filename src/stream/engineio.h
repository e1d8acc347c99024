/*
 * Engine.IO sessions and the Socket.IO packets they carry. A session is told by its id (sid) and
 * may span several TCP connections: polling requests first, a WebSocket later. Private to stream/.
 */
#ifndef PW_STREAM_ENGINEIO_H
#define PW_STREAM_ENGINEIO_H

#include "dissect/engineio.h"
#include "dissect/socketio.h"
#include "stream/ladder.h"

#define PW_SID_MAX 64u

/* An event whose sender waits to hear that it arrived. */
struct pw_waiting_ack {
    uint32_t event;
    uint32_t namespace; /* hashed */
    uint64_t id;
    uint8_t side;
};

/* A packet whose attachments are still to come. */
struct pw_attaching {
    uint32_t message, at, length; /* where its text lies */
    uint32_t left;
    struct pw_buffer text;
};

struct pw_engine {
    char sid[PW_SID_MAX + 1];
    char pid[PW_SID_MAX + 1]; /* the private id a client asked to recover its state with */
    uint32_t conversation;    /* the first that was seen to carry it */
    bool again; /* its id was seen before at another server address, as behind a proxy */
    uint32_t open_row, close_row;         /* or PW_NONE */
    uint32_t ping[2];                     /* the last ping of each side, an event, or PW_NONE */
    uint32_t ping_interval, ping_timeout; /* milliseconds; 0 where the handshake was not seen */
    struct pw_waiting_ack *acks;
    uint32_t ack_count, ack_room;
    struct pw_attaching attaching[2];
    uint8_t version;
};

/* What an Engine.IO packet came in. */
struct pw_carrier {
    struct pw_ladder *l;
    uint32_t *engine; /* the session, PW_NONE while unknown */
    uint32_t message, last_message;
    uint8_t version;
    bool websocket;
};

/* How an event of these protocols was carried: bits of its `extra`. */
enum {
    PW_CARRIED_VERSION = 0x07, /* Engine.IO's */
    PW_CARRIED_WEBSOCKET = 0x10,
    PW_CARRIED_BINARY = 0x20,
    PW_CARRIED_RECOVERED = 0x40, /* a connect that took up an earlier connection's state */
};

struct pw_engine *pw_engine_at(const struct pw_session *session, uint32_t index);
/* The session of that id with a conversation's server, made where it is new. On both sides of a
 * proxy it is two, of one id. PW_NONE where the id is none. */
uint32_t pw_engine_of(struct pw_session *session, struct pw_bytes sid, uint8_t version,
                      uint32_t conversation);
void pw_engines_free(struct pw_session *session);

/* Is it bytes as they are, and not base64 in text? In version 4 any byte may come first, "b" too:
 * what carried the packet of this event says so. */
bool pw_engineio_raw(const struct pw_session *session, const struct pw_event *event,
                     struct pw_bytes packet);

/* One packet of a carrier, which lies at `at` of its content. */
void pw_engineio_take(struct pw_carrier *on, const struct pw_engineio_packet *packet);
/* A message of a WebSocket that carries Engine.IO: the event it became, and its content. */
void pw_engineio_websocket(struct pw_ladder *l, uint32_t event, struct pw_bytes content);
/* The body of a polling request or response. */
void pw_engineio_body(struct pw_carrier *on, struct pw_bytes body, bool bytes);

/* socketio.c: the content of an Engine.IO message, which lies in [at, at + length). */
void pw_socketio_take(struct pw_carrier *on, struct pw_bytes text, uint32_t at);
/* A binary message: an attachment of the packet before. */
void pw_socketio_attach(struct pw_carrier *on);

#endif
