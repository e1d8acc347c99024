/*
 * Conversations: who speaks with whom, numbered as tshark numbers tcp.stream and udp.stream, and
 * TCP's opening and closing (RFC 9293 sections 3.5 and 3.6).
 *
 * The opening is complete when each side's initial number was acknowledged by the other. Said so,
 * one rule serves the usual three packets and the simultaneous open alike.
 */
#include "stream/analysis.h"

#include <string.h>

/* Both ends, the smaller first, so that either direction asks for the same. IPv4 takes 16 bytes. */
struct key {
    uint8_t bytes[40];
    uint32_t length;
};

static size_t put_end(uint8_t *out, const struct pw_endpoint *end)
{
    size_t size = end->family == 4 ? 4 : 16;
    memcpy(out, end->address, size);
    memcpy(out + size, &end->port, 2);
    return size + 2;
}

static struct key key_of(const struct pw_endpoint *a, const struct pw_endpoint *b,
                         uint8_t transport)
{
    struct key key = {.bytes = {transport, a->family}};
    size_t size = a->family == 4 ? 4 : 16;
    int order = memcmp(a->address, b->address, size);
    bool swap = order > 0 || (order == 0 && a->port > b->port);
    size_t at = 2;
    at += put_end(key.bytes + at, swap ? b : a);
    at += put_end(key.bytes + at, swap ? a : b);
    /* Whole words hash fastest; the padding is zero. */
    key.length = (uint32_t)((at + 7) & ~(size_t)7);
    return key;
}

static bool equal_ends(const struct pw_endpoint *a, const struct pw_endpoint *b)
{
    return a->port == b->port && a->family == b->family && memcmp(a->address, b->address, 16) == 0;
}

/* Asked for every packet: the ports alone tell most others apart. */
static bool same(const void *context, uint32_t index, const void *wanted)
{
    const struct pw_conversation *known = pw_grow_conversation(context, index);
    const struct pw_facts *facts = wanted;
    if (known->transport != facts->transport)
        return false;
    return (equal_ends(&known->endpoint[0], &facts->from) &&
            equal_ends(&known->endpoint[1], &facts->to)) ||
           (equal_ends(&known->endpoint[0], &facts->to) &&
            equal_ends(&known->endpoint[1], &facts->from));
}

/* Who asks: whoever sends a SYN without ACK; else whoever is answered by a SYN with ACK; else, as a
 * guess, the higher port. UDP's client is who sent first. */
static bool sender_is_server(const struct pw_facts *facts, bool *guessed)
{
    *guessed = false;
    if (facts->transport != 6)
        return false;
    bool syn = facts->tcp.flags & PW_TCP_SYN, ack = facts->tcp.flags & PW_TCP_ACK;
    *guessed = !syn || ack;
    if (syn)
        return ack;
    return facts->from.port < facts->to.port;
}

static uint32_t add_conversation(struct pw_session *session, const struct pw_facts *facts)
{
    uint32_t index = session->conversations.count;
    struct pw_conversation *new_one = pw_vector_add(&session->conversations);
    bool server = sender_is_server(facts, &new_one->guessed);
    new_one->endpoint[server] = facts->from;
    new_one->endpoint[!server] = facts->to;
    new_one->transport = facts->transport;
    new_one->number = facts->transport == 6 ? session->totals.tcp++ : session->totals.udp++;
    new_one->first_row = session->row;
    new_one->last_row = PW_NONE;
    new_one->first_message = new_one->last_message = PW_NONE;
    new_one->syn_row = new_one->answer_row = new_one->open_row = PW_NONE;
    new_one->fin_row[0] = new_one->fin_row[1] = new_one->close_row = PW_NONE;
    for (int side = 0; side < 2; side++) {
        new_one->side[side].scale = -1;
        new_one->side[side].recent[0] = new_one->side[side].recent[1] = PW_NONE;
        new_one->side[side].high_row = new_one->side[side].ack_row = PW_NONE;
    }
    return index;
}

/* A SYN with a new initial number on a known pair of endpoints opens a new connection. */
static bool is_reuse(const struct pw_conversation *known, const struct pw_facts *facts)
{
    if (facts->transport != 6 || (facts->tcp.flags & (PW_TCP_SYN | PW_TCP_ACK)) != PW_TCP_SYN)
        return false;
    uint8_t side = !equal_ends(&known->endpoint[0], &facts->from);
    return known->side[side].known && known->side[side].base != facts->tcp.seq;
}

