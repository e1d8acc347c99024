/*
 * The lab's server: Engine.IO 4 (https://socket.io/docs/v4/engine-io-protocol/). A session is
 * opened by polling or WebSocket, may change from the one to the other, and is kept by heartbeats.
 */
#include "dissect/engineio.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/memory.h"
#include "lab/server.h"

#define SEPARATOR '\x1e' /* between two packets of a polling body */

/* What the real server says, and with which status. */
enum refusal { TRANSPORT_UNKNOWN, SID_UNKNOWN, BAD_METHOD, BAD_REQUEST, FORBIDDEN, BAD_VERSION };

static bool refuse(struct pw_lab_connection *c, enum refusal why)
{
    static const char *const texts[] = {
        "Transport unknown", "Session ID unknown", "Bad handshake method",
        "Bad request",       "Forbidden",          "Unsupported protocol version"};
    struct pw_buffer body = {0};
    pw_buffer_print(&body, "{\"code\":%d,\"message\":\"%s\"}", (int)why, texts[why]);
    pw_lab_respond(c, 400, "Bad Request", "application/json", pw_bytes_of(body.text, body.length),
                   "");
    pw_buffer_free(&body);
    return false;
}

static bool is(struct pw_bytes text, const char *word)
{
    return text.length == strlen(word) && (!text.length || !memcmp(text.data, word, text.length));
}

static void make_id(char id[21])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t random[20] = {0};
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        abort();
    for (int i = 0; i < 20; i++)
        id[i] = letters[random[i] & 63];
    id[20] = '\0';
}

static struct pw_lab_session *find(const struct pw_lab_server *server, struct pw_bytes sid)
{
    for (uint32_t i = 0; i < PW_LAB_SESSIONS; i++)
        if (server->sessions[i] && !server->sessions[i]->over && is(sid, server->sessions[i]->sid))
            return server->sessions[i];
    return NULL;
}

static struct pw_lab_session *begin(struct pw_lab_server *server)
{
    for (uint32_t i = 0; i < PW_LAB_SESSIONS; i++) {
        if (server->sessions[i])
            continue;
        struct pw_lab_session *session = pw_allocate_zero(sizeof *session);
        make_id(session->sid);
        session->ping_at = server->now + server->ping_interval;
        server->sessions[i] = session;
        return session;
    }
    return NULL;
}

static void drop_queue(struct pw_lab_session *session)
{
    for (uint32_t i = 0; i < session->queued; i++)
        pw_buffer_free(&session->queue[i].data);
    session->queued = 0;
}

/* It is over: whoever holds a connection for it is let go; the rest is done between two turns. */
static void end(struct pw_lab_session *session)
{
    session->over = true;
    if (session->frame && !session->frame->said_close)
        pw_lab_close_frame(session->frame, 1000, "");
    if (session->poll)
        pw_lab_respond_text(session->poll, 200, "OK", "text/plain; charset=UTF-8", "1");
    session->poll = NULL;
    session->frame = NULL;
}

static void sweep(struct pw_lab_server *server)
{
    for (uint32_t i = 0; i < PW_LAB_SESSIONS; i++) {
        struct pw_lab_session *session = server->sessions[i];
        if (!session || !session->over)
            continue;
        for (uint32_t c = 0; c < server->count; c++)
            if (server->connections[c]->session == session)
                server->connections[c]->session = NULL;
        drop_queue(session);
        pw_lab_socket_end(session);
        free(session);
        server->sessions[i] = NULL;
    }
}

static void add_base64(struct pw_buffer *out, const struct pw_buffer *bytes)
{
    unsigned char *text = pw_allocate(bytes->length / 3 * 4 + 8);
    int length =
        EVP_EncodeBlock(text, (const unsigned char *)pw_buffer_get(bytes), (int)bytes->length);
    pw_buffer_byte(out, 'b');
    pw_buffer_add(out, text, (size_t)length);
    free(text);
}

