/*
 * Scenes of chat: the same three lines by polling, WebSocket and Socket.IO; rooms; and a server
 * that dies and comes back.
 */
#include <stdio.h>
#include <string.h>

#include "lab/client.h"

#define STEP 60 /* ms between two steps */

static const char *const lines[] = {"hello, are you there?", "yes, I am", "great, let's talk"};

int pw_lab_play_chat_polling(const struct pw_lab_stage *stage)
{
    struct pw_lab_client one, other, *who[2] = {&one, &other};
    struct pw_buffer body = {0};
    bool right = pw_lab_connect(&one, stage->server, PW_LAB_PORT);
    right = pw_lab_connect(&other, stage->server, PW_LAB_PORT) && right;
    for (int i = 0; i < 3 && right; i++) {
        struct pw_lab_client *speaker = who[i % 2], *listener = who[1 - i % 2];
        right = pw_lab_ask(speaker, "POST", "/say", lines[i], 204, NULL);
        /* Each asks whether there is news, and is told all of it. */
        right = right && pw_lab_ask(listener, "GET", "/poll?since=0", NULL, 200, &body) &&
                strstr(pw_buffer_get(&body), lines[i]) != NULL;
        pw_lab_pause(STEP);
    }
    pw_buffer_free(&body);
    pw_lab_leave(&one);
    pw_lab_leave(&other);
    return right ? 0 : 1;
}

int pw_lab_play_chat_websocket(const struct pw_lab_stage *stage)
{
    struct pw_lab_client one, other, *who[2] = {&one, &other};
    bool accepted = false;
    bool right = pw_lab_connect(&one, stage->server, PW_LAB_PORT) &&
                 pw_lab_open(&one, "/chat", &accepted) && accepted;
    right = pw_lab_connect(&other, stage->server, PW_LAB_PORT) &&
            pw_lab_open(&other, "/chat", &accepted) && accepted && right;
    for (int i = 0; i < 3 && right; i++) {
        right = pw_lab_write_text(who[i % 2], lines[i]) && pw_lab_expect_text(&one, lines[i]) &&
                pw_lab_expect_text(&other, lines[i]);
        pw_lab_pause(STEP);
    }
    for (int i = 0; i < 2; i++) {
        right =
            right && pw_lab_write_close(who[i], 1000, "bye") && pw_lab_expect_close(who[i], 1000);
        pw_lab_leave(who[i]);
    }
    return right ? 0 : 1;
}

/* As socket.io-client does: open by polling, connect, then change to WebSocket. */
static bool ask_engine(struct pw_lab_client *c, const char *method, const char *content,
                       struct pw_buffer *body)
{
    struct pw_buffer target = {0};
    pw_buffer_text(&target, "/socket.io/?EIO=4&transport=polling");
    if (c->session[0])
        pw_buffer_print(&target, "&sid=%s", c->session);
    bool right = pw_lab_ask(c, method, pw_buffer_get(&target), content, 200, body);
    pw_buffer_free(&target);
    return right;
}

static bool open_session(struct pw_lab_client *c)
{
    struct pw_buffer body = {0};
    bool right = ask_engine(c, "GET", NULL, &body);
    const char *at = right ? strstr(pw_buffer_get(&body), "\"sid\":\"") : NULL;
    right = at && sscanf(at + 7, "%20[A-Za-z0-9_-]", c->session) == 1;
    right = right && ask_engine(c, "POST", "40", &body) && ask_engine(c, "GET", NULL, &body) &&
            strncmp(pw_buffer_get(&body), "40{", 3) == 0;
    pw_buffer_free(&body);
    return right;
}

/* The WebSocket is a connection of its own; the session goes over to it. */
static bool change_transport(struct pw_lab_client *c, const char *host, uint16_t port)
{
    struct pw_lab_client frames;
    struct pw_buffer target = {0};
    bool accepted = false;
    pw_buffer_print(&target, "/socket.io/?EIO=4&transport=websocket&sid=%s", c->session);
    bool right = pw_lab_connect(&frames, host, port) &&
                 pw_lab_open(&frames, pw_buffer_get(&target), &accepted) && accepted &&
                 pw_lab_write_text(&frames, "2probe") && pw_lab_expect_text(&frames, "3probe") &&
                 pw_lab_write_text(&frames, "5");
    pw_buffer_free(&target);
    memcpy(frames.session, c->session, sizeof frames.session);
    pw_lab_leave(c);
    *c = frames;
    return right;
}

