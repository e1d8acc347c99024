/*
 * The lab's server: Socket.IO 4 (https://socket.io/docs/v4/socket-io-protocol/). Namespaces / and
 * /admin, and the handlers a first Socket.IO program has:
 *
 *   io.on("connection", socket => {
 *     socket.on("chat message", (text, ack) => { io.emit("chat message", text); ack("ok"); });
 *     socket.on("join", (room, ack) => { socket.join(room); ack("ok"); });
 *     socket.on("leave", ...);
 *     socket.on("room message", (room, text) => io.to(room).emit("room message", room, text));
 *     socket.onAny(...)   // everything else comes back to its sender
 *   });
 */
#include "dissect/socketio.h"

#include <string.h>

#include "dissect/json.h"
#include "lab/server.h"

#define ROOT  "/"
#define ADMIN "/admin"

static bool is(struct pw_bytes text, const char *word)
{
    return text.length == strlen(word) && (!text.length || !memcmp(text.data, word, text.length));
}

static bool is_admin(const struct pw_socketio_packet *packet)
{
    return is(packet->namespace, ADMIN);
}

/* "4" + type, and the namespace where it is not "/". */
static void begin(struct pw_buffer *out, char type, bool admin)
{
    pw_buffer_byte(out, '4');
    pw_buffer_byte(out, type);
    if (admin)
        pw_buffer_text(out, ADMIN ",");
}

static void finish(struct pw_lab_server *server, struct pw_lab_session *session,
                   struct pw_buffer *out)
{
    pw_lab_engine_send(server, session, false, pw_bytes_of(out->text, out->length));
    pw_buffer_free(out);
}

static void connect_socket(struct pw_lab_server *server, struct pw_lab_session *session,
                           const struct pw_socketio_packet *packet)
{
    struct pw_buffer out = {0};
    bool root = is(packet->namespace, ROOT), admin = is_admin(packet);
    if (root || admin) {
        begin(&out, '0', admin);
        /* A socket's id is another one than its session's. */
        pw_buffer_print(&out, "{\"sid\":\"%.16s%s\"}", session->sid, admin ? "admn" : "root");
        session->socket.root |= root;
        session->socket.admin |= admin;
    } else {
        pw_buffer_text(&out, "44");
        pw_buffer_add(&out, packet->namespace.data, packet->namespace.length);
        pw_buffer_text(&out, ",{\"message\":\"Invalid namespace\"}");
    }
    finish(server, session, &out);
}

/* An event with the arguments as they came, to one session. */
static void emit(struct pw_lab_server *server, struct pw_lab_session *session, bool admin,
                 struct pw_bytes payload)
{
    struct pw_buffer out = {0};
    begin(&out, '2', admin);
    pw_buffer_add(&out, payload.data, payload.length);
    finish(server, session, &out);
}

static bool in_room(const struct pw_lab_session *session, const char *room)
{
    for (uint32_t i = 0; i < PW_LAB_ROOMS; i++)
        if (strcmp(session->socket.rooms[i], room) == 0)
            return true;
    return false;
}

/* To everybody in the namespace, or in a room of it. */
static void broadcast(struct pw_lab_server *server, bool admin, const char *room,
                      struct pw_bytes payload)
{
    for (uint32_t i = 0; i < PW_LAB_SESSIONS; i++) {
        struct pw_lab_session *session = server->sessions[i];
        if (session && !session->over && (admin ? session->socket.admin : session->socket.root) &&
            (!room || in_room(session, room)))
            emit(server, session, admin, payload);
    }
}

static void acknowledge(struct pw_lab_server *server, struct pw_lab_session *session,
                        const struct pw_socketio_packet *packet, const char *arguments)
{
    struct pw_buffer out = {0};
    if (!packet->has_ack)
        return;
    begin(&out, '3', is_admin(packet));
    pw_buffer_print(&out, "%llu%s", (unsigned long long)packet->ack, arguments);
    finish(server, session, &out);
}

/* The first argument behind the name, as text; cut at what a room's name may have. */
static void first_argument(const struct pw_socketio_packet *packet, char text[32])
{
    struct pw_json_walk walk;
    struct pw_bytes name, value = {0};
    struct pw_buffer said = {0};
    text[0] = '\0';
    if (pw_json_open(&walk, packet->payload) && pw_json_next(&walk, &name, &value) &&
        pw_json_next(&walk, &name, &value))
        pw_json_string(&said, value);
    size_t length = said.length < 31 ? said.length : 31;
    memcpy(text, pw_buffer_get(&said), length);
    text[length] = '\0';
    pw_buffer_free(&said);
}

static void join(struct pw_lab_session *session, const char *room, bool leave)
{
    char(*rooms)[32] = session->socket.rooms;
    bool there = in_room(session, room);
    for (uint32_t i = 0; i < PW_LAB_ROOMS && *room; i++) {
        if (leave && strcmp(rooms[i], room) == 0) {
            rooms[i][0] = '\0';
        } else if (!leave && !there && !rooms[i][0]) {
            memcpy(rooms[i], room, strlen(room) + 1);
            return;
        }
    }
}

