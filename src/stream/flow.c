/*
 * Putting a connection's bytes in order (RFC 9293 section 3.10.7.4): repeats are trimmed, early
 * segments wait, and what was never captured becomes a stated gap. A waiting segment is remembered
 * by its row alone; its bytes are fetched when their turn comes.
 */
#include "stream/http2.h"

#include <stdlib.h>
#include <string.h>

/* How long bytes that the receiver has acknowledged may stay missing before they count as not
 * captured: capture order may differ from wire order by a little, never by this much. */
#define GAP_PATIENCE 1000000000u /* nanoseconds */
#define GAP_SEGMENTS 64u         /* segments waiting behind acknowledged bytes mean the same */

struct pw_stream *pw_stream_new(struct pw_session *session, uint32_t conversation,
                                struct pw_stream *carrier)
{
    struct pw_stream *stream = pw_allocate_zero(sizeof *stream);
    stream->index = session->streams.count;
    stream->conversation = conversation;
    stream->carrier = carrier;
    stream->depth = carrier ? carrier->depth + 1 : 0;
    session->carried += carrier != NULL;
    *(struct pw_stream **)pw_vector_add(&session->streams) = stream;
    for (int side = 0; side < 2; side++) {
        stream->flow[side].opaque_from = UINT64_MAX;
        stream->flow[side].frames_from = PW_NONE;
        stream->flow[side].derived = carrier != NULL;
    }
    return stream;
}

bool pw_stream_may_carry(const struct pw_session *session, const struct pw_stream *carrier)
{
    return carrier->depth < PW_CAP_NESTED && session->carried < PW_CAP_CARRIED;
}

struct pw_stream *pw_stream_at(const struct pw_session *session, uint32_t index)
{
    return *(struct pw_stream **)pw_vector_at(&session->streams, index);
}

static void add_piece(struct pw_flow *flow, uint32_t row, uint32_t skip)
{
    if (flow->piece_count == flow->piece_room) {
        flow->piece_room = flow->piece_room ? flow->piece_room * 2 : 4;
        flow->pieces = pw_reallocate(flow->pieces, flow->piece_room * sizeof *flow->pieces);
    }
    flow->pieces[flow->piece_count++] =
        (struct pw_piece){.at = flow->delivered, .row = row, .skip = skip};
}

static void deliver_gap(struct pw_session *session, uint32_t index, uint8_t side, uint32_t length)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_flow *flow = &c->stream->flow[side];
    add_piece(flow, PW_NONE, 0);
    flow->delivered += length;
    c->side[side].next += length;
    session->totals.gaps++;
    pw_ladder_gap(session, c->stream, side, length);
}

/* Deliver a segment that starts at or before what is expected. True where it brought new bytes. */
static bool deliver(struct pw_session *session, uint32_t index, uint8_t side, uint32_t seq,
                    uint32_t length, struct pw_bytes here, uint32_t row)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_flow *flow = &c->stream->flow[side];
    uint32_t skip = c->side[side].next - seq;
    if (skip >= length)
        return false;
    if (skip < here.length) {
        struct pw_bytes fresh = pw_bytes_of(here.data + skip, here.length - skip);
        add_piece(flow, row, skip);
        flow->delivered += fresh.length;
        c->side[side].next += (uint32_t)fresh.length;
        skip += (uint32_t)fresh.length;
        pw_ladder_bytes(session, c->stream, side, fresh, row);
    }
    /* The capture cut the packet short: the rest of it went by unseen. */
    if (skip < length)
        deliver_gap(session, index, side, length - skip);
    return true;
}

static void take_first_waiting(struct pw_flow *flow)
{
    flow->waiting_count--;
    memmove(flow->waiting, flow->waiting + 1, flow->waiting_count * sizeof *flow->waiting);
}