/* Everything that waits, as the answer to a poll. */
static void answer_poll(struct pw_lab_session *session)
{
    struct pw_buffer body = {0};
    struct pw_lab_connection *c = session->poll;
    for (uint32_t i = 0; i < session->queued; i++) {
        if (i)
            pw_buffer_byte(&body, SEPARATOR);
        if (session->queue[i].binary)
            add_base64(&body, &session->queue[i].data);
        else
            pw_buffer_text(&body, pw_buffer_get(&session->queue[i].data));
    }
    drop_queue(session);
    session->poll = NULL;
    pw_lab_respond(c, 200, "OK", "text/plain; charset=UTF-8", pw_bytes_of(body.text, body.length),
                   "Cache-Control: no-store\r\n");
    pw_buffer_free(&body);
}

static void send_frame(struct pw_lab_connection *c, bool binary, struct pw_bytes packet)
{
    pw_lab_frame(c, binary ? 2 : 1, packet);
}

void pw_lab_engine_send(struct pw_lab_server *server, struct pw_lab_session *session, bool binary,
                        struct pw_bytes packet)
{
    (void)server;
    if (session->over)
        return;
    if (session->frame) {
        send_frame(session->frame, binary, packet);
        return;
    }
    if (session->queued == PW_LAB_QUEUE) {
        end(session); /* it has not been fetched for long */
        return;
    }
    struct pw_lab_packet *slot = &session->queue[session->queued++];
    *slot = (struct pw_lab_packet){.binary = binary};
    pw_buffer_add(&slot->data, packet.data, packet.length);
    if (session->poll)
        answer_poll(session);
}

static void send_text(struct pw_lab_server *server, struct pw_lab_session *session,
                      const char *text)
{
    pw_lab_engine_send(server, session, false, pw_bytes_of(text, strlen(text)));
}

static void send_open(struct pw_lab_server *server, struct pw_lab_session *session)
{
    struct pw_buffer open = {0};
    session->opened = true;
    pw_buffer_print(&open,
                    "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%u,\"pingTimeout\":%u,"
                    "\"maxPayload\":1000000}",
                    session->sid, session->frame ? "" : "\"websocket\"", server->ping_interval,
                    server->ping_timeout);
    pw_lab_engine_send(server, session, false, pw_bytes_of(open.text, open.length));
    pw_buffer_free(&open);
}

/* A packet from the client. */
static void take_packet(struct pw_lab_server *server, struct pw_lab_session *session,
                        const struct pw_engineio_packet *packet, struct pw_bytes data)
{
    switch (packet->kind) {
    case PW_ENGINEIO_PONG:
        session->pong_by = 0;
        session->ping_at = server->now + server->ping_interval;
        break;
    case PW_ENGINEIO_MESSAGE:
        pw_lab_socket_message(server, session, data, packet->binary);
        break;
    case PW_ENGINEIO_CLOSE:
        end(session);
        break;
    default:
        break;
    }
}

static void take_body(struct pw_lab_server *server, struct pw_lab_session *session,
                      struct pw_bytes body)
{
    struct pw_engineio_packet packet;
    struct pw_arena arena = {0};
    size_t at = 0;
    while (!session->over && pw_engineio_next(body, 4, false, &at, &packet))
        take_packet(server, session, &packet,
                    packet.base64 ? pw_base64_decode(packet.data, &arena) : packet.data);
    if (at < body.length && !session->over)
        end(session);
    pw_arena_free(&arena);
}

static void hold(struct pw_lab_server *server, struct pw_lab_session *session,
                 struct pw_lab_connection *c)
{
    if (session->poll) {
        /* Two polls at once: something is wrong there (the protocol's own rule). */
        end(session);
        refuse(c, BAD_REQUEST);
        return;
    }
    (void)server;
    c->session = session;
    c->held = PW_LAB_HELD_ENGINE;
    session->poll = c;
    if (session->upgrading)
        pw_lab_respond_text(c, 200, "OK", "text/plain; charset=UTF-8", "6");
    if (session->upgrading)
        session->poll = NULL;
    else if (session->queued)
        answer_poll(session);
}

static void open_by_polling(struct pw_lab_server *server, struct pw_lab_connection *c,
                            const struct pw_http_head *head)
{
    struct pw_lab_session *session = is(head->method, "GET") ? begin(server) : NULL;
    if (!session) {
        refuse(c, BAD_METHOD);
        return;
    }
    hold(server, session, c);
    send_open(server, session);
}

