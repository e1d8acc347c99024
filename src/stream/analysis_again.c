/*
 * A segment that starts below what its sender has reached: sent again, doubled on the way, or
 * overtaken. Wireshark goes by the time alone; here counts first whether the bytes were captured
 * before, and then what the IPv4 identification tells of the order of sending (RFC 6864 lets it be
 * anything; where it counts up packet by packet, it is believed).
 */
#include "stream/analysis.h"

#define OVERTAKEN_NS 3000000u  /* Wireshark's patience where the round trip is not known */
#define FAST_NS      20000000u /* after the last duplicate ACK, beside the round trip */
#define FAST_ACKS    2u        /* that many duplicates bring a fast retransmission */
#define SAME_NS      5000000u
#define TRUSTED      4u /* identifications that counted up one after another */

uint64_t pw_analysis_opening(const struct pw_session *session, const struct pw_conversation *c)
{
    if (c->opening != PW_OPENING_COMPLETE || c->syn_row == PW_NONE)
        return 0;
    uint64_t from = pw_session_row(session, c->syn_row)->time;
    uint64_t to = pw_session_row(session, c->open_row)->time;
    return to > from ? to - from : 0;
}

/* A packet that the capture has cut: its bytes end in a gap, but it carried them. */
static uint32_t cut_carrier(const struct pw_session *session, const struct pw_flow *flow,
                            uint32_t piece, uint32_t seq)
{
    uint32_t row = piece ? flow->pieces[piece - 1].row : PW_NONE;
    if (row == PW_NONE || !pw_seq_before(seq, pw_row_end(pw_session_row(session, row))))
        return PW_NONE;
    return row;
}

static uint32_t carrier_of_bytes(const struct pw_session *session, const struct pw_conversation *c,
                                 uint8_t side, uint32_t seq)
{
    const struct pw_side *me = &c->side[side];
    if (!c->stream || !me->known)
        return PW_NONE;
    const struct pw_flow *flow = &c->stream->flow[side];
    if (pw_seq_before(seq, me->next)) {
        uint32_t back = me->next - seq;
        if (back > flow->delivered)
            return PW_NONE;
        uint32_t piece = pw_flow_piece(flow, flow->delivered - back);
        if (piece == PW_NONE)
            return PW_NONE;
        uint32_t row = flow->pieces[piece].row;
        return row == PW_NONE ? cut_carrier(session, flow, piece, seq) : row;
    }
    for (uint32_t i = 0; i < flow->waiting_count; i++)
        if (seq - flow->waiting[i].seq < flow->waiting[i].length)
            return flow->waiting[i].row;
    return PW_NONE;
}

uint32_t pw_analysis_carrier(const struct pw_session *session, const struct pw_conversation *c,
                             uint8_t side, uint32_t seq)
{
    const struct pw_side *me = &c->side[side];
    if (me->syn_seen && seq == me->base)
        return side == PW_CLIENT ? c->syn_row : c->answer_row;
    if (me->fin_seen && seq == me->fin)
        return c->fin_row[side];
    return carrier_of_bytes(session, c, side, seq);
}

/* Sent because acknowledgments repeated, before a timer could have run out? */
static bool is_fast(struct pw_session *session, const struct pw_conversation *c, uint8_t side,
                    const struct pw_row *row)
{
    const struct pw_side *peer = &c->side[!side];
    uint32_t last = peer->recent[0];
    if (peer->duplicates < FAST_ACKS || last == PW_NONE || pw_seq_before(row->seq, peer->acked))
        return false;
    uint64_t since = pw_grow_row(session, last)->time;
    return row->time < since || row->time - since <= FAST_NS + pw_analysis_opening(session, c);
}

/* Bytes never captured before: was this packet sent before the one that is furthest? */
static bool is_overtaken(struct pw_session *session, const struct pw_conversation *c, uint8_t side,
                         const struct pw_row *row, bool fast)
{
    const struct pw_row *high = pw_grow_row(session, c->side[side].high_row);
    if (c->side[side].rising >= TRUSTED && row->ip_id && high->ip_id)
        return (uint16_t)(high->ip_id - row->ip_id) < 0x8000;
    if (fast)
        return false;
    uint64_t patience = pw_analysis_opening(session, c);
    if (!patience)
        patience = OVERTAKEN_NS;
    return row->time < high->time || row->time - high->time < patience;
}

static enum pw_analysis_kind kind_of(struct pw_session *session, const struct pw_conversation *c,
                                     uint8_t side, const struct pw_row *row, bool captured)
{
    const struct pw_side *peer = &c->side[!side];
    bool fast = is_fast(session, c, side, row);
    if (!captured && !(row->tcp_flags & PW_TCP_SYN) && is_overtaken(session, c, side, row, fast))
        return PW_ANALYSIS_OUT_OF_ORDER;
    if (peer->acked_any && !pw_seq_before(peer->acked, pw_row_end(row)))
        return PW_ANALYSIS_SPURIOUS_RETRANSMISSION;
    return fast ? PW_ANALYSIS_FAST_RETRANSMISSION : PW_ANALYSIS_RETRANSMISSION;
}

/* A SYN is repeated where one of its kind was there before: in a simultaneous open each side sends
 * a SYN and then, with the same number, a SYN with ACK (RFC 9293 section 3.5). */
static bool is_first_syn(const struct pw_side *me, const struct pw_row *row)
{
    if (!(row->tcp_flags & PW_TCP_SYN))
        return false;
    return !(me->analysis & (row->tcp_flags & PW_TCP_ACK ? PW_SIDE_SYN_ACK : PW_SIDE_SYN)) ||
           row->seq != me->base;
}

bool pw_analysis_again(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                       uint8_t side)
{
    if (is_first_syn(&c->side[side], row))
        return false;
    uint32_t before = pw_analysis_carrier(session, c, side, row->seq);
    const struct pw_row *original = before == PW_NONE ? NULL : pw_grow_row(session, before);
    if (original && row->ip_id && original->ip_id == row->ip_id && original->seq == row->seq &&
        original->payload == row->payload && original->tcp_flags == row->tcp_flags) {
        if (row->time - original->time < SAME_NS) {
            row->flags |= PW_ROW_DUPLICATE;
            return true;
        }
        c->side[side].analysis |= PW_SIDE_AGAIN;
        pw_analysis_note(session, side, PW_ANALYSIS_DUPLICATE_PACKET, before, 0);
        return false;
    }
    enum pw_analysis_kind kind = kind_of(session, c, side, row, original != NULL);
    if (kind != PW_ANALYSIS_OUT_OF_ORDER)
        c->side[side].analysis |= PW_SIDE_AGAIN;
    pw_analysis_note(session, side, kind, before, 0);
    return false;
}
