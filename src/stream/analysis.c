/*
 * TCP segments judged by their numbers, before the conversation takes them in: see analysis.h. What
 * a pure acknowledgment says stands here, and gaps and windows; what came before is for
 * analysis_again.c. RFC 9293 section 3.8, RFC 5681 section 2.
 */
#include "stream/analysis.h"

/* The same packet seen at two devices comes within this; no stack repeats one so fast. */
#define SAME_PACKET_NS 5000000u
/* Where packets have no identification of their own, only this near counts. */
#define SAME_NAMELESS_NS 1000000u
#define RISING_STEP      256u /* identifications of neighbouring packets are no further apart */

#define NOT_PLAIN (PW_TCP_SYN | PW_TCP_FIN)

struct pw_event *pw_analysis_note(struct pw_session *session, uint8_t side,
                                  enum pw_analysis_kind kind, uint32_t about, uint32_t number)
{
    uint32_t conversation = pw_grow_row(session, session->row)->conversation;
    struct pw_event *event = pw_grow_event(session, PW_EVENT_TCP_ANALYSIS, conversation);
    event->result = (uint8_t)kind;
    event->side = side;
    event->analysis.row = about;
    event->analysis.number = number;
    return event;
}

void pw_analysis_reused(struct pw_session *session, uint32_t earlier, uint8_t side)
{
    pw_analysis_note(session, side, PW_ANALYSIS_PORT_REUSED, PW_NONE, earlier);
}

/* Do a side's identifications count up, packet by packet? Then they tell what was sent later. */
static void follow_id(struct pw_side *me, uint16_t id)
{
    uint16_t step = (uint16_t)(id - me->recent_id[0]);
    if (!id || !me->recent_id[0])
        return;
    if (step - 1u < RISING_STEP)
        me->rising = (uint8_t)(me->rising + (me->rising < UINT8_MAX));
    else if (0x10000u - step > RISING_STEP)
        me->rising = 0;
}

/* Take a row into what is remembered of its sender. */
static void take(struct pw_side *me, const struct pw_row *row, uint32_t index)
{
    uint32_t end = pw_row_end(row);
    bool further = pw_seq_before(me->high, end) && !(me->analysis & PW_SIDE_PROBE);
    if (further || !(me->analysis & PW_SIDE_SEEN)) {
        me->high = end;
        me->high_row = index;
    }
    if (row->tcp_flags & PW_TCP_ACK && (!me->acked_any || pw_seq_before(me->acked, row->ack))) {
        me->ack_row = index;
        me->duplicates = 0;
    }
    follow_id(me, row->ip_id);
    me->recent[1] = me->recent[0];
    me->recent_id[1] = me->recent_id[0];
    me->recent[0] = index;
    me->recent_id[0] = row->ip_id;
    me->window = row->window;
    me->analysis |= PW_SIDE_SEEN;
    me->analysis &= (uint8_t)~PW_SIDE_SYN_WINDOW;
    if (row->tcp_flags & PW_TCP_SYN)
        me->analysis |=
            PW_SIDE_SYN_WINDOW | (row->tcp_flags & PW_TCP_ACK ? PW_SIDE_SYN_ACK : PW_SIDE_SYN);
}

static uint64_t apart(const struct pw_row *a, const struct pw_row *b)
{
    return a->time < b->time ? b->time - a->time : a->time - b->time;
}

/* A recent packet of the same side that is this one, number by number; or PW_NONE. */
static uint32_t find_same(struct pw_session *session, const struct pw_side *me,
                          const struct pw_row *row)
{
    for (int i = 0; i < 2; i++) {
        if (me->recent_id[i] != row->ip_id || me->recent[i] == PW_NONE)
            continue;
        const struct pw_row *other = pw_grow_row(session, me->recent[i]);
        if (other->seq == row->seq && other->ack == row->ack && other->payload == row->payload &&
            other->window == row->window && other->tcp_flags == row->tcp_flags &&
            (row->ip_id || apart(row, other) < SAME_NAMELESS_NS))
            return me->recent[i];
    }
    return PW_NONE;
}

/* Is the row worth comparing? Without identification only what cannot be new may be the same. */
static bool may_be_same(const struct pw_side *me, const struct pw_row *row)
{
    if (row->ip_id)
        return row->ip_id == me->recent_id[0] || row->ip_id == me->recent_id[1];
    return me->analysis & PW_SIDE_DOUBLED ||
           ((row->payload || row->tcp_flags & NOT_PLAIN) && me->analysis & PW_SIDE_SEEN &&
            pw_seq_before(row->seq, me->high));
}

/* The same packet again: captured twice, or doubled on its way. True for the former. */
static bool take_same(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                      uint8_t side, uint32_t other)
{
    if (apart(row, pw_grow_row(session, other)) < SAME_PACKET_NS) {
        row->flags |= PW_ROW_DUPLICATE;
        c->side[0].analysis |= PW_SIDE_DOUBLED;
        c->side[1].analysis |= PW_SIDE_DOUBLED;
        return true;
    }
    c->side[side].analysis |= PW_SIDE_AGAIN;
    pw_analysis_note(session, side, PW_ANALYSIS_DUPLICATE_PACKET, other, 0);
    return false;
}

