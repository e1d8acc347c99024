/*
 * What the files of stream/ share and nobody else sees: how the picture is grown.
 *
 * The way of a packet: session.c adds its row, fragments.c joins datagrams, conversation.c finds
 * the conversation and follows TCP's opening and closing, flow.c puts bytes in order, ladder.c
 * recognises what they say.
 */
#ifndef PW_STREAM_PRIVATE_H
#define PW_STREAM_PRIVATE_H

#include "base/buffer.h"
#include "base/map.h"
#include "base/spill.h"
#include "stream/session.h"
#include "stream/upgrade.h"

/* Bytes in order: the packet that carried those from `at` on, until the next piece starts. */
struct pw_piece {
    uint64_t at;   /* in the side's stream */
    uint32_t row;  /* PW_NONE: these bytes were never captured */
    uint32_t skip; /* payload bytes of that row that belong to earlier pieces; of derived bytes:
                      where they lie in the spill */
};

/* A segment that came before bytes that precede it. Its bytes are fetched again when its turn
 * comes. */
struct pw_waiting {
    uint32_t seq;
    uint32_t length;
    uint32_t row;
};

/* Where a side's parser stands. */
enum pw_flow_state {
    PW_FLOW_NEW,           /* nothing recognised yet */
    PW_FLOW_HTTP_HEAD,     /* expects a start line */
    PW_FLOW_HTTP_BODY,     /* `left` bytes of a body by length */
    PW_FLOW_HTTP_CHUNK,    /* expects a chunk's line */
    PW_FLOW_HTTP_DATA,     /* `left` bytes of chunk data and its CRLF */
    PW_FLOW_HTTP_TRAILER,  /* expects the trailer section's end */
    PW_FLOW_HTTP_CLOSE,    /* a body that ends with the connection */
    PW_FLOW_UPGRADING,     /* asked to upgrade: what follows waits for the answer */
    PW_FLOW_FRAME,         /* expects a WebSocket frame's header */
    PW_FLOW_PAYLOAD,       /* `left` bytes of a frame's payload */
    PW_FLOW_DNS,           /* expects a DNS message behind its length */
    PW_FLOW_TLS,           /* expects a TLS record */
    PW_FLOW_HTTP2_PREFACE, /* expects the preface of HTTP/2 */
    PW_FLOW_HTTP2,         /* expects a frame of HTTP/2 */
    PW_FLOW_HTTP2_DATA,    /* `left` bytes of a DATA frame's payload */
    PW_FLOW_OPAQUE,        /* nobody here knows these bytes */
};

/* One direction of a connection. */
struct pw_flow {
    struct pw_piece *pieces;
    struct pw_waiting *waiting; /* by sequence number */
    struct pw_buffer partial;   /* the start of a head or header that is not whole yet */
    uint64_t delivered;         /* bytes put in order so far */
    uint64_t consumed;          /* of those, bytes the parser is done with */
    uint64_t opaque_from;       /* unrecognised from here on; UINT64_MAX: nowhere */
    uint64_t start;             /* where the message being read starts */
    uint64_t left;              /* bytes until the next decision */
    uint64_t body;              /* decoded body bytes so far */
    uint64_t gap_since;         /* when the first waiting segment began to wait */
    uint32_t piece_count, piece_room;
    uint32_t waiting_count, waiting_room;
    uint32_t first_row;   /* the packet the message being read starts in */
    uint32_t frames_from; /* first frame of an unfinished fragmented message, or PW_NONE */
    uint8_t state;        /* enum pw_flow_state */
    uint8_t opcode;       /* of the frame being read */
    uint8_t data_opcode;  /* of the message its fragments belong to */
    bool final;           /* the frame being read has FIN */
    bool lost;            /* bytes of the message being read were not captured */
    bool held;            /* bytes wait for an upgrade's answer */
    bool gapped;          /* unrecognised only since a gap: look out for a fresh start */
    bool ended;           /* its FIN, or a RST, was reached in order */
    uint16_t status;      /* of the HTTP response being read */
    bool head_request;    /* the HTTP message being read is a request */
    bool switched;        /* it answers 101 Switching Protocols */
    bool to_http2;        /* and switches to HTTP/2 without TLS */
    bool websocket;       /* its Upgrade names websocket */
    bool agreed;          /* and is the valid answer to the request for it */
    struct pw_body *pipe; /* the body being read, decoded as it passes; NULL: nobody wants it */
    bool derived;         /* its bytes are no segments' but lie in the session's spill */
};

