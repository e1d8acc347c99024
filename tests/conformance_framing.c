/*
 * Cases of single frames (RFC 6455 sections 5.1, 5.2 and 5.5): lengths, pings and pongs, reserved
 * bits and opcodes, and the product of every field with every other. Numbered as in Autobahn's
 * test suite, where it has such a case.
 */
#include "conformance.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* 1: every length at which the way to write it changes, whole and cut up. */
void conformance_lengths(struct conformance *c)
{
    static const size_t lengths[] = {0, 1, 2, 124, 125, 126, 127, 128, 65535, 65536};
    static const uint8_t keys[][4] = {{0, 0, 0, 0}, {0xff, 0xff, 0xff, 0xff}, {1, 2, 3, 4}};
    for (size_t n = 0; n < COUNT(lengths) * 8; n++) {
        size_t length = lengths[n / 8];
        uint8_t opcode = n & 1 ? OP_BINARY : OP_TEXT, side = n >> 1 & 1;
        conformance_begin(c, "1.%u.%zu %s of %zu bytes", opcode, n / 8 + 1,
                          opcode == OP_TEXT ? "text" : "binary", length);
        if (n & 4)
            c->segment = length > 1000 ? 997 : 1;
        conformance_add(c, side, true, opcode,
                        opcode == OP_TEXT ? conformance_text(c, length)
                                          : conformance_binary(c, length));
        conformance_check(c);
    }
    for (size_t n = 0; n < COUNT(keys) * 4; n++) {
        conformance_begin(c, "1.3 key %02x%02x..., %zu bytes", keys[n / 4][0], keys[n / 4][1],
                          n % 4 + 5);
        struct conformance_frame *frame =
            conformance_add(c, PW_CLIENT, true, OP_TEXT, conformance_text(c, n % 4 + 5));
        for (int i = 0; i < 4; i++)
            frame->key[i] = keys[n / 4][i];
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 8; n++) {
        size_t length = n & 2 ? 65536 : 65535;
        conformance_begin(c, "1.4 a 64-bit length of %zu, %s", length,
                          n & 4 ? "cut in the header" : "whole");
        c->segment = n & 4 ? 3 : 0;
        conformance_add(c, n & 1, true, OP_BINARY, conformance_binary(c, length))->form = FORM_64;
        conformance_script(c, n & 1, "T");
        conformance_check(c);
    }
}

/* 1.5 and 1.6: frames that end too soon, and lengths no frame can have. */
void conformance_truncated(struct conformance *c)
{
    for (uint8_t n = 0; n < 64; n++) {
        bool broken = n & 2;
        uint8_t opcode = n & 4 ? OP_PING : OP_TEXT;
        size_t length = n & 8 ? 100 : 5;
        size_t missing = n & 16 ? length : 1;
        conformance_begin(c, "1.5 %s of %zu bytes, %zu missing%s%s",
                          opcode == OP_PING ? "ping" : "text", length, missing,
                          broken ? ", RSV3" : "", n & 32 ? ", after a ping" : "");
        if (n & 32)
            conformance_script(c, n & 1, "P");
        struct conformance_frame *frame =
            conformance_add(c, n & 1, true, opcode, conformance_text(c, length));
        frame->missing = missing;
        frame->rsv = broken ? RSV3 : 0;
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 64; n++) {
        bool unfinished = n & 32;
        conformance_begin(c, "1.6 the highest bit of the length%s%s%s, then a text",
                          n & 4 ? ", RSV2" : "", n & 8 ? ", opcode 5" : "",
                          unfinished ? ", in a message" : "");
        c->segment = n & 16 ? CONFORMANCE_TOGETHER : 0;
        conformance_script(c, n & 1, unfinished ? "Pt" : "P");
        uint8_t opcode = n & 8 ? 5 : unfinished ? OP_CONTINUATION : OP_BINARY;
        struct conformance_frame *frame =
            conformance_add(c, n & 1, true, opcode, conformance_binary(c, 9));
        frame->form = FORM_HIGH_BIT;
        frame->wrong_mask = n & 2;
        frame->rsv = n & 4 ? RSV2 : 0;
        conformance_script(c, n & 1, "T|T");
        conformance_check(c);
    }
}