void pw_lab_engine_request(struct pw_lab_server *server, struct pw_lab_connection *c,
                           const struct pw_http_head *head, struct pw_bytes body)
{
    struct pw_bytes sid = pw_engineio_parameter(head->target, "sid");
    if (!is(pw_engineio_parameter(head->target, "transport"), "polling")) {
        refuse(c, TRANSPORT_UNKNOWN);
    } else if (!is(pw_engineio_parameter(head->target, "EIO"), "4")) {
        refuse(c, BAD_VERSION);
    } else if (!sid.length) {
        open_by_polling(server, c, head);
    } else {
        struct pw_lab_session *session = find(server, sid);
        if (!session) {
            refuse(c, SID_UNKNOWN);
        } else if (is(head->method, "POST")) {
            take_body(server, session, body);
            pw_lab_respond_text(c, 200, "OK", "text/html", "ok");
        } else if (is(head->method, "GET") && !session->frame) {
            hold(server, session, c);
        } else {
            refuse(c, BAD_REQUEST);
        }
    }
}

bool pw_lab_engine_may(struct pw_lab_server *server, struct pw_lab_connection *c,
                       struct pw_bytes target)
{
    struct pw_bytes sid = pw_engineio_parameter(target, "sid");
    c->session = NULL;
    if (!is(pw_engineio_parameter(target, "transport"), "websocket"))
        return refuse(c, TRANSPORT_UNKNOWN);
    if (!is(pw_engineio_parameter(target, "EIO"), "4"))
        return refuse(c, BAD_VERSION);
    if (!sid.length)
        return (c->session = begin(server)) != NULL || refuse(c, FORBIDDEN);
    struct pw_lab_session *session = find(server, sid);
    if (!session || session->frame)
        return refuse(c, session ? BAD_REQUEST : SID_UNKNOWN);
    c->session = session;
    return true;
}

void pw_lab_engine_open(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_lab_session *session = c->session;
    /* One that was opened by polling is probed first. */
    if (session->opened)
        return;
    session->frame = c;
    send_open(server, session);
}

/* "2probe", and then "5": from here on everything goes this way. */
static bool take_probe(struct pw_lab_session *session, struct pw_lab_connection *c,
                       struct pw_bytes message)
{
    if (is(message, "2probe")) {
        send_frame(c, false, pw_bytes_of("3probe", 6));
        session->upgrading = true;
        if (session->poll)
            pw_lab_respond_text(session->poll, 200, "OK", "text/plain; charset=UTF-8", "6");
        session->poll = NULL;
        return true;
    }
    if (!is(message, "5") || !session->upgrading)
        return false;
    session->upgrading = false;
    session->frame = c;
    for (uint32_t i = 0; i < session->queued; i++)
        send_frame(c, session->queue[i].binary,
                   pw_bytes_of(session->queue[i].data.text, session->queue[i].data.length));
    drop_queue(session);
    return true;
}

void pw_lab_engine_message(struct pw_lab_server *server, struct pw_lab_connection *c,
                           struct pw_bytes message, bool binary)
{
    struct pw_lab_session *session = c->session;
    struct pw_engineio_packet packet;
    if (!session || session->over)
        return;
    if (session->frame != c) {
        if (binary || !take_probe(session, c, message))
            pw_lab_close_frame(c, 1000, "");
        return;
    }
    if (pw_engineio_parse(message, 4, binary, &packet))
        take_packet(server, session, &packet, packet.data);
    else
        end(session);
}

void pw_lab_engine_gone(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_lab_session *session = c->session;
    (void)server;
    if (!session || session->over)
        return;
    if (session->poll == c)
        session->poll = NULL;
    if (session->frame == c) {
        session->frame = NULL;
        end(session);
    } else if (c->kind == PW_LAB_FRAMES) {
        /* A probe that came to nothing: polling goes on. */
        session->upgrading = false;
    }
}

uint64_t pw_lab_engine_beat(struct pw_lab_server *server)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < PW_LAB_SESSIONS; i++) {
        struct pw_lab_session *session = server->sessions[i];
        if (!session || session->over)
            continue;
        if (session->pong_by && session->pong_by <= server->now) {
            end(session);
            continue;
        }
        if (!session->pong_by && session->ping_at <= server->now) {
            session->pong_by = server->now + server->ping_timeout;
            send_text(server, session, "2");
        }
        uint64_t due = session->pong_by ? session->pong_by : session->ping_at;
        if (due < next)
            next = due;
    }
    sweep(server);
    return next;
}
