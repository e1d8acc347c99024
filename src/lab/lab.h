/*
 * The lab's own server and the clients of its scenes: real programs on real sockets, made to be
 * watched. What they speak is told in docs/lab.md.
 */
#ifndef PW_LAB_LAB_H
#define PW_LAB_LAB_H

#include <stdint.h>

/* The server's ports. */
enum {
    PW_LAB_PORT = 3000,        /* HTTP, WebSocket, Socket.IO */
    PW_LAB_PORT_WRONG = 3001,  /* the same, but every upgrade gets a wrong Sec-WebSocket-Accept */
    PW_LAB_PORT_SILENT = 3003, /* a SYN to it is never answered */
    PW_LAB_PORT_ECHO = 3004,   /* TCP: says back what it hears */
    PW_LAB_PORT_UDP = 3005,    /* UDP: likewise */
    PW_LAB_PORT_CLOSED = 3009, /* nobody is there */
    PW_LAB_PORT_MORTAL = 3010, /* as 3000, with quick heartbeats: POST /die kills it for a second */
};

/* Serve until killed, on an IPv4 address. Writes one byte to `ready` once every port is open.
 * Returns an exit status, and only where that fails. */
int pw_lab_serve(const char *address, int ready);

/* What a scene is played with. */
struct pw_lab_stage {
    const char *server; /* the address the server listens on */
};

struct pw_lab_scene {
    const char *name;
    /* Play it, in a process of its own: blocks for some seconds at most. Returns an exit status, 0
     * where all went as it was meant to. */
    int (*play)(const struct pw_lab_stage *stage);
};

/* Scene i in the order of scenes.def, NULL past the end; and by its name, or NULL. */
const struct pw_lab_scene *pw_lab_scene_at(uint32_t i);
const struct pw_lab_scene *pw_lab_scene_find(const char *name);

#endif
