/* Requests and answers of HTTP/2, described from the text of their headers: see describe.h. */
#include <string.h>

#include "stream/content.h"
#include "stream/describe.h"
#include "stream/http2.h"

/* The header list that a message completed. */
static struct pw_bytes headers_of(struct pw_describing *on, uint32_t message)
{
    const struct pw_derived *kept = message == PW_NONE ? NULL : pw_derived_of(on->session, message);
    if (!kept)
        return pw_bytes_of(NULL, 0);
    uint8_t *text = pw_arena_take(on->arena, kept->length);
    if (!pw_spill_get(&on->session->spill, kept->at, text, kept->length))
        return pw_bytes_of(NULL, 0);
    return pw_bytes_of(text, kept->length);
}

static void describe_header(struct pw_describing *on, const char *attribute, struct pw_bytes text,
                            const char *name)
{
    struct pw_bytes value = pw_http2_header(text, name);
    if (value.length)
        pw_describe_bytes(on, attribute, value);
}

static void describe_status(struct pw_describing *on, struct pw_bytes text)
{
    pw_describe_number(on, "status", pw_http2_status(pw_http2_header(text, ":status")));
}

static uint32_t stream_of(struct pw_describing *on, uint32_t message)
{
    struct pw_http2_frame frame;
    struct pw_bytes bytes = pw_picture_bytes(on->session, message, 0, PW_HTTP2_HEADER, on->arena);
    return pw_http2_parse(bytes, &frame) == PW_PARSE_DONE ? frame.stream : 0;
}

static void describe_row(struct pw_describing *on, const char *name, uint32_t message)
{
    uint32_t row =
        message == PW_NONE ? PW_NONE : pw_session_message(on->session, message)->last_row;
    if (row != PW_NONE)
        pw_describe_number(on, name, row + 1u);
}

static void describe_upgrade(struct pw_describing *on)
{
    struct pw_bytes request = headers_of(on, on->event->message);
    struct pw_bytes answer = headers_of(on, on->event->last_message);
    on->out->result = pw_event_results(on->event->kind)[on->event->result];
    pw_describe_text(on, "result", on->out->result);
    if (on->event->result == PW_UPGRADE_ACCEPTED)
        on->out->result = "stream";
    describe_row(on, "request", on->event->message);
    describe_row(on, "response", on->event->last_message);
    describe_header(on, "target", request, ":path");
    describe_status(on, answer);
    describe_header(on, "subprotocol", answer, "sec-websocket-protocol");
    describe_header(on, "extensions", answer, "sec-websocket-extensions");
    pw_describe_text(on, "version", "HTTP/2");
    pw_describe_number(on, "stream", stream_of(on, on->event->message));
    if (on->event->result != PW_UPGRADE_ACCEPTED)
        pw_describe_text(on, "why", "the server did not answer 200 to the extended CONNECT");
    pw_describe_message_packets(on, on->event->message);
    pw_describe_message_packets(on, on->event->last_message);
}

/* The packet that completed the request: after an upgrade that is a request of HTTP/1.1. */
static void describe_request_row(struct pw_describing *on)
{
    if (on->event->about == PW_NONE)
        return;
    const struct pw_event *request = pw_session_event(on->session, on->event->about);
    describe_row(on, "request_packet",
                 request->extra == PW_HTTP_VERSION_2 ? request->last_message : request->message);
}

void pw_describe_http2(struct pw_describing *on)
{
    struct pw_bytes text = headers_of(on, on->event->message);
    if (on->event->kind == PW_EVENT_WEBSOCKET_UPGRADE) {
        describe_upgrade(on);
        return;
    }
    if (on->event->kind == PW_EVENT_HTTP_REQUEST) {
        describe_header(on, "method", text, ":method");
        /* A plain CONNECT has no path: its target is the authority (RFC 9113 section 8.5). */
        bool path = pw_http2_header(text, ":path").length;
        describe_header(on, "target", text, path ? ":path" : ":authority");
        describe_header(on, "host", text, ":authority");
        describe_header(on, "protocol", text, ":protocol");
        pw_describe_text(on, "version", "HTTP/2");
    } else {
        on->out->result = "stream";
        describe_status(on, text);
        describe_request_row(on);
    }
    pw_describe_number(on, "body_length", on->event->value);
    pw_describe_number(on, "stream", stream_of(on, on->event->message));
    pw_describe_message_packets(on, on->event->message);
    pw_describe_message_packets(on, on->event->last_message);
}