/* socket.io-client's way to an open socket. */
static bool join_socketio(struct pw_lab_client *c, const char *host, uint16_t port)
{
    bool right = pw_lab_connect(c, host, port);
    return right && open_session(c) && change_transport(c, host, port);
}

static bool leave_socketio(struct pw_lab_client *c)
{
    bool right =
        pw_lab_write_text(c, "41") && pw_lab_write_close(c, 0, "") && pw_lab_expect_close(c, 0);
    pw_lab_leave(c);
    return right;
}

int pw_lab_play_chat_socketio(const struct pw_lab_stage *stage)
{
    struct pw_lab_client one, other, *who[2] = {&one, &other};
    bool right = join_socketio(&one, stage->server, PW_LAB_PORT);
    right = join_socketio(&other, stage->server, PW_LAB_PORT) && right;
    for (int i = 0; i < 3 && right; i++) {
        struct pw_buffer event = {0}, said = {0}, ack = {0};
        pw_buffer_print(&event, "42%d[\"chat message\",\"%s\"]", i / 2, lines[i]);
        pw_buffer_print(&said, "42[\"chat message\",\"%s\"]", lines[i]);
        pw_buffer_print(&ack, "43%d[\"ok\"]", i / 2);
        right = pw_lab_write_text(who[i % 2], pw_buffer_get(&event)) &&
                pw_lab_expect_text(who[i % 2], pw_buffer_get(&said)) &&
                pw_lab_expect_text(who[i % 2], pw_buffer_get(&ack)) &&
                pw_lab_expect_text(who[1 - i % 2], pw_buffer_get(&said));
        pw_buffer_free(&event);
        pw_buffer_free(&said);
        pw_buffer_free(&ack);
        pw_lab_pause(STEP);
    }
    right = leave_socketio(&one) && right;
    right = leave_socketio(&other) && right;
    return right ? 0 : 1;
}

int pw_lab_play_rooms(const struct pw_lab_stage *stage)
{
    static const char said[] = "42[\"room message\",\"blue\",\"only the blue room hears this\"]";
    struct pw_lab_client c[3];
    bool right = true;
    for (int i = 0; i < 3; i++)
        right = join_socketio(&c[i], stage->server, PW_LAB_PORT) && right;
    pw_lab_pause(STEP);
    for (int i = 0; i < 2; i++)
        right = right && pw_lab_write_text(&c[i], "420[\"join\",\"blue\"]") &&
                pw_lab_expect_text(&c[i], "430[\"ok\"]");
    pw_lab_pause(STEP);
    /* The third is in no room, and may speak to one all the same. */
    right = right && pw_lab_write_text(&c[2], said) && pw_lab_expect_text(&c[0], said) &&
            pw_lab_expect_text(&c[1], said);
    pw_lab_pause(STEP);
    for (int i = 0; i < 3; i++)
        right = leave_socketio(&c[i]) && right;
    return right ? 0 : 1;
}

static bool answer_heartbeats(struct pw_lab_client *c, int count)
{
    bool right = true;
    for (int i = 0; i < count && right; i++)
        right = pw_lab_expect_text(c, "2") && pw_lab_write_text(c, "3");
    return right;
}

/* Somebody has the server killed: no goodbye from Socket.IO, only from the kernel. */
static bool kill_server(const char *host)
{
    struct pw_lab_client c;
    bool asked = pw_lab_connect(&c, host, PW_LAB_PORT_MORTAL) &&
                 pw_lab_ask_only(&c, "POST", "/die", "") && pw_lab_expect_end(&c);
    pw_lab_leave(&c);
    return asked;
}

int pw_lab_play_heartbeat(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = join_socketio(&c, stage->server, PW_LAB_PORT_MORTAL);
    right = right && answer_heartbeats(&c, 2) &&
            pw_lab_write_text(&c, "420[\"chat message\",\"still there?\"]") &&
            pw_lab_expect_text(&c, "42[\"chat message\",\"still there?\"]") &&
            pw_lab_expect_text(&c, "430[\"ok\"]");
    right = kill_server(stage->server) && right;
    pw_lab_leave(&c);
    /* Nobody is there: refused. Then again, later. */
    for (int i = 0; i < 2; i++) {
        pw_lab_pause(300);
        right = !pw_lab_connect(&c, stage->server, PW_LAB_PORT_MORTAL) && right;
        pw_lab_leave(&c);
    }
    pw_lab_pause(900);
    /* A new session: the server knows nothing of the old one. */
    right = join_socketio(&c, stage->server, PW_LAB_PORT_MORTAL) && right;
    right = right && answer_heartbeats(&c, 1);
    return leave_socketio(&c) && right ? 0 : 1;
}
