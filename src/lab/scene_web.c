/* Scenes of HTTP and WebSocket: who may speak, and when. */
#include <string.h>

#include "lab/client.h"

#define STEP 60 /* ms between two steps */

int pw_lab_play_keep_alive(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = pw_lab_connect(&c, stage->server, PW_LAB_PORT);
    static const char *const targets[] = {"/", "/time", "/time"};
    for (int i = 0; i < 3; i++) {
        right = right && pw_lab_ask(&c, "GET", targets[i], NULL, 200, NULL);
        pw_lab_pause(STEP);
    }
    right = right && pw_lab_ask(&c, "GET", "/nothing", NULL, 404, NULL);
    pw_lab_leave(&c);
    return right ? 0 : 1;
}

/* How many lines were said before: a poll from there is held. */
static bool newest(struct pw_lab_client *c, unsigned *since)
{
    struct pw_buffer body = {0};
    bool right = pw_lab_ask(c, "POST", "/say", "a first line", 204, NULL) &&
                 pw_lab_ask(c, "GET", "/poll?since=0", NULL, 200, &body) &&
                 strncmp(pw_buffer_get(&body), "{\"next\":", 8) == 0;
    *since = 0;
    for (const char *at = pw_buffer_get(&body) + 8; right && *at >= '0' && *at <= '9'; at++)
        *since = *since * 10 + (unsigned)(*at - '0');
    pw_buffer_free(&body);
    return right;
}

static bool poll_from(struct pw_lab_client *c, unsigned since)
{
    struct pw_buffer target = {0};
    pw_buffer_print(&target, "/poll?since=%u", since);
    bool asked = pw_lab_ask_only(c, "GET", pw_buffer_get(&target), NULL);
    pw_buffer_free(&target);
    return asked;
}

int pw_lab_play_long_polling(const struct pw_lab_stage *stage)
{
    struct pw_lab_client listener, speaker;
    unsigned since = 0;
    bool right = pw_lab_connect(&listener, stage->server, PW_LAB_PORT);
    right = pw_lab_connect(&speaker, stage->server, PW_LAB_PORT) && right;
    right = right && newest(&speaker, &since);
    for (unsigned i = 0; i < 2 && right; i++) {
        right = poll_from(&listener, since + i);
        /* The request is held: this silence is no idling. */
        pw_lab_pause(600);
        right = right &&
                pw_lab_ask(&speaker, "POST", "/say", i ? "more news" : "news", 204, NULL) &&
                pw_lab_hear(&listener, 200, NULL);
        pw_lab_pause(STEP);
    }
    pw_lab_leave(&speaker);
    pw_lab_leave(&listener);
    return right ? 0 : 1;
}

int pw_lab_play_server_sent_events(const struct pw_lab_stage *stage)
{
    struct pw_lab_client listener, speaker;
    bool right = pw_lab_connect(&listener, stage->server, PW_LAB_PORT) &&
                 pw_lab_ask_only(&listener, "GET", "/events", NULL) &&
                 pw_lab_expect(&listener, "data: 1\n\n");
    right = pw_lab_connect(&speaker, stage->server, PW_LAB_PORT) && right;
    right = right && pw_lab_ask(&speaker, "POST", "/say", "for all who listen", 204, NULL) &&
            pw_lab_expect(&listener, "data: for all who listen\n\n") &&
            pw_lab_expect(&listener, "data: 2\n\n");
    pw_lab_leave(&speaker);
    pw_lab_leave(&listener);
    return right ? 0 : 1;
}

static bool open_at(struct pw_lab_client *c, const struct pw_lab_stage *stage, const char *target)
{
    bool accepted = false;
    return pw_lab_connect(c, stage->server, PW_LAB_PORT) && pw_lab_open(c, target, &accepted) &&
           accepted;
}

int pw_lab_play_upgrade(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = open_at(&c, stage, "/echo");
    pw_lab_pause(STEP);
    right = right && pw_lab_write_text(&c, "hello") && pw_lab_expect_text(&c, "hello");
    pw_lab_pause(STEP);
    right = right && pw_lab_write_close(&c, 1000, "bye") && pw_lab_expect_close(&c, 1000);
    pw_lab_leave(&c);
    return right ? 0 : 1;
}

int pw_lab_play_push(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = open_at(&c, stage, "/push");
    right = right && pw_lab_expect_text(&c, "push 1: nobody asked") &&
            pw_lab_expect_text(&c, "push 2: nobody asked");
    right = right && pw_lab_write_close(&c, 1000, "thanks") && pw_lab_expect_close(&c, 1000);
    pw_lab_leave(&c);
    return right ? 0 : 1;
}

int pw_lab_play_wrong_accept(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool accepted = true;
    bool right = pw_lab_connect(&c, stage->server, PW_LAB_PORT_WRONG) &&
                 pw_lab_open(&c, "/echo", &accepted) && !accepted;
    /* A client that is told wrongly does not go on (RFC 6455 section 4.1). */
    pw_lab_leave(&c);
    pw_lab_pause(STEP);
    return right ? 0 : 1;
}

int pw_lab_play_unmasked(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = open_at(&c, stage, "/echo");
    pw_lab_pause(STEP);
    right = right && pw_lab_write_frame(&c, 1, pw_bytes_of("hello", 5), false) &&
            pw_lab_expect_close(&c, 1002);
    pw_lab_leave(&c);
    return right ? 0 : 1;
}

int pw_lab_play_close_codes(const struct pw_lab_stage *stage)
{
    static const struct {
        uint16_t code;
        const char *reason;
    } ways[] = {{1000, "done"}, {1001, "going away"}, {3000, "a code of our own"}, {0, ""}};
    bool right = true;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct pw_lab_client c;
        right = open_at(&c, stage, "/echo") && right;
        right = right && pw_lab_write_close(&c, ways[i].code, ways[i].reason) &&
                pw_lab_expect_close(&c, ways[i].code);
        pw_lab_leave(&c);
        pw_lab_pause(STEP);
    }
    return right ? 0 : 1;
}
