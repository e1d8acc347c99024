/*
 * Packets made by hand for tests: TCP over IPv4 with no link header, for what no real program
 * would send. Checksums are left zero.
 */
#ifndef PW_TESTS_SEGMENTS_H
#define PW_TESTS_SEGMENTS_H

#include "base/bytes.h"
#include "stream/session.h"

/* A capture in memory, and the two ends of the connection it is talking about. */
struct segments {
    struct pw_packet *packets;
    uint32_t count, room;
    uint16_t client_port;
    uint32_t next[2]; /* sequence numbers, by pw_side_index */
};

void segments_free(struct segments *segments);
/* Begin a connection from a port: SYN, SYN+ACK, ACK. */
void segments_open(struct segments *segments, uint16_t client_port);
/* A segment of one side with these flags (PW_TCP_ bits; ACK is added) and payload. */
void segments_add(struct segments *segments, unsigned side, uint16_t flags, const void *payload,
                  size_t length);
/* A segment with a WebSocket frame, unmasked; at most 65535 bytes of payload. */
void segments_frame(struct segments *segments, unsigned side, uint8_t opcode, const void *payload,
                    size_t length);
/* The store over them. */
struct pw_store segments_store(struct segments *segments);

#endif
