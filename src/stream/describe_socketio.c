/* Packets of Engine.IO and Socket.IO, described: see describe.h. */
#include <string.h>

#include "base/text.h"
#include "dissect/json.h"
#include "stream/content.h"
#include "stream/describe.h"
#include "stream/engineio.h"

#define SHOWN 4096u /* bytes of arguments or attachments an event carries */

static void describe_buffer(struct pw_describing *on, const char *name, struct pw_buffer *text,
                            enum pw_attribute_type type)
{
    size_t length = text->length;
    pw_describe_as(on, name, type,
                   pw_bytes_of(pw_arena_text(on->arena, pw_buffer_get(text), length), length));
    pw_buffer_free(text);
}

static void describe_text(struct pw_describing *on, const char *name, struct pw_bytes value)
{
    struct pw_buffer text = {0};
    if (!value.length || *value.data != '"')
        return;
    pw_json_string(&text, value);
    describe_buffer(on, name, &text, PW_ATTRIBUTE_TEXT);
}

static void describe_string(struct pw_describing *on, const char *name, struct pw_bytes object,
                            const char *member)
{
    struct pw_bytes value;
    if (pw_json_find(object, member, &value))
        describe_text(on, name, value);
}

static void describe_json(struct pw_describing *on, const char *name, struct pw_bytes value)
{
    struct pw_buffer text = {0};
    pw_json_compact(&text, value);
    if (text.length <= SHOWN) {
        describe_buffer(on, name, &text, PW_ATTRIBUTE_JSON);
        return;
    }
    /* Half of a JSON value is none: it is given as text, cut. */
    text.length = SHOWN;
    while (text.length && (text.text[text.length] & 0xc0) == 0x80)
        text.length--;
    describe_buffer(on, name, &text, PW_ATTRIBUTE_TEXT);
    pw_describe_bool(on, "cut", true);
}

/* Time from an earlier event to this one, and the packet that one was in. */
static void describe_about(struct pw_describing *on, const char *packet, const char *time)
{
    if (on->event->about == PW_NONE)
        return;
    const struct pw_event *about = pw_session_event(on->session, on->event->about);
    if (about->row == PW_NONE || on->event->row == PW_NONE)
        return;
    uint64_t from = pw_session_row(on->session, about->row)->time;
    uint64_t to = pw_session_row(on->session, on->event->row)->time;
    pw_describe_number(on, packet, about->row + 1u);
    if (to >= from)
        pw_describe_number(on, time, (to - from) / 1000);
}

static void describe_carrier(struct pw_describing *on)
{
    bool websocket = on->event->extra & PW_CARRIED_WEBSOCKET;
    pw_describe_text(on, "carrier", websocket ? "websocket" : "polling");
    pw_describe_number(on, "version", on->event->extra & PW_CARRIED_VERSION);
    if (on->event->engine != PW_NONE)
        pw_describe_number(on, "session", on->event->engine);
}

static void describe_open(struct pw_describing *on, struct pw_bytes data)
{
    struct pw_bytes whole, value;
    uint64_t number;
    if (!pw_json_whole(data, &whole))
        return;
    describe_string(on, "sid", whole, "sid");
    if (pw_json_find(whole, "upgrades", &value))
        describe_json(on, "upgrades", value);
    if (pw_json_find(whole, "pingInterval", &value) && pw_json_number_of(value, &number))
        pw_describe_number(on, "ping_interval", number);
    if (pw_json_find(whole, "pingTimeout", &value) && pw_json_number_of(value, &number))
        pw_describe_number(on, "ping_timeout", number);
}

static void describe_engineio(struct pw_describing *on)
{
    struct pw_engineio_packet packet;
    struct pw_bytes bytes = pw_content_part(on->session, on->event, on->arena);
    bool raw = pw_engineio_raw(on->session, on->event, bytes);
    on->out->result = pw_name_of(pw_engineio_names, on->event->result);
    pw_describe_side(on, "from", on->event->side);
    pw_describe_text(on, "kind", on->out->result);
    describe_carrier(on);
    pw_describe_message_packets(on, on->event->message);
    if (on->event->last_message != on->event->message)
        pw_describe_message_packets(on, on->event->last_message);
    describe_about(on, "ping_packet", "rtt_us");
    if (!pw_engineio_parse(bytes, on->event->extra & PW_CARRIED_VERSION, raw, &packet))
        return;
    pw_describe_number(on, "length", packet.data.length);
    const char *serializer = packet.binary ? pw_socketio_serializer(packet.data) : NULL;
    if (serializer)
        pw_describe_text(on, "serializer", serializer);
    if (packet.kind == PW_ENGINEIO_OPEN)
        describe_open(on, packet.data);
    else if (packet.kind != PW_ENGINEIO_MESSAGE && packet.data.length)
        pw_describe_bytes(on, "data", packet.data);
}