/* *earlier is the connection before on the same endpoints, or PW_NONE. */
static uint32_t find_conversation(struct pw_session *session, const struct pw_facts *facts,
                                  uint32_t *earlier)
{
    struct key key = key_of(&facts->from, &facts->to, facts->transport);
    uint32_t hash = pw_map_hash(&session->by_endpoints, key.bytes, key.length);
    uint32_t index = pw_map_find(&session->by_endpoints, hash, same, session, facts);
    *earlier = PW_NONE;
    if (index == PW_NONE) {
        index = add_conversation(session, facts);
        pw_map_put(&session->by_endpoints, hash, index);
    } else if (is_reuse(pw_grow_conversation(session, index), facts)) {
        *earlier = index;
        index = add_conversation(session, facts);
        pw_map_replace(&session->by_endpoints, hash, *earlier, index);
    }
    return index;
}

static struct pw_event *note(struct pw_session *session, uint32_t index, enum pw_event_kind kind,
                             uint8_t result, uint8_t side)
{
    struct pw_event *event = pw_grow_event(session, kind, index);
    event->result = result;
    event->side = side;
    return event;
}

/* A SYN, with or without ACK: the number a side counts from, and what it offers. */
static void follow_syn(struct pw_session *session, struct pw_conversation *c, uint8_t side,
                       const struct pw_segment *segment)
{
    const struct pw_facts *facts = segment->facts;
    struct pw_side *me = &c->side[side];
    bool answer = facts->tcp.flags & PW_TCP_ACK;
    bool again = me->syn_seen && me->base == facts->tcp.seq;
    if (again && !answer && side == PW_CLIENT && c->opening == PW_OPENING_SYN) {
        pw_grow_row(session, session->row)->flags |= PW_ROW_REPEATED;
        if (c->syn_retries < UINT16_MAX)
            c->syn_retries++;
        return;
    }
    if (again)
        return;
    me->base = facts->tcp.seq;
    me->next = facts->tcp.seq + 1;
    me->known = me->syn_seen = true;
    me->scale = facts->tcp.scale < 0 ? -2 : facts->tcp.scale;
    if (!answer && side == PW_CLIENT) {
        c->syn_row = session->row;
        if (c->opening == PW_OPENING_NONE)
            c->opening = PW_OPENING_SYN;
    } else {
        c->simultaneous = !answer;
        if (c->answer_row == PW_NONE)
            c->answer_row = session->row;
        if (c->opening <= PW_OPENING_SYN)
            c->opening = PW_OPENING_ANSWERED;
    }
}

/* Scaling is used only where both sides announced it (RFC 7323 section 2.2). */
static void agree_scale(struct pw_conversation *c)
{
    if (c->side[0].syn_seen && c->side[1].syn_seen &&
        (c->side[0].scale == -2 || c->side[1].scale == -2))
        c->side[0].scale = c->side[1].scale = -2;
}

static bool has_acknowledged(const struct pw_side *who, const struct pw_side *whom)
{
    return who->acked_any && whom->syn_seen && !pw_seq_before(who->acked, whom->base + 1);
}

static void follow_opening(struct pw_session *session, uint32_t index, struct pw_conversation *c)
{
    if (c->opening != PW_OPENING_ANSWERED || !has_acknowledged(&c->side[0], &c->side[1]) ||
        !has_acknowledged(&c->side[1], &c->side[0]))
        return;
    c->opening = PW_OPENING_COMPLETE;
    c->open_row = session->row;
    agree_scale(c);
    session->totals.handshakes++;
    note(session, index, PW_EVENT_TCP_HANDSHAKE, PW_HANDSHAKE_COMPLETE, PW_CLIENT);
}

static void follow_reset(struct pw_session *session, uint32_t index, struct pw_conversation *c,
                         uint8_t side)
{
    if (c->opening == PW_OPENING_SYN && side == PW_SERVER) {
        c->opening = PW_OPENING_REFUSED;
        c->answer_row = session->row;
        note(session, index, PW_EVENT_TCP_HANDSHAKE, PW_HANDSHAKE_REFUSED, PW_SERVER);
        return;
    }
    if (c->opening == PW_OPENING_REFUSED || c->closing >= PW_CLOSING_FIN)
        return;
    bool both = c->side[0].fin_seen && c->side[1].fin_seen;
    if (!both)
        c->closer = side;
    c->closing = both ? PW_CLOSING_FIN : PW_CLOSING_RESET;
    c->close_row = session->row;
    note(session, index, PW_EVENT_TCP_CLOSE, both ? PW_CLOSE_FIN : PW_CLOSE_RESET, c->closer);
    for (uint8_t i = 0; c->stream && i < 2; i++)
        pw_ladder_let_go(session, c->stream, i);
}

