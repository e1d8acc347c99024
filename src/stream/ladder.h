/* The parsers of the ladder, one file a protocol, all private to stream/. */
#ifndef PW_STREAM_LADDER_H
#define PW_STREAM_LADDER_H

#include "base/text.h"
#include "dissect/http.h"
#include "stream/private.h"

/* Where a parser stands while bytes are fed to it. */
struct pw_ladder {
    struct pw_session *session;
    struct pw_conversation *conversation;
    struct pw_stream *stream;
    struct pw_flow *flow; /* of the side that sent the bytes */
    uint32_t index;       /* the conversation's */
    uint8_t side;
};

/*
 * Each `take` reads what the window starts with. DONE: *used bytes are done with, and `consumed`
 * has moved past them. MORE: nothing changed. BAD: these are not the bytes that belong here.
 */
enum pw_parse pw_http_take_head(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);
enum pw_parse pw_http_take_chunk(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);
enum pw_parse pw_http_take_trailer(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);
/* The HTTP message being read is whole. */
void pw_http_finish(struct pw_ladder *l);

enum pw_parse pw_websocket_take_header(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);
/* The frame being read is whole. */
void pw_websocket_finish(struct pw_ladder *l);

/* Could this be DNS behind its two-byte length (RFC 1035 section 4.2.2)? */
enum pw_parse pw_dns_recognise(struct pw_ladder *l, struct pw_bytes window);
enum pw_parse pw_dns_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);

/* Keep a message's plain bytes: see struct pw_derived. */
void pw_ladder_keep(struct pw_ladder *l, uint32_t message, uint8_t type, struct pw_bytes plain);
/* A rule was broken in the packet being added. */
void pw_ladder_malformed(struct pw_ladder *l);
/* ladder.c: `left` has come to 0: go on to what follows in this state. */
void pw_ladder_counted(struct pw_ladder *l);
/* Note the message from flow->start to flow->consumed, completed by the packet being added. */
uint32_t pw_ladder_message(struct pw_ladder *l, enum pw_application application);

#endif
