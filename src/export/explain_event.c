/*
 * Events told: first the facts, with their numbers, then (once for each kind of thing) the words
 * that explain it. The facts are the same in every voice.
 */
#include "base/translate.h"
#include "export/telling.h"

#include <stdlib.h>
#include <string.h>

static void tell_handshake(const struct pw_telling *on)
{
    uint64_t retries = pw_telling_number(on, "syn_retries"), rtt = pw_telling_number(on, "rtt_us");
    switch (on->event->result) {
    case PW_HANDSHAKE_COMPLETE:
        pw_buffer_text(on->line, _("Connected: the connection was opened in "));
        break;
    case PW_HANDSHAKE_REFUSED:
        pw_buffer_text(on->line, _("Refused: nobody takes calls at that port, in "));
        break;
    case PW_HANDSHAKE_UNANSWERED:
        pw_buffer_text(on->line, _("Never answered: the client asked to connect, in "));
        break;
    default:
        pw_buffer_text(on->line, _("Not finished: the opening stopped half way, in "));
        break;
    }
    pw_telling_packets(on);
    if (pw_telling_get(on, "rtt_us"))
        pw_buffer_print(on->line, _(", within %llu.%03llu ms"), (unsigned long long)(rtt / 1000),
                        (unsigned long long)(rtt % 1000));
    pw_buffer_byte(on->line, '.');
    if (retries) {
        pw_buffer_text(on->line, _(" The first packet was sent again "));
        pw_explain_count(on->line, retries, "time.", "times.");
    }
    pw_telling_done(on);
}

static void tell_close(const struct pw_telling *on)
{
    switch (on->event->result) {
    case PW_CLOSE_FIN:
        pw_buffer_print(on->line,
                        _("Closed: both sides said that they have nothing more to send, "
                          "the %s first ("),
                        pw_explain_side(on->event->side));
        break;
    case PW_CLOSE_RESET:
        pw_buffer_print(on->line, _("Cut off: the %s ended the connection at once ("),
                        pw_explain_side(on->event->side));
        break;
    default:
        pw_buffer_print(on->line,
                        _("Half closed: only the %s said that it has nothing more to send ("),
                        pw_explain_side(on->event->side));
        break;
    }
    pw_telling_packets(on);
    pw_buffer_text(on->line, ").");
    pw_telling_done(on);
}

/* The first few answers: "CNAME www.example.test", "A 10.0.0.80". Records of other sections come
 * behind the answers in the packet, so as many as there are answers are taken. */
static void add_answers(const struct pw_telling *on)
{
    static const char *const ids[] = {
        "dns.a",  "dns.aaaa", "dns.cname", "dns.ns", "dns.ptr.domain_name", "dns.mx.mail_exchange",
        "dns.txt"};
    const struct pw_layer *layer = on->tree ? pw_tree_last(on->tree, "dns") : NULL;
    uint64_t left = pw_telling_number(on, "answers");
    const char *before = ": ";
    for (uint32_t i = 0; layer && i < layer->count && left; i++) {
        const struct pw_field *field = &on->tree->fields[layer->first + i];
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
            if (strcmp(field->def->id, ids[k]) != 0)
                continue;
            struct pw_buffer value = {0};
            pw_field_show(&value, field);
            pw_buffer_text(on->line, before);
            pw_text_brief(on->line, pw_bytes_of(pw_buffer_get(&value), value.length), 80);
            pw_buffer_free(&value);
            before = ", ";
            left--;
        }
    }
}

