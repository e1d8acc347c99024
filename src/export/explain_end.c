/* The end of the story: what only the end shows, every conversation in short, the totals. */
#include "base/translate.h"
#include "export/explain_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* WebSocket messages of a conversation, by sender. */
struct said_count {
    uint32_t side[2];
};

/* Count the messages of the first conversations in one pass over the events. */
static struct said_count *count_messages(const struct pw_session *session, uint32_t conversations)
{
    struct said_count *counts = pw_allocate_zero(conversations * sizeof *counts);
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const struct pw_event *event = pw_session_event(session, i);
        if (event->kind == PW_EVENT_WEBSOCKET_MESSAGE && event->conversation < conversations)
            counts[event->conversation].side[event->side]++;
    }
    return counts;
}

static void add_row(struct pw_buffer *out, const char *before, uint32_t row)
{
    if (row != PW_NONE)
        pw_buffer_print(out, "%s%lu", before, row + 1ul);
}

static void add_opening(struct pw_buffer *out, const struct pw_conversation *c)
{
    switch (c->opening) {
    case PW_OPENING_COMPLETE:
        pw_buffer_text(out, _("Opened"));
        add_row(out, _(" by packet "), c->open_row);
        break;
    case PW_OPENING_REFUSED:
        pw_buffer_text(out, _("Refused"));
        add_row(out, _(" by packet "), c->answer_row);
        break;
    case PW_OPENING_SYN:
        pw_buffer_text(out, _("Asked for and never answered"));
        break;
    case PW_OPENING_ANSWERED:
        pw_buffer_text(out, _("Never fully opened"));
        break;
    default:
        pw_buffer_text(out, _("Open before the capture began"));
        break;
    }
}

static void add_closing(struct pw_buffer *out, const struct pw_conversation *c)
{
    const char *closer = pw_explain_side(c->closer);
    switch (c->closing) {
    case PW_CLOSING_FIN:
        pw_buffer_print(out, _("closed by both, the %s first"), closer);
        add_row(out, _(", complete with packet "), c->close_row);
        break;
    case PW_CLOSING_RESET:
        pw_buffer_print(out, _("cut off by the %s"), closer);
        add_row(out, _(" in packet "), c->close_row);
        break;
    case PW_CLOSING_HALF:
        pw_buffer_print(out, _("closed by the %s only"), closer);
        break;
    default:
        pw_buffer_text(out, _("not closed while the capture ran"));
        break;
    }
}

static void add_side(struct pw_buffer *out, const struct pw_conversation *c, unsigned side)
{
    pw_buffer_print(out, _("%s %s sent "), side == PW_CLIENT ? _("The") : _(", the"),
                    pw_explain_side(side));
    pw_explain_count(out, c->side[side].packets, "packet", "packets");
    pw_buffer_text(out, _(" carrying "));
    pw_explain_count(out, c->side[side].bytes, "byte", "bytes");
}

/* What was spoken first, on the way to what is spoken now. */
static const char *road_to(const struct pw_conversation *c)
{
    bool socketio = c->application == PW_APP_SOCKETIO;
    if (c->application != PW_APP_WEBSOCKET && !socketio)
        return "";
    if (c->http2)
        return _("HTTP/2, and in it ");
    return socketio ? _("HTTP, and in it ") : _("HTTP, then ");
}

static void tell_conversation(struct pw_explain *explain, uint32_t index,
                              const struct said_count *said)
{
    const struct pw_conversation *c = pw_session_conversation(explain->session, index);
    struct pw_buffer *line = &explain->line;
    pw_explain_name(line, c);
    pw_buffer_text(line, _(": client "));
    pw_show_endpoint(line, &c->endpoint[PW_CLIENT]);
    pw_buffer_text(line, _(", server "));
    pw_show_endpoint(line, &c->endpoint[PW_SERVER]);
    pw_explain_tell_hanging(explain, 2);
    if (c->transport == 6) {
        add_opening(line, c);
        if (c->opening != PW_OPENING_REFUSED && c->opening != PW_OPENING_SYN) {
            pw_buffer_text(line, ", ");
            add_closing(line, c);
        }
        pw_buffer_text(line, ". ");
    }
    bool inside = c->encrypted && c->application != PW_APP_TLS;
    if (c->application != PW_APP_UNKNOWN && c->application != PW_APP_OPAQUE)
        pw_buffer_print(line, _("They spoke %s%s%s. "), road_to(c),
                        pw_application_name((enum pw_application)c->application),
                        inside ? _(", all inside TLS") : "");
    add_side(line, c, PW_CLIENT);
    add_side(line, c, PW_SERVER);
    pw_buffer_byte(line, '.');
    if (said->side[PW_CLIENT] || said->side[PW_SERVER])
        pw_buffer_print(line, _(" WebSocket messages: %u from the client, %u from the server."),
                        said->side[PW_CLIENT], said->side[PW_SERVER]);
    pw_explain_tell(explain, 4);
}

