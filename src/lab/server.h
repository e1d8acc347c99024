/*
 * What the files of the server share. One process, one poll loop:
 *
 *   server.c   sockets and time
 *   web.c      HTTP: the page, JSON, long polling, server-sent events
 *   frames.c   WebSocket: the handshake, frames, the rules
 *   engine.c   Engine.IO 4: sessions, both transports, the upgrade, heartbeats
 *   socket.c   Socket.IO 4: namespaces, events, acknowledgements, rooms
 */
#ifndef PW_LAB_SERVER_H
#define PW_LAB_SERVER_H

#include "base/buffer.h"
#include "dissect/http.h"
#include "lab/lab.h"

/* Caps: clients of a lab are students, and students try things. */
#define PW_LAB_CONNECTIONS 256u
#define PW_LAB_INPUT       (1u << 20) /* bytes of a request, a frame, a message */
#define PW_LAB_OUTPUT      (4u << 20) /* bytes a client may be behind; then it is let go */
#define PW_LAB_SAID        64u        /* lines of chat that can be asked for again */
#define PW_LAB_SESSIONS    64u
#define PW_LAB_QUEUE       64u /* packets that wait for a poll */
#define PW_LAB_ROOMS       8u  /* a socket may be in */

enum pw_lab_kind { PW_LAB_WEB, PW_LAB_FRAMES, PW_LAB_ECHO };
enum pw_lab_path { PW_LAB_PATH_ECHO, PW_LAB_PATH_PUSH, PW_LAB_PATH_CHAT, PW_LAB_PATH_ENGINE };
/* What the answer to a request waits for. */
enum pw_lab_held { PW_LAB_NOT_HELD, PW_LAB_HELD_POLL, PW_LAB_HELD_EVENTS, PW_LAB_HELD_ENGINE };

struct pw_lab_session;

struct pw_lab_connection {
    int fd;
    enum pw_lab_kind kind;
    enum pw_lab_path path; /* of a WebSocket */
    enum pw_lab_held held;
    bool wrong;   /* on the port that answers upgrades wrongly */
    bool closing; /* nothing more is said when what is to be sent is sent */
    bool parting; /* that is so: only its end is waited for */
    bool deaf;    /* its client will say no more, and still wants to hear */
    bool gone;    /* to be forgotten */
    bool said_close;
    bool keep;       /* the request being answered keeps the connection */
    bool head_only;  /* it is a HEAD */
    uint64_t due;    /* when the next thing happens by itself, ms; 0: nothing does */
    uint32_t number; /* of pushes, ticks; of lines already told */
    struct pw_lab_session *session;
    struct pw_buffer in, out, message; /* message: fragments so far */
    uint8_t opcode;                    /* of that message; 0: there is none */
};

struct pw_lab_server {
    struct pw_lab_connection *connections[PW_LAB_CONNECTIONS];
    uint32_t count;
    uint64_t now; /* ms, monotonic */
    char said[PW_LAB_SAID][256];
    uint32_t said_count;
    struct pw_lab_session *sessions[PW_LAB_SESSIONS];
    uint32_t ping_interval, ping_timeout; /* ms */
    bool mortal;                          /* POST /die ends it, without a goodbye */
};

/* Queue bytes to be sent. */
void pw_lab_send(struct pw_lab_connection *c, const void *bytes, size_t length);
/* Take `length` bytes off the front of what has come. */
void pw_lab_take(struct pw_lab_connection *c, size_t length);
struct pw_bytes pw_lab_input(const struct pw_lab_connection *c);

/* Bytes have come: answer what is whole. */
void pw_lab_web_input(struct pw_lab_server *server, struct pw_lab_connection *c);
void pw_lab_frames_input(struct pw_lab_server *server, struct pw_lab_connection *c);
/* A connection's time has come; and when the connection goes. */
void pw_lab_web_due(struct pw_lab_server *server, struct pw_lab_connection *c);
void pw_lab_frames_due(struct pw_lab_server *server, struct pw_lab_connection *c);
void pw_lab_engine_gone(struct pw_lab_server *server, struct pw_lab_connection *c);

/* A whole answer to a request; extra: header lines, or "". Ends what held it. */
void pw_lab_respond(struct pw_lab_connection *c, int status, const char *reason, const char *type,
                    struct pw_bytes body, const char *extra);
void pw_lab_respond_text(struct pw_lab_connection *c, int status, const char *reason,
                         const char *type, const char *text);
/* Somebody has said a line of chat: tell all who listen, by whatever way. */
void pw_lab_say(struct pw_lab_server *server, struct pw_bytes line);

/* Answer a request for an upgrade. */
void pw_lab_upgrade(struct pw_lab_server *server, struct pw_lab_connection *c,
                    const struct pw_http_head *head);
/* One unmasked frame, FIN set. */
void pw_lab_frame(struct pw_lab_connection *c, uint8_t opcode, struct pw_bytes payload);
void pw_lab_close_frame(struct pw_lab_connection *c, uint16_t code, const char *reason);

/* An HTTP request for /socket.io/, with its body. */
void pw_lab_engine_request(struct pw_lab_server *server, struct pw_lab_connection *c,
                           const struct pw_http_head *head, struct pw_bytes body);
/* May this upgrade be made for Engine.IO? False where it was answered with an error. And it was. */
bool pw_lab_engine_may(struct pw_lab_server *server, struct pw_lab_connection *c,
                       struct pw_bytes target);
void pw_lab_engine_open(struct pw_lab_server *server, struct pw_lab_connection *c);
void pw_lab_engine_message(struct pw_lab_server *server, struct pw_lab_connection *c,
                           struct pw_bytes message, bool binary);
/* Heartbeats; answers when the next one is due, ms, or UINT64_MAX. */
uint64_t pw_lab_engine_beat(struct pw_lab_server *server);

/* Socket.IO over a session. */
struct pw_lab_socket {
    bool root, admin;             /* namespaces it is connected to */
    char rooms[PW_LAB_ROOMS][32]; /* "": none */
    struct pw_buffer waiting;     /* a binary packet whose attachments are still to come */
    struct pw_buffer attachments[4];
    uint32_t wanted, got;
};

struct pw_lab_packet {
    bool binary;
    struct pw_buffer data; /* text with its Engine.IO type, or the bytes alone */
};

struct pw_lab_session {
    char sid[21];
    struct pw_lab_connection *poll;  /* a GET that is held */
    struct pw_lab_connection *frame; /* the WebSocket it was upgraded to */
    bool opened;                     /* its open packet was sent */
    bool upgrading;                  /* a probe was answered: polls are let go */
    bool over;
    uint64_t ping_at; /* when the next ping is sent, ms */
    uint64_t pong_by; /* when an answer is missed; 0: none is waited for */
    struct pw_lab_packet queue[PW_LAB_QUEUE];
    uint32_t queued;
    struct pw_lab_socket socket;
};

/* Send an Engine.IO packet: a text begins with its type. */
void pw_lab_engine_send(struct pw_lab_server *server, struct pw_lab_session *session, bool binary,
                        struct pw_bytes packet);
/* A message of a session's has come; and the session is over. */
void pw_lab_socket_message(struct pw_lab_server *server, struct pw_lab_session *session,
                           struct pw_bytes message, bool binary);
void pw_lab_socket_end(struct pw_lab_session *session);
/* A line said elsewhere, as an event to everybody. */
void pw_lab_socket_say(struct pw_lab_server *server, struct pw_bytes line);

#endif
