/* At the end of the story: every Engine.IO session in short, over all the connections it used. */
#include "base/translate.h"
#include "export/explain_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dissect/engineio.h"
#include "dissect/socketio.h"

#define CONVERSATIONS 16u /* of a session that are named */

struct session {
    uint32_t conversations[CONVERSATIONS], count; /* those it used, in order */
    uint32_t open;                                /* the event that opened it; PW_NONE: not seen */
    uint32_t said[2], acks;                       /* events by sender, acknowledgements */
    uint32_t pings, pongs;
    uint32_t unanswered; /* the last ping, an event, as long as no pong has come */
};

static void use(struct session *session, uint32_t conversation)
{
    for (uint32_t i = 0; i < session->count && i < CONVERSATIONS; i++)
        if (session->conversations[i] == conversation)
            return;
    if (session->count < CONVERSATIONS)
        session->conversations[session->count] = conversation;
    session->count++;
}

static void take(struct session *session, const struct pw_event *event, uint32_t index)
{
    use(session, event->conversation);
    if (event->kind == PW_EVENT_SOCKETIO_PACKET) {
        session->said[event->side] += event->result == PW_SOCKETIO_EVENT;
        session->acks += event->result == PW_SOCKETIO_ACK;
        return;
    }
    if (event->result == PW_ENGINEIO_OPEN)
        session->open = index;
    /* A ping with data is no heartbeat: it probes a new transport. */
    bool probe = event->part.length > 1;
    if (event->result == PW_ENGINEIO_PING && !probe) {
        session->pings++;
        session->unanswered = index;
    } else if (event->result == PW_ENGINEIO_PONG && !probe) {
        session->pongs++;
        if (event->about == session->unanswered)
            session->unanswered = PW_NONE;
    }
}

static void add_name(struct pw_explain *explain, uint32_t engine, const struct session *session)
{
    struct pw_description open;
    pw_buffer_print(&explain->line, _("Session %u"), engine);
    if (session->open == PW_NONE)
        return;
    pw_picture_event(explain->session, session->open, &explain->arena, &open);
    const struct pw_attribute *sid = pw_description_get(&open, "sid");
    if (!sid)
        return;
    pw_buffer_text(&explain->line, _(", id "));
    pw_text_brief(&explain->line, sid->bytes, 64);
}

static void add_connections(struct pw_explain *explain, const struct session *session)
{
    pw_buffer_text(&explain->line, session->count == 1 ? _(", on TCP conversation ")
                                                       : _(", on TCP conversations "));
    for (uint32_t i = 0; i < session->count && i < CONVERSATIONS; i++) {
        bool last = i + 1 == session->count;
        const struct pw_conversation *c =
            pw_session_conversation(explain->session, session->conversations[i]);
        pw_buffer_print(&explain->line, "%s%u", !i ? "" : last ? _(" and ") : ", ", c->number);
    }
    if (session->count > CONVERSATIONS)
        pw_buffer_print(&explain->line, _(" and %u more"), session->count - CONVERSATIONS);
}

static void tell(struct pw_explain *explain, uint32_t engine, const struct session *session)
{
    struct pw_buffer *line = &explain->line;
    add_name(explain, engine, session);
    add_connections(explain, session);
    pw_buffer_byte(line, '.');
    pw_explain_tell_hanging(explain, 2);
    pw_buffer_text(line, _("Socket.IO: "));
    pw_explain_count(line, session->said[PW_CLIENT], "event", "events");
    pw_buffer_print(line, _(" from the client, %u from the server, "), session->said[PW_SERVER]);
    pw_explain_count(line, session->acks, "acknowledgement.", "acknowledgements.");
    if (session->pings) {
        pw_buffer_text(line, _(" Heartbeats: "));
        pw_explain_count(line, session->pings, "ping", "pings");
        pw_buffer_print(line, _(", %u answered"), session->pongs);
        if (session->unanswered != PW_NONE &&
            pw_session_event(explain->session, session->unanswered)->row != PW_NONE)
            pw_buffer_print(line, _("; the last, in packet %u, never was"),
                            pw_session_event(explain->session, session->unanswered)->row + 1u);
        pw_buffer_byte(line, '.');
    }
    pw_explain_tell(explain, 4);
    pw_arena_reset(&explain->arena);
}

void pw_explain_sessions(struct pw_explain *explain)
{
    struct session *sessions = pw_allocate_zero(PW_EXPLAIN_SESSIONS * sizeof *sessions);
    uint32_t all = 0;
    for (uint32_t i = 0; i < PW_EXPLAIN_SESSIONS; i++)
        sessions[i].open = sessions[i].unanswered = PW_NONE;
    for (uint32_t i = 0; i < pw_session_events(explain->session); i++) {
        const struct pw_event *event = pw_session_event(explain->session, i);
        if (event->engine == PW_NONE)
            continue;
        if (event->engine >= all)
            all = event->engine + 1;
        if (event->engine < PW_EXPLAIN_SESSIONS)
            take(&sessions[event->engine], event, i);
    }
    for (uint32_t i = 0; i < all && i < PW_EXPLAIN_SESSIONS; i++)
        if (sessions[i].count)
            tell(explain, i, &sessions[i]);
    if (all > PW_EXPLAIN_SESSIONS) {
        pw_buffer_text(&explain->line, _("And "));
        pw_explain_count(&explain->line, all - PW_EXPLAIN_SESSIONS, "more session.",
                         "more sessions.");
        pw_explain_tell(explain, 2);
    }
    free(sessions);
}
