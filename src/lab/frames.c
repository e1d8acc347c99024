/* The lab's server: WebSocket (RFC 6455). The handshake, frames, and the rules clients may break.
 */
#include <string.h>

#include "base/text.h"
#include "dissect/websocket.h"
#include "lab/server.h"
#include "stream/accept.h"

#define PUSH_MS 1000u /* between two pushes nobody asked for */

void pw_lab_frame(struct pw_lab_connection *c, uint8_t opcode, struct pw_bytes payload)
{
    uint8_t head[10] = {(uint8_t)(0x80 | opcode)};
    size_t length = 2;
    uint64_t left = payload.length;
    if (c->said_close)
        return;
    if (payload.length < 126) {
        head[1] = (uint8_t)payload.length;
    } else if (payload.length < 65536) {
        head[1] = 126;
        head[2] = (uint8_t)(payload.length >> 8);
        head[3] = (uint8_t)payload.length;
        length = 4;
    } else {
        head[1] = 127;
        for (int i = 9; i >= 2; i--, left >>= 8)
            head[i] = (uint8_t)left;
        length = 10;
    }
    pw_lab_send(c, head, length);
    pw_lab_send(c, payload.data, payload.length);
}

void pw_lab_close_frame(struct pw_lab_connection *c, uint16_t code, const char *reason)
{
    struct pw_buffer payload = {0};
    if (code) {
        pw_buffer_byte(&payload, (char)(code >> 8));
        pw_buffer_byte(&payload, (char)code);
        pw_buffer_text(&payload, reason);
    }
    pw_lab_frame(c, PW_WEBSOCKET_CLOSE, pw_bytes_of(payload.text, payload.length));
    pw_buffer_free(&payload);
    c->said_close = true;
    /* Section 7.1.1: the server closes TCP first. */
    c->closing = true;
}

/* Which of the paths it is; false for none. */
static bool find_path(struct pw_bytes target, enum pw_lab_path *path)
{
    static const char *const paths[] = {"/echo", "/push", "/chat", "/socket.io/"};
    const uint8_t *query = target.length ? memchr(target.data, '?', target.length) : NULL;
    size_t length = query ? (size_t)(query - target.data) : target.length;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (length == strlen(paths[i]) && memcmp(target.data, paths[i], length) == 0) {
            *path = (enum pw_lab_path)i;
            return true;
        }
    }
    return false;
}

static bool good_request(const struct pw_http_head *head)
{
    static const char version[] = "13";
    return head->version.length == 2 && memcmp(head->version.data, version, 2) == 0 &&
           head->key.length == 24;
}

static void accept_upgrade(struct pw_lab_connection *c, const struct pw_http_head *head)
{
    char accept[PW_ACCEPT_LENGTH + 1];
    struct pw_buffer out = {0};
    pw_websocket_accept(head->key, accept);
    /* What a server says that does not know WebSocket, or a cache that remembers another answer. */
    if (c->wrong)
        pw_websocket_accept(pw_bytes_of("dGhlIHNhbXBsZSBub25jZQ==", 24), accept);
    pw_buffer_print(&out,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                    accept);
    pw_lab_send(c, out.text, out.length);
    pw_buffer_free(&out);
}

void pw_lab_upgrade(struct pw_lab_server *server, struct pw_lab_connection *c,
                    const struct pw_http_head *head)
{
    enum pw_lab_path path = PW_LAB_PATH_ECHO;
    if (!find_path(head->target, &path) && !c->wrong) {
        pw_lab_respond_text(c, 404, "Not Found", "text/plain", "No WebSocket is here.\n");
        return;
    }
    if (!good_request(head)) {
        c->keep = false;
        pw_lab_respond(c, 400, "Bad Request", "text/plain", pw_bytes_of("Version 13, a key.\n", 19),
                       "Sec-WebSocket-Version: 13\r\n");
        return;
    }
    if (path == PW_LAB_PATH_ENGINE && !pw_lab_engine_may(server, c, head->target))
        return;
    accept_upgrade(c, head);
    c->kind = PW_LAB_FRAMES;
    c->path = path;
    if (path == PW_LAB_PATH_PUSH)
        c->due = server->now + PUSH_MS;
    if (path == PW_LAB_PATH_ENGINE)
        pw_lab_engine_open(server, c);
}