static void tell_conversations(struct pw_explain *explain)
{
    uint32_t all = pw_session_conversations(explain->session);
    uint32_t listed = all < PW_EXPLAIN_LISTED ? all : PW_EXPLAIN_LISTED;
    struct said_count *said = count_messages(explain->session, listed);
    for (uint32_t i = 0; i < listed; i++)
        tell_conversation(explain, i, &said[i]);
    free(said);
    if (listed < all) {
        pw_buffer_text(&explain->line, _("And "));
        pw_explain_count(&explain->line, all - listed, "more conversation.", "more conversations.");
        pw_explain_tell(explain, 2);
    }
}

static void tell_counts(struct pw_explain *explain)
{
    const struct pw_totals *totals = pw_session_totals(explain->session);
    struct pw_buffer *line = &explain->line;
    uint32_t rows = pw_session_rows(explain->session);
    if (!rows) {
        pw_buffer_text(line, _("There are no packets in it."));
        pw_explain_tell(explain, 2);
        return;
    }
    pw_explain_count(line, rows, "packet", "packets");
    pw_buffer_text(line, _(" in all, together "));
    pw_explain_count(line, totals->bytes, "byte", "bytes");
    pw_buffer_text(line, _("; the last one at "));
    pw_explain_time(explain, line, pw_session_row(explain->session, rows - 1)->time);
    pw_buffer_byte(line, '.');
    pw_explain_tell(explain, 2);
    pw_buffer_print(line,
                    _("TCP conversations: %u, opened completely while the capture ran: %u. "
                      "UDP conversations: %u."),
                    totals->tcp, totals->handshakes, totals->udp);
    if (totals->upgrades || totals->messages)
        pw_buffer_print(line, _(" Upgrades to WebSocket: %u, WebSocket messages: %u."),
                        totals->upgrades, totals->messages);
    pw_explain_tell(explain, 2);
}

static void tell_trouble(struct pw_explain *explain, const char *stopped)
{
    const struct pw_totals *totals = pw_session_totals(explain->session);
    struct pw_buffer *line = &explain->line;
    if (totals->malformed) {
        pw_explain_count(line, totals->malformed, "packet is", "packets are");
        pw_buffer_text(line, _(" cut short or broken."));
        pw_explain_tell(explain, 2);
    }
    if (totals->gaps) {
        pw_buffer_text(line, _("Bytes of a conversation were never captured, in "));
        pw_explain_count(line, totals->gaps, "place.", "places.");
        pw_explain_tell(explain, 2);
    }
    if (totals->dropped) {
        pw_explain_count(line, totals->dropped, "thing was", "things were");
        pw_buffer_text(line, _(" left out: more was open at once than is kept."));
        pw_explain_tell(explain, 2);
    }
    if (stopped) {
        pw_buffer_text(line, _("The capture ends too early: "));
        pw_text_safe(line, pw_bytes_of(stopped, strlen(stopped)));
        pw_explain_tell(explain, 2);
    }
}

void pw_explain_end(struct pw_explain *explain, const char *stopped, struct pw_buffer *out)
{
    uint32_t rows = pw_session_rows(explain->session);
    uint32_t events = pw_session_events(explain->session);
    explain->out = out;
    if (!rows)
        pw_explain_title(explain);
    pw_explain_flush_quiet(explain);
    for (uint32_t i = pw_session_end_events(explain->session); i < events; i++) {
        uint32_t conversation = pw_session_event(explain->session, i)->conversation;
        if (conversation != PW_NONE && conversation >= PW_EXPLAIN_CONVERSATIONS)
            continue;
        pw_explain_go_to(explain, conversation);
        pw_buffer_text(&explain->line, _("When the capture ended"));
        pw_explain_tell(explain, 2);
        pw_explain_event(explain, i, NULL);
        pw_arena_reset(&explain->arena);
    }
    pw_buffer_text(out, _("\nThe end of the capture\n"));
    tell_conversations(explain);
    pw_explain_sessions(explain);
    tell_counts(explain);
    tell_trouble(explain, stopped);
}
