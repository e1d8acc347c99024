/*
 * Cases of UTF-8 in messages (RFC 6455 section 8.1, RFC 3629) and of closing (sections 5.5.1
 * and 7.4). Numbered as in Autobahn's test suite.
 */
#include "conformance.h"

#include <CUnit/CUnit.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define VALID(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1, true                                                               \
    }
#define WRONG(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1, false                                                              \
    }

static const struct {
    const char *bytes;
    size_t length;
    bool valid; /* by hand: the judge is held against it, too */
} texts[] = {
    /* Every length of a character, first and last of each. */
    VALID("plain"),
    VALID("\0"),
    VALID("\x7f"),
    VALID("\xc2\x80"),
    VALID("\xdf\xbf"),
    VALID("\xe0\xa0\x80"),
    VALID("\xef\xbf\xbf"),
    VALID("\xf0\x90\x80\x80"),
    VALID("\xf4\x8f\xbf\xbf"),
    VALID("Gr\xc3\xbc\xc3\x9f"
          "e"),
    VALID("\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),
    VALID("5 \xe2\x82\xac, 1 \xc2\xa2"),
    VALID("\xf0\x9f\x91\x8b\xf0\x9f\x8f\xbd"),
    VALID("\xe2\x80\x8f\xd7\xa9\xd7\x9c"),
    /* Around the surrogates, specials and non-characters: all of them are characters to UTF-8. */
    VALID("\xed\x9f\xbf"),
    VALID("\xee\x80\x80"),
    VALID("\xef\xbb\xbf"),
    VALID("\xef\xbf\xbd"),
    VALID("\xef\xbf\xbe"),
    VALID("\xef\xb7\x90"),
    VALID("\xf0\x9f\xbf\xbf"),
    VALID("\xf1\xbf\xbf\xbe"),
    VALID("\xf3\xbf\xbf\xbf"),
    VALID("\xf4\x8f\xbf\xbe"),
    /* Continuation bytes that continue nothing. */
    WRONG("\x80"),
    WRONG("\xbf"),
    WRONG("\x80\xbf\x80\xbf"),
    WRONG("a\x80z"),
    WRONG("\xc3\xbc\xbc"),
    WRONG("\xf0\x9f\x91\x8b\x80"),
    /* Characters cut short, at the end and before another. */
    WRONG("\xc3"),
    WRONG("\xe2"),
    WRONG("\xe2\x82"),
    WRONG("\xf0"),
    WRONG("\xf0\x9f"),
    WRONG("\xf0\x9f\x91"),
    WRONG("\xc3 "),
    WRONG("\xe2\x82 "),
    WRONG("\xf0\x9f\x91 "),
    WRONG("\xe2\xe2\x82\xac"),
    WRONG("ok\xce\xba\xe1\xbd"),
    WRONG("\xc3\xc3\xbc"),
    WRONG("\xdf\xc0"),
    WRONG("\xef\xbf\x7f"),
    /* Longer than need be. */
    WRONG("\xc0\x80"),
    WRONG("\xc0\xaf"),
    WRONG("\xc1\xbf"),
    WRONG("\xe0\x80\x80"),
    WRONG("\xe0\x80\xaf"),
    WRONG("\xe0\x9f\xbf"),
    WRONG("\xf0\x80\x80\x80"),
    WRONG("\xf0\x80\x80\xaf"),
    WRONG("\xf0\x8f\xbf\xbf"),
    /* Surrogates, alone and in pairs. */
    WRONG("\xed\xa0\x80"),
    WRONG("\xed\xad\xbf"),
    WRONG("\xed\xae\x80"),
    WRONG("\xed\xaf\xbf"),
    WRONG("\xed\xb0\x80"),
    WRONG("\xed\xbf\xbf"),
    WRONG("\xed\xa0\x80\xed\xb0\x80"),
    WRONG("\xed\xaf\xbf\xed\xbf\xbf"),
    WRONG("edited\xed\xa0\x80"
          "edited"),
    /* Above U+10FFFF, and bytes that are nowhere in UTF-8. */
    WRONG("\xf4\x90\x80\x80"),
    WRONG("\xf4\xbf\xbf\xbf"),
    WRONG("\xf5\x80\x80\x80"),
    WRONG("\xf7\xbf\xbf\xbf"),
    WRONG("\xf8\x88\x80\x80\x80"),
    WRONG("\xfb\xbf\xbf\xbf\xbf"),
    WRONG("\xfc\x84\x80\x80\x80\x80"),
    WRONG("\xfd\xbf\xbf\xbf\xbf\xbf"),
    WRONG("\xfe"),
    WRONG("\xff"),
    WRONG("\xfe\xfe\xff\xff"),
    WRONG("fine until here\xff"),
};

/* A text in frames of this many bytes; what fragments do to a character in their midst. */
static void add_text(struct conformance *c, uint8_t side, struct pw_bytes text, size_t fragment)
{
    for (size_t at = 0; at < text.length || !at;) {
        size_t left = text.length - at, length = left < fragment ? left : fragment;
        conformance_add(c, side, length == left, at ? OP_CONTINUATION : OP_TEXT,
                        pw_bytes_of(text.data + at, length));
        at += length ? length : 1;
    }
}

/* 6: each text whole, a byte a frame, cut into segments, and between two that are fine. */
void conformance_characters(struct conformance *c)
{
    for (size_t n = 0; n < COUNT(texts) * 4; n++) {
        static const char *const ways[] = {"whole", "a byte a frame", "a byte a segment",
                                           "two bytes a frame, a ping between, fine texts around"};
        struct pw_bytes text = pw_bytes_of(texts[n / 4].bytes, texts[n / 4].length);
        uint8_t side = (n / 4 + n) & 1;
        CU_ASSERT_EQUAL(conformance_utf8(text), texts[n / 4].valid);
        conformance_begin(c, "6.%zu %s UTF-8, %s", n / 4 + 1,
                          texts[n / 4].valid ? "valid" : "wrong", ways[n % 4]);
        c->segment = n % 4 == 2;
        if (n % 4 == 3)
            conformance_script(c, side, "T");
        add_text(c, side, text, n % 4 == 1 ? 1 : n % 4 == 3 ? 2 : 100);
        if (n % 4 == 3)
            conformance_script(c, side, "PT");
        conformance_check(c);
    }
    /* What is wrong as text is right as bytes, and a text that is never finished is not judged. */
    for (size_t n = 0; n < COUNT(texts); n++) {
        bool unfinished = n % 3 == 0;
        conformance_begin(c, "6.100.%zu %s", n + 1, unfinished ? "unfinished text" : "binary");
        conformance_add(c, n & 1, !unfinished, unfinished ? OP_TEXT : OP_BINARY,
                        pw_bytes_of(texts[n].bytes, texts[n].length));
        conformance_script(c, n & 1, unfinished ? "P" : "T");
        conformance_check(c);
    }
}

/* 7.7 and 7.9: codes, with and without a reason. */
void conformance_close_codes(struct conformance *c)
{
    static const uint16_t codes[] = {0,    1,    999,  1000, 1001, 1002, 1003, 1004,
                                     1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012,
                                     1013, 1014, 1015, 1016, 1100, 2000, 2999, 3000,
                                     3001, 3999, 4000, 4001, 4999, 5000, 9999, 65535};
    for (size_t n = 0; n < COUNT(codes) * 4; n++) {
        conformance_begin(c, "7.7 close code %u%s", codes[n / 4], n & 2 ? ", with a reason" : "");
        c->segment = n / 4 % 3 == 1;
        conformance_script(c, n & 1, "T");
        conformance_add(
            c, n & 1, true, OP_CLOSE,
            conformance_close(c, codes[n / 4], n & 2 ? LITERAL("going, for now") : LITERAL("")));
        conformance_check(c);
    }
}

/* 7.3 and 7.5: lengths of the payload, and reasons that are no text. */
void conformance_close_payloads(struct conformance *c)
{
    static const size_t lengths[] = {0, 1, 2, 3, 124, 125, 126, 127, 200, 1000, 65535, 65536};
    for (size_t n = 0; n < COUNT(lengths) * 4; n++) {
        size_t length = lengths[n / 4];
        conformance_begin(c, "7.3 close of %zu bytes%s", length, n & 2 ? ", reason spoilt" : "");
        struct pw_bytes reason = conformance_text(c, length > 2 ? length - 2 : 0);
        if (n & 2 && reason.length) {
            uint8_t *bytes = pw_arena_take(&c->arena, reason.length);
            memcpy(bytes, reason.data, reason.length);
            bytes[reason.length - 1] = 0xc3;
            reason = pw_bytes_of(bytes, reason.length);
        }
        struct pw_bytes payload = conformance_close(c, n & 2 ? 1000 : 3000, reason);
        if (length < 2)
            payload.length = length;
        conformance_add(c, n & 1, true, OP_CLOSE, payload);
        conformance_check(c);
    }
    for (size_t n = 0; n < COUNT(texts); n++) {
        uint16_t code = n % 5 ? 1000 : 1005;
        conformance_begin(c, "7.5.%zu close %u, reason in %s UTF-8", n + 1, code,
                          texts[n].valid ? "valid" : "wrong");
        c->segment = n % 4 == 1;
        conformance_add(c, n & 1, true, OP_CLOSE,
                        conformance_close(c, code, pw_bytes_of(texts[n].bytes, texts[n].length)));
        conformance_check(c);
    }
}

/* 7.1: what comes after a close, from the same side and from the other. */
void conformance_after_close(struct conformance *c)
{
    static const char *const scripts[] = {
        "X",    "X|X",  "XX",   "XXX", "XT",   "XB",     "XP",      "XO",    "XtC",
        "XC",   "Xc",   "XR",   "Xp",  "Xx",   "tXC",    "tXcC",    "tXT",   "TXTXT",
        "X|TX", "X|XT", "X|XX", "xT",  "xX",   "tPXPC",  "PX|O",    "X|T|T", "XtP|XC",
        "tX|X", "tCXt", "XtT",  "XrC", "XPPP", "X|tC|P", "T|T|X|X", "bXC",   "X|P|O",
    };
    for (size_t n = 0; n < COUNT(scripts) * 4; n++) {
        conformance_begin(c, "7.1 %s from the %s on", scripts[n / 4], n & 1 ? "server" : "client");
        c->segment = n & 2 ? CONFORMANCE_TOGETHER : 0;
        conformance_script(c, n & 1, scripts[n / 4]);
        conformance_check(c);
    }
    /* A close that is itself wrong closes all the same, and what follows can be wrong, too. */
    for (uint8_t n = 0; n < 32; n++) {
        conformance_begin(c, "7.2 close of %u bytes, then a frame wrong by %u", n >> 1 & 3u,
                          n >> 3);
        struct pw_bytes payload = conformance_close(c, 1006, LITERAL("\xff"));
        payload.length = n >> 1 & 3;
        conformance_add(c, n & 1, true, OP_CLOSE, payload);
        struct conformance_frame *frame =
            conformance_add(c, n & 1, true, OP_TEXT, LITERAL("\xc3\x28 late"));
        frame->wrong_mask = n >> 3 & 1;
        frame->rsv = n >> 4 ? RSV2 : 0;
        conformance_check(c);
    }
}
