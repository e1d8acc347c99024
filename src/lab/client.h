/*
 * What a scene's clients are made of: blocking sockets, a step after the other. Every step says
 * whether it went as it was meant to; nothing waits longer than a few seconds.
 */
#ifndef PW_LAB_CLIENT_H
#define PW_LAB_CLIENT_H

#include "base/buffer.h"
#include "lab/lab.h"

struct pw_lab_client {
    int fd;
    const char *host;    /* the server's address */
    struct pw_buffer in; /* what has come and was not looked at */
    char session[32];    /* Socket.IO: the session's id */
};

/* Every scene's function. */
#define PW_LAB_SCENE(id, name) int pw_lab_play_##id(const struct pw_lab_stage *stage);
#include "lab/scenes.def"
#undef PW_LAB_SCENE

/* A moment, so that one step can be told from the next. */
void pw_lab_pause(unsigned milliseconds);

/* Connect. False with errno where that fails; the client is closed either way with pw_lab_leave. */
bool pw_lab_connect(struct pw_lab_client *c, const char *host, uint16_t port);
void pw_lab_leave(struct pw_lab_client *c);
bool pw_lab_write(struct pw_lab_client *c, const char *text);
/* Wait until a text has come, and take all up to its end. */
bool pw_lab_expect(struct pw_lab_client *c, const char *text);
/* Wait until the other side has said that it will send no more. */
bool pw_lab_expect_end(struct pw_lab_client *c);

/* An HTTP request on the open connection; the answer's body (by its Content-Length) in *body, which
 * may be NULL. True where the status is the one that is wanted. */
bool pw_lab_ask(struct pw_lab_client *c, const char *method, const char *target,
                const char *content, int status, struct pw_buffer *body);
/* The same in two steps, for answers that are held. */
bool pw_lab_ask_only(struct pw_lab_client *c, const char *method, const char *target,
                     const char *content);
bool pw_lab_hear(struct pw_lab_client *c, int status, struct pw_buffer *body);

/* Ask for a WebSocket; true where it was accepted, and *right tells whether rightly. */
bool pw_lab_open(struct pw_lab_client *c, const char *target, bool *right);
/* One frame, as a client sends it, or, unmasked, as it must not. */
bool pw_lab_write_frame(struct pw_lab_client *c, uint8_t opcode, struct pw_bytes payload,
                        bool masked);
bool pw_lab_write_text(struct pw_lab_client *c, const char *text);
bool pw_lab_write_close(struct pw_lab_client *c, uint16_t code, const char *reason);
/* The next frame; its payload in *payload. */
bool pw_lab_read_frame(struct pw_lab_client *c, uint8_t *opcode, struct pw_buffer *payload);
/* The next frame is a text of these words. */
bool pw_lab_expect_text(struct pw_lab_client *c, const char *text);
/* The next frame closes with that code (0: without one), and then TCP is closed there. */
bool pw_lab_expect_close(struct pw_lab_client *c, uint16_t code);

#endif
