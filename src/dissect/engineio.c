/*
 * An Engine.IO packet taken apart (https://socket.io/docs/v4/engine-io-protocol/). OSI layer 7, in
 * a WebSocket message or in the body of a polling request or its answer. It carries Socket.IO.
 *
 *   0{"sid":...}   open       2 ping   3 pong       4... message   5 upgrade   6 noop
 */
#include "dissect/engineio.h"

#include <string.h>

#include "base/text.h"
#include "dissect/json.h"
#include "dissect/socketio.h"

enum {
    TYPE,
    BASE64,
    DATA,
    PROBE,
    SID,
    UPGRADES,
    PING_INTERVAL,
    PING_TIMEOUT,
    MAX_PAYLOAD,
    BINARY,
    SERIALIZER,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [TYPE] = {"engineio.type", "Type", PW_UINT, .names = pw_engineio_names},
    [BASE64] = {"engineio.base64", "Bytes written as base64", PW_TEXT},
    [DATA] = {"engineio.data", "Data", PW_TEXT},
    [PROBE] = {"engineio.probe", "Probe", PW_TEXT},
    [SID] = {"engineio.sid", "Session id", PW_TEXT, 1},
    [UPGRADES] = {"engineio.upgrades", "May be upgraded to", PW_TEXT, 1},
    [PING_INTERVAL] = {"engineio.ping_interval", "Milliseconds between pings", PW_UINT, 1},
    [PING_TIMEOUT] = {"engineio.ping_timeout", "Milliseconds to wait for the answer", PW_UINT, 1},
    [MAX_PAYLOAD] = {"engineio.max_payload", "Bytes a polling body may have", PW_UINT, 1},
    [BINARY] = {"engineio.binary", "Bytes", PW_BYTES},
    [SERIALIZER] = {"engineio.serializer", "Serializer", PW_TEXT, 1},
};

static const char *const kinds[] = {
    [PW_ENGINEIO_OPEN] = "engineio.open",       [PW_ENGINEIO_CLOSE] = "engineio.close",
    [PW_ENGINEIO_PING] = "engineio.ping",       [PW_ENGINEIO_PONG] = "engineio.pong",
    [PW_ENGINEIO_MESSAGE] = "engineio.message", [PW_ENGINEIO_UPGRADE] = "engineio.upgrade",
    [PW_ENGINEIO_NOOP] = "engineio.noop",       NULL,
};

/* A run of the bytes under the cursor, which stays where it is. */
static void show(struct pw_dissection *d, const struct pw_cursor *c, int def, struct pw_bytes bytes)
{
    if (d->layer && bytes.length)
        pw_record_bytes(d, &fields[def], (uint32_t)(bytes.data - c->data), (uint32_t)bytes.length,
                        bytes);
}

static void show_open(struct pw_dissection *d, const struct pw_cursor *c, struct pw_bytes data)
{
    static const struct {
        const char *name;
        int def;
    } members[] = {{"sid", SID},
                   {"upgrades", UPGRADES},
                   {"pingInterval", PING_INTERVAL},
                   {"pingTimeout", PING_TIMEOUT},
                   {"maxPayload", MAX_PAYLOAD}};
    struct pw_bytes whole, value;
    uint64_t number;
    if (!pw_json_whole(data, &whole)) {
        pw_fault(d, "the handshake is no JSON", "Engine.IO protocol, handshake");
        return;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!pw_json_find(whole, members[i].name, &value))
            continue;
        if (fields[members[i].def].format == PW_TEXT) {
            pw_json_unquote(value, &value);
            show(d, c, members[i].def, value);
        } else if (d->layer && pw_json_number_of(value, &number)) {
            pw_record(d, &fields[members[i].def], (uint32_t)(value.data - c->data),
                      (uint32_t)value.length, number);
        }
    }
}

static void show_bytes(struct pw_dissection *d, const struct pw_cursor *c,
                       const struct pw_engineio_packet *packet)
{
    if (!packet->base64) {
        const char *serializer = pw_socketio_serializer(packet->data);
        show(d, c, BINARY, packet->data);
        if (d->layer && serializer) {
            struct pw_field *field = pw_tree_field(d->tree, &fields[SERIALIZER], d->source,
                                                   (uint32_t)(packet->data.data - c->data), 6);
            field->bytes = pw_bytes_of(serializer, strlen(serializer));
            field->derived = true;
        }
        return;
    }
    show(d, c, BASE64, packet->data);
    if (!d->layer)
        return;
    struct pw_bytes plain = pw_base64_decode(packet->data, d->tree->arena);
    uint8_t source = pw_tree_source(d->tree, "decoded", "base64 undone, RFC 4648 section 4", plain);
    if (source && plain.length)
        pw_tree_field(d->tree, &fields[BINARY], source, 0, (uint32_t)plain.length)->bytes = plain;
}

static struct pw_next dissect_engineio(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_engineio_packet packet;
    uint32_t start = pw_offset(c);
    struct pw_bytes all = pw_bytes_of(c->data + c->at, pw_left(c));
    struct pw_next end = {PW_END, 0};
    if (!pw_engineio_parse(all, d->context.engine_version, d->context.engine_binary, &packet)) {
        pw_fault(d, "these bytes are no Engine.IO packet", "Engine.IO protocol, packet encoding");
        pw_skip(c, pw_left(c));
        return end;
    }
    uint32_t head = (uint32_t)(packet.data.data - all.data);
    if (d->layer && head)
        pw_record(d, &fields[TYPE], start, head, packet.kind);
    d->kind = kinds[packet.kind];
    bool text = packet.kind == PW_ENGINEIO_MESSAGE && !packet.binary;
    pw_skip(c, text ? head : pw_left(c));
    if (packet.kind == PW_ENGINEIO_OPEN) {
        show(d, c, DATA, packet.data);
        show_open(d, c, packet.data);
    } else if (packet.binary) {
        show_bytes(d, c, &packet);
    } else if (!text) {
        show(d, c, PROBE, packet.data);
    }
    return end;
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t kind = pw_layer_number(tree, layer, &fields[TYPE], PW_ENGINEIO_MESSAGE);
    const struct pw_field *probe = pw_layer_get(tree, layer, &fields[PROBE]);
    const struct pw_field *bytes = pw_layer_get(tree, layer, &fields[BINARY]);
    const char *name = pw_name_of(pw_engineio_names, kind);
    pw_buffer_text(out, name ? name : "");
    if (probe) {
        pw_buffer_byte(out, ' ');
        pw_text_brief(out, probe->bytes, 20);
    }
    if (bytes)
        pw_buffer_print(out, ", %zu bytes", bytes->bytes.length);
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_text(out, "Engine.IO ");
    brief(out, tree, layer);
}

const struct pw_protocol pw_protocol_engineio = {
    .id = "engineio",
    .label = "Engine.IO",
    .name = "Engine.IO",
    .osi = 7,
    .section = "Engine.IO protocol, packet encoding",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_engineio,
    .brief = brief,
    .summary = summary,
};
