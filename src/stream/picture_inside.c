/* What a message carries, shown: see picture_inside.h. */
#include "stream/picture_inside.h"

#include "dissect/http2.h"
#include "dissect/socketio.h"
#include "stream/content.h"
#include "stream/engineio.h"
#include "stream/tls.h"
#include "stream/websocket.h"

/* Where the content of a message lies in the tree. */
struct base {
    uint8_t source;
    uint32_t at;
    struct pw_bytes bytes;
    bool found;
};

static struct base base_of(const struct pw_field *field)
{
    if (!field || field->derived)
        return (struct base){.found = false};
    return (struct base){
        .source = field->source, .at = field->offset, .bytes = field->bytes, .found = true};
}

/* The plain text of a compressed message stands in the frame that completes it. */
static struct base show_inflated(const struct pw_session *session, uint32_t frame, uint32_t layer,
                                 struct pw_dissection *d)
{
    struct pw_content content;
    uint32_t first = pw_message_start(session, frame);
    pw_content_websocket(session, first, PW_CAP_SHOWN, d->tree->arena, &content);
    uint8_t source = pw_tree_source(
        d->tree, "inflated", "permessage-deflate undone, RFC 7692 section 7.2.2", content.bytes);
    if (!source)
        return (struct base){.found = false};
    bool text = pw_session_message(session, first)->opcode == PW_WEBSOCKET_TEXT;
    if (text || content.bytes.length) {
        pw_tree_reopen(d->tree, layer);
        struct pw_field *field = pw_tree_field(
            d->tree, pw_field_named(text ? "websocket.payload.text" : "websocket.payload.inflated"),
            source, 0, (uint32_t)content.bytes.length);
        field->bytes = content.bytes;
    }
    return (struct base){.source = source, .bytes = content.bytes, .found = true};
}

/* A message of several frames, put together. */
static struct base show_joined(const struct pw_session *session, uint32_t first,
                               struct pw_dissection *d)
{
    struct pw_content content;
    pw_content_websocket(session, first, PW_CAP_SHOWN, d->tree->arena, &content);
    uint8_t source = pw_tree_source(d->tree, "reassembled",
                                    "the frames' payloads, unmasked and joined", content.bytes);
    return (struct base){.source = source, .bytes = content.bytes, .found = source != 0};
}

static struct base content_base(const struct pw_session *session, uint32_t index, uint32_t layer,
                                struct pw_dissection *d)
{
    const struct pw_message *message = pw_session_message(session, index);
    const struct pw_layer *shown = &d->tree->layers[layer];
    if (message->application == PW_APP_HTTP)
        return base_of(pw_tree_find(d->tree, shown, "http.file_data", 0));
    if (message->application != PW_APP_WEBSOCKET)
        return (struct base){.found = false};
    if (pw_derived_of(session, index))
        return show_inflated(session, index, layer, d);
    if (message->opcode == PW_WEBSOCKET_CONTINUATION && message->final)
        return show_joined(session, pw_message_start(session, index), d);
    return base_of(pw_tree_find(d->tree, shown, "websocket.payload", 0));
}

static void show_packet(const struct pw_session *session, const struct pw_event *event,
                        const struct base *base, struct pw_dissection *d)
{
    if (event->part.at > base->bytes.length ||
        event->part.length > base->bytes.length - event->part.at)
        return;
    const struct pw_byte_source *source = &d->tree->sources[base->source];
    struct pw_cursor c =
        pw_cursor_of(source->bytes.data, base->at + event->part.at + event->part.length, false);
    c.at = base->at + event->part.at;
    uint8_t outer = d->source;
    uint32_t first = d->tree->layer_count;
    d->source = base->source;
    d->context.engine_version = event->extra & PW_CARRIED_VERSION;
    d->context.engine_binary =
        pw_engineio_raw(session, event, pw_bytes_of(c.data + c.at, event->part.length));
    d->context.from_client = event->side == PW_CLIENT;
    pw_dissect_as(d, pw_protocol_named("engineio"), &c);
    if (c.at < c.end)
        pw_dissect_as(d, pw_protocol_named("socketio"), &c);
    for (uint32_t i = first; i < d->tree->layer_count; i++)
        d->tree->layers[i].inside = true;
    d->source = outer;
}

