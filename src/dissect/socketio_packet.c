/* The parts of a Socket.IO packet, and the call that made it: see socketio.h. */
#include "dissect/socketio.h"

#include <string.h>

#include "base/text.h"
#include "dissect/json.h"

const struct pw_name pw_socketio_names[] = {
    {PW_SOCKETIO_CONNECT, "connect"},
    {PW_SOCKETIO_DISCONNECT, "disconnect"},
    {PW_SOCKETIO_EVENT, "event"},
    {PW_SOCKETIO_ACK, "ack"},
    {PW_SOCKETIO_CONNECT_ERROR, "connect error"},
    {PW_SOCKETIO_BINARY_EVENT, "binary event"},
    {PW_SOCKETIO_BINARY_ACK, "binary ack"},
    {0, NULL},
};

static size_t digits(struct pw_bytes text, size_t at, uint64_t *number)
{
    size_t start = at;
    *number = 0;
    for (; at < text.length && at - start < 15 && text.data[at] >= '0' && text.data[at] <= '9';
         at++)
        *number = *number * 10 + (uint64_t)(text.data[at] - '0');
    return at;
}

/* "51-": how many binary messages follow. */
static bool take_attachments(struct pw_bytes packet, size_t *at, struct pw_socketio_packet *out)
{
    uint64_t number;
    size_t end = digits(packet, *at, &number);
    if (end == *at || end == packet.length || packet.data[end] != '-' ||
        number > PW_SOCKETIO_ATTACHMENTS)
        return false;
    out->has_attachments = true;
    out->attachments = (uint32_t)number;
    out->attachments_at = pw_bytes_of(packet.data + *at, end - *at);
    *at = end + 1;
    return true;
}

/* "/admin?token=1,": up to the comma, or to the end. */
static void take_namespace(struct pw_bytes packet, size_t *at, struct pw_socketio_packet *out)
{
    const uint8_t *start = packet.data + *at;
    const uint8_t *comma = memchr(start, ',', packet.length - *at);
    size_t length = comma ? (size_t)(comma - start) : packet.length - *at;
    const uint8_t *query = memchr(start, '?', length);
    out->has_namespace = true;
    out->namespace = pw_bytes_of(start, query ? (size_t)(query - start) : length);
    if (query)
        out->query = pw_bytes_of(query + 1, length - (size_t)(query + 1 - start));
    *at += length + (comma ? 1 : 0);
}

bool pw_socketio_parse(struct pw_bytes packet, struct pw_socketio_packet *out)
{
    *out = (struct pw_socketio_packet){.namespace = pw_bytes_of("/", 1)};
    if (!packet.length || packet.data[0] < '0' || packet.data[0] >= '0' + PW_SOCKETIO_KINDS)
        return false;
    size_t at = 1;
    out->type = packet.data[0] - '0';
    bool binary = out->type == PW_SOCKETIO_BINARY_EVENT || out->type == PW_SOCKETIO_BINARY_ACK;
    if (binary && !take_attachments(packet, &at, out))
        return false;
    if (at < packet.length && packet.data[at] == '/')
        take_namespace(packet, &at, out);
    size_t end = digits(packet, at, &out->ack);
    if (end > at) {
        out->has_ack = true;
        out->ack_at = pw_bytes_of(packet.data + at, end - at);
    }
    struct pw_bytes rest = pw_bytes_of(packet.data + end, packet.length - end);
    out->bad_payload = rest.length && !pw_json_whole(rest, &out->payload);
    if (out->bad_payload)
        out->payload = pw_bytes_of(NULL, 0);
    return true;
}

bool pw_socketio_name(const struct pw_socketio_packet *packet, struct pw_bytes *name)
{
    struct pw_json_walk walk;
    struct pw_bytes none;
    return pw_json_open(&walk, packet->payload) && !walk.object &&
           pw_json_next(&walk, &none, name) && *name->data == '"';
}

const char *pw_socketio_serializer(struct pw_bytes message)
{
    /* socket.io-msgpack-parser: a map of a few members, "type" among the first of them. */
    static const char type[] = "\xa4type";
    const size_t key = sizeof type - 1;
    if (!message.length || (message.data[0] & 0xf0) != 0x80)
        return NULL;
    for (size_t at = 1; at < 32 && at + key < message.length; at++)
        if (memcmp(message.data + at, type, key) == 0)
            return "msgpack";
    return NULL;
}

static bool is_event(const struct pw_socketio_packet *packet)
{
    return packet->type == PW_SOCKETIO_EVENT || packet->type == PW_SOCKETIO_BINARY_EVENT;
}

/* A placeholder stands for bytes that follow: {"_placeholder":true,"num":0}. */
static bool is_placeholder(struct pw_bytes value, uint64_t *number)
{
    struct pw_bytes found;
    return pw_json_find(value, "_placeholder", &found) && found.length == 4 &&
           pw_json_find(value, "num", &found) && pw_json_number_of(found, number);
}

static void add_arguments(struct pw_buffer *out, struct pw_bytes payload)
{
    struct pw_json_walk walk;
    struct pw_bytes none, value;
    const char *before = "";
    if (!pw_json_open(&walk, payload) || walk.object)
        return;
    while (pw_json_next(&walk, &none, &value)) {
        uint64_t number;
        pw_buffer_text(out, before);
        if (is_placeholder(value, &number))
            pw_buffer_print(out, "<bytes %llu>", (unsigned long long)number);
        else
            pw_json_compact(out, value);
        before = ", ";
    }
}

/* Everywhere but in "/" the namespace is said as programs say it: io("/admin"), io.of("/admin"). */
static void call_connect(struct pw_buffer *out, const struct pw_socketio_packet *packet,
                         bool from_client)
{
    struct pw_bytes message;
    if (!from_client && packet->type == PW_SOCKETIO_CONNECT_ERROR) {
        pw_buffer_text(out, "next(new Error(");
        if (pw_json_find(packet->payload, "message", &message))
            pw_json_compact(out, message);
        else
            pw_json_compact(out, packet->payload);
        pw_buffer_text(out, "))");
    } else if (!from_client) {
        pw_buffer_text(out, packet->has_namespace ? "io.of(" : "io.on(\"connection\", …)");
        if (packet->has_namespace) {
            pw_text_json(out, packet->namespace);
            pw_buffer_text(out, ").on(\"connection\", …)");
        }
    } else {
        pw_buffer_text(out, "io(");
        if (packet->has_namespace)
            pw_text_json(out, packet->namespace);
        if (packet->payload.length) {
            pw_buffer_text(out, packet->has_namespace ? ", {auth: " : "{auth: ");
            pw_json_compact(out, packet->payload);
            pw_buffer_byte(out, '}');
        }
        pw_buffer_byte(out, ')');
    }
}

void pw_socketio_call(struct pw_buffer *out, const struct pw_socketio_packet *packet,
                      bool from_client)
{
    if (packet->type == PW_SOCKETIO_CONNECT || packet->type == PW_SOCKETIO_CONNECT_ERROR) {
        call_connect(out, packet, from_client);
    } else if (packet->type == PW_SOCKETIO_DISCONNECT) {
        pw_buffer_text(out, "socket.disconnect()");
    } else if (is_event(packet)) {
        pw_buffer_text(out, "socket.emit(");
        add_arguments(out, packet->payload);
        pw_buffer_text(out, packet->has_ack ? ", callback)" : ")");
    } else {
        pw_buffer_text(out, "callback(");
        add_arguments(out, packet->payload);
        pw_buffer_byte(out, ')');
    }
}
