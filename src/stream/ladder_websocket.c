/*
 * WebSocket in a byte stream (RFC 6455 section 5): frames, the messages they make, and the rules
 * they break. Payloads pass by once, unmasked and inflated on the way (websocket.c), and are kept
 * only where they could not be made again.
 */
#include <string.h>

#include "stream/engineio.h"
#include "stream/websocket.h"

/* Rules that need to know who speaks and what was agreed on (sections 5.1 and 5.2). */
static uint32_t judge_sender(const struct pw_ladder *l, const struct pw_websocket_frame *frame)
{
    const struct pw_websocket *ws = l->stream->websocket;
    uint32_t broken = 0;
    bool starts = frame->opcode == PW_WEBSOCKET_TEXT || frame->opcode == PW_WEBSOCKET_BINARY;
    if (frame->rsv && !ws->other_extension && ws->handshake) {
        if (frame->rsv & 3 || !ws->deflate)
            broken |= 1u << PW_RULE_RESERVED_BIT;
        else if (!starts)
            broken |= 1u << PW_RULE_RESERVED_BIT_DEFLATE;
    }
    if (ws->handshake && l->side == PW_CLIENT && !frame->masked)
        broken |= 1u << PW_RULE_UNMASKED_CLIENT;
    if (ws->handshake && l->side == PW_SERVER && frame->masked)
        broken |= 1u << PW_RULE_MASKED_SERVER;
    return broken;
}

/* Rules about the order of frames (sections 5.4 and 5.5.1). */
static uint32_t judge_order(const struct pw_ladder *l, const struct pw_websocket_frame *frame)
{
    bool open = l->flow->frames_from != PW_NONE;
    uint32_t broken = 0;
    if (frame->opcode == PW_WEBSOCKET_CONTINUATION && !open && l->stream->websocket->handshake)
        broken |= 1u << PW_RULE_CONTINUATION;
    if ((frame->opcode == PW_WEBSOCKET_TEXT || frame->opcode == PW_WEBSOCKET_BINARY) && open)
        broken |= 1u << PW_RULE_UNFINISHED;
    if (l->stream->websocket->side[l->side].closed)
        broken |= 1u << PW_RULE_AFTER_CLOSE;
    return broken;
}

static void note(struct pw_ladder *l, enum pw_event_kind kind, uint8_t result, uint32_t first,
                 uint32_t last)
{
    struct pw_event *event = pw_grow_event(l->session, kind, l->index);
    event->message = first;
    event->last_message = last;
    event->side = l->side;
    event->result = result;
    event->extra = !l->stream->websocket->handshake;
}

static void note_broken(struct pw_ladder *l, uint32_t broken, uint32_t message)
{
    for (uint8_t rule = 0; broken && rule < PW_RULES; rule++) {
        if (!(broken & 1u << rule))
            continue;
        note(l, PW_EVENT_WEBSOCKET_VIOLATION, rule, message, message);
        pw_ladder_malformed(l);
    }
}

/* A new message begins: what was gathered for the one before is done with. */
static void start_message(struct pw_ladder *l, const struct pw_websocket_frame *frame)
{
    const struct pw_websocket *ws = l->stream->websocket;
    struct pw_websocket_side *me = &l->stream->websocket->side[l->side];
    pw_websocket_let_go(l->session, me);
    me->total = 0;
    me->utf8 = (struct pw_utf8_check){0};
    me->message_lost = me->undone = false;
    /* One that was never finished leaves half a block behind. */
    me->context_lost |= me->message_compressed && l->flow->frames_from != PW_NONE;
    if (ws->no_takeover[l->side]) {
        me->context_lost = false;
        if (me->inflater)
            pw_inflater_restart(me->inflater);
    }
    /* In the middle of a connection nobody was heard to agree, but the bit speaks for itself. */
    me->message_compressed = ws->deflate ? frame->rsv & 4 : frame->rsv == 4 && !ws->handshake;
    l->flow->data_opcode = frame->opcode;
}

enum pw_parse pw_websocket_take_header(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_websocket_frame frame;
    struct pw_flow *flow = l->flow;
    struct pw_websocket_side *me = &pw_websocket_of(l->stream)->side[l->side];
    enum pw_parse answer = pw_websocket_parse(window, &frame);
    if (answer == PW_PARSE_BAD) {
        /* Where this frame ends is not known, so nothing that follows can be read. */
        uint32_t broken = pw_websocket_judge(&frame) & 1u << PW_RULE_RESERVED_OPCODE;
        broken |= judge_sender(l, &frame) | 1u << PW_RULE_LENGTH_HIGH_BIT;
        flow->consumed += frame.header_length;
        note_broken(l, broken, pw_ladder_message(l, PW_APP_WEBSOCKET));
        flow->consumed -= frame.header_length;
        flow->start += frame.header_length;
    }
    if (answer != PW_PARSE_DONE)
        return answer;
    *used = frame.header_length;
    flow->consumed += frame.header_length;
    flow->left = frame.payload_length;
    flow->opcode = frame.opcode;
    flow->final = frame.fin;
    flow->state = PW_FLOW_PAYLOAD;
    me->broken = pw_websocket_judge(&frame) | judge_sender(l, &frame) | judge_order(l, &frame);
    me->masked = frame.masked;
    me->phase = 0;
    me->close_utf8 = (struct pw_utf8_check){0};
    memcpy(me->key, frame.key, sizeof me->key);
    pw_buffer_clear(&me->control);
    if (frame.opcode == PW_WEBSOCKET_TEXT || frame.opcode == PW_WEBSOCKET_BINARY)
        start_message(l, &frame);
    if (!flow->left)
        pw_websocket_finish(l);
    return PW_PARSE_DONE;
}

