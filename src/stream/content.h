/* What a message says, whatever it was wrapped in: frames joined, the mask and the compression
 * undone. Made when asked for. Private to stream/. */
#ifndef PW_STREAM_CONTENT_H
#define PW_STREAM_CONTENT_H

#include "stream/picture.h"
#include "stream/private.h"

struct pw_content {
    struct pw_bytes bytes; /* the first `limit` of them at most, in the arena */
    uint64_t total;        /* bytes it has in all */
    uint64_t wire;         /* payload bytes as they were sent */
    uint32_t frames;       /* WebSocket: that it came in */
    uint32_t last;         /* and the last of them, a message */
    bool masked, compressed;
    bool unreadable; /* compressed, and could not be inflated: bytes are as sent */
};

/* A WebSocket message or control frame, from its first frame on. */
void pw_content_websocket(const struct pw_session *session, uint32_t first, size_t limit,
                          struct pw_arena *arena, struct pw_content *out);
/* The body of an HTTP message, its codings undone; empty where there is none. */
struct pw_bytes pw_content_http(const struct pw_session *session, uint32_t message,
                                struct pw_arena *arena);
/* The bytes of a packet that lies in a message's content. */
struct pw_bytes pw_content_part(const struct pw_session *session, const struct pw_event *event,
                                struct pw_arena *arena);
/* The first frame of the message that a frame completes; the frame itself where that is not known.
 */
uint32_t pw_message_start(const struct pw_session *session, uint32_t frame);
/* What was kept of a message's plain bytes, or NULL. */
const struct pw_derived *pw_derived_of(const struct pw_session *session, uint32_t message);

#endif