static void deliver_waiting(struct pw_session *session, uint32_t index, uint8_t side)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_flow *flow = &c->stream->flow[side];
    while (flow->waiting_count && !pw_seq_before(c->side[side].next, flow->waiting[0].seq)) {
        struct pw_waiting first = flow->waiting[0];
        take_first_waiting(flow);
        struct pw_bytes here = pw_row_payload(session, first.row, &session->scratch);
        deliver(session, index, side, first.seq, first.length, here, first.row);
        pw_arena_reset(&session->scratch);
    }
}

/* Keep an early segment for later, sorted. One that starts where another does replaces it if
 * longer. */
static void wait_for_turn(struct pw_session *session, struct pw_flow *flow, uint32_t seq,
                          uint32_t length, uint64_t time)
{
    if (!flow->waiting_count)
        flow->gap_since = time;
    if (flow->waiting_count == flow->waiting_room) {
        flow->waiting_room = flow->waiting_room ? flow->waiting_room * 2 : 8;
        flow->waiting = pw_reallocate(flow->waiting, flow->waiting_room * sizeof *flow->waiting);
    }
    uint32_t at = flow->waiting_count;
    while (at > 0 && pw_seq_before(seq, flow->waiting[at - 1].seq))
        at--;
    if (at > 0 && flow->waiting[at - 1].seq == seq) {
        pw_grow_row(session, session->row)->flags |= PW_ROW_REPEATED;
        if (length > flow->waiting[at - 1].length)
            flow->waiting[at - 1] = (struct pw_waiting){seq, length, session->row};
        return;
    }
    memmove(flow->waiting + at + 1, flow->waiting + at,
            (flow->waiting_count - at) * sizeof *flow->waiting);
    flow->waiting[at] = (struct pw_waiting){seq, length, session->row};
    flow->waiting_count++;
}

static bool gap_is_final(const struct pw_conversation *c, uint8_t side, uint64_t time)
{
    const struct pw_flow *flow = &c->stream->flow[side];
    const struct pw_side *peer = &c->side[!side];
    if (!flow->waiting_count)
        return false;
    if (flow->waiting_count >= PW_CAP_WAITING)
        return true;
    if (!peer->acked_any || pw_seq_before(peer->acked, flow->waiting[0].seq))
        return false;
    return flow->waiting_count >= GAP_SEGMENTS ||
           (time > flow->gap_since && time - flow->gap_since > GAP_PATIENCE);
}

static void give_up_gap(struct pw_session *session, uint32_t index, uint8_t side, uint64_t time)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_flow *flow = &c->stream->flow[side];
    deliver_gap(session, index, side, flow->waiting[0].seq - c->side[side].next);
    deliver_waiting(session, index, side);
    flow->gap_since = time;
}

static void end_if_due(struct pw_session *session, uint32_t index, uint8_t side)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    struct pw_side *me = &c->side[side];
    if (!me->fin_seen || me->next != me->fin || c->stream->flow[side].ended)
        return;
    c->stream->flow[side].ended = true;
    pw_ladder_end(session, c->stream, side);
}

void pw_flow_add(struct pw_session *session, uint32_t index, uint8_t side,
                 const struct pw_segment *segment)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    const struct pw_facts *facts = segment->facts;
    if (!c->stream)
        c->stream = pw_stream_new(session, index, NULL);
    struct pw_flow *flow = &c->stream->flow[side];
    struct pw_side *me = &c->side[side];
    if (!me->known)
        return;
    struct pw_row *row = pw_grow_row(session, session->row);
    uint32_t seq = facts->tcp.seq + !!(facts->tcp.flags & PW_TCP_SYN);
    uint32_t length = facts->payload_length;
    if (length && pw_seq_before(me->next, seq)) {
        row->flags |= PW_ROW_EARLY;
        wait_for_turn(session, flow, seq, length, segment->time);
        if (gap_is_final(c, side, segment->time))
            give_up_gap(session, index, side, segment->time);
    } else if (length) {
        struct pw_bytes here = pw_bytes_of(segment->payload, facts->payload_here);
        if (!deliver(session, index, side, seq, length, here, session->row))
            row->flags |= PW_ROW_REPEATED;
        if (flow->waiting_count)
            deliver_waiting(session, index, side);
        if (gap_is_final(c, side, segment->time))
            give_up_gap(session, index, side, segment->time);
    }
    for (uint8_t i = 0; i < 2; i++)
        pw_flow_resume(session, c->stream, i);
    end_if_due(session, index, side);
}