static void tell_dns(const struct pw_telling *on)
{
    bool query = on->event->kind == PW_EVENT_DNS_QUERY;
    pw_buffer_text(on->line, query ? _("Asked:") : _("Answered:"));
    pw_telling_add(on, " ", "name");
    pw_telling_add(on, ", ", "kind");
    if (!query) {
        pw_telling_add(on, ": ", "rcode");
        pw_buffer_text(on->line, ", ");
        pw_explain_count(on->line, pw_telling_number(on, "answers"), "answer", "answers");
        add_answers(on);
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

static void tell_arp(const struct pw_telling *on)
{
    if (on->event->kind == PW_EVENT_ARP_REQUEST) {
        pw_telling_add(on, _("Asked: who has "), "target");
        pw_telling_add(on, _("? By "), "sender");
        pw_telling_add(on, _(" at "), "mac");
    } else {
        pw_telling_add(on, _("Answered: "), "sender");
        pw_telling_add(on, _(" is at "), "mac");
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

static void tell_icmp(const struct pw_telling *on)
{
    if (on->event->kind == PW_EVENT_ICMP_ECHO) {
        pw_telling_add(on, _("Ping: "), "about");
    } else {
        pw_buffer_text(on->line, on->event->kind == PW_EVENT_ICMP_UNREACHABLE
                                     ? _("Not delivered")
                                     : _("Given up on the way"));
        pw_telling_add(on, _(", says "), "from");
        pw_telling_add(on, _(". It is about "), "about");
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

static void (*const tellers[PW_EVENT_KINDS])(const struct pw_telling *) = {
    [PW_EVENT_TCP_HANDSHAKE] = tell_handshake,
    [PW_EVENT_TCP_CLOSE] = tell_close,
    [PW_EVENT_TCP_ANALYSIS] = pw_tell_analysis,
    [PW_EVENT_HTTP_REQUEST] = pw_tell_request,
    [PW_EVENT_HTTP_RESPONSE] = pw_tell_response,
    [PW_EVENT_WEBSOCKET_UPGRADE] = pw_tell_upgrade,
    [PW_EVENT_WEBSOCKET_MESSAGE] = pw_tell_message,
    [PW_EVENT_WEBSOCKET_PING] = pw_tell_beat,
    [PW_EVENT_WEBSOCKET_PONG] = pw_tell_beat,
    [PW_EVENT_WEBSOCKET_CLOSE] = pw_tell_goodbye,
    [PW_EVENT_WEBSOCKET_VIOLATION] = pw_tell_violation,
    [PW_EVENT_SSE_EVENT] = pw_tell_sse,
    [PW_EVENT_ENGINEIO_PACKET] = pw_tell_engineio,
    [PW_EVENT_SOCKETIO_PACKET] = pw_tell_socketio,
    [PW_EVENT_TLS_HANDSHAKE] = pw_tell_tls,
    [PW_EVENT_DNS_QUERY] = tell_dns,
    [PW_EVENT_DNS_RESPONSE] = tell_dns,
    [PW_EVENT_ARP_REQUEST] = tell_arp,
    [PW_EVENT_ARP_REPLY] = tell_arp,
    [PW_EVENT_ICMP_ECHO] = tell_icmp,
    [PW_EVENT_ICMP_UNREACHABLE] = tell_icmp,
    [PW_EVENT_ICMP_TIME_EXCEEDED] = tell_icmp,
};

/* An event nobody here tells yet: its name and what it says of itself. */
static void tell_any(const struct pw_telling *on)
{
    pw_buffer_text(on->line, on->description.event);
    for (uint32_t i = 0; i < on->description.attribute_count; i++) {
        const struct pw_attribute *attribute = &on->description.attributes[i];
        pw_buffer_print(on->line, ", %s ", attribute->name);
        if (attribute->type == PW_ATTRIBUTE_TEXT || attribute->type == PW_ATTRIBUTE_JSON)
            pw_text_brief(on->line, attribute->bytes, 200);
        else if (attribute->type == PW_ATTRIBUTE_HEX)
            pw_buffer_hex(on->line, attribute->bytes);
        else
            pw_buffer_number(on->line, attribute->number);
    }
    pw_buffer_byte(on->line, '.');
    pw_telling_done(on);
}

bool pw_explain_first(struct pw_explain *explain, const char *key, const char *variant)
{
    for (uint32_t i = 0; i + 1 < explain->told_count; i += 2)
        if (strcmp(explain->told[i], key) == 0 && strcmp(explain->told[i + 1], variant) == 0)
            return false;
    if (explain->told_count + 2 > explain->told_room) {
        explain->told_room = explain->told_room ? explain->told_room * 2 : 64;
        explain->told = pw_reallocate(explain->told, explain->told_room * sizeof *explain->told);
    }
    explain->told[explain->told_count++] = key;
    explain->told[explain->told_count++] = variant;
    return true;
}

void pw_explain_event(struct pw_explain *explain, uint32_t event, const struct pw_tree *tree)
{
    struct pw_telling on = {.explain = explain,
                            .line = &explain->line,
                            .tree = tree,
                            .event = pw_session_event(explain->session, event)};
    pw_picture_event(explain->session, event, &explain->arena, &on.description);
    void (*teller)(const struct pw_telling *) = tellers[on.event->kind];
    (teller ? teller : tell_any)(&on);
    const char *variant = on.description.result ? on.description.result : "";
    struct pw_said said = {0};
    if (!pw_explain_first(explain, on.description.event, variant) || !explain->words)
        return;
    if (pw_words_event(explain->words, explain->voice, &on.description, tree, &explain->arena,
                       &said)) {
        pw_buffer_text(&explain->line, said.text);
        pw_explain_tell(explain, 4);
    }
}
