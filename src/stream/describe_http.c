/* Requests, responses and the upgrade to WebSocket, described: see describe.h. */
#include <string.h>

#include "dissect/http.h"
#include "stream/describe.h"

#define LONG_POLL_NS 1000000000u /* nobody waits so long for a page */

static bool head_of(struct pw_describing *on, uint32_t message, struct pw_http_head *head)
{
    memset(head, 0, sizeof *head);
    if (message == PW_NONE)
        return false;
    struct pw_bytes bytes = pw_describe_message_bytes(on, message, 0, PW_HTTP_HEAD_MAX);
    return pw_http_parse_head(bytes, head) == PW_PARSE_DONE;
}

static void describe_request(struct pw_describing *on)
{
    struct pw_http_head head;
    if (head_of(on, on->event->message, &head)) {
        pw_describe_bytes(on, "method", head.method);
        pw_describe_bytes(on, "target", head.target);
        if (head.host.length)
            pw_describe_bytes(on, "host", head.host);
        pw_describe_text(on, "version", head.minor ? "HTTP/1.1" : "HTTP/1.0");
    }
    pw_describe_number(on, "body_length", on->event->value);
    pw_describe_message_packets(on, on->event->message);
}

/* The packet a message was completed by, as people count. */
static void describe_row_of(struct pw_describing *on, const char *name, uint32_t message)
{
    if (message == PW_NONE)
        return;
    uint32_t row = pw_session_message(on->session, message)->last_row;
    if (row != PW_NONE)
        pw_describe_number(on, name, row + 1u);
}

/* How long the answer took to begin. A request that the server holds open until it has something to
 * say is a long poll. */
static void describe_waiting(struct pw_describing *on)
{
    if (on->event->last_message == PW_NONE)
        return;
    const struct pw_message *request = pw_session_message(on->session, on->event->last_message);
    const struct pw_message *answer = pw_session_message(on->session, on->event->message);
    if (request->last_row == PW_NONE || answer->first_row == PW_NONE)
        return;
    uint64_t from = pw_session_row(on->session, request->last_row)->time;
    uint64_t to = pw_session_row(on->session, answer->first_row)->time;
    if (to < from)
        return;
    pw_describe_number(on, "waited_us", (to - from) / 1000);
    if (to - from >= LONG_POLL_NS)
        pw_describe_bool(on, "long_poll", true);
}

static void describe_response(struct pw_describing *on)
{
    struct pw_http_head head;
    if (head_of(on, on->event->message, &head)) {
        pw_describe_number(on, "status", head.status);
        pw_describe_bytes(on, "reason", head.reason);
    }
    pw_describe_number(on, "body_length", on->event->value);
    describe_row_of(on, "request_packet", on->event->last_message);
    describe_waiting(on);
    pw_describe_message_packets(on, on->event->message);
}

static const char *why_not(struct pw_describing *on, const struct pw_http_head *request,
                           const struct pw_http_head *response, bool asked)
{
    struct pw_offer offer = pw_offer_of(request);
    offer.known = asked;
    const char *why = on->event->result == PW_UPGRADE_REJECTED
                          ? pw_upgrade_refusal(request, response)
                          : pw_upgrade_fault(&offer, response);
    return why ? why
               : pw_arena_print(on->arena, "the server answered %u where 101 would agree",
                                response->status);
}

static void describe_upgrade(struct pw_describing *on)
{
    struct pw_http_head request, response;
    char expected[PW_ACCEPT_LENGTH + 1] = "";
    bool asked = head_of(on, on->event->message, &request);
    head_of(on, on->event->last_message, &response);
    on->out->result = pw_event_results(on->event->kind)[on->event->result];
    pw_describe_text(on, "result", on->out->result);
    describe_row_of(on, "request", on->event->message);
    describe_row_of(on, "response", on->event->last_message);
    if (asked)
        pw_describe_bytes(on, "target", request.target);
    pw_describe_number(on, "status", response.status);
    if (request.key.length) {
        pw_websocket_accept(request.key, expected);
        pw_describe_bytes(on, "key", request.key);
    }
    if (response.accept.length)
        pw_describe_bytes(on, "accept", response.accept);
    if (expected[0])
        pw_describe_text(on, "accept_expected",
                         pw_arena_text(on->arena, expected, strlen(expected)));
    if (response.subprotocol.length)
        pw_describe_bytes(on, "subprotocol", response.subprotocol);
    if (response.extensions.length)
        pw_describe_bytes(on, "extensions", response.extensions);
    if (on->event->result != PW_UPGRADE_ACCEPTED)
        pw_describe_text(on, "why", why_not(on, &request, &response, asked));
    pw_describe_message_packets(on, on->event->message);
    pw_describe_message_packets(on, on->event->last_message);
}

void pw_describe_http(struct pw_describing *on)
{
    if (on->event->extra == PW_HTTP_VERSION_2)
        pw_describe_http2(on);
    else if (on->event->kind == PW_EVENT_HTTP_REQUEST)
        describe_request(on);
    else if (on->event->kind == PW_EVENT_HTTP_RESPONSE)
        describe_response(on);
    else
        describe_upgrade(on);
}
