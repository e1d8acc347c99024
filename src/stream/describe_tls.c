/* A TLS handshake, described: what both sides agreed on, as far as it can be read. */
#include <string.h>

#include "stream/describe.h"
#include "stream/tls.h"

static void describe_name(struct pw_describing *on, const char *attribute,
                          const struct pw_name *names, uint16_t value)
{
    const char *name = pw_name_of(names, value);
    if (value)
        pw_describe_text(on, attribute, name ? name : pw_arena_print(on->arena, "0x%04x", value));
}

/* The alert that broke it off, in the packet of the event. */
static void describe_alert(struct pw_describing *on)
{
    struct pw_tree tree;
    if (on->event->row == PW_NONE)
        return;
    pw_picture_tree(on->session, on->event->row, on->arena, &tree);
    const struct pw_field *alert = pw_tree_find(&tree, NULL, "tls.alert_message.desc", 0);
    const char *name = alert ? pw_name_of(pw_tls_alert_names, alert->number) : NULL;
    if (name)
        pw_describe_text(on, "alert", name);
}

/* Every record up to the last one of the handshake. */
static void add_records(struct pw_describing *on)
{
    for (uint32_t i = on->event->message; i != PW_NONE;
         i = pw_session_message(on->session, i)->next) {
        if (pw_session_message(on->session, i)->application == PW_APP_TLS)
            pw_describe_message_packets(on, i);
        if (i == on->event->last_message)
            break;
    }
}

void pw_describe_tls(struct pw_describing *on)
{
    const struct pw_tls *tls = pw_stream_at(on->session, (uint32_t)on->event->value)->tls;
    on->out->result = pw_event_results(on->event->kind)[on->event->result];
    pw_describe_text(on, "result", on->out->result);
    describe_name(on, "version", pw_tls_version_names, tls->version);
    if (tls->server_name.length)
        pw_describe_bytes(on, "server_name", tls->server_name);
    describe_name(on, "cipher", pw_tls_cipher_names, tls->cipher);
    if (tls->alpn.length)
        pw_describe_bytes(on, "alpn", tls->alpn);
    pw_describe_bool(on, "decrypted", tls->side[0].keyed || tls->side[1].keyed);
    pw_describe_bool(on, "resumed", tls->resumed);
    if (on->event->result) {
        pw_describe_side(on, "by", on->event->side);
        describe_alert(on);
    }
    add_records(on);
}
