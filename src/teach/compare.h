/*
 * What a conversation cost: the sums under a comparison's columns. A capture holds one way of doing
 * the same thing, so the whole capture is added up.
 */
#ifndef PW_TEACH_COMPARE_H
#define PW_TEACH_COMPARE_H

#include "stream/session.h"

struct pw_cost {
    uint32_t packets;
    uint64_t bytes;       /* on the wire, every header counted */
    uint64_t payload;     /* bytes that TCP and UDP carried */
    uint32_t connections; /* TCP handshakes that were completed */
    uint32_t requests;    /* HTTP requests, upgrades among them */
    /* How often one side had to wait for the other's answer: a handshake and an HTTP request are
     * one round trip each. What is pushed waits for nothing. */
    uint32_t round_trips;
};
/* Of its first packets, so many of them; UINT32_MAX: all. */
struct pw_cost pw_cost_of(const struct pw_session *session, uint32_t packets);

#endif