/* Of a long message not all bytes are kept, but how many there were is. */
static void set_total(struct pw_session *session, uint32_t frame, uint64_t total)
{
    struct pw_derived *last = pw_vector_at(&session->derived, session->derived.count - 1);
    if (last->message == frame)
        last->total = total;
}

/* The plain bytes of a compressed message are kept: without all that came before they could not be
 * made again (RFC 7692 section 7.2.3.2). */
static void keep_inflated(struct pw_ladder *l, uint32_t frame)
{
    struct pw_websocket_side *me = &l->stream->websocket->side[l->side];
    if (me->undone)
        return;
    pw_ladder_keep(l, frame, 0, pw_bytes_of(pw_buffer_get(&me->content), me->content.length));
    if (l->session->derived.count)
        set_total(l->session, frame, me->total);
}

/* A data frame: the message is whole when a frame says FIN (section 5.4). */
static void finish_data(struct pw_ladder *l, uint32_t frame)
{
    struct pw_flow *flow = l->flow;
    struct pw_websocket *ws = l->stream->websocket;
    struct pw_websocket_side *me = &ws->side[l->side];
    if (flow->opcode != PW_WEBSOCKET_CONTINUATION)
        flow->frames_from = frame;
    if (!flow->final || flow->frames_from == PW_NONE)
        return;
    pw_grow_message(l->session, frame)->answers = flow->frames_from;
    if (me->message_compressed)
        pw_websocket_pass(l, pw_bytes_of(NULL, 0));
    uint32_t broken = 0;
    bool readable = !me->message_lost && !me->undone;
    /* One that grows beyond all bounds breaks no rule; it is only not read. */
    if (me->message_compressed && me->total > PW_CAP_INFLATED)
        l->session->totals.dropped++;
    else if (me->message_compressed && me->undone && !me->context_lost)
        broken |= 1u << PW_RULE_DEFLATE;
    if (flow->data_opcode == PW_WEBSOCKET_TEXT && readable && !pw_utf8_checked(&me->utf8))
        broken |= 1u << PW_RULE_UTF8;
    me->context_lost |= me->undone;
    note_broken(l, broken, frame);
    if (me->message_compressed)
        keep_inflated(l, frame);
    uint32_t event = l->session->events.count;
    note(l, PW_EVENT_WEBSOCKET_MESSAGE, flow->data_opcode, flow->frames_from, frame);
    l->session->totals.messages++;
    flow->frames_from = PW_NONE;
    if (ws->engine_version && readable && me->content.length == me->total)
        pw_engineio_websocket(l, event, pw_bytes_of(me->content.text, me->content.length));
    else if (ws->engine_version && readable)
        l->session->totals.dropped++;
    pw_websocket_let_go(l->session, me);
}

static uint32_t judge_close(const struct pw_websocket_side *me)
{
    const uint8_t *bytes = (const uint8_t *)me->control.text;
    size_t length = me->control.length;
    uint32_t broken = 0;
    if (length < 2)
        return 0;
    if (!pw_websocket_code_allowed((uint16_t)(bytes[0] << 8 | bytes[1])))
        broken |= 1u << PW_RULE_CLOSE_CODE;
    if (!pw_utf8_checked(&me->close_utf8))
        broken |= 1u << PW_RULE_CLOSE_UTF8;
    return broken;
}

void pw_websocket_break_off(struct pw_ladder *l)
{
    struct pw_websocket_side *me = &l->stream->websocket->side[l->side];
    if (me->broken)
        note_broken(l, me->broken, pw_ladder_message(l, PW_APP_WEBSOCKET));
    me->broken = 0;
}

void pw_websocket_finish(struct pw_ladder *l)
{
    struct pw_flow *flow = l->flow;
    struct pw_websocket_side *me = &l->stream->websocket->side[l->side];
    uint32_t index = pw_ladder_message(l, PW_APP_WEBSOCKET);
    struct pw_message *frame = pw_grow_message(l->session, index);
    frame->opcode = flow->opcode;
    frame->final = flow->final;
    /* An answer that breaks the rules may be followed by frames all the same. */
    if (l->conversation->application != PW_APP_SOCKETIO)
        l->conversation->application = PW_APP_WEBSOCKET;
    flow->state = PW_FLOW_FRAME;
    if (flow->opcode == PW_WEBSOCKET_CLOSE && !flow->lost)
        me->broken |= judge_close(me);
    if (me->broken)
        note_broken(l, me->broken, index);
    switch (flow->opcode) {
    case PW_WEBSOCKET_CONTINUATION:
    case PW_WEBSOCKET_TEXT:
    case PW_WEBSOCKET_BINARY:
        finish_data(l, index);
        break;
    case PW_WEBSOCKET_CLOSE:
        me->closed = true;
        pw_websocket_end(l->session, me);
        note(l, PW_EVENT_WEBSOCKET_CLOSE, flow->opcode, index, index);
        break;
    case PW_WEBSOCKET_PING:
        note(l, PW_EVENT_WEBSOCKET_PING, flow->opcode, index, index);
        break;
    case PW_WEBSOCKET_PONG:
        note(l, PW_EVENT_WEBSOCKET_PONG, flow->opcode, index, index);
        break;
    default:
        break;
    }
    flow->lost = false;
}
