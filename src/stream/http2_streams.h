/* The streams of one HTTP/2 connection: what the frames say is told to them. Private to stream/. */
#ifndef PW_STREAM_HTTP2_STREAMS_H
#define PW_STREAM_HTTP2_STREAMS_H

#include "stream/http2.h"

/* The stream of that number, or NULL. Good until another one is made. */
struct pw_http2_stream *pw_http2_stream_find(struct pw_http2 *http2, uint32_t id);
/* The same, made where it is new. */
struct pw_http2_stream *pw_http2_stream_of(struct pw_ladder *l, uint32_t id);
/* A header list of a stream is whole, completed by that message. */
void pw_http2_head(struct pw_ladder *l, uint32_t id, uint32_t message, struct pw_bytes text);
/* A side said END_STREAM. */
void pw_http2_end(struct pw_ladder *l, uint32_t id);
/* A side gave the stream up: RST_STREAM. */
void pw_http2_reset(struct pw_ladder *l, uint32_t id);

#endif