void pw_flow_finish(struct pw_session *session, uint32_t index)
{
    struct pw_conversation *c = pw_grow_conversation(session, index);
    for (uint8_t side = 0; side < 2; side++) {
        while (c->stream->flow[side].waiting_count)
            give_up_gap(session, index, side, 0);
        end_if_due(session, index, side);
    }
    for (uint8_t side = 0; side < 2; side++) {
        struct pw_flow *flow = &c->stream->flow[side];
        /* The answer to an upgrade never came: what was said meanwhile stands for itself. */
        if (flow->state == PW_FLOW_UPGRADING)
            flow->state = PW_FLOW_NEW;
        pw_flow_resume(session, c->stream, side);
        pw_ladder_break_off(session, c->stream, side);
    }
    pw_arena_reset(&session->scratch);
}

void pw_stream_add(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                   struct pw_bytes bytes)
{
    struct pw_flow *flow = &stream->flow[side];
    if (!bytes.length)
        return;
    uint64_t at = pw_spill_add(&session->spill, bytes.data, bytes.length);
    bool kept = at <= UINT32_MAX - bytes.length;
    add_piece(flow, kept ? session->row : PW_NONE, kept ? (uint32_t)at : 0);
    flow->delivered += bytes.length;
    if (!kept)
        session->totals.dropped++;
    pw_ladder_bytes(session, stream, side, bytes, session->row);
    for (uint8_t i = 0; i < 2; i++)
        pw_flow_resume(session, stream, i);
}

void pw_stream_miss(struct pw_session *session, struct pw_stream *stream, uint8_t side,
                    uint64_t length)
{
    struct pw_flow *flow = &stream->flow[side];
    if (length)
        add_piece(flow, PW_NONE, 0);
    flow->delivered += length;
    pw_ladder_gap(session, stream, side, length);
}

void pw_stream_gap(struct pw_session *session, struct pw_stream *stream, uint8_t side)
{
    struct pw_flow *flow = &stream->flow[side];
    uint64_t missing = flow->left;
    /* Headers may have been among them, and later ones lean on those. */
    if (stream->http2)
        stream->http2->broken[side] = true;
    /* Between two messages nothing is known to be missing. */
    if (!missing && !flow->partial.length)
        return;
    session->totals.gaps++;
    pw_stream_miss(session, stream, side, missing);
}

struct pw_bytes pw_row_payload(const struct pw_session *session, uint32_t index,
                               struct pw_arena *arena)
{
    const struct pw_row *row = pw_session_row(session, index);
    struct pw_bytes whole;
    struct pw_packet packet, wanted = {.time = row->time,
                                       .offset = row->offset,
                                       .length = row->length,
                                       .captured = row->captured};
    if (row->flags & PW_ROW_DEFRAGMENTED) {
        whole = pw_datagram_bytes(session, pw_datagram_of(session, index), arena);
    } else {
        if (!session->store.fetch(session->store.self, &wanted, &packet))
            return pw_bytes_of(NULL, 0);
        whole = pw_bytes_of(packet.data, packet.captured);
    }
    if (row->payload_at >= whole.length)
        return pw_bytes_of(NULL, 0);
    size_t length = whole.length - row->payload_at;
    if (length > row->payload)
        length = row->payload;
    const uint8_t *start = whole.data + row->payload_at;
    return pw_bytes_of(pw_arena_text(arena, start, length), length);
}

