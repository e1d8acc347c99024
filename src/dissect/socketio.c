/*
 * A Socket.IO packet taken apart, digit by digit (https://socket.io/docs/v4/socket-io-protocol/).
 * OSI layer 7, the content of an Engine.IO message.
 *
 *   2 /chat , 7 ["chat message","hi"]
 *   |   |     |  name, arguments
 *   |   |     acknowledgement id: the answer carries the same
 *   |   namespace, "/" where none is named
 *   type
 */
#include "dissect/socketio.h"

#include "base/text.h"
#include "dissect/json.h"

#define CALL_COLUMNS 60

enum {
    TYPE,
    ATTACHMENTS,
    NAMESPACE,
    QUERY,
    ACK_ID,
    PAYLOAD,
    EVENT,
    ARGUMENT,
    SID,
    MESSAGE,
    CALL,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [TYPE] = {"socketio.type", "Type", PW_UINT, .names = pw_socketio_names},
    [ATTACHMENTS] = {"socketio.attachments", "Binary messages that follow", PW_UINT},
    [NAMESPACE] = {"socketio.namespace", "Namespace", PW_TEXT},
    [QUERY] = {"socketio.query", "Query", PW_TEXT, 1},
    [ACK_ID] = {"socketio.ack_id", "Acknowledgement id", PW_UINT},
    [PAYLOAD] = {"socketio.payload", "JSON", PW_TEXT},
    [EVENT] = {"socketio.event", "Event", PW_TEXT, 1},
    [ARGUMENT] = {"socketio.argument", "Argument", PW_TEXT, 1},
    [SID] = {"socketio.sid", "Socket id", PW_TEXT, 1},
    [MESSAGE] = {"socketio.message", "Message", PW_TEXT, 1},
    [CALL] = {"socketio.call", "In the program", PW_TEXT},
};

static const char *const kinds[] = {
    [PW_SOCKETIO_CONNECT] = "socketio.connect",
    [PW_SOCKETIO_DISCONNECT] = "socketio.disconnect",
    [PW_SOCKETIO_EVENT] = "socketio.event",
    [PW_SOCKETIO_ACK] = "socketio.ack",
    [PW_SOCKETIO_CONNECT_ERROR] = "socketio.connect_error",
    [PW_SOCKETIO_BINARY_EVENT] = "socketio.binary_event",
    [PW_SOCKETIO_BINARY_ACK] = "socketio.binary_ack",
    NULL,
};

static void show(struct pw_dissection *d, const struct pw_cursor *c, int def, struct pw_bytes bytes)
{
    if (bytes.length)
        pw_record_bytes(d, &fields[def], (uint32_t)(bytes.data - c->data), (uint32_t)bytes.length,
                        bytes);
}

static void show_number(struct pw_dissection *d, const struct pw_cursor *c, int def,
                        struct pw_bytes digits, uint64_t number)
{
    pw_record(d, &fields[def], (uint32_t)(digits.data - c->data), (uint32_t)digits.length, number);
}

/* An array's items: of an event the first is its name. */
static void show_items(struct pw_dissection *d, const struct pw_cursor *c,
                       const struct pw_socketio_packet *packet)
{
    struct pw_json_walk walk;
    struct pw_bytes none, value;
    bool named = packet->type == PW_SOCKETIO_EVENT || packet->type == PW_SOCKETIO_BINARY_EVENT;
    if (!pw_json_open(&walk, packet->payload) || walk.object)
        return;
    for (uint32_t i = 0; pw_json_next(&walk, &none, &value); i++) {
        if (i == 0 && named && pw_json_unquote(value, &value))
            show(d, c, EVENT, value);
        else
            show(d, c, ARGUMENT, value);
    }
}

static void show_payload(struct pw_dissection *d, const struct pw_cursor *c,
                         const struct pw_socketio_packet *packet)
{
    struct pw_bytes value;
    show(d, c, PAYLOAD, packet->payload);
    show_items(d, c, packet);
    if (pw_json_find(packet->payload, "sid", &value) && pw_json_unquote(value, &value))
        show(d, c, SID, value);
    if (pw_json_find(packet->payload, "message", &value) && pw_json_unquote(value, &value))
        show(d, c, MESSAGE, value);
}

/* The call in a program that sends this: made from all of the packet. */
static void show_call(struct pw_dissection *d, uint32_t start, uint32_t length,
                      const struct pw_socketio_packet *packet)
{
    struct pw_buffer call = {0};
    pw_socketio_call(&call, packet, d->context.from_client);
    struct pw_field *field = pw_tree_field(d->tree, &fields[CALL], d->source, start, length);
    field->derived = true;
    field->bytes =
        pw_bytes_of(pw_arena_text(d->tree->arena, pw_buffer_get(&call), call.length), call.length);
    pw_buffer_free(&call);
}

static struct pw_next dissect_socketio(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_socketio_packet packet;
    uint32_t start = pw_offset(c);
    uint32_t length = pw_left(c);
    struct pw_next end = {PW_END, 0};
    if (!pw_socketio_parse(pw_bytes_of(c->data + start, length), &packet)) {
        pw_fault(d, "these bytes are no Socket.IO packet", "Socket.IO protocol, packet encoding");
        pw_skip(c, length);
        return end;
    }
    if (packet.bad_payload)
        pw_fault(d, "the payload is no JSON", "Socket.IO protocol, packet encoding");
    pw_skip(c, length);
    d->kind = kinds[packet.type];
    if (!d->layer)
        return end;
    pw_record(d, &fields[TYPE], start, 1, packet.type);
    if (packet.has_attachments)
        show_number(d, c, ATTACHMENTS, packet.attachments_at, packet.attachments);
    if (packet.has_namespace)
        show(d, c, NAMESPACE, packet.namespace);
    show(d, c, QUERY, packet.query);
    if (packet.has_ack)
        show_number(d, c, ACK_ID, packet.ack_at, packet.ack);
    if (packet.payload.length)
        show_payload(d, c, &packet);
    show_call(d, start, length, &packet);
    return end;
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *call = pw_layer_get(tree, layer, &fields[CALL]);
    if (call)
        pw_text_brief(out, call->bytes, CALL_COLUMNS);
}

const struct pw_protocol pw_protocol_socketio = {
    .id = "socketio",
    .label = "Socket.IO",
    .name = "Socket.IO",
    .osi = 7,
    .section = "Socket.IO protocol, packet encoding",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_socketio,
    .brief = brief,
};