/* An acknowledgment that confirms nothing new and carries nothing: what is it for? */
static void judge_plain(struct pw_session *session, struct pw_conversation *c,
                        const struct pw_row *row, uint8_t side)
{
    struct pw_side *me = &c->side[side];
    const struct pw_side *peer = &c->side[!side];
    if (row->window != me->window) {
        if (row->window && !(me->analysis & PW_SIDE_SYN_WINDOW))
            pw_analysis_note(session, side, PW_ANALYSIS_WINDOW_UPDATE, PW_NONE, 0);
        return;
    }
    if (peer->analysis & PW_SIDE_PROBE) {
        if (!row->window)
            pw_analysis_note(session, side, PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK, peer->recent[0], 0);
        return;
    }
    if (peer->analysis & PW_SIDE_KEEP_ALIVE) {
        pw_analysis_note(session, side, PW_ANALYSIS_KEEP_ALIVE_ACK, peer->recent[0], 0);
        return;
    }
    /* RFC 5681 section 2: only while something is under way. */
    bool waiting = peer->analysis & PW_SIDE_SEEN && pw_seq_before(me->acked, peer->high);
    if (!row->window || (!waiting && !(peer->analysis & PW_SIDE_AGAIN)))
        return;
    if (me->duplicates < UINT16_MAX)
        me->duplicates++;
    pw_analysis_note(session, side, PW_ANALYSIS_DUPLICATE_ACK, me->ack_row, me->duplicates)->extra =
        !waiting;
}

/* Does the segment end exactly where the receiver's window does? */
static bool fills_window(const struct pw_conversation *c, const struct pw_row *row, uint8_t side)
{
    const struct pw_side *me = &c->side[side], *peer = &c->side[!side];
    if (row->tcp_flags & NOT_PLAIN || !peer->acked_any || peer->scale == -1)
        return false;
    bool scaled = peer->scale > 0 && me->scale != -2 && !(peer->analysis & PW_SIDE_SYN_WINDOW);
    return row->seq + row->payload ==
           peer->acked + ((uint32_t)peer->window << (scaled ? peer->scale : 0));
}

/* At most a byte, and nothing new: RFC 9293 sections 3.8.4 and 3.8.6.1. A window that is shut makes
 * it a probe; bytes that wait for their acknowledgment make it no keep-alive but a repeat. */
static bool judge_probe(struct pw_session *session, struct pw_conversation *c,
                        const struct pw_row *row, uint8_t side)
{
    struct pw_side *me = &c->side[side];
    const struct pw_side *peer = &c->side[!side];
    bool below = row->seq == me->high - 1;
    bool shut = peer->analysis & PW_SIDE_SEEN && !peer->window;
    if (shut && (below || (row->payload && row->seq == me->high))) {
        me->analysis |= PW_SIDE_PROBE;
        pw_analysis_note(session, side, PW_ANALYSIS_ZERO_WINDOW_PROBE, peer->recent[0], 0);
        return true;
    }
    if (!below || (row->payload && !(peer->acked_any && peer->acked == me->high)))
        return false;
    me->analysis |= PW_SIDE_KEEP_ALIVE;
    pw_analysis_note(session, side, PW_ANALYSIS_KEEP_ALIVE, PW_NONE, 0);
    return true;
}

/* The peer confirms bytes that the capture does not have. */
static void judge_ack(struct pw_session *session, const struct pw_conversation *c,
                      const struct pw_row *row, uint8_t side)
{
    const struct pw_side *me = &c->side[side];
    uint32_t high = c->side[!side].high;
    if (!(c->side[!side].analysis & PW_SIDE_SEEN) || !pw_seq_before(high, row->ack))
        return;
    if (me->acked_any && pw_seq_before(high, me->acked))
        high = me->acked;
    if (pw_seq_before(high, row->ack))
        pw_analysis_note(session, side, PW_ANALYSIS_ACK_LOST_SEGMENT, PW_NONE, row->ack - high);
}

/* Everything but resets. True where it is a packet captured twice. */
static bool judge(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                  uint8_t side)
{
    struct pw_side *me = &c->side[side];
    bool ack = row->tcp_flags & PW_TCP_ACK, plain = !(row->tcp_flags & NOT_PLAIN);
    if (!row->window && plain)
        pw_analysis_note(session, side, PW_ANALYSIS_ZERO_WINDOW, PW_NONE, 0);
    if (ack)
        judge_ack(session, c, row, side);
    if (row->payload && fills_window(c, row, side))
        pw_analysis_note(session, side, PW_ANALYSIS_WINDOW_FULL, PW_NONE, 0);
    if (!(me->analysis & PW_SIDE_SEEN) ||
        (row->payload <= 1 && plain && judge_probe(session, c, row, side)))
        return false;
    bool brings = row->payload || !plain;
    if (row->seq == me->high) {
        if (!brings && ack && me->acked_any && row->ack == me->acked)
            judge_plain(session, c, row, side);
        return false;
    }
    if (pw_seq_before(row->seq, me->high))
        return brings && pw_analysis_again(session, c, row, side);
    pw_analysis_note(session, side, PW_ANALYSIS_LOST_SEGMENT, PW_NONE, row->seq - me->high);
    return false;
}

bool pw_analysis_add(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                     uint8_t side)
{
    struct pw_side *me = &c->side[side];
    uint32_t other = may_be_same(me, row) ? find_same(session, me, row) : PW_NONE;
    if (other != PW_NONE && take_same(session, c, row, side, other))
        return true;
    if (row->tcp_flags & PW_TCP_RST)
        return false;
    pw_analysis_checkpoint(session, c);
    if (other == PW_NONE) {
        me->analysis &= (uint8_t) ~(PW_SIDE_KEEP_ALIVE | PW_SIDE_PROBE | PW_SIDE_AGAIN);
        if (judge(session, c, row, side))
            return true;
    }
    take(me, row, session->row);
    return false;
}