uint32_t pw_flow_piece(const struct pw_flow *flow, uint64_t at)
{
    uint32_t low = 0, high = flow->piece_count;
    if (at >= flow->delivered)
        return PW_NONE;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (flow->pieces[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return high ? low : PW_NONE;
}

const struct pw_flow *pw_message_flow(const struct pw_session *session,
                                      const struct pw_message *message)
{
    return &pw_stream_at(session, message->stream)->flow[message->side];
}

static uint64_t piece_end(const struct pw_flow *flow, uint32_t i)
{
    return i + 1 < flow->piece_count ? flow->pieces[i + 1].at : flow->delivered;
}

/* A row's payload, as long as no other row's is asked for: many frames may lie in one segment. */
static struct pw_bytes payload_of(const struct pw_session *session, uint32_t row)
{
    struct pw_cache *cache = session->cache;
    if (cache->row != row) {
        struct pw_arena arena = {0};
        struct pw_bytes payload = pw_row_payload(session, row, &arena);
        pw_buffer_clear(&cache->payload);
        pw_buffer_add(&cache->payload, payload.data, payload.length);
        cache->row = row;
        pw_arena_free(&arena);
    }
    return pw_bytes_of(cache->payload.text, cache->payload.length);
}

/* `size` bytes of a piece from `into` on. False where they cannot be read any more. */
static bool copy_piece(const struct pw_session *session, const struct pw_flow *flow,
                       const struct pw_piece *piece, uint64_t into, uint64_t size, uint8_t *out)
{
    if (flow->derived)
        return pw_spill_get(&session->spill, piece->skip + into, out, size);
    struct pw_bytes payload = payload_of(session, piece->row);
    if (piece->skip + into + size > payload.length)
        return false;
    memcpy(out, payload.data + piece->skip + into, size);
    return true;
}

struct pw_bytes pw_flow_bytes(const struct pw_session *session, const struct pw_flow *flow,
                              uint64_t at, uint64_t length, struct pw_arena *arena)
{
    if (at >= flow->delivered)
        return pw_bytes_of(NULL, 0);
    if (length > flow->delivered - at)
        length = flow->delivered - at;
    uint8_t *out = pw_arena_take(arena, length);
    uint64_t done = 0;
    for (uint32_t i = pw_flow_piece(flow, at); done < length && i < flow->piece_count; i++) {
        const struct pw_piece *piece = &flow->pieces[i];
        uint64_t into = at + done - piece->at;
        uint64_t size = piece_end(flow, i) - (at + done);
        if (size > length - done)
            size = length - done;
        if (piece->row == PW_NONE)
            return pw_bytes_of(out, done);
        if (!copy_piece(session, flow, piece, into, size, out + done))
            return pw_bytes_of(out, done);
        done += size;
    }
    return pw_bytes_of(out, done);
}

void pw_flow_resume(struct pw_session *session, struct pw_stream *stream, uint8_t side)
{
    struct pw_flow *flow = &stream->flow[side];
    if (!flow->held || flow->state == PW_FLOW_UPGRADING)
        return;
    flow->held = false;
    struct pw_arena arena = {0};
    uint64_t end = flow->delivered;
    for (uint64_t at = flow->consumed; at < end && !flow->held;) {
        uint32_t i = pw_flow_piece(flow, at);
        uint64_t size = piece_end(flow, i) - at;
        struct pw_bytes bytes = pw_bytes_of(NULL, 0);
        if (flow->pieces[i].row != PW_NONE)
            bytes = pw_flow_bytes(session, flow, at, size, &arena);
        if (bytes.length == size)
            pw_ladder_bytes(session, stream, side, bytes, flow->pieces[i].row);
        else
            pw_ladder_gap(session, stream, side, size);
        at += size;
        pw_arena_reset(&arena);
    }
    pw_arena_free(&arena);
}