/* 2: pings, pongs, and pongs nobody asked for. */
void conformance_pings(struct conformance *c)
{
    static const size_t lengths[] = {0, 1, 5, 124, 125, 126, 127, 65536};
    static const char *const scripts[] = {
        "P",   "O",   "PO",     "OP", "P|O", "O|P", "PP|O", "PPPPPPPPPP", "PPPPPPPPPP|OOOOOOOOOO",
        "PTO", "TPT", "P|OTP|O"};
    for (size_t n = 0; n < COUNT(lengths) * 8; n++) {
        size_t length = lengths[n / 8];
        conformance_begin(c, "2.%zu %s %s of %zu bytes", n / 8 + 1, n & 4 ? "binary" : "text",
                          n & 2 ? "pong" : "ping", length);
        conformance_add(c, n & 1, true, n & 2 ? OP_PONG : OP_PING,
                        n & 4 ? conformance_binary(c, length) : conformance_text(c, length));
        conformance_script(c, n & 1, "T");
        conformance_check(c);
    }
    for (size_t n = 0; n < COUNT(scripts) * 6; n++) {
        static const size_t segments[] = {0, 1, CONFORMANCE_TOGETHER};
        conformance_begin(c, "2.9 pings and pongs, %s from the %s on", scripts[n / 6],
                          n & 1 ? "server" : "client");
        c->segment = segments[n / 2 % 3];
        conformance_script(c, n & 1, scripts[n / 6]);
        conformance_check(c);
    }
}

/* 3: every set of reserved bits, on every kind of frame. */
void conformance_reserved_bits(struct conformance *c)
{
    static const uint8_t opcodes[] = {OP_TEXT, OP_BINARY, OP_CLOSE, OP_PING, OP_PONG};
    static const char *const names[] = {"text", "binary", "close", "ping", "pong"};
    for (size_t n = 0; n < COUNT(opcodes) * 7 * 2; n++) {
        size_t which = n / 14;
        uint8_t rsv = (uint8_t)(n / 2 % 7 + 1);
        conformance_begin(c, "3.%u reserved bits %u on a %s", rsv, rsv, names[which]);
        c->segment = rsv == 3 ? CONFORMANCE_TOGETHER : rsv == 4 ? 1 : 0;
        struct pw_bytes payload = opcodes[which] == OP_CLOSE
                                      ? conformance_close(c, 1000, LITERAL("gone"))
                                      : conformance_text(c, 7);
        conformance_script(c, n & 1, "T");
        conformance_add(c, n & 1, true, opcodes[which], payload)->rsv = rsv;
        conformance_script(c, n & 1, "P");
        conformance_check(c);
    }
}

/* 4: the ten opcodes that mean nothing yet. */
void conformance_opcodes(struct conformance *c)
{
    static const uint8_t opcodes[] = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
    for (size_t n = 0; n < COUNT(opcodes) * 16; n++) {
        uint8_t opcode = opcodes[n / 16], side = n & 1;
        bool around = n & 2, payload = n & 4, message = n & 8;
        conformance_begin(c, "4.%u.%u opcode %u%s%s%s", opcode < 8 ? 1u : 2u, opcode & 7u, opcode,
                          payload ? " with payload" : " without payload",
                          message ? ", inside a fragmented message" : "",
                          around ? ", with frames around" : "");
        if (around)
            conformance_script(c, side, "T");
        if (message)
            conformance_script(c, side, "t");
        conformance_add(c, side, true, opcode,
                        payload ? conformance_binary(c, 20) : pw_bytes_of(NULL, 0));
        if (message)
            conformance_script(c, side, "C");
        if (around)
            conformance_script(c, side, "P");
        conformance_check(c);
    }
}

/* A length for this form: one it suits or one it does not, so that both are met with every opcode.
 */
static size_t product_length(unsigned form, uint32_t number)
{
    if (form == FORM_SHORTEST)
        return number % 6;
    if (form == FORM_16)
        return number % 7 < 4 ? 126 + number % 100 : number % 120;
    return number % 11 == 3 ? 65536 : number;
}

/*
 * Every fifth of FIN x RSV x opcode x mask x side x form of the length: five and the 3072 of them
 * have no divisor in common, so no field stands still. A text follows, to see that the next frame
 * is found; every third case has an unfinished message before.
 */
void conformance_product(struct conformance *c)
{
    for (uint32_t number = 0; number < 2u * 8 * 16 * 2 * 2 * 3; number += 5) {
        bool fin = number & 1, wrong = number >> 8 & 1, unfinished = number % 3 == 1;
        uint8_t rsv = number >> 1 & 7, opcode = number >> 4 & 15, side = number >> 9 & 1;
        unsigned form = number >> 10;
        size_t length = product_length(form, number);
        conformance_begin(c, "0.%u FIN %d RSV %u opcode %u, form %u, %zu bytes%s", number, fin, rsv,
                          opcode, form, length, unfinished ? ", in a message" : "");
        if (unfinished)
            conformance_script(c, side, "t");
        struct pw_bytes payload = conformance_text(c, length);
        if (opcode == OP_BINARY)
            payload = conformance_binary(c, length);
        else if (opcode == OP_CLOSE && length > 1)
            payload = conformance_close(c, 1001, conformance_text(c, length - 2));
        struct conformance_frame *frame = conformance_add(c, side, fin, opcode, payload);
        frame->rsv = rsv;
        frame->wrong_mask = wrong;
        frame->form = (uint8_t)form;
        conformance_script(c, side, "T");
        conformance_check(c);
    }
}