/* Rules that only the conversation shows to be broken: the header's own were judged before. */
static void show_violation(const struct pw_event *event, uint32_t layer, struct pw_dissection *d)
{
    struct pw_layer *shown = &d->tree->layers[layer];
    if (shown->verdict != PW_WHOLE)
        return;
    shown->verdict = PW_FAULT;
    shown->why = pw_websocket_rules[event->result].says;
    shown->section = pw_websocket_rules[event->result].section;
}

/* An HTTP/2 header list, as it was made readable when its turn came. */
static void show_headers(const struct pw_session *session, const struct pw_derived *derived,
                         uint32_t layer, struct pw_dissection *d)
{
    uint8_t *text = pw_arena_take(d->tree->arena, derived->length);
    if (!pw_spill_get(&session->spill, derived->at, text, derived->length))
        return;
    struct pw_bytes bytes = pw_bytes_of(text, derived->length);
    uint8_t outer = d->source;
    uint8_t source = pw_tree_source(d->tree, "inflated",
                                    "the header block made readable (HPACK), RFC 7541", bytes);
    if (!source)
        return;
    pw_tree_reopen(d->tree, layer);
    d->source = source;
    d->layer = &d->tree->layers[layer];
    pw_http2_show_headers(d, bytes);
    d->layer = NULL;
    d->source = outer;
}

/* A record that was opened with the session's keys: what it says stands in its own layer. */
static void show_deciphered(const struct pw_session *session, const struct pw_derived *derived,
                            uint32_t layer, struct pw_dissection *d)
{
    uint8_t *plain = pw_arena_take(d->tree->arena, derived->length);
    if (!pw_spill_get(&session->spill, derived->at, plain, derived->length))
        return;
    uint8_t outer = d->source;
    uint8_t source =
        pw_tree_source(d->tree, "decrypted", "deciphered with the keys that were given",
                       pw_bytes_of(plain, derived->length));
    if (!source)
        return;
    struct pw_cursor c = pw_cursor_of(plain, derived->length, false);
    pw_tree_reopen(d->tree, layer);
    d->source = source;
    d->layer = &d->tree->layers[layer];
    pw_tls_show_plain(d, &c, derived->type);
    d->layer = NULL;
    d->source = outer;
    if (d->kind)
        d->tree->kind = d->kind;
}

/* Events come in the order of the messages they are about. */
static bool is_later(const struct pw_event *event, uint32_t index)
{
    return event->last_message != PW_NONE && event->last_message > index;
}

void pw_picture_inside(const struct pw_session *session, uint32_t row, uint32_t index,
                       uint32_t layer, uint32_t *next, struct pw_dissection *d)
{
    struct base base = {.found = false};
    uint32_t end = pw_row_events_end(session, row);
    const struct pw_derived *derived = pw_derived_of(session, index);
    enum pw_application application =
        (enum pw_application)pw_session_message(session, index)->application;
    if (derived && application == PW_APP_TLS)
        show_deciphered(session, derived, layer, d);
    else if (derived && application == PW_APP_HTTP2)
        show_headers(session, derived, layer, d);
    else if (derived)
        base = content_base(session, index, layer, d);
    for (; *next < end && !is_later(pw_session_event(session, *next), index); ++*next) {
        const struct pw_event *event = pw_session_event(session, *next);
        if (event->last_message != index)
            continue;
        if (event->kind == PW_EVENT_WEBSOCKET_VIOLATION)
            show_violation(event, layer, d);
        if (event->kind != PW_EVENT_ENGINEIO_PACKET)
            continue;
        if (!base.found)
            base = content_base(session, index, layer, d);
        if (base.found)
            show_packet(session, event, &base, d);
    }
}
