/*
 * Looking at the picture: a packet taken apart again, a message's bytes, an event's particulars.
 * All of it is made when asked for, in the caller's arena, and changes nothing.
 */
#ifndef PW_STREAM_PICTURE_H
#define PW_STREAM_PICTURE_H

#include "base/buffer.h"
#include "stream/session.h"

/*
 * The tree of a row, with every message that this packet completes as a layer behind TCP. Valid as
 * long as the arena. False (and an empty tree) where its bytes cannot be read any more.
 */
bool pw_picture_tree(const struct pw_session *session, uint32_t row, struct pw_arena *arena,
                     struct pw_tree *tree);

/* Bytes [from, from + length) of a message as it was sent, or as many of them as the capture has
 * from there on; in the arena. */
struct pw_bytes pw_picture_bytes(const struct pw_session *session, uint32_t message, uint64_t from,
                                 uint64_t length, struct pw_arena *arena);

enum pw_attribute_type {
    PW_ATTRIBUTE_NUMBER,
    PW_ATTRIBUTE_BOOL,
    PW_ATTRIBUTE_TEXT, /* raw bytes from the wire or a constant word: make it safe before use */
    PW_ATTRIBUTE_HEX,  /* bytes, to be written as hex */
    PW_ATTRIBUTE_JSON, /* a JSON value, safe as it is */
};

/* One particular of an event, under its name in the JSON output. */
struct pw_attribute {
    const char *name;
    enum pw_attribute_type type;
    uint64_t number;
    struct pw_bytes bytes;
};

#define PW_ATTRIBUTES 20

/* An event with all its particulars. */
struct pw_description {
    const char *event;  /* "tcp.handshake" */
    const char *result; /* the word that tells its variants apart ("complete", "text"), or NULL */
    uint32_t
        *packets; /* rows that took part, ascending: at most 64, then the first 63 and the last */
    uint32_t packet_count;
    uint32_t packets_total;
    struct pw_attribute attributes[PW_ATTRIBUTES];
    uint32_t attribute_count;
};

/* Describe event i; the description lives in the arena. */
void pw_picture_event(const struct pw_session *session, uint32_t i, struct pw_arena *arena,
                      struct pw_description *out);
/* The attribute of that name, or NULL. */
const struct pw_attribute *pw_description_get(const struct pw_description *description,
                                              const char *name);

/* The event kinds' names ("tcp.handshake"), and the variants each may have (a list ended by NULL;
 * an empty one where there are none), for whoever must have words for all of them. */
const char *pw_event_name(enum pw_event_kind kind);
const char *const *pw_event_results(enum pw_event_kind kind);

/* What a message says in one short line, safe to show: "GET /chat", "text “hello”". */
void pw_picture_message(const struct pw_session *session, uint32_t message, struct pw_buffer *out);
/* How many messages (or other things of the application's) stand in a packet. */
uint32_t pw_picture_messages(const struct pw_tree *tree);
/* What a packet says in one line, for lists and arrows: its innermost layer's summary; of several
 * messages, the last one's: "text “ten” (last of 10)". */
void pw_picture_summary(const struct pw_tree *tree, struct pw_buffer *out);
/* "address:port", IPv6 in brackets; without the port where it is 0. */
void pw_show_endpoint(struct pw_buffer *out, const struct pw_endpoint *endpoint);
/* In few words, marked for translation: "complete", "refused"...; "closed", "reset"...; "HTTP",
 * "WebSocket"... */
const char *pw_opening_name(enum pw_opening opening);
const char *pw_closing_name(enum pw_closing closing);
const char *pw_application_name(enum pw_application application);

#endif
