/*
 * Cases of WebSocket framing (RFC 6455, RFC 7692): frames described by their parts, sent over a
 * connection made by hand, and what a reader must say about them.
 *
 * A case is described, judged and forgotten: conformance_begin, conformance_add for each frame,
 * conformance_check. The judge sees the description, the program under test only the bytes.
 */
#ifndef PW_TESTS_CONFORMANCE_H
#define PW_TESTS_CONFORMANCE_H

#include "base/buffer.h"
#include "base/memory.h"
#include "stream/session.h"

enum { OP_CONTINUATION, OP_TEXT, OP_BINARY, OP_CLOSE = 8, OP_PING, OP_PONG };
enum { RSV3 = 1, RSV2 = 2, RSV1 = 4 };

/* How the payload length is written. */
enum conformance_form { FORM_SHORTEST, FORM_16, FORM_64, FORM_HIGH_BIT };

struct conformance_frame {
    struct pw_bytes payload; /* before masking */
    struct pw_bytes plain;   /* the message inflated, on the first frame of a compressed one */
    size_t missing;          /* bytes at the end of the payload that are never sent */
    uint8_t side;            /* enum pw_side_index */
    uint8_t opcode, rsv;
    uint8_t form; /* enum conformance_form */
    uint8_t key[4];
    bool fin;
    bool wrong_mask; /* unmasked from the client, masked from the server */
    bool corrupt;    /* the compressed message it starts cannot be inflated */
};

#define CONFORMANCE_TOGETHER SIZE_MAX

/* The case being described, and the count of those that were. */
struct conformance {
    char name[200];
    const char *extensions; /* what the server agrees to; NULL: none. Only permessage-deflate */
    size_t segment; /* 0: a segment for every frame; else a side's bytes in segments of this many */
    struct conformance_frame *frames;
    uint32_t count, room;
    struct pw_arena arena; /* of the case; payloads may live here */
    struct pw_vector names;
    struct pw_arena kept;
    uint32_t wrong, wrong_violations, wrong_events;
    uint32_t wrong_plain; /* that break no rule and are not compressed */
};

/* Something seen or wanted: a broken rule, a message or a control frame. */
struct conformance_sight {
    const char *what;        /* the rule; or "text", "binary", "ping", "pong", "close" */
    const char *section;     /* of a rule */
    struct pw_bytes content; /* of a message, plain; of a close, the reason */
    uint64_t length;         /* of the content, of which only a part may be here */
    uint32_t frames;         /* of a message */
    int32_t code;            /* of a close; -1: none */
    uint8_t side;
    bool unknown; /* a message that cannot be inflated: its content is anybody's guess */
};
struct conformance_sights {
    struct conformance_sight *items;
    uint32_t count, room;
};
/* What a case is said to be; both in the order of the bytes, a side after the other as sent. */
struct conformance_verdict {
    struct conformance_sights violations, events;
};

/* Begin a case by its name; printf's way. */
void conformance_begin(struct conformance *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Add a frame as it should be: masked as its side must, its length in the shortest form. To be
 * spoilt through the pointer, which is good until the next call. The payload must live as long as
 * the case. */
struct conformance_frame *conformance_add(struct conformance *c, uint8_t side, bool fin,
                                          uint8_t opcode, struct pw_bytes payload);
/*
 * Add frames by a script. A letter is a frame, in upper case with FIN: t text, b binary,
 * c continuation, x close, p ping, o pong, r a reserved opcode. A bar turns to the other side.
 */
void conformance_script(struct conformance *c, uint8_t side, const char *script);
/* Send it, compare what came with what the judge wants; complain where they differ. */
void conformance_check(struct conformance *c);
/* True where every case so far has a name of its own. */
bool conformance_names_differ(struct conformance *c);
void conformance_free(struct conformance *c);

/* Payloads: text of ASCII, bytes of all values, a close code and its reason. */
struct pw_bytes conformance_text(struct conformance *c, size_t length);
struct pw_bytes conformance_binary(struct conformance *c, size_t length);
struct pw_bytes conformance_close(struct conformance *c, uint16_t code, struct pw_bytes reason);
#define LITERAL(text) pw_bytes_of((text), sizeof(text) - 1)

/* conformance_judge.c: what RFC 6455 and RFC 7692 say of the case; lives in its arena. */
void conformance_judge(struct conformance *c, struct conformance_verdict *verdict);
bool conformance_utf8(struct pw_bytes bytes);
struct conformance_sight *conformance_sight(struct conformance *c,
                                            struct conformance_sights *sights, uint8_t side,
                                            const char *what);
/* conformance_read.c: what the program under test says of it. */
void conformance_read(struct conformance *c, struct conformance_verdict *verdict);

/* The families of cases, a file each. */
void conformance_lengths(struct conformance *c);
void conformance_truncated(struct conformance *c);
void conformance_pings(struct conformance *c);
void conformance_reserved_bits(struct conformance *c);
void conformance_opcodes(struct conformance *c);
void conformance_product(struct conformance *c);
void conformance_fragments(struct conformance *c);
void conformance_scripts(struct conformance *c);
void conformance_two_sides(struct conformance *c);
void conformance_characters(struct conformance *c);
void conformance_close_codes(struct conformance *c);
void conformance_close_payloads(struct conformance *c);
void conformance_after_close(struct conformance *c);
void conformance_sizes(struct conformance *c);
void conformance_deflated(struct conformance *c);
void conformance_deflate_examples(struct conformance *c);
void conformance_deflate_broken(struct conformance *c);
void conformance_deflate_product(struct conformance *c);

#endif
