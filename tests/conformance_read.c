/* A case as bytes on a connection, and what the stream room makes of them: see conformance.h. */
#include <stdlib.h>
#include <string.h>

#include "conformance.h"
#include "segments.h"
#include "stream/picture.h"

#define SEGMENT_MAX 60000u /* an IPv4 packet holds little more */

/* RFC 6455 section 1.3 has this key and what it calls for. */
#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static void write_length(struct pw_buffer *out, const struct conformance_frame *frame, uint8_t mask)
{
    uint64_t length = frame->payload.length;
    unsigned form = frame->form;
    if (form == FORM_SHORTEST && length > 125)
        form = length > 65535 ? FORM_64 : FORM_16;
    if (form == FORM_SHORTEST) {
        pw_buffer_byte(out, (char)(mask | length));
        return;
    }
    pw_buffer_byte(out, (char)(mask | (form == FORM_16 ? 126 : 127)));
    if (form == FORM_HIGH_BIT)
        length |= UINT64_C(1) << 63;
    for (int shift = form == FORM_16 ? 8 : 56; shift >= 0; shift -= 8)
        pw_buffer_byte(out, (char)(length >> shift));
}

static void write_frame(struct pw_buffer *out, const struct conformance_frame *frame)
{
    bool masked = (frame->side == PW_CLIENT) != frame->wrong_mask;
    pw_buffer_byte(out, (char)(frame->fin << 7 | frame->rsv << 4 | frame->opcode));
    write_length(out, frame, masked ? 0x80 : 0);
    if (masked)
        pw_buffer_add(out, frame->key, sizeof frame->key);
    size_t start = out->length;
    if (frame->payload.length > frame->missing)
        pw_buffer_add(out, frame->payload.data, frame->payload.length - frame->missing);
    for (size_t i = start; masked && i < out->length; i++)
        out->text[i] = (char)(out->text[i] ^ frame->key[(i - start) & 3]);
}

/* Send what was written, cut up as the case wants it. */
static void flush(struct segments *segments, uint8_t side, struct pw_buffer *bytes, size_t segment)
{
    size_t most = segment && segment < SEGMENT_MAX ? segment : SEGMENT_MAX;
    for (size_t at = 0; at < bytes->length;) {
        size_t length = bytes->length - at < most ? bytes->length - at : most;
        segments_add(segments, side, PW_TCP_PSH, bytes->text + at, length);
        at += length;
    }
    pw_buffer_clear(bytes);
}

static void write_upgrade(struct segments *segments, const char *extensions,
                          struct pw_buffer *bytes)
{
    pw_buffer_text(bytes, "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Key: " KEY "\r\n"
                          "Sec-WebSocket-Version: 13\r\n");
    if (extensions)
        pw_buffer_text(bytes, "Sec-WebSocket-Extensions: permessage-deflate; "
                              "client_max_window_bits\r\n");
    pw_buffer_text(bytes, "\r\n");
    flush(segments, PW_CLIENT, bytes, 0);
    pw_buffer_text(bytes, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT "\r\n");
    if (extensions)
        pw_buffer_print(bytes, "Sec-WebSocket-Extensions: %s\r\n", extensions);
    pw_buffer_text(bytes, "\r\n");
    flush(segments, PW_SERVER, bytes, 0);
}

static void write_case(const struct conformance *c, struct segments *segments)
{
    struct pw_buffer bytes = {0};
    segments_open(segments, 40000);
    write_upgrade(segments, c->extensions, &bytes);
    for (uint32_t i = 0; i < c->count; i++) {
        write_frame(&bytes, &c->frames[i]);
        bool more = i + 1 < c->count && c->frames[i + 1].side == c->frames[i].side;
        if (!more || !c->segment)
            flush(segments, c->frames[i].side, &bytes, c->segment);
    }
    pw_buffer_free(&bytes);
}

/* An attribute's text for as long as the case, or NULL. */
static const char *text_of(struct conformance *c, const struct pw_description *event,
                           const char *name)
{
    const struct pw_attribute *found = pw_description_get(event, name);
    return found ? pw_arena_text(&c->arena, found->bytes.data, found->bytes.length) : NULL;
}

static uint64_t number_of(const struct pw_description *event, const char *name, uint64_t otherwise)
{
    const struct pw_attribute *found = pw_description_get(event, name);
    return found ? found->number : otherwise;
}

static struct pw_bytes content_of(struct conformance *c, const struct pw_description *event)
{
    static const char *const names[] = {"text", "hex", "reason"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pw_attribute *found = pw_description_get(event, names[i]);
        if (found)
            return pw_bytes_of(pw_arena_text(&c->arena, found->bytes.data, found->bytes.length),
                               found->bytes.length);
    }
    return pw_bytes_of(NULL, 0);
}

static void read_event(struct conformance *c, const struct pw_description *event,
                       struct conformance_verdict *verdict)
{
    const char *kind = event->event + strlen("websocket.");
    const char *from = text_of(c, event, "from");
    uint8_t side = from && strcmp(from, "server") == 0 ? PW_SERVER : PW_CLIENT;
    bool violation = strcmp(kind, "violation") == 0, message = strcmp(kind, "message") == 0;
    const char *what = text_of(c, event, violation ? "rule" : "opcode");
    struct conformance_sight *sight =
        conformance_sight(c, violation ? &verdict->violations : &verdict->events, side,
                          violation || message ? (what ? what : "nothing") : kind);
    if (violation) {
        const char *section = text_of(c, event, "section");
        sight->section = section ? section : "no section";
        return;
    }
    sight->content = content_of(c, event);
    sight->length = number_of(event, "length", sight->content.length);
    sight->frames = (uint32_t)number_of(event, "frames", 0);
    if (strcmp(kind, "close") == 0 && pw_description_get(event, "code"))
        sight->code = (int32_t)number_of(event, "code", 0);
}

void conformance_read(struct conformance *c, struct conformance_verdict *verdict)
{
    static const char *const names[] = {"websocket.message", "websocket.ping", "websocket.pong",
                                        "websocket.close", "websocket.violation"};
    struct segments segments = {0};
    struct pw_arena arena = {0};
    write_case(c, &segments);
    struct pw_session *session = pw_session_new(segments_store(&segments));
    for (uint32_t i = 0; i < segments.count; i++)
        pw_session_add(session, &segments.packets[i]);
    pw_session_finish(session);
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const char *name = pw_event_name(pw_session_event(session, i)->kind);
        bool ours = false;
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            ours |= strcmp(name, names[n]) == 0;
        if (!ours)
            continue;
        struct pw_description event;
        pw_picture_event(session, i, &arena, &event);
        read_event(c, &event, verdict);
        pw_arena_reset(&arena);
    }
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}
