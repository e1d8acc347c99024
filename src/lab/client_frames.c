/* A scene's clients: WebSocket (RFC 6455). See client.h. */
#include <errno.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "dissect/websocket.h"
#include "lab/client.h"
#include "stream/accept.h"

static void fill(void *bytes, size_t length)
{
    /* Up to 256 bytes always come at once (getrandom(2)). */
    if (getrandom(bytes, length, 0) != (ssize_t)length)
        memset(bytes, 0x5a, length);
}

bool pw_lab_open(struct pw_lab_client *c, const char *target, bool *right)
{
    uint8_t random[16];
    char key[32], accept[PW_ACCEPT_LENGTH + 1];
    struct pw_buffer out = {0};
    fill(random, sizeof random);
    EVP_EncodeBlock((unsigned char *)key, random, sizeof random);
    pw_websocket_accept(pw_bytes_of(key, strlen(key)), accept);
    pw_buffer_print(&out,
                    "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n",
                    target, c->host, key);
    bool sent = pw_lab_write(c, pw_buffer_get(&out));
    pw_buffer_free(&out);
    if (!sent || !pw_lab_expect(c, "HTTP/1.1 101 ") || !pw_lab_expect(c, "Sec-WebSocket-Accept: "))
        return false;
    /* The value stands at the front now, up to the end of its line. */
    *right = c->in.length >= PW_ACCEPT_LENGTH && !memcmp(c->in.text, accept, PW_ACCEPT_LENGTH);
    return pw_lab_expect(c, "\r\n\r\n");
}

bool pw_lab_write_frame(struct pw_lab_client *c, uint8_t opcode, struct pw_bytes payload,
                        bool masked)
{
    struct pw_buffer out = {0};
    uint8_t key[4] = {0};
    pw_buffer_byte(&out, (char)(0x80 | opcode));
    if (payload.length < 126) {
        pw_buffer_byte(&out, (char)((masked ? 0x80 : 0) | payload.length));
    } else {
        pw_buffer_byte(&out, (char)((masked ? 0x80 : 0) | 126));
        pw_buffer_byte(&out, (char)(payload.length >> 8));
        pw_buffer_byte(&out, (char)payload.length);
    }
    if (masked) {
        fill(key, sizeof key);
        pw_buffer_add(&out, key, sizeof key);
    }
    size_t from = out.length;
    pw_buffer_add(&out, payload.data, payload.length);
    if (masked)
        pw_websocket_unmask((uint8_t *)out.text + from, payload.length, key, 0);
    ssize_t sent = send(c->fd, out.text, out.length, MSG_NOSIGNAL);
    bool all = sent == (ssize_t)out.length;
    pw_buffer_free(&out);
    return all;
}

bool pw_lab_write_text(struct pw_lab_client *c, const char *text)
{
    return pw_lab_write_frame(c, PW_WEBSOCKET_TEXT, pw_bytes_of(text, strlen(text)), true);
}

bool pw_lab_write_close(struct pw_lab_client *c, uint16_t code, const char *reason)
{
    struct pw_buffer payload = {0};
    if (code) {
        pw_buffer_byte(&payload, (char)(code >> 8));
        pw_buffer_byte(&payload, (char)code);
        pw_buffer_text(&payload, reason);
    }
    bool sent =
        pw_lab_write_frame(c, PW_WEBSOCKET_CLOSE, pw_bytes_of(payload.text, payload.length), true);
    pw_buffer_free(&payload);
    return sent;
}

static bool need(struct pw_lab_client *c, size_t length)
{
    char piece[4096];
    while (c->in.length < length) {
        ssize_t got = recv(c->fd, piece, sizeof piece, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        pw_buffer_add(&c->in, piece, (size_t)got);
    }
    return true;
}

bool pw_lab_read_frame(struct pw_lab_client *c, uint8_t *opcode, struct pw_buffer *payload)
{
    struct pw_websocket_frame frame;
    size_t wanted = 2;
    do {
        if (!need(c, wanted++))
            return false;
    } while (pw_websocket_parse(pw_bytes_of(c->in.text, c->in.length), &frame) == PW_PARSE_MORE &&
             wanted < 16);
    size_t whole = frame.header_length + (size_t)frame.payload_length;
    if (frame.payload_length > 65536 || !need(c, whole))
        return false;
    *opcode = frame.opcode;
    pw_buffer_clear(payload);
    pw_buffer_add(payload, c->in.text + frame.header_length, (size_t)frame.payload_length);
    memmove(c->in.text, c->in.text + whole, c->in.length - whole);
    c->in.length -= whole;
    return !frame.masked;
}

bool pw_lab_expect_text(struct pw_lab_client *c, const char *text)
{
    struct pw_buffer payload = {0};
    uint8_t opcode;
    bool right = pw_lab_read_frame(c, &opcode, &payload) && opcode == PW_WEBSOCKET_TEXT &&
                 payload.length == strlen(text) && !memcmp(payload.text, text, payload.length);
    pw_buffer_free(&payload);
    return right;
}

bool pw_lab_expect_close(struct pw_lab_client *c, uint16_t code)
{
    struct pw_buffer payload = {0};
    uint8_t opcode;
    bool right = pw_lab_read_frame(c, &opcode, &payload) && opcode == PW_WEBSOCKET_CLOSE;
    const uint8_t *bytes = (const uint8_t *)payload.text;
    uint16_t said = payload.length >= 2 ? (uint16_t)((unsigned)bytes[0] << 8 | bytes[1]) : 0;
    pw_buffer_free(&payload);
    return right && said == code && pw_lab_expect_end(c);
}
