/* What the parts of the message tests share. */
#ifndef PW_TESTS_MESSAGE_TEST_H
#define PW_TESTS_MESSAGE_TEST_H

#include "dissect/dissect.h"

/* A message taken apart; valid until the next call of take_apart. */
struct taken {
    const struct pw_tree *tree;
    const struct pw_layer *layer;
    const char *brief, *summary;
    const char *why; /* "" where the layer is whole */
    const char *kind;
};

/* Run one protocol over the bytes (which are put at the edge). */
struct taken take_apart(const char *protocol, const void *bytes, size_t length, bool snapped,
                        bool dns_length);
/* The nth field's value as a person reads it, "" where there is none. Valid until the next call. */
const char *shown(const struct taken *taken, const char *id, uint32_t nth);
/* At every length short of the whole: snapped is cut and never a fault, and the other way round.
 * Where the message may end early (a body until the connection closes), whole is fine, too. */
void check_every_prefix(const char *protocol, const void *bytes, size_t length, bool dns_length);

/* Each byte of a message in turn is every value there is; at most 256 bytes. */
void change_every_byte(const char *protocol, const void *bytes, size_t length);

void add_http_tests(void);
void add_websocket_tests(void);
void add_datagram_tests(void);
void add_json_tests(void);
void add_engineio_tests(void);
void add_socketio_tests(void);
void add_secure_tests(void);
void add_http2_tests(void);

#endif
