/*
 * What two programs say to each other, made by hand on segments.h: requests and answers, upgrades,
 * compressed messages, Socket.IO sessions. And what became of it: events counted and described.
 */
#ifndef PW_TESTS_TALK_H
#define PW_TESTS_TALK_H

#include <zlib.h>

#include "segments.h"
#include "stream/picture.h"

#define DEFLATE "Sec-WebSocket-Extensions: permessage-deflate\r\n"

/* A connection that was turned into a WebSocket, with these extension lines on both sides. */
struct segments upgraded(const char *target, const char *extensions);
/* One more such connection in the same capture. */
void upgrade_next(struct segments *segments, uint16_t client_port, const char *target,
                  const char *extensions);
/* A WebSocket in which the server has opened an Engine.IO session. */
struct segments socketio_session(const char *sid);
/* The server opens a session of that id. */
void open_session(struct segments *segments, const char *sid);
/* The server sends a text message. */
void server_says(struct segments *segments, const char *text);

/* Raw deflate without the last four bytes, as RFC 7692 section 7.2.1 sends it. */
size_t deflate_text(z_stream *z, const uint8_t *text, size_t length, uint8_t *out, size_t room);
/* A server's text frame with RSV1, in segments of up to 60000 bytes; `first`: its first byte. */
void add_compressed(struct segments *segments, uint8_t first, const uint8_t *bytes, size_t length);

/* A GET request. */
void ask(struct segments *segments, const char *target);
/* The forms an answer's body may take on its way: in chunks, compressed, in segments of a byte. */
enum { CHUNKED = 1, GZIPPED = 2, TINY = 4, FORMS = 8 };
/* The answer to it: `head` is the status line and header fields of its own. */
void answer(struct segments *segments, const char *head, struct pw_bytes body, int form);

/* The picture of it all; pw_session_free. */
struct pw_session *index_segments(struct segments *segments);
uint32_t count_events(const struct pw_session *session, enum pw_event_kind kind);
/* Event `nth` of a kind, described in arena; false where there are not so many. */
bool describe_nth(const struct pw_session *session, enum pw_event_kind kind, uint32_t nth,
                  struct pw_arena *arena, struct pw_description *what);
/* An attribute as text, until the next call; NULL where the event has none. */
const char *said(const struct pw_description *what, const char *name);
/* The attribute says this; NULL: the event has none. */
void check_said(const struct pw_description *what, const char *name, const char *wanted);

#endif
