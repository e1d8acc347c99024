/*
 * What a WebSocket connection carries, as its bytes pass: the mask taken off (RFC 6455 section
 * 5.3), the text inflated (RFC 7692 section 7.2.2) and checked to be UTF-8 (section 8.1).
 */
#include "stream/websocket.h"

#include <stdlib.h>
#include <string.h>

#include "stream/upgrade.h"

#define PIECE     4096u  /* bytes unmasked at once */
#define GUESS_MAX 16384u /* payload that is waited for before a guess */

struct pw_websocket *pw_websocket_of(struct pw_stream *stream)
{
    if (stream->websocket)
        return stream->websocket;
    stream->websocket = pw_allocate_zero(sizeof *stream->websocket);
    stream->websocket->engine = PW_NONE;
    return stream->websocket;
}

void pw_websocket_free(struct pw_websocket *websocket)
{
    if (!websocket)
        return;
    for (int side = 0; side < 2; side++) {
        pw_inflater_free(websocket->side[side].inflater);
        pw_buffer_free(&websocket->side[side].content);
        pw_buffer_free(&websocket->side[side].control);
    }
    free(websocket);
}

void pw_websocket_agree(struct pw_websocket *websocket, struct pw_bytes extensions)
{
    while (extensions.length) {
        struct pw_bytes one = pw_list_take(&extensions, ',');
        struct pw_bytes name = pw_list_take(&one, ';');
        if (!name.length)
            continue;
        if (!pw_text_is(name, "permessage-deflate")) {
            websocket->other_extension = true;
            continue;
        }
        websocket->deflate = true;
        while (one.length) {
            struct pw_bytes parameter = pw_list_take(&one, ';');
            if (pw_text_is(parameter, "server_no_context_takeover"))
                websocket->no_takeover[PW_SERVER] = true;
            else if (pw_text_is(parameter, "client_no_context_takeover"))
                websocket->no_takeover[PW_CLIENT] = true;
        }
    }
}

/* Where plain bytes of a message go. */
struct passing {
    struct pw_ladder *l;
    struct pw_websocket_side *me;
    bool keep;
};

static bool take_plain(void *self, struct pw_bytes plain)
{
    struct passing *on = self;
    struct pw_websocket_side *me = on->me;
    bool whole = me->content.length == me->total; /* nothing was left out so far */
    me->total += plain.length;
    if (on->l->flow->data_opcode == PW_WEBSOCKET_TEXT)
        pw_utf8_check(&me->utf8, plain);
    size_t room = PW_CAP_SHOWN - me->content.length;
    size_t length = plain.length < room ? plain.length : room;
    struct pw_session *session = on->l->session;
    if (on->keep && whole && length <= PW_CAP_HELD - session->held) {
        pw_buffer_add(&me->content, plain.data, length);
        session->held += length;
    }
    return me->total <= PW_CAP_INFLATED || !me->message_compressed;
}

void pw_websocket_let_go(struct pw_session *session, struct pw_websocket_side *side)
{
    session->held -= side->content.length;
    if (side->content.room > PIECE)
        pw_buffer_free(&side->content);
    else
        pw_buffer_clear(&side->content);
}

void pw_websocket_end(struct pw_session *session, struct pw_websocket_side *side)
{
    pw_websocket_let_go(session, side);
    session->inflaters -= side->inflater != NULL;
    pw_inflater_free(side->inflater);
    side->inflater = NULL;
    side->context_lost = true;
}

static bool make_inflater(struct pw_ladder *l, struct pw_websocket_side *me)
{
    if (me->inflater)
        return true;
    if (l->session->inflaters == PW_CAP_INFLATERS) {
        l->session->totals.dropped++;
        return false;
    }
    me->inflater = pw_inflater_new(PW_CODING_RAW);
    l->session->inflaters += me->inflater != NULL;
    return me->inflater != NULL;
}

/* Every message's last block was left without its last four bytes; empty ones stand for the end of
 * a message here (RFC 7692 section 7.2.2). */
static void inflate_piece(struct passing *on, struct pw_bytes piece)
{
    static const uint8_t tail[] = {0x00, 0x00, 0xff, 0xff};
    struct pw_websocket_side *me = on->me;
    bool end = !piece.length;
    if (me->undone)
        return;
    if (me->context_lost || me->message_lost || !make_inflater(on->l, me)) {
        me->undone = true;
        me->context_lost = true;
        return;
    }
    if (end)
        piece = pw_bytes_of(tail, sizeof tail);
    if (!pw_inflater_feed(me->inflater, piece, take_plain, on))
        me->undone = true;
}

