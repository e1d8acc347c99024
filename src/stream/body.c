/* A body as it passes: see body.h. Server-sent events: HTML standard, section 9.2. */
#include "stream/body.h"

#include <stdlib.h>
#include <string.h>

#define EVENT_MAX 65536u /* bytes of one server-sent event */

void pw_body_free(struct pw_session *session, struct pw_body *body)
{
    if (!body)
        return;
    if (session)
        session->held -= body->content.length;
    pw_inflater_free(body->inflater);
    pw_buffer_free(&body->content);
    free(body);
}

void pw_body_begin(struct pw_ladder *l, const struct pw_http_head *head, uint8_t engine_version)
{
    struct pw_flow *flow = l->flow;
    bool events = head->response && head->event_stream;
    pw_body_free(l->session, flow->pipe);
    flow->pipe = NULL;
    if ((!events && !engine_version) || head->coding == PW_CODING_OTHER)
        return;
    flow->pipe = pw_allocate_zero(sizeof *flow->pipe);
    flow->pipe->inflater = pw_inflater_new(head->coding);
    flow->pipe->use = events ? PW_BODY_EVENTS : PW_BODY_ENGINE;
    flow->pipe->bytes = head->octets;
}

static void let_go(struct pw_session *session, struct pw_body *body)
{
    session->held -= body->content.length;
    pw_buffer_clear(&body->content);
}

/* What stands between two blank lines is one event; one without data or event line is a comment
 * that keeps the connection open, and is told as such. */
static void note_event(struct pw_ladder *l, struct pw_body *body)
{
    struct pw_session *session = l->session;
    uint64_t at = pw_spill_add(&session->spill, body->content.text, body->content.length);
    if (at <= UINT32_MAX - body->content.length) {
        struct pw_event *event = pw_grow_event(session, PW_EVENT_SSE_EVENT, l->index);
        event->part.at = (uint32_t)at;
        event->part.length = (uint32_t)body->content.length;
        event->side = l->side;
        event->about = body->first_row;
    } else {
        session->totals.dropped++;
    }
    let_go(session, body);
    body->line = 0;
}

static void take_line_end(struct pw_ladder *l, struct pw_body *body)
{
    bool blank = body->content.length - body->line == 1;
    if (!blank) {
        body->line = body->content.length;
    } else if (body->line) {
        note_event(l, body);
    } else {
        let_go(l->session, body);
    }
}

/* Bytes before the next CR or LF. */
static size_t line_length(struct pw_bytes bytes)
{
    size_t length = 0;
    while (length < bytes.length && bytes.data[length] != '\n' && bytes.data[length] != '\r')
        length++;
    return length;
}

/* A line ends with CR LF, LF or CR (section 9.2.5). Kept, each ends with LF. */
static void take_events(struct pw_ladder *l, struct pw_body *body, struct pw_bytes bytes)
{
    while (bytes.length && !body->broken) {
        size_t skip = body->returned && *bytes.data == '\n' ? 1 : 0;
        bytes = pw_bytes_of(bytes.data + skip, bytes.length - skip);
        size_t length = line_length(bytes), end = length < bytes.length ? 1 : 0;
        body->returned = end && bytes.data[length] == '\r';
        if (!body->content.length)
            body->first_row = l->session->row;
        if (body->content.length + length + end > EVENT_MAX ||
            length + end > PW_CAP_HELD - l->session->held) {
            body->broken = true;
            l->session->totals.dropped++;
            return;
        }
        pw_buffer_add(&body->content, bytes.data, length);
        pw_buffer_add(&body->content, "\n", end);
        l->session->held += length + end;
        if (end)
            take_line_end(l, body);
        bytes = pw_bytes_of(bytes.data + length + end, bytes.length - length - end);
    }
}

static bool take_plain(void *self, struct pw_bytes plain)
{
    struct pw_ladder *l = self;
    struct pw_body *body = l->flow->pipe;
    if (body->use == PW_BODY_EVENTS) {
        take_events(l, body, plain);
    } else if (body->content.length + plain.length > PW_CAP_SHOWN ||
               plain.length > PW_CAP_HELD - l->session->held) {
        body->broken = true;
        l->session->totals.dropped++;
    } else {
        pw_buffer_add(&body->content, plain.data, plain.length);
        l->session->held += plain.length;
    }
    return !body->broken;
}

void pw_body_pass(struct pw_ladder *l, struct pw_bytes bytes)
{
    struct pw_body *body = l->flow->pipe;
    if (!body || body->broken)
        return;
    if (!body->inflater)
        take_plain(l, bytes);
    else if (!pw_inflater_feed(body->inflater, bytes, take_plain, l))
        body->broken = true;
}
