/* What is said over HTTP and WebSocket, told. */
#include "base/translate.h"
#include "export/telling.h"

#include <string.h>

#include "dissect/websocket.h"

static void add_body(const struct pw_telling *on)
{
    uint64_t length = pw_telling_number(on, "body_length");
    if (!length)
        return;
    pw_buffer_text(on->line, _(", with a body of "));
    pw_explain_count(on->line, length, "byte", "bytes");
}

/* HTTP/2 talks about many things at once, each on a stream of its own. */
static void add_stream(const struct pw_telling *on)
{
    if (pw_telling_get(on, "stream"))
        pw_buffer_print(on->line, _(" on stream %u"), (unsigned)pw_telling_number(on, "stream"));
}

/* Where a message took several packets, which. */
static void add_several(const struct pw_telling *on)
{
    if (on->description.packets_total < 2)
        return;
    pw_buffer_text(on->line, " (");
    pw_telling_packets(on);
    pw_buffer_byte(on->line, ')');
}

void pw_tell_request(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("The %s asks"), pw_explain_side(on->event->side));
    add_stream(on);
    pw_buffer_byte(on->line, ':');
    pw_telling_add(on, " ", "method");
    pw_telling_add(on, " ", "target");
    pw_telling_add(on, _(" at host "), "host");
    if (on->tree && on->tree->kind && strcmp(on->tree->kind, "http.upgrade_request") == 0)
        pw_buffer_text(on->line, _(", and to go on with WebSocket"));
    add_body(on);
    add_several(on);
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

void pw_tell_response(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("The %s answers"), pw_explain_side(on->event->side));
    add_stream(on);
    pw_buffer_print(on->line, ": %u", (unsigned)pw_telling_number(on, "status"));
    pw_telling_add(on, " ", "reason");
    if (pw_telling_get(on, "request_packet"))
        pw_buffer_print(on->line, _(", to the request in packet %u"),
                        (unsigned)pw_telling_number(on, "request_packet"));
    add_body(on);
    add_several(on);
    if (pw_telling_get(on, "long_poll"))
        pw_buffer_print(on->line, _(". The request was held open for %llu ms before: a long poll"),
                        (unsigned long long)(pw_telling_number(on, "waited_us") / 1000));
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

static bool same(const struct pw_telling *on, const char *one, const char *two)
{
    const struct pw_attribute *a = pw_telling_get(on, one), *b = pw_telling_get(on, two);
    return a && b && a->bytes.length == b->bytes.length &&
           memcmp(a->bytes.data, b->bytes.data, a->bytes.length) == 0;
}

/* The three values that decide, below each other, so that they can be compared by eye. */
static void tell_key(const struct pw_telling *on)
{
    if (pw_telling_add(on, _("Key the client sent: "), "key"))
        pw_telling_done(on);
    if (pw_telling_add(on, _("The only right answer to this key: "), "accept_expected"))
        pw_telling_done(on);
    if (pw_telling_add(on, _("Answer the server gave: "), "accept"))
        pw_telling_done(on);
    if (pw_telling_get(on, "accept") && pw_telling_get(on, "accept_expected")) {
        pw_buffer_text(on->line,
                       same(on, "accept", "accept_expected")
                           ? _("Both are the same, so the server understood what it was asked.")
                           : _("They differ, so the client must not go on."));
        pw_telling_done(on);
    }
}

void pw_tell_upgrade(const struct pw_telling *on)
{
    static const char *const results[] = {
        [PW_UPGRADE_ACCEPTED] = N_("Agreed: from here on both speak WebSocket"),
        [PW_UPGRADE_REJECTED] = N_("Not agreed: the server does not switch to WebSocket"),
        [PW_UPGRADE_INVALID] = N_("Not agreed: the answer is no valid start of a WebSocket"),
    };
    pw_buffer_text(on->line, pw_translate(results[on->event->result]));
    if (pw_telling_get(on, "request") && pw_telling_get(on, "response"))
        pw_buffer_print(on->line, _(" (asked in packet %u, answered in packet %u)"),
                        (unsigned)pw_telling_number(on, "request"),
                        (unsigned)pw_telling_number(on, "response"));
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
    if (pw_telling_add(on, _("Why: "), "why")) {
        pw_buffer_byte(on->line, '.');
        pw_telling_done(on);
    }
    if (on->event->result != PW_UPGRADE_REJECTED && !pw_telling_get(on, "stream"))
        tell_key(on);
    if (pw_telling_add(on, _("Subprotocol: "), "subprotocol"))
        pw_telling_done(on);
    if (pw_telling_add(on, _("Extensions: "), "extensions"))
        pw_telling_done(on);
}

/* “text”, or the bytes in hex, which an attribute says. */
static void add_payload(const struct pw_telling *on)
{
    const struct pw_attribute *text = pw_telling_get(on, "text"), *hex = pw_telling_get(on, "hex");
    if (text) {
        pw_explain_quote(on->line, text->bytes);
    } else if (hex) {
        size_t shown = hex->bytes.length < 64 ? hex->bytes.length : 64;
        pw_buffer_text(on->line, _("the bytes "));
        pw_buffer_hex(on->line, pw_bytes_of(hex->bytes.data, shown));
        if (shown < hex->bytes.length)
            pw_buffer_text(on->line, "…");
    }
}

void pw_tell_message(const struct pw_telling *on)
{
    const struct pw_attribute *compressed = pw_telling_get(on, "compressed");
    uint64_t frames = pw_telling_number(on, "frames");
    pw_buffer_print(on->line, pw_telling_get(on, "text") ? _("The %s says: ") : _("The %s sends: "),
                    pw_explain_side(on->event->side));
    add_payload(on);
    pw_buffer_text(on->line, pw_telling_get(on, "text") ? _(" (text, ") : _(" (binary, "));
    if (compressed && compressed->number && !pw_telling_get(on, "text")) {
        on->line->length -= strlen(_("(binary, "));
        pw_buffer_text(on->line, _("(compressed, "));
    }
    pw_explain_count(on->line, pw_telling_number(on, "length"), "byte", "bytes");
    if (frames > 1)
        pw_buffer_print(on->line, _(" in %llu frames"), (unsigned long long)frames);
    if (on->description.packets_total > 1) {
        pw_buffer_text(on->line, ", ");
        pw_telling_packets(on);
    }
    pw_buffer_text(on->line, ").");
    pw_telling_done(on);
}

void pw_tell_beat(const struct pw_telling *on)
{
    if (on->event->kind == PW_EVENT_WEBSOCKET_PING)
        pw_buffer_print(on->line, _("The %s asks whether the %s is still there (ping)"),
                        pw_explain_side(on->event->side), pw_explain_side(!on->event->side));
    else
        pw_buffer_print(on->line, _("The %s answers that it is there (pong)"),
                        pw_explain_side(on->event->side));
    if (pw_telling_number(on, "length")) {
        pw_buffer_text(on->line, _(", with "));
        add_payload(on);
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

void pw_tell_goodbye(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("The %s says goodbye to the WebSocket"),
                    pw_explain_side(on->event->side));
    if (pw_telling_get(on, "code")) {
        const char *name = pw_websocket_close_name((uint16_t)pw_telling_number(on, "code"));
        pw_buffer_print(on->line, _(", code %u"), (unsigned)pw_telling_number(on, "code"));
        if (name)
            pw_buffer_print(on->line, " (%s)", name);
    }
    if (pw_telling_get(on, "reason") && pw_telling_get(on, "reason")->bytes.length) {
        pw_buffer_text(on->line, _(", reason "));
        pw_explain_quote(on->line, pw_telling_get(on, "reason")->bytes);
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}