/* A request whose response has not come yet. */
struct pw_pending {
    uint32_t message;
    uint32_t event;         /* that it was told by */
    bool no_body;           /* HEAD: its response has a head only */
    bool connect;           /* CONNECT: a 2xx turns the connection into a tunnel */
    bool upgrade;           /* it asks to speak WebSocket */
    bool switching;         /* or anything else, with an Upgrade header */
    uint8_t engine_version; /* it speaks Engine.IO: 3 or 4; or 0 */
    uint32_t engine;        /* in that session, or PW_NONE */
    struct pw_offer offer;  /* where it asks so: what of */
};

/* Bytes in two directions: TCP's own, or those that something in them carries (what TLS decrypts).
 */
struct pw_stream {
    struct pw_flow flow[2]; /* by pw_side_index of the sender */
    struct pw_pending *pending;
    uint32_t pending_count, pending_room;
    uint32_t index; /* among the session's streams */
    uint32_t conversation;
    struct pw_stream *carrier;         /* NULL: TCP itself */
    uint8_t depth;                     /* carriers below it */
    struct pw_websocket *websocket;    /* or NULL: see websocket.h */
    struct pw_tls *tls;                /* or NULL: see tls.h */
    struct pw_http2 *http2;            /* or NULL: see http2.h */
    uint32_t http2_id;                 /* the stream of HTTP/2 that carries it, or 0 */
    const char *made, *how;            /* derived bytes: their name, and how they were made */
    struct pw_checkpoint *checkpoints; /* TCP itself: by row; see analysis.h */
    uint32_t checkpoint_count, checkpoint_room;
};

/* Fragments of a datagram that is not whole yet. */
struct pw_assembly {
    struct pw_endpoint from, to;
    uint64_t since;
    uint32_t id;
    uint32_t hash;
    uint32_t total; /* payload length, known from the last fragment; 0 before */
    uint32_t have;  /* bytes */
    uint32_t count, room;
    struct pw_fragment *fragments;
    uint8_t protocol;
    bool used;
};

/* A message's plain bytes, where the message alone does not suffice to make them again: inflated
 * with what came before, deciphered with the keys of its time. They lie in the session's spill. */
struct pw_derived {
    uint32_t message;    /* WebSocket: its last frame; TLS: the record */
    uint32_t at, length; /* kept ones */
    uint64_t total;
    uint8_t type; /* TLS: what the record carries; HTTP/2: 0, a header list's text */
};

/* What was looked at last: no part of the picture, only spared work. */
struct pw_cache {
    uint32_t message; /* an HTTP message, or PW_NONE */
    struct pw_buffer body;
    uint32_t row; /* or PW_NONE */
    struct pw_buffer payload;
};

/* An event of Socket.IO that the server sent lately. */
struct pw_broadcast {
    uint64_t time;
    uint32_t hash, engine, event;
    bool used;
};

struct pw_session {
    struct pw_store store;
    struct pw_vector rows, conversations, messages, events, datagrams;
    struct pw_map by_endpoints;
    struct pw_map by_fragment;
    struct pw_vector derived; /* struct pw_derived, by message */
    struct pw_vector engines; /* struct pw_engine */
    uint32_t engines_open;    /* of them, those at other addresses left out */
    struct pw_map by_sid;
    struct pw_vector secrets; /* struct pw_tls_secrets */
    struct pw_map by_random;
    struct pw_broadcast broadcasts[64];
    uint32_t broadcast_next;
    uint32_t inflaters; /* in use */
    uint32_t carried;   /* streams carried by others */
    size_t held;        /* bytes of messages and bodies that are not whole yet */
    struct pw_cache *cache;
    struct pw_assembly *assemblies; /* PW_CAP_DATAGRAMS of them, made with the first fragment */
    struct pw_vector streams;       /* struct pw_stream * */
    struct pw_spill spill; /* derived bytes that could not be made again without what came before */
    struct pw_arena arena; /* lives as long as the session */
    struct pw_arena scratch; /* lives for one packet that needs more than its own bytes */
    struct pw_totals totals;
    uint32_t row; /* the row being added */
    uint32_t end_events, end_messages;
    bool finished;
};