static void follow_fin(struct pw_session *session, struct pw_conversation *c, uint8_t side,
                       const struct pw_facts *facts)
{
    struct pw_side *me = &c->side[side];
    if (me->fin_seen)
        return;
    me->fin_seen = true;
    me->fin = facts->tcp.seq + facts->payload_length + !!(facts->tcp.flags & PW_TCP_SYN);
    c->fin_row[side] = session->row;
    if (c->closing == PW_CLOSING_OPEN) {
        c->closing = PW_CLOSING_HALF;
        c->closer = side;
    }
}

/* Closed when each side has said FIN and the other has acknowledged it. */
static void follow_closing(struct pw_session *session, uint32_t index, struct pw_conversation *c)
{
    if (c->closing != PW_CLOSING_HALF || !c->side[0].fin_seen || !c->side[1].fin_seen)
        return;
    for (int side = 0; side < 2; side++)
        if (pw_seq_before(c->side[!side].acked, c->side[side].fin + 1))
            return;
    c->closing = PW_CLOSING_FIN;
    c->close_row = session->row;
    note(session, index, PW_EVENT_TCP_CLOSE, PW_CLOSE_FIN, c->closer);
}

static void follow_tcp(struct pw_session *session, uint32_t index, uint8_t side,
                       const struct pw_segment *segment)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    const struct pw_facts *facts = segment->facts;
    struct pw_side *me = &c->side[side];
    if (facts->tcp.flags & PW_TCP_SYN) {
        follow_syn(session, c, side, segment);
    } else if (!me->known && !(facts->tcp.flags & PW_TCP_RST)) {
        me->base = facts->tcp.seq - 1;
        me->next = facts->tcp.seq;
        me->known = true;
    }
    if (facts->tcp.flags & PW_TCP_ACK && !(facts->tcp.flags & PW_TCP_RST)) {
        struct pw_side *peer = &c->side[!side];
        if (!me->acked_any || pw_seq_before(me->acked, facts->tcp.ack))
            me->acked = facts->tcp.ack;
        me->acked_any = true;
        /* Captured from the middle: what is acknowledged tells where the silent side stands. */
        if (!peer->known && !(facts->tcp.flags & PW_TCP_SYN)) {
            peer->base = facts->tcp.ack - 1;
            peer->next = facts->tcp.ack;
            peer->known = true;
        }
    }
    follow_opening(session, index, c);
    if (facts->tcp.flags & PW_TCP_FIN)
        follow_fin(session, c, side, facts);
    if (facts->payload_length || facts->tcp.flags & PW_TCP_FIN)
        pw_flow_add(session, index, side, segment);
    if (facts->tcp.flags & PW_TCP_RST)
        follow_reset(session, index, c, side);
    follow_closing(session, index, c);
}

void pw_conversation_add(struct pw_session *session, const struct pw_segment *segment)
{
    const struct pw_facts *facts = segment->facts;
    uint32_t earlier, index = find_conversation(session, facts, &earlier);
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_row *row = pw_grow_row(session, session->row);
    uint8_t side = !equal_ends(&c->endpoint[0], &facts->from);
    row->conversation = index;
    if (side == PW_SERVER)
        row->flags |= PW_ROW_SERVER;
    if (c->last_row != PW_NONE)
        pw_grow_row(session, c->last_row)->next = session->row;
    c->last_row = session->row;
    c->packets++;
    c->side[side].packets++;
    if (earlier != PW_NONE)
        pw_analysis_reused(session, earlier, side);
    if (facts->transport == 6 && pw_analysis_add(session, c, row, side))
        return;
    c->side[side].bytes += facts->payload_length;
    if (facts->transport == 6)
        follow_tcp(session, index, side, segment);
}

static void finish_tcp(struct pw_session *session, uint32_t index, struct pw_conversation *c)
{
    if (c->stream)
        pw_flow_finish(session, index);
    if (c->opening == PW_OPENING_SYN)
        note(session, index, PW_EVENT_TCP_HANDSHAKE, PW_HANDSHAKE_UNANSWERED, PW_CLIENT);
    else if (c->opening == PW_OPENING_ANSWERED)
        note(session, index, PW_EVENT_TCP_HANDSHAKE, PW_HANDSHAKE_INCOMPLETE, PW_CLIENT);
    if (c->closing != PW_CLOSING_HALF)
        return;
    bool both = c->side[0].fin_seen && c->side[1].fin_seen;
    if (both)
        c->closing = PW_CLOSING_FIN;
    note(session, index, PW_EVENT_TCP_CLOSE, both ? PW_CLOSE_FIN : PW_CLOSE_HALF, c->closer);
}

void pw_conversations_finish(struct pw_session *session)
{
    for (uint32_t i = 0; i < session->conversations.count; i++) {
        struct pw_conversation *c = pw_grow_conversation(session, i);
        if (c->transport == 6)
            finish_tcp(session, i, c);
    }
}
