/* Following HTTP/2 (RFC 9113): header blocks made readable, requests and answers by stream, and
 * WebSocket over it (RFC 8441). Private to stream/. */
#ifndef PW_STREAM_HTTP2_H
#define PW_STREAM_HTTP2_H

#include "dissect/http2.h"
#include "stream/ladder.h"

/* One stream of a connection. */
struct pw_http2_stream {
    struct pw_stream *upper; /* a WebSocket's frames, or NULL */
    uint64_t body[2];        /* data bytes, by side of the sender */
    uint32_t id;
    uint32_t head[2];       /* the frame that completed the headers, a message; or PW_NONE */
    uint32_t request;       /* the event of the request, or PW_NONE */
    uint32_t engine;        /* the Engine.IO session its target names, or PW_NONE */
    uint8_t engine_version; /* it speaks Engine.IO: 3 or 4; or 0 */
    bool connect;           /* CONNECT: a tunnel, or with a protocol */
    bool websocket;         /* that is a WebSocket */
    bool upgraded;          /* which was granted or refused, and told so */
    bool told[2];           /* request, response */
    bool ended[2];          /* the side said END_STREAM */
    bool reset;
};

struct nghttp2_hd_inflater;

struct pw_http2 {
    struct nghttp2_hd_inflater *inflater[2]; /* by side of the sender; NULL: not begun, or broken */
    bool broken[2];                          /* what headers lean on is missing */
    struct pw_buffer block[2];               /* a header block that goes on in CONTINUATION */
    struct pw_http2_frame opener[2];         /* the frame the last block began with */
    bool open[2];                            /* and it is not whole yet */
    struct pw_http2_stream *streams;
    uint32_t count, room;
    struct pw_http2_frame frame[2]; /* the one being read */
    uint32_t padding[2];            /* bytes behind its data */
};

struct pw_http2 *pw_http2_of(struct pw_stream *stream);
void pw_http2_free(struct pw_http2 *http2);
/* The value of a header in a header list's text; empty where it has none. */
struct pw_bytes pw_http2_header(struct pw_bytes text, const char *name);

/* The number of a status; 0 where it is none. */
uint16_t pw_http2_status(struct pw_bytes text);

/* ladder_http2.c: the preface, or the frame in front of the window. */
enum pw_parse pw_http2_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);
/* An upgrade from HTTP/1.1 was agreed on: the request that asked is stream 1's. */
void pw_http2_upgraded(struct pw_ladder *l, uint32_t request);
/* Bytes of a DATA frame's payload pass. */
void pw_http2_pass(struct pw_ladder *l, struct pw_bytes bytes);
/* Bytes of it that were never captured. */
void pw_http2_miss(struct pw_ladder *l, uint64_t length);
/* What the WebSockets on its streams have begun never will be whole. */
void pw_http2_break_off(struct pw_session *session, struct pw_http2 *http2, uint8_t side);
/* The DATA frame being read is whole. */
void pw_http2_finish(struct pw_ladder *l);

#endif