static void echo(struct pw_lab_server *server, struct pw_lab_session *session,
                 const struct pw_socketio_packet *packet)
{
    struct pw_buffer arguments = {0};
    struct pw_json_walk walk;
    struct pw_bytes name, value;
    emit(server, session, is_admin(packet), packet->payload);
    bool first = true;
    pw_buffer_byte(&arguments, '[');
    if (pw_json_open(&walk, packet->payload) && pw_json_next(&walk, &name, &value)) {
        while (pw_json_next(&walk, &name, &value)) {
            if (!first)
                pw_buffer_byte(&arguments, ',');
            first = false;
            pw_buffer_add(&arguments, value.data, value.length);
        }
    }
    pw_buffer_byte(&arguments, ']');
    acknowledge(server, session, packet, arguments.text);
    pw_buffer_free(&arguments);
}

static void take_event(struct pw_lab_server *server, struct pw_lab_session *session,
                       const struct pw_socketio_packet *packet)
{
    struct pw_bytes name;
    char room[32];
    if (!pw_socketio_name(packet, &name) || !pw_json_unquote(name, &name))
        return;
    first_argument(packet, room);
    if (is(name, "chat message")) {
        broadcast(server, is_admin(packet), NULL, packet->payload);
        acknowledge(server, session, packet, "[\"ok\"]");
    } else if (is(name, "join") || is(name, "leave")) {
        join(session, room, is(name, "leave"));
        acknowledge(server, session, packet, "[\"ok\"]");
    } else if (is(name, "room message")) {
        broadcast(server, is_admin(packet), room, packet->payload);
        acknowledge(server, session, packet, "[\"ok\"]");
    } else {
        echo(server, session, packet);
    }
}

/* A binary event comes back as it is, and is acknowledged. */
static void send_back(struct pw_lab_server *server, struct pw_lab_session *session)
{
    struct pw_lab_socket *socket = &session->socket;
    struct pw_socketio_packet packet;
    struct pw_buffer out = {0};
    if (pw_socketio_parse(pw_bytes_of(socket->waiting.text, socket->waiting.length), &packet)) {
        pw_buffer_print(&out, "45%u-%s", socket->wanted, is_admin(&packet) ? ADMIN "," : "");
        pw_buffer_add(&out, packet.payload.data, packet.payload.length);
        finish(server, session, &out);
        for (uint32_t i = 0; i < socket->got; i++)
            pw_lab_engine_send(
                server, session, true,
                pw_bytes_of(socket->attachments[i].text, socket->attachments[i].length));
        acknowledge(server, session, &packet, "[\"ok\"]");
    }
    pw_lab_socket_end(session);
}

static void take_attachment(struct pw_lab_server *server, struct pw_lab_session *session,
                            struct pw_bytes bytes)
{
    struct pw_lab_socket *socket = &session->socket;
    if (!socket->wanted)
        return;
    pw_buffer_add(&socket->attachments[socket->got++], bytes.data, bytes.length);
    if (socket->got == socket->wanted)
        send_back(server, session);
}

static void begin_binary(struct pw_lab_session *session, struct pw_bytes message,
                         const struct pw_socketio_packet *packet)
{
    struct pw_lab_socket *socket = &session->socket;
    pw_lab_socket_end(session);
    if (!packet->attachments ||
        packet->attachments > sizeof socket->attachments / sizeof *socket->attachments)
        return;
    pw_buffer_add(&socket->waiting, message.data, message.length);
    socket->wanted = packet->attachments;
}

/* What only one who is connected may send. */
static bool is_connected(const struct pw_lab_session *session,
                         const struct pw_socketio_packet *packet)
{
    return is_admin(packet) ? session->socket.admin
                            : is(packet->namespace, ROOT) && session->socket.root;
}

void pw_lab_socket_message(struct pw_lab_server *server, struct pw_lab_session *session,
                           struct pw_bytes message, bool binary)
{
    struct pw_socketio_packet packet;
    if (binary) {
        take_attachment(server, session, message);
        return;
    }
    if (!pw_socketio_parse(message, &packet) || packet.bad_payload)
        return;
    if (packet.type == PW_SOCKETIO_CONNECT) {
        connect_socket(server, session, &packet);
        return;
    }
    if (!is_connected(session, &packet))
        return;
    if (packet.type == PW_SOCKETIO_EVENT)
        take_event(server, session, &packet);
    else if (packet.type == PW_SOCKETIO_BINARY_EVENT)
        begin_binary(session, message, &packet);
    else if (packet.type == PW_SOCKETIO_DISCONNECT && is_admin(&packet))
        session->socket.admin = false;
    else if (packet.type == PW_SOCKETIO_DISCONNECT)
        session->socket.root = false;
}

void pw_lab_socket_end(struct pw_lab_session *session)
{
    struct pw_lab_socket *socket = &session->socket;
    pw_buffer_free(&socket->waiting);
    for (size_t i = 0; i < sizeof socket->attachments / sizeof *socket->attachments; i++)
        pw_buffer_free(&socket->attachments[i]);
    socket->wanted = socket->got = 0;
}
