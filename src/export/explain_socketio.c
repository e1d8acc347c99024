/* What Engine.IO and Socket.IO say, told: the session that spans connections, and the calls in the
 * programs. Server-sent events, TLS and broken rules stand here too. */
#include "base/translate.h"
#include "export/telling.h"

#include <string.h>

static bool is(const struct pw_telling *on, const char *name, const char *value)
{
    const struct pw_attribute *attribute = pw_telling_get(on, name);
    return attribute && attribute->bytes.length == strlen(value) &&
           memcmp(attribute->bytes.data, value, strlen(value)) == 0;
}

static void add_milliseconds(const struct pw_telling *on, const char *name)
{
    uint64_t time = pw_telling_number(on, name);
    pw_buffer_print(on->line, _("%llu.%03llu ms"), (unsigned long long)(time / 1000),
                    (unsigned long long)(time % 1000));
}

/* A session may go on over another TCP connection: said where it does. */
static void tell_session(const struct pw_telling *on)
{
    struct pw_explain *explain = on->explain;
    uint32_t engine = on->event->engine;
    if (engine >= PW_EXPLAIN_SESSIONS)
        return;
    uint32_t before = explain->session_at[engine];
    explain->session_at[engine] = on->event->conversation + 1;
    if (!before || before == on->event->conversation + 1)
        return;
    pw_buffer_print(on->line, _("Session %u goes on here: it was last heard in "), engine);
    pw_explain_name(on->line, pw_session_conversation(explain->session, before - 1));
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

static void tell_open(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("Session %u opened"), (unsigned)on->event->engine);
    pw_telling_add(on, _(", id "), "sid");
    pw_telling_add(on, _(", over "), "carrier");
    pw_buffer_print(on->line,
                    _(". A ping every %llu ms, and %llu ms to answer it. It may move to: "),
                    (unsigned long long)pw_telling_number(on, "ping_interval"),
                    (unsigned long long)pw_telling_number(on, "ping_timeout"));
    if (is(on, "upgrades", "[]") || !pw_telling_add(on, "", "upgrades"))
        pw_buffer_text(on->line, _("nothing else"));
    pw_buffer_byte(on->line, '.');
}

static void tell_beat(const struct pw_telling *on)
{
    bool probe = is(on, "data", "probe"), ping = is(on, "kind", "ping");
    const char *side = pw_explain_side(on->event->side);
    if (probe && ping)
        pw_buffer_print(on->line, _("The %s tries the new WebSocket (2probe)."), side);
    else if (probe)
        pw_buffer_print(on->line, _("The %s answers on it (3probe): the WebSocket works."), side);
    else if (ping)
        pw_buffer_print(
            on->line, _("Heartbeat: the %s asks whether anybody is there (Engine.IO ping)."), side);
    else
        pw_buffer_print(on->line, _("Heartbeat: the %s answers (Engine.IO pong)"), side);
    if (ping || probe)
        return;
    if (pw_telling_get(on, "rtt_us")) {
        pw_buffer_text(on->line, ", ");
        add_milliseconds(on, "rtt_us");
        pw_buffer_print(on->line, _(" after the ping in packet %u"),
                        (unsigned)pw_telling_number(on, "ping_packet"));
    }
    pw_buffer_byte(on->line, '.');
}

/* A message is told by what it carries, unless nobody here reads that. */
static void tell_carried(const struct pw_telling *on)
{
    if (pw_telling_add(on, _("A Socket.IO packet of another serializer, "), "serializer"))
        pw_buffer_text(on->line, _("; what it says is not read."));
}

void pw_tell_engineio(const struct pw_telling *on)
{
    tell_session(on);
    if (is(on, "kind", "open"))
        tell_open(on);
    else if (is(on, "kind", "ping") || is(on, "kind", "pong"))
        tell_beat(on);
    else if (is(on, "kind", "upgrade"))
        pw_buffer_text(on->line, _("The client moves over (5): from here on the session uses this "
                                   "WebSocket, and polling ends."));
    else if (is(on, "kind", "noop"))
        pw_buffer_text(on->line,
                       _("The server lets the poll that waits go (6, noop): it has nothing "
                         "to say there any more."));
    else if (is(on, "kind", "close"))
        pw_buffer_print(on->line, _("The %s closes this transport (Engine.IO close)."),
                        pw_explain_side(on->event->side));
    else
        tell_carried(on);
    pw_telling_done(on);
}

