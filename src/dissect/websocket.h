/*
 * WebSocket frames (RFC 6455 section 5.2): one parser, used to find where a frame ends in a byte
 * stream and to show it.
 */
#ifndef PW_DISSECT_WEBSOCKET_H
#define PW_DISSECT_WEBSOCKET_H

#include "dissect/dissect.h"
#include "dissect/http.h"

enum {
    PW_WEBSOCKET_CONTINUATION = 0,
    PW_WEBSOCKET_TEXT = 1,
    PW_WEBSOCKET_BINARY = 2,
    PW_WEBSOCKET_CLOSE = 8,
    PW_WEBSOCKET_PING = 9,
    PW_WEBSOCKET_PONG = 10,
};

struct pw_websocket_frame {
    bool fin, masked;
    uint8_t rsv;    /* three bits, RSV1 the highest */
    uint8_t opcode; /* PW_WEBSOCKET_ */
    uint8_t key[4]; /* the masking key, where masked */
    uint32_t header_length;
    uint64_t payload_length;
};

/* Parse a frame's header. MORE until all of it is there; BAD where the 64-bit length has its
 * highest bit set. The payload need not be there. */
enum pw_parse pw_websocket_parse(struct pw_bytes bytes, struct pw_websocket_frame *frame);
/* XOR with the key, in place; `phase` is how many payload bytes came before these (section 5.3). */
void pw_websocket_unmask(uint8_t *bytes, size_t length, const uint8_t key[4], uint64_t phase);
/* The rules a frame can break, each with its stable word and its place in RFC 6455 or 7692. */
enum pw_websocket_rule {
    PW_RULE_RESERVED_OPCODE,
    PW_RULE_RESERVED_BIT,
    PW_RULE_RESERVED_BIT_DEFLATE, /* RSV1 where RFC 7692 allows none */
    PW_RULE_UNMASKED_CLIENT,
    PW_RULE_MASKED_SERVER,
    PW_RULE_LENGTH_HIGH_BIT,
    PW_RULE_NON_MINIMAL,
    PW_RULE_FRAGMENTED_CONTROL,
    PW_RULE_LONG_CONTROL,
    PW_RULE_CONTINUATION,
    PW_RULE_UNFINISHED,
    PW_RULE_AFTER_CLOSE,
    PW_RULE_CLOSE_LENGTH,
    PW_RULE_CLOSE_CODE,
    PW_RULE_CLOSE_UTF8,
    PW_RULE_UTF8,
    PW_RULE_DEFLATE,
    PW_RULES
};
struct pw_websocket_rule_text {
    const char *word;    /* "unmasked-client-frame" */
    const char *section; /* "RFC 6455 section 5.1" */
    const char *says;    /* what is wrong, in a few words */
};
extern const struct pw_websocket_rule_text pw_websocket_rules[PW_RULES];
/* Rules that a frame's header breaks by itself, as bits: 1 << PW_RULE_. */
uint32_t pw_websocket_judge(const struct pw_websocket_frame *frame);
/* True for close codes that may be sent (section 7.4). */
bool pw_websocket_code_allowed(uint16_t code);
/* A close code's name (section 7.4.1 and the IANA registry), or NULL. */
const char *pw_websocket_close_name(uint16_t code);
/* The names of the opcodes. */
extern const struct pw_name pw_websocket_opcode_names[];
/* The names of the close codes. */
extern const struct pw_name pw_websocket_close_names[];

#endif
