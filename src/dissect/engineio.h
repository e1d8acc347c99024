/*
 * Engine.IO packets (https://socket.io/docs/v4/engine-io-protocol/): one parser, used to follow a
 * session and to show its packets. Version 3 is spoken by Socket.IO 1 and 2, version 4 from 3 on.
 */
#ifndef PW_DISSECT_ENGINEIO_H
#define PW_DISSECT_ENGINEIO_H

#include "dissect/dissect.h"

enum {
    PW_ENGINEIO_OPEN,
    PW_ENGINEIO_CLOSE,
    PW_ENGINEIO_PING,
    PW_ENGINEIO_PONG,
    PW_ENGINEIO_MESSAGE,
    PW_ENGINEIO_UPGRADE,
    PW_ENGINEIO_NOOP,
    PW_ENGINEIO_KINDS
};
extern const struct pw_name pw_engineio_names[];

struct pw_engineio_packet {
    uint8_t kind;         /* PW_ENGINEIO_ */
    bool binary;          /* a message that is bytes */
    bool base64;          /* and they are written as base64 */
    size_t at, length;    /* the packet in its payload, without what parts it from the others */
    struct pw_bytes data; /* what follows the type */
};

/* One packet as a WebSocket message carries it; `binary`: in a binary frame. False where it is no
 * packet of that version. */
bool pw_engineio_parse(struct pw_bytes packet, uint8_t version, bool binary,
                       struct pw_engineio_packet *out);
/* The next packet of a polling body, several of which may stand one behind the other. *at moves
 * past it; `bytes`: the body is octets, not text (version 3 only). False at the end, and where the
 * body breaks the format: then *at is before the body's end. */
bool pw_engineio_next(struct pw_bytes body, uint8_t version, bool bytes, size_t *at,
                      struct pw_engineio_packet *out);
/* A parameter of a request target's query: "EIO" of "/socket.io/?EIO=4". Empty where there is none.
 */
struct pw_bytes pw_engineio_parameter(struct pw_bytes target, const char *name);
/* What base64 (RFC 4648 section 4) stands for, in arena. */
struct pw_bytes pw_base64_decode(struct pw_bytes text, struct pw_arena *arena);

#endif
