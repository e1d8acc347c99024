/*
 * WebSocket in a byte stream (RFC 6455 section 5): frames, the messages they make, and the accept
 * value that proves a server understood the request. Payloads are counted here, never copied.
 */
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

#include "dissect/websocket.h"
#include "stream/ladder.h"

static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; /* RFC 6455 section 1.3 */

void pw_websocket_accept(struct pw_bytes key, char accept[PW_ACCEPT_LENGTH + 1])
{
    uint8_t input[256], digest[SHA_DIGEST_LENGTH];
    accept[0] = '\0';
    if (key.length > sizeof input - sizeof guid)
        return;
    memcpy(input, key.data, key.length);
    memcpy(input + key.length, guid, sizeof guid - 1);
    SHA1(input, key.length + sizeof guid - 1, digest);
    EVP_EncodeBlock((unsigned char *)accept, digest, sizeof digest);
}

enum pw_parse pw_websocket_take_header(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_websocket_frame frame;
    struct pw_flow *flow = l->flow;
    enum pw_parse answer = pw_websocket_parse(window, &frame);
    if (answer != PW_PARSE_DONE)
        return answer;
    *used = frame.header_length;
    flow->consumed += frame.header_length;
    flow->left = frame.payload_length;
    flow->opcode = frame.opcode;
    flow->final = frame.fin;
    flow->state = PW_FLOW_PAYLOAD;
    if (!flow->left)
        pw_websocket_finish(l);
    return PW_PARSE_DONE;
}

static void note(struct pw_ladder *l, enum pw_event_kind kind, uint32_t first, uint32_t last)
{
    struct pw_event *event = pw_grow_event(l->session, kind, l->index);
    event->message = first;
    event->last_message = last;
    event->side = l->side;
    event->result = pw_grow_message(l->session, first)->opcode;
}

/* A data frame: the message is whole when a frame says FIN (section 5.4). */
static void finish_data(struct pw_ladder *l, uint32_t frame)
{
    struct pw_flow *flow = l->flow;
    if (flow->opcode != PW_WEBSOCKET_CONTINUATION)
        flow->frames_from = frame;
    if (!flow->final || flow->frames_from == PW_NONE)
        return;
    note(l, PW_EVENT_WEBSOCKET_MESSAGE, flow->frames_from, frame);
    l->session->totals.messages++;
    flow->frames_from = PW_NONE;
}

void pw_websocket_finish(struct pw_ladder *l)
{
    struct pw_flow *flow = l->flow;
    uint32_t index = pw_ladder_message(l, PW_APP_WEBSOCKET);
    struct pw_message *frame = pw_grow_message(l->session, index);
    frame->opcode = flow->opcode;
    frame->final = flow->final;
    /* An answer that breaks the rules may be followed by frames all the same. */
    l->conversation->application = PW_APP_WEBSOCKET;
    flow->state = PW_FLOW_FRAME;
    switch (flow->opcode) {
    case PW_WEBSOCKET_CONTINUATION:
    case PW_WEBSOCKET_TEXT:
    case PW_WEBSOCKET_BINARY:
        finish_data(l, index);
        break;
    case PW_WEBSOCKET_CLOSE:
        note(l, PW_EVENT_WEBSOCKET_CLOSE, index, index);
        break;
    case PW_WEBSOCKET_PING:
        note(l, PW_EVENT_WEBSOCKET_PING, index, index);
        break;
    case PW_WEBSOCKET_PONG:
        note(l, PW_EVENT_WEBSOCKET_PONG, index, index);
        break;
    default:
        break;
    }
}
