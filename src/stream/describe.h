/* How the describers of events add what they find. Private to stream/. */
#ifndef PW_STREAM_DESCRIBE_H
#define PW_STREAM_DESCRIBE_H

#include "stream/picture.h"
#include "stream/private.h"
#include "stream/ranges.h"

struct pw_describing {
    const struct pw_session *session;
    const struct pw_event *event;
    uint32_t index; /* the event's */
    struct pw_arena *arena;
    struct pw_description *out;
    uint32_t *rows; /* packets that took part, in any order */
    uint32_t count, room;
};

/* Add an attribute; names and bytes must live as long as the arena. */
void pw_describe_number(struct pw_describing *on, const char *name, uint64_t number);
void pw_describe_bool(struct pw_describing *on, const char *name, bool value);
void pw_describe_text(struct pw_describing *on, const char *name, const char *text);
void pw_describe_bytes(struct pw_describing *on, const char *name, struct pw_bytes text);
void pw_describe_hex(struct pw_describing *on, const char *name, struct pw_bytes bytes);
void pw_describe_as(struct pw_describing *on, const char *name, enum pw_attribute_type type,
                    struct pw_bytes bytes);
void pw_describe_side(struct pw_describing *on, const char *name, uint8_t side);

/* Add a packet, or those of a message, to what took part; PW_NONE adds nothing. */
void pw_describe_packet(struct pw_describing *on, uint32_t row);
void pw_describe_message_packets(struct pw_describing *on, uint32_t message);
/* Bytes [from, from + length) of a message, as many as there are. */
struct pw_bytes pw_describe_message_bytes(struct pw_describing *on, uint32_t message, uint64_t from,
                                          uint64_t length);

/* One file each. */
void pw_describe_tcp(struct pw_describing *on);
void pw_describe_analysis(struct pw_describing *on);
void pw_describe_tls(struct pw_describing *on);
void pw_describe_http(struct pw_describing *on);
void pw_describe_http2(struct pw_describing *on);
void pw_describe_websocket(struct pw_describing *on);
void pw_describe_socketio(struct pw_describing *on);
void pw_describe_sse(struct pw_describing *on);
/* Events that are one packet: their attributes are fields of its tree. */
void pw_describe_fields(struct pw_describing *on);

#endif