static void tell_event(const struct pw_telling *on)
{
    pw_telling_add(on, _(" On the other side, on(“"), "name");
    pw_buffer_text(on->line, _("”) fires."));
    if (pw_telling_get(on, "ack_id"))
        pw_buffer_print(on->line, _(" An answer is wanted, under number %llu."),
                        (unsigned long long)pw_telling_number(on, "ack_id"));
    if (pw_telling_get(on, "attachments")) {
        pw_buffer_text(on->line, _(" Bytes that belong to it: "));
        pw_explain_count(on->line, pw_telling_number(on, "attachments"), "message", "messages");
        pw_buffer_text(on->line, _(" of their own."));
    }
    if (!pw_telling_get(on, "reached"))
        return;
    pw_buffer_print(on->line, _(" The same event has now reached %llu"),
                    (unsigned long long)pw_telling_number(on, "reached"));
    if (pw_telling_get(on, "of"))
        pw_buffer_print(on->line, _(" of the %llu"),
                        (unsigned long long)pw_telling_number(on, "of"));
    pw_buffer_text(on->line, _(" connections seen."));
}

static void tell_ack(const struct pw_telling *on)
{
    if (!pw_telling_get(on, "event_packet")) {
        pw_buffer_text(on->line, _(" The event it answers was not captured."));
        return;
    }
    pw_telling_add(on, _(" It answers “"), "name");
    pw_buffer_print(on->line, _("” from packet %u, after "),
                    (unsigned)pw_telling_number(on, "event_packet"));
    add_milliseconds(on, "rtt_us");
    pw_buffer_text(on->line, _(": the callback of that emit() is called."));
}

void pw_tell_socketio(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("In the %s's program: "), pw_explain_side(on->event->side));
    pw_telling_add(on, "", "call");
    if (!is(on, "namespace", "/"))
        pw_telling_add(on, _(", in namespace "), "namespace");
    pw_buffer_byte(on->line, '.');
    if (is(on, "kind", "event"))
        tell_event(on);
    else if (is(on, "kind", "ack"))
        tell_ack(on);
    else if (is(on, "kind", "connect") && on->event->side == PW_CLIENT)
        pw_buffer_text(on->line, _(" The client asks to join."));
    else if (is(on, "kind", "connect"))
        pw_telling_add(on, _(" The client has joined, as socket "), "sid");
    if (pw_telling_get(on, "recovered"))
        pw_buffer_text(on->line, _(". Its state was kept: what it missed is sent again"));
    if (is(on, "kind", "connect") && on->event->side == PW_SERVER)
        pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

void pw_tell_sse(const struct pw_telling *on)
{
    const struct pw_attribute *text = pw_telling_get(on, "text");
    pw_buffer_text(on->line, text ? _("The server sends an event: ")
                                  : _("The server writes a comment, which keeps the line open"));
    if (text)
        pw_explain_quote(on->line, text->bytes);
    pw_telling_add(on, _(", named "), "name");
    pw_telling_add(on, _(", id "), "id");
    pw_telling_add(on, _(", to be asked again after so many ms: "), "retry");
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

void pw_tell_tls(const struct pw_telling *on)
{
    const struct pw_attribute *open = pw_telling_get(on, "decrypted");
    const struct pw_attribute *resumed = pw_telling_get(on, "resumed");
    if (on->event->result) {
        pw_buffer_print(on->line, _("TLS failed: the %s breaks off"),
                        pw_explain_side(on->event->side));
        pw_telling_add(on, _(", alert: "), "alert");
    } else {
        pw_buffer_text(on->line, _("Encrypted from here on"));
        pw_telling_add(on, ": ", "version");
        pw_telling_add(on, ", ", "cipher");
        pw_telling_add(on, _(", for "), "server_name");
        pw_telling_add(on, _(", to speak "), "alpn");
        if (resumed && resumed->number)
            pw_buffer_text(on->line, _(", going on with an earlier session"));
        pw_buffer_text(on->line, open && open->number
                                     ? _(". The keys were given, so what is inside is told below")
                                     : _(". Without the keys only lengths and times can be told"));
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

void pw_tell_violation(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("Rule broken by the %s: "), pw_explain_side(on->event->side));
    pw_telling_add(on, "", "says");
    pw_telling_add(on, " (", "section");
    pw_buffer_text(on->line, ").");
    pw_telling_done(on);
}
