/*
 * Socket.IO packets (https://socket.io/docs/v4/socket-io-protocol/): one parser, used to follow a
 * session and to show its packets. Protocol 4 is spoken by Socket.IO 1 and 2, 5 from 3 on.
 *
 *   type [attachments "-"] ["/" namespace ","] [ack id] [JSON]
 *   2/chat,7["hi"]          an event in namespace /chat that wants acknowledgement 7
 */
#ifndef PW_DISSECT_SOCKETIO_H
#define PW_DISSECT_SOCKETIO_H

#include "dissect/dissect.h"

enum {
    PW_SOCKETIO_CONNECT,
    PW_SOCKETIO_DISCONNECT,
    PW_SOCKETIO_EVENT,
    PW_SOCKETIO_ACK,
    PW_SOCKETIO_CONNECT_ERROR,
    PW_SOCKETIO_BINARY_EVENT,
    PW_SOCKETIO_BINARY_ACK,
    PW_SOCKETIO_KINDS
};
extern const struct pw_name pw_socketio_names[];

#define PW_SOCKETIO_ATTACHMENTS 1024u /* one packet may announce */

struct pw_socketio_packet {
    uint8_t type; /* PW_SOCKETIO_ */
    bool has_attachments, has_namespace, has_ack;
    uint32_t attachments;
    uint64_t ack;
    struct pw_bytes attachments_at; /* its digits */
    struct pw_bytes namespace;      /* "/" where the packet names none; without a query */
    struct pw_bytes query;          /* of a connect in protocol 4: "token=1"; or empty */
    struct pw_bytes ack_at;         /* its digits */
    struct pw_bytes payload;        /* the JSON value; empty where there is none */
    bool bad_payload;               /* what stands there is no JSON */
};

/* False where it is no packet. */
bool pw_socketio_parse(struct pw_bytes packet, struct pw_socketio_packet *out);
/* An event's name, and the JSON of its arguments: value i of the payload's array, name left out. */
bool pw_socketio_name(const struct pw_socketio_packet *packet, struct pw_bytes *name);
/* The serializer of a binary message that is no attachment, told by its first bytes: "msgpack"; or
 * NULL. What it says is not read. */
const char *pw_socketio_serializer(struct pw_bytes message);
/* The line of a program that sends this packet: socket.emit("chat message", "hi", callback). */
void pw_socketio_call(struct pw_buffer *out, const struct pw_socketio_packet *packet,
                      bool from_client);

#endif