/* The attachments of a packet: the last binary messages of its side and session before it. */
static void describe_attachments(struct pw_describing *on, uint32_t count)
{
    struct pw_buffer list = {0};
    uint32_t found[PW_SOCKETIO_ATTACHMENTS], n = 0;
    for (uint32_t i = on->index; i-- > 0 && n < count;) {
        const struct pw_event *event = pw_session_event(on->session, i);
        if (event->kind == PW_EVENT_ENGINEIO_PACKET && event->engine == on->event->engine &&
            event->side == on->event->side && event->extra & PW_CARRIED_BINARY)
            found[n++] = i;
        else if (event->message < on->event->message)
            break;
    }
    pw_buffer_byte(&list, '[');
    while (n-- > 0 && list.length < SHOWN) {
        const struct pw_event *event = pw_session_event(on->session, found[n]);
        struct pw_bytes bytes = pw_content_part(on->session, event, on->arena);
        struct pw_engineio_packet packet;
        bool raw = pw_engineio_raw(on->session, event, bytes);
        pw_describe_message_packets(on, event->message);
        if (!pw_engineio_parse(bytes, event->extra & PW_CARRIED_VERSION, raw, &packet))
            continue;
        if (packet.base64)
            packet.data = pw_base64_decode(packet.data, on->arena);
        if (packet.data.length > SHOWN / 2)
            packet.data.length = SHOWN / 2;
        pw_buffer_text(&list, list.length > 1 ? ",\"" : "\"");
        pw_buffer_hex(&list, packet.data);
        pw_buffer_byte(&list, '"');
    }
    pw_buffer_byte(&list, ']');
    describe_buffer(on, "binary", &list, PW_ATTRIBUTE_JSON);
}

/* An array without its first item, where that is the event's name: a string, or a number. */
static void describe_arguments(struct pw_describing *on, const struct pw_socketio_packet *packet,
                               bool named)
{
    struct pw_json_walk walk;
    struct pw_bytes none, value;
    struct pw_buffer list = {0};
    if (!pw_json_open(&walk, packet->payload) || walk.object)
        return;
    bool more = pw_json_next(&walk, &none, &value);
    if (named && more && *value.data != '[' && *value.data != '{') {
        if (*value.data == '"')
            describe_text(on, "name", value);
        else
            pw_describe_bytes(on, "name", value);
        more = pw_json_next(&walk, &none, &value);
    }
    pw_buffer_byte(&list, '[');
    for (; more; more = pw_json_next(&walk, &none, &value)) {
        if (list.length > 1)
            pw_buffer_byte(&list, ',');
        pw_buffer_add(&list, value.data, value.length);
    }
    pw_buffer_byte(&list, ']');
    describe_json(on, "args", pw_bytes_of(list.text, list.length));
    pw_buffer_free(&list);
}

/* The name of the event that an acknowledgement answers. */
static void describe_acknowledged(struct pw_describing *on)
{
    struct pw_socketio_packet packet;
    struct pw_bytes name;
    if (on->event->about == PW_NONE)
        return;
    const struct pw_event *event = pw_session_event(on->session, on->event->about);
    if (pw_socketio_parse(pw_content_part(on->session, event, on->arena), &packet) &&
        pw_socketio_name(&packet, &name))
        describe_text(on, "name", name);
}

/* The same event went to other connections just before: how many by now, of how many there are. */
static void describe_reach(struct pw_describing *on)
{
    uint32_t reached = 1;
    if (on->event->about == PW_NONE)
        return;
    for (uint32_t i = on->event->about; i != PW_NONE && reached < 1000;
         i = pw_session_event(on->session, i)->about)
        reached++;
    pw_describe_number(on, "reached", reached);
    if (on->event->open >= reached)
        pw_describe_number(on, "of", on->event->open);
}

static void describe_kind(struct pw_describing *on, const struct pw_socketio_packet *packet)
{
    switch (on->event->result) {
    case PW_SOCKETIO_EVENT:
        describe_arguments(on, packet, true);
        describe_reach(on);
        break;
    case PW_SOCKETIO_ACK:
        describe_arguments(on, packet, false);
        describe_acknowledged(on);
        describe_about(on, "event_packet", "rtt_us");
        break;
    case PW_SOCKETIO_CONNECT:
        describe_string(on, "sid", packet->payload, "sid");
        if (on->event->side == PW_CLIENT && packet->payload.length)
            describe_json(on, "auth", packet->payload);
        if (packet->query.length)
            pw_describe_bytes(on, "query", packet->query);
        if (on->event->extra & PW_CARRIED_RECOVERED)
            pw_describe_bool(on, "recovered", true);
        break;
    case PW_SOCKETIO_CONNECT_ERROR:
        describe_string(on, "message", packet->payload, "message");
        describe_text(on, "message", packet->payload); /* protocol 4: the message alone */
        break;
    default:
        break;
    }
}

static void describe_socketio(struct pw_describing *on)
{
    struct pw_socketio_packet packet;
    struct pw_buffer call = {0};
    struct pw_bytes text = pw_content_part(on->session, on->event, on->arena);
    on->out->result = on->event->result == PW_SOCKETIO_CONNECT_ERROR
                          ? "connect_error"
                          : pw_name_of(pw_socketio_names, on->event->result);
    pw_describe_side(on, "from", on->event->side);
    pw_describe_text(on, "kind", on->out->result);
    pw_describe_message_packets(on, on->event->message);
    pw_describe_message_packets(on, on->event->last_message);
    if (!pw_socketio_parse(text, &packet))
        return;
    pw_describe_bytes(on, "namespace", packet.namespace);
    describe_carrier(on);
    describe_kind(on, &packet);
    if (packet.has_ack)
        pw_describe_number(on, "ack_id", packet.ack);
    if (packet.has_attachments) {
        pw_describe_number(on, "attachments", packet.attachments);
        describe_attachments(on, packet.attachments);
    }
    pw_socketio_call(&call, &packet, on->event->side == PW_CLIENT);
    describe_buffer(on, "call", &call, PW_ATTRIBUTE_TEXT);
}

void pw_describe_socketio(struct pw_describing *on)
{
    if (on->event->kind == PW_EVENT_ENGINEIO_PACKET)
        describe_engineio(on);
    else
        describe_socketio(on);
}
