/* Opening and closing of a TCP connection, described: see describe.h. */
#include "stream/describe.h"

static void describe_endpoint(struct pw_describing *on, const char *name,
                              const struct pw_endpoint *endpoint)
{
    struct pw_buffer text = {0};
    pw_show_endpoint(&text, endpoint);
    const char *kept = pw_arena_text(on->arena, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    pw_describe_text(on, name, kept);
}

/* Every packet with a SYN up to the last one that counts, and that one. */
static void add_opening_packets(struct pw_describing *on, const struct pw_conversation *c)
{
    uint32_t last = c->opening == PW_OPENING_COMPLETE  ? c->open_row
                    : c->opening == PW_OPENING_REFUSED ? c->answer_row
                                                       : c->last_row;
    for (uint32_t i = c->first_row; i != PW_NONE && i <= last;
         i = pw_session_row(on->session, i)->next)
        if (pw_session_row(on->session, i)->tcp_flags & PW_TCP_SYN &&
            !(pw_session_row(on->session, i)->flags & PW_ROW_DUPLICATE))
            pw_describe_packet(on, i);
    if (c->opening == PW_OPENING_COMPLETE || c->opening == PW_OPENING_REFUSED)
        pw_describe_packet(on, last);
}

static void describe_handshake(struct pw_describing *on, const struct pw_conversation *c)
{
    describe_endpoint(on, "client", &c->endpoint[PW_CLIENT]);
    describe_endpoint(on, "server", &c->endpoint[PW_SERVER]);
    pw_describe_text(on, "result", on->out->result);
    uint32_t first = c->syn_row != PW_NONE ? c->syn_row : c->answer_row;
    uint32_t last = on->event->result == PW_HANDSHAKE_REFUSED ? c->answer_row : c->open_row;
    if (first != PW_NONE && last != PW_NONE) {
        uint64_t from = pw_session_row(on->session, first)->time;
        uint64_t to = pw_session_row(on->session, last)->time;
        /* A clock that was set back in between has nothing to say. */
        if (to >= from)
            pw_describe_number(on, "rtt_us", (to - from) / 1000);
    }
    pw_describe_number(on, "syn_retries", c->syn_retries);
    add_opening_packets(on, c);
}

/* The FINs and the packets that acknowledged them, or the RST. */
static void add_closing_packets(struct pw_describing *on, const struct pw_conversation *c)
{
    pw_describe_packet(on, c->close_row);
    for (int side = 0; side < 2; side++) {
        if (!c->side[side].fin_seen)
            continue;
        uint32_t i = c->fin_row[side];
        pw_describe_packet(on, i);
        for (; i != PW_NONE; i = pw_session_row(on->session, i)->next) {
            const struct pw_row *row = pw_session_row(on->session, i);
            bool peer = !!(row->flags & PW_ROW_SERVER) != side;
            if (!peer || !(row->tcp_flags & PW_TCP_ACK) ||
                pw_seq_before(row->ack, c->side[side].fin + 1))
                continue;
            pw_describe_packet(on, i);
            break;
        }
    }
}

void pw_describe_tcp(struct pw_describing *on)
{
    const struct pw_conversation *c = pw_session_conversation(on->session, on->event->conversation);
    on->out->result = pw_event_results(on->event->kind)[on->event->result];
    if (on->event->kind == PW_EVENT_TCP_HANDSHAKE) {
        describe_handshake(on, c);
        return;
    }
    pw_describe_text(on, "result", on->out->result);
    pw_describe_side(on, "by", on->event->side);
    add_closing_packets(on, c);
}