/* Two bytes of code, and a reason that must be text. */
static void pass_close(struct pw_websocket_side *me, struct pw_bytes piece)
{
    size_t code = me->phase < 2 ? (size_t)(2 - me->phase) : 0;
    if (code > piece.length)
        code = piece.length;
    pw_buffer_add(&me->control, piece.data, code);
    pw_utf8_check(&me->close_utf8, pw_bytes_of(piece.data + code, piece.length - code));
}

void pw_websocket_pass(struct pw_ladder *l, struct pw_bytes bytes)
{
    struct pw_websocket *ws = l->stream->websocket;
    struct pw_websocket_side *me = &ws->side[l->side];
    bool control = l->flow->opcode > PW_WEBSOCKET_BINARY;
    struct passing on = {.l = l, .me = me, .keep = ws->engine_version || me->message_compressed};
    if (control && l->flow->opcode != PW_WEBSOCKET_CLOSE)
        return;
    uint8_t clear[PIECE];
    size_t done = 0;
    do {
        struct pw_bytes piece = done ? pw_bytes_of(bytes.data + done, bytes.length - done) : bytes;
        if (me->masked && piece.length) {
            if (piece.length > PIECE)
                piece.length = PIECE;
            memcpy(clear, piece.data, piece.length);
            pw_websocket_unmask(clear, piece.length, me->key, me->phase);
            piece.data = clear;
        }
        done += piece.length;
        if (control)
            pass_close(me, piece);
        else if (me->message_compressed)
            inflate_piece(&on, piece);
        else
            take_plain(&on, piece);
        me->phase += piece.length;
    } while (done < bytes.length);
}

void pw_websocket_miss(struct pw_ladder *l)
{
    struct pw_websocket_side *me = &pw_websocket_of(l->stream)->side[l->side];
    l->flow->lost = true;
    if (l->flow->opcode > PW_WEBSOCKET_BINARY)
        return;
    me->message_lost = true;
}

/* Readable text, as chats and JSON are: no control bytes but line ends and tabs. */
static bool reads_well(struct pw_bytes text, bool whole)
{
    struct pw_utf8_check check = {0};
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] < ' ' && text.data[i] != '\n' && text.data[i] != '\r' &&
            text.data[i] != '\t')
            return false;
    pw_utf8_check(&check, text);
    return !check.bad && (!check.left || !whole);
}

static bool is_clear_text(const struct pw_websocket_frame *frame, struct pw_bytes payload)
{
    uint8_t clear[256];
    bool whole = payload.length <= sizeof clear;
    if (!whole)
        payload.length = sizeof clear;
    memcpy(clear, payload.data, payload.length);
    if (frame->masked)
        pw_websocket_unmask(clear, payload.length, frame->key, 0);
    return reads_well(pw_bytes_of(clear, payload.length), whole);
}

enum pw_parse pw_websocket_guess(struct pw_bytes bytes, uint8_t side)
{
    bool text = false;
    while (bytes.length) {
        struct pw_websocket_frame frame;
        if (bytes.length == 1)
            return bytes.data[0] & 0x80 ? PW_PARSE_MORE : PW_PARSE_BAD;
        enum pw_parse parsed = pw_websocket_parse(bytes, &frame);
        if (!frame.fin || frame.rsv || parsed == PW_PARSE_BAD ||
            frame.masked != (side == PW_CLIENT) ||
            !(frame.opcode == PW_WEBSOCKET_TEXT ||
              (frame.opcode >= PW_WEBSOCKET_CLOSE && frame.opcode <= PW_WEBSOCKET_PONG)))
            return PW_PARSE_BAD;
        if (parsed == PW_PARSE_MORE)
            return PW_PARSE_MORE;
        if (pw_websocket_judge(&frame))
            return PW_PARSE_BAD;
        if (frame.payload_length > bytes.length - frame.header_length)
            return frame.payload_length > GUESS_MAX ? PW_PARSE_BAD : PW_PARSE_MORE;
        struct pw_bytes payload =
            pw_bytes_of(bytes.data + frame.header_length, (size_t)frame.payload_length);
        if (frame.opcode == PW_WEBSOCKET_TEXT) {
            if (payload.length < 3 || !is_clear_text(&frame, payload))
                return PW_PARSE_BAD;
            text = true;
        }
        bytes = pw_bytes_of(payload.data + payload.length,
                            bytes.length - frame.header_length - payload.length);
    }
    return text ? PW_PARSE_DONE : PW_PARSE_MORE;
}
