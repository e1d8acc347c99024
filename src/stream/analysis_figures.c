/*
 * Figures of one packet that need those before it: how much was under way, what it confirms and
 * after how long. Made when somebody looks, from the nearest checkpoint on. See analysis.h.
 */
#include "stream/analysis.h"

#define WALK_MOST 4096u /* rows, where a conversation has no checkpoints */

struct standing {
    uint32_t high[2], acked[2];
    uint8_t seen; /* as in a checkpoint */
};

void pw_analysis_checkpoint(const struct pw_session *session, struct pw_conversation *c)
{
    struct pw_stream *stream = c->stream;
    if (c->packets % PW_CHECKPOINT_ROWS || !stream)
        return;
    if (stream->checkpoint_count == stream->checkpoint_room) {
        stream->checkpoint_room = stream->checkpoint_room ? stream->checkpoint_room * 2 : 4;
        stream->checkpoints = pw_reallocate(stream->checkpoints,
                                            stream->checkpoint_room * sizeof *stream->checkpoints);
    }
    struct pw_checkpoint *new_one = &stream->checkpoints[stream->checkpoint_count++];
    *new_one = (struct pw_checkpoint){.row = session->row};
    for (int side = 0; side < 2; side++) {
        new_one->high[side] = c->side[side].high;
        new_one->acked[side] = c->side[side].acked;
        new_one->seen |= (uint8_t)(!!(c->side[side].analysis & PW_SIDE_SEEN) << side |
                                   c->side[side].acked_any << (2 + side));
    }
}

/* The last checkpoint at or before a row, or NULL. */
static const struct pw_checkpoint *checkpoint_before(const struct pw_stream *stream, uint32_t row)
{
    if (!stream || !stream->checkpoint_count || stream->checkpoints[0].row > row)
        return NULL;
    uint32_t low = 0, high = stream->checkpoint_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (stream->checkpoints[middle].row <= row)
            low = middle;
        else
            high = middle;
    }
    return &stream->checkpoints[low];
}

static void pass(struct standing *at, const struct pw_row *row)
{
    uint8_t side = !!(row->flags & PW_ROW_SERVER);
    uint8_t seen = (uint8_t)(1u << side), acked = (uint8_t)(4u << side);
    if (row->flags & PW_ROW_DUPLICATE || row->tcp_flags & PW_TCP_RST)
        return;
    uint32_t end = pw_row_end(row);
    if (!(at->seen & seen) || pw_seq_before(at->high[side], end))
        at->high[side] = end;
    at->seen |= seen;
    if (!(row->tcp_flags & PW_TCP_ACK))
        return;
    if (!(at->seen & acked) || pw_seq_before(at->acked[side], row->ack))
        at->acked[side] = row->ack;
    at->seen |= acked;
}

/* How the conversation stood before a row. */
static bool stand_before(const struct pw_session *session, const struct pw_conversation *c,
                         uint32_t row, struct standing *at)
{
    const struct pw_checkpoint *from = checkpoint_before(c->stream, row);
    uint32_t i = from ? from->row : c->first_row;
    *at = (struct standing){0};
    if (from)
        *at = (struct standing){
            .high = {from->high[0], from->high[1]},
            .acked = {from->acked[0], from->acked[1]},
            .seen = from->seen,
        };
    for (uint32_t steps = 0; i != row; steps++) {
        if (i == PW_NONE || steps == WALK_MOST)
            return false;
        const struct pw_row *passed = pw_session_row(session, i);
        pass(at, passed);
        i = passed->next;
    }
    return true;
}

/* The segment of a side that ended exactly at `ack`, captured before `row`; or PW_NONE. */
static uint32_t confirmed(const struct pw_session *session, const struct pw_conversation *c,
                          uint8_t side, uint32_t ack, uint32_t row)
{
    uint32_t found = pw_analysis_carrier(session, c, side, ack - 1);
    if (found == PW_NONE || found >= row || pw_row_end(pw_session_row(session, found)) != ack)
        return PW_NONE;
    return found;
}

static bool has_analysis(const struct pw_session *session, uint32_t index)
{
    uint32_t end = pw_row_events_end(session, index);
    for (uint32_t i = pw_session_row(session, index)->first_event; i < end; i++)
        if (pw_session_event(session, i)->kind == PW_EVENT_TCP_ANALYSIS)
            return true;
    return false;
}

static void add_confirmed(const struct pw_session *session, const struct pw_conversation *c,
                          uint32_t index, struct pw_figures *figures)
{
    const struct pw_row *row = pw_session_row(session, index);
    uint32_t acked = confirmed(session, c, !(row->flags & PW_ROW_SERVER), row->ack, index);
    if (acked == PW_NONE)
        return;
    uint64_t since = pw_session_row(session, acked)->time;
    figures->acks = true;
    figures->acks_row = acked;
    figures->ack_rtt_us = row->time < since ? 0 : (row->time - since) / 1000;
}

struct pw_figures pw_analysis_figures(const struct pw_session *session, uint32_t index)
{
    struct pw_figures figures = {0};
    struct standing at;
    const struct pw_row *row = pw_session_row(session, index);
    const struct pw_conversation *c = pw_session_conversation(session, row->conversation);
    if (row->transport != 6 || row->flags & PW_ROW_DUPLICATE ||
        !stand_before(session, c, index, &at))
        return figures;
    uint8_t side = !!(row->flags & PW_ROW_SERVER);
    bool acked_before = at.seen & 4u << side, acked_by_peer = at.seen & 4u << !side;
    if (row->tcp_flags & PW_TCP_ACK && (!acked_before || pw_seq_before(at.acked[side], row->ack)))
        add_confirmed(session, c, index, &figures);
    pass(&at, row);
    if (row->payload) {
        uint32_t low = acked_by_peer ? at.acked[!side] : c->side[side].base + 1;
        figures.flies = true;
        figures.in_flight = pw_seq_before(low, at.high[side]) ? at.high[side] - low : 0;
    }
    if ((figures.acks || figures.flies || has_analysis(session, index)) &&
        c->opening == PW_OPENING_COMPLETE && c->open_row <= index)
        figures.initial_rtt_us = pw_analysis_opening(session, c) / 1000;
    return figures;
}
