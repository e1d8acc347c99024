/*
 * The body of an HTTP message as it passes, its content coding undone (RFC 9110 section 8.4), where
 * somebody wants it: Engine.IO's polling and server-sent events. Private to stream/.
 */
#ifndef PW_STREAM_BODY_H
#define PW_STREAM_BODY_H

#include "base/inflater.h"
#include "stream/ladder.h"

enum pw_body_use { PW_BODY_ENGINE, PW_BODY_EVENTS };

struct pw_body {
    struct pw_inflater *inflater; /* or NULL */
    struct pw_buffer content;     /* all of it up to PW_CAP_SHOWN; of events: the one being read */
    size_t line;                  /* events: where the line being read starts in content */
    uint32_t first_row;           /* events: the packet that one began in */
    uint8_t use;                  /* enum pw_body_use */
    bool returned; /* events: CR was the last byte; an LF that follows goes with it */
    bool bytes;    /* Engine.IO: octets, not text */
    bool broken;   /* it could not be inflated, or was too large */
};

/* Begin a body: flow->pipe is what takes it, or NULL where nobody wants it. */
void pw_body_begin(struct pw_ladder *l, const struct pw_http_head *head, uint8_t engine_version);
/* Bytes of the body pass, chunks' sizes left out. */
void pw_body_pass(struct pw_ladder *l, struct pw_bytes bytes);
/* session may be NULL when all of it goes. */
void pw_body_free(struct pw_session *session, struct pw_body *body);

#endif