/* The packet being added, as its conversation sees it. */
struct pw_segment {
    const struct pw_facts *facts;
    const uint8_t *payload; /* facts->payload_here bytes */
    uint64_t time;
    uint32_t ip_id;
};

/* session.c */
struct pw_row *pw_grow_row(struct pw_session *session, uint32_t row);
struct pw_conversation *pw_grow_conversation(const struct pw_session *session, uint32_t i);
struct pw_message *pw_grow_message(const struct pw_session *session, uint32_t i);
struct pw_event *pw_grow_event(struct pw_session *session, enum pw_event_kind kind,
                               uint32_t conversation);

/* fragments.c: a fragment arrived. True when it completed its datagram: *bytes is that, in scratch.
 */
bool pw_fragments_add(struct pw_session *session, const struct pw_facts *facts, uint64_t time,
                      struct pw_bytes *bytes);
/* The bytes of a datagram, put together again in arena. */
struct pw_bytes pw_datagram_bytes(const struct pw_session *session,
                                  const struct pw_datagram *datagram, struct pw_arena *arena);
/* The datagram that a row completed, or NULL. */
const struct pw_datagram *pw_datagram_of(const struct pw_session *session, uint32_t row);

/* conversation.c: follow a TCP segment or UDP datagram. */
void pw_conversation_add(struct pw_session *session, const struct pw_segment *segment);
void pw_conversations_finish(struct pw_session *session);

/* flow.c */
/* A segment with payload, FIN or RST: bring it in order, deliver what is in order now. */
void pw_flow_add(struct pw_session *session, uint32_t conversation, uint8_t side,
                 const struct pw_segment *segment);
/* Deliver what still waits behind gaps, and end what only the end of the connection ends. */
void pw_flow_finish(struct pw_session *session, uint32_t conversation);
/* A row's transport payload; in the packet's own bytes or in arena. Empty where it cannot be read.
 */
struct pw_bytes pw_row_payload(const struct pw_session *session, uint32_t row,
                               struct pw_arena *arena);
/* The index of the piece that holds stream position `at`, or PW_NONE. */
uint32_t pw_flow_piece(const struct pw_flow *flow, uint64_t at);
/* The flow a message lies in. */
const struct pw_flow *pw_message_flow(const struct pw_session *session,
                                      const struct pw_message *message);
/* Copy stream bytes [at, at + length) out of a flow into arena. */
struct pw_bytes pw_flow_bytes(const struct pw_session *session, const struct pw_flow *flow,
                              uint64_t at, uint64_t length, struct pw_arena *arena);

/* A new stream of a conversation, in a carrier or NULL for TCP itself. */
struct pw_stream *pw_stream_new(struct pw_session *session, uint32_t conversation,
                                struct pw_stream *carrier);
/* May it carry one more? Nesting and number are capped. */
bool pw_stream_may_carry(const struct pw_session *session, const struct pw_stream *carrier);
struct pw_stream *pw_stream_at(const struct pw_session *session, uint32_t index);
/* Bytes that a side of a carried stream sent, whole with the packet being added: keep them, and let
 * its parser have them. */
void pw_stream_add(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                   struct pw_bytes bytes);
/* So many bytes of it were not captured. */
void pw_stream_miss(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                    uint64_t length);
/* Bytes of it were not captured: how many is not known, so what was being read counts as lost. */
void pw_stream_gap(struct pw_session *session, struct pw_stream *stream, uint8_t side);

/* ladder.c */
/* Bytes in order for a side's parser, all from one packet. */
void pw_ladder_bytes(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                     struct pw_bytes bytes, uint32_t row);
/* Bytes that were never captured. */
void pw_ladder_gap(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                   uint64_t length);
/* What is not whole by now never will be. */
void pw_ladder_break_off(struct pw_session *session, struct pw_stream *stream, uint8_t side);
/* What was held of messages that are not whole is given back: nothing more is to be expected. */
void pw_ladder_let_go(struct pw_session *session, struct pw_stream *stream, uint8_t side);
/* The side will send nothing more. */
void pw_ladder_end(struct pw_session *session, struct pw_stream *stream, uint8_t side);
/* flow.c: bytes a side sent while an upgrade was pending, now that it is decided. */
void pw_flow_resume(struct pw_session *session, struct pw_stream *stream, uint8_t side);

#endif