void pw_lab_frames_due(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_buffer text = {0};
    pw_buffer_print(&text, "push %u: nobody asked", ++c->number);
    pw_lab_frame(c, PW_WEBSOCKET_TEXT, pw_bytes_of(text.text, text.length));
    pw_buffer_free(&text);
    c->due = server->now + PUSH_MS;
}

static void take_message(struct pw_lab_server *server, struct pw_lab_connection *c, uint8_t opcode,
                         struct pw_bytes message)
{
    if (opcode == PW_WEBSOCKET_TEXT && !pw_utf8_valid(message)) {
        pw_lab_close_frame(c, 1007, "a text is UTF-8");
        return;
    }
    switch (c->path) {
    case PW_LAB_PATH_CHAT:
        pw_lab_say(server, message);
        break;
    case PW_LAB_PATH_ENGINE:
        pw_lab_engine_message(server, c, message, opcode == PW_WEBSOCKET_BINARY);
        break;
    default:
        pw_lab_frame(c, opcode, message);
        break;
    }
}

/* A fragment, or a whole message (section 5.4). */
static void take_data(struct pw_lab_server *server, struct pw_lab_connection *c,
                      const struct pw_websocket_frame *frame, struct pw_bytes payload)
{
    bool goes_on = frame->opcode == PW_WEBSOCKET_CONTINUATION;
    if (goes_on != (c->opcode != 0)) {
        pw_lab_close_frame(c, 1002, goes_on ? "nothing to continue" : "a message is not finished");
        return;
    }
    if (c->message.length + payload.length > PW_LAB_INPUT) {
        pw_lab_close_frame(c, 1009, "too big");
        return;
    }
    if (!goes_on)
        c->opcode = frame->opcode;
    pw_buffer_add(&c->message, payload.data, payload.length);
    if (!frame->fin)
        return;
    uint8_t opcode = c->opcode;
    c->opcode = 0;
    take_message(server, c, opcode, pw_bytes_of(c->message.text, c->message.length));
    pw_buffer_clear(&c->message);
}

static void take_close(struct pw_lab_connection *c, struct pw_bytes payload)
{
    uint16_t code =
        payload.length >= 2 ? (uint16_t)((unsigned)payload.data[0] << 8 | payload.data[1]) : 0;
    if (payload.length == 1 || (code && !pw_websocket_code_allowed(code))) {
        pw_lab_close_frame(c, 1002, "no such close code");
        return;
    }
    /* Said back as it was heard (section 5.5.1). */
    pw_lab_frame(c, PW_WEBSOCKET_CLOSE, payload);
    c->said_close = c->closing = true;
}

static void take_frame(struct pw_lab_server *server, struct pw_lab_connection *c,
                       const struct pw_websocket_frame *frame, struct pw_bytes payload)
{
    switch (frame->opcode) {
    case PW_WEBSOCKET_CLOSE:
        take_close(c, payload);
        break;
    case PW_WEBSOCKET_PING:
        pw_lab_frame(c, PW_WEBSOCKET_PONG, payload);
        break;
    case PW_WEBSOCKET_PONG:
        break;
    default:
        take_data(server, c, frame, payload);
        break;
    }
}

/* The rules a client's frame can break by its header alone; true where it breaks one. */
static bool breaks_rule(struct pw_lab_connection *c, const struct pw_websocket_frame *frame)
{
    if (!frame->masked)
        pw_lab_close_frame(c, 1002, "a client masks its frames");
    else if (frame->rsv || pw_websocket_judge(frame))
        pw_lab_close_frame(c, 1002, "a rule of RFC 6455 is broken");
    else if (frame->payload_length > PW_LAB_INPUT)
        pw_lab_close_frame(c, 1009, "too big");
    else
        return false;
    return true;
}

void pw_lab_frames_input(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_websocket_frame frame;
    while (!c->closing && !c->gone && c->in.length) {
        enum pw_parse parsed = pw_websocket_parse(pw_lab_input(c), &frame);
        if (parsed == PW_PARSE_MORE)
            return;
        if (parsed == PW_PARSE_BAD) {
            pw_lab_close_frame(c, 1002, "no such length");
            return;
        }
        if (breaks_rule(c, &frame) || c->in.length - frame.header_length < frame.payload_length)
            return;
        uint8_t *payload = (uint8_t *)c->in.text + frame.header_length;
        size_t length = (size_t)frame.payload_length;
        pw_websocket_unmask(payload, length, frame.key, 0);
        take_frame(server, c, &frame, pw_bytes_of(payload, length));
        pw_lab_take(c, frame.header_length + length);
    }
}
