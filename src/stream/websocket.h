/* What is known of a WebSocket connection beyond its frames' headers. Private to stream/. */
#ifndef PW_STREAM_WEBSOCKET_H
#define PW_STREAM_WEBSOCKET_H

#include "base/inflater.h"
#include "base/text.h"
#include "dissect/websocket.h"
#include "stream/ladder.h"

/* One direction: the message its frames are making. */
struct pw_websocket_side {
    struct pw_inflater *inflater; /* with what it has seen, where context is taken over; or NULL */
    struct pw_buffer content; /* of the message, plain, up to PW_CAP_SHOWN, where it is wanted */
    struct pw_buffer control; /* of a close frame: its code */
    uint64_t total;           /* plain bytes of the message */
    uint64_t phase;           /* payload bytes of the frame so far */
    struct pw_utf8_check utf8;
    struct pw_utf8_check close_utf8; /* of a close frame's reason */
    uint32_t broken;                 /* rules the frame being read breaks, as bits */
    uint8_t key[4];
    bool masked;
    bool message_compressed; /* the message being made is */
    bool message_lost;       /* bytes of it were not captured */
    bool undone;             /* and cannot be inflated */
    bool context_lost;       /* nor what follows it: what it leans on is missing */
    bool closed;             /* a close frame was sent */
};

struct pw_websocket {
    struct pw_websocket_side side[2];
    bool deflate;           /* permessage-deflate was agreed on (RFC 7692) */
    bool no_takeover[2];    /* by the sender's side: each message stands alone */
    bool other_extension;   /* one that is not known here: reserved bits may mean anything */
    bool handshake;         /* it was seen: who masks is known */
    uint8_t engine_version; /* Engine.IO's, 3 or 4; 0: none */
    uint32_t engine;        /* the Engine.IO session it carries, or PW_NONE */
};

/* The stream's, made when first asked for. */
struct pw_websocket *pw_websocket_of(struct pw_stream *stream);
void pw_websocket_free(struct pw_websocket *websocket);
/* What the server agreed to in its Sec-WebSocket-Extensions (RFC 7692 section 7.1). */
void pw_websocket_agree(struct pw_websocket *websocket, struct pw_bytes extensions);
/* The frame being read will never be whole: what its header breaks is told now. */
void pw_websocket_break_off(struct pw_ladder *l);
/* A message's bytes are not needed any more. */
void pw_websocket_let_go(struct pw_session *session, struct pw_websocket_side *side);
/* The side will send no more messages: what was held for them is given back. */
void pw_websocket_end(struct pw_session *session, struct pw_websocket_side *side);
/* Payload bytes of the frame being read pass. */
void pw_websocket_pass(struct pw_ladder *l, struct pw_bytes bytes);
/* Bytes of it were not captured. */
void pw_websocket_miss(struct pw_ladder *l);
/* Does a connection whose beginning was not captured speak WebSocket, judged by what one side
 * sends? DONE: these bytes are whole frames from end to end, with readable text. MORE: they may
 * become so. */
enum pw_parse pw_websocket_guess(struct pw_bytes bytes, uint8_t side);

#endif
