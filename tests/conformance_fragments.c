/*
 * Cases of fragmented messages (RFC 6455 section 5.4), and of large ones. Numbered as in Autobahn's
 * test suite.
 */
#include "conformance.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const size_t segments[] = {0, 1, CONFORMANCE_TOGETHER};

static const struct {
    const char *name, *script;
} fragmented[] = {
    {"5.1 ping in two fragments", "pC"},
    {"5.2 pong in two fragments", "oC"},
    {"5.3 text in two fragments", "tC"},
    {"5.4 binary in two fragments", "bC"},
    {"5.5 text in eight fragments", "tccccccC"},
    {"5.6 ping between two fragments", "tPC"},
    {"5.7 pong between two fragments", "tOC"},
    {"5.8 pings before, between and after", "PtPPCP"},
    {"5.9 continuation without start, then text", "CT"},
    {"5.10 continuation without start after a text", "TC"},
    {"5.11 continuations without start, none else", "CC"},
    {"5.12 unfinished continuation without start, then text", "cT"},
    {"5.13 unfinished continuations without start", "cc"},
    {"5.14 unfinished continuation without start, finished", "cC"},
    {"5.15 fragmented text, continuation without start, text", "tCcT"},
    {"5.16 unfinished continuation without start before a message, twice", "ctCctC"},
    {"5.17 continuation without start before a message, twice", "CtCCtC"},
    {"5.18 text inside a message", "tT"},
    {"5.19 pings between five fragments", "tcPccPC"},
    {"5.20 ping answered between fragments", "tcP|O|ccP|O|C"},
    {"5.21 unfinished text inside a message, finished", "ttC"},
    {"5.22 binary inside a text, continuation without start", "tBC"},
    {"5.23 message never finished", "tcc"},
    {"5.24 close between two fragments", "tXC"},
    {"5.25 unfinished close", "xC"},
    {"5.26 unfinished reserved frame", "rC"},
    {"5.27 reserved frame between two fragments", "tRC"},
    {"5.28 two messages in a row", "tCbC"},
};

/* 5.1 to 5.20, from either side, cut three ways. */
void conformance_fragments(struct conformance *c)
{
    for (size_t n = 0; n < COUNT(fragmented) * 6; n++) {
        conformance_begin(c, "%s, %s from the %s on", fragmented[n / 6].name,
                          fragmented[n / 6].script, n & 1 ? "server" : "client");
        c->segment = segments[n / 2 % 3];
        conformance_script(c, n & 1, fragmented[n / 6].script);
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 32; n++) {
        static const char *const empty[] = {"tC", "tcC", "tccC", "T"};
        conformance_begin(c, "5.29 %s, fragments %u of it empty", empty[n >> 1 & 3], n >> 3);
        conformance_script(c, n & 1, empty[n >> 1 & 3]);
        for (uint32_t i = 0; i < c->count; i++)
            if (n >> 3 == 3 || i % 3 == n >> 3)
                c->frames[i].payload.length = 0;
        conformance_check(c);
    }
}

/* 5.30: three frames of six kinds each, every way to follow one another. */
void conformance_scripts(struct conformance *c)
{
    static const char letters[] = "tTcCbP";
    for (unsigned n = 0; n < 6 * 6 * 6; n++) {
        char script[] = {letters[n / 36], letters[n / 6 % 6], letters[n % 6], 'T', 0};
        conformance_begin(c, "5.30 %s", script);
        c->segment = segments[n % 3];
        conformance_script(c, n / 3 & 1, script);
        conformance_check(c);
    }
}

/* 5.31: what one side leaves unfinished or closed is nothing to the other. */
void conformance_two_sides(struct conformance *c)
{
    static const char *const scripts[] = {
        "t|t|C|C", "t|T|C",   "t|C|C",  "t|c|t|C", "t|b|c|c|C|C", "t|TC|C", "tP|O|C|P|O",
        "X|X",     "X|T|T|X", "X|tC|X", "t|X|C",   "tcc|bcc|C|C", "C|C",    "t|C|t|C|T|T",
    };
    for (size_t n = 0; n < COUNT(scripts) * 2; n++) {
        conformance_begin(c, "5.31 %s from the %s on", scripts[n / 2], n & 1 ? "server" : "client");
        conformance_script(c, n & 1, scripts[n / 2]);
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 32; n++) {
        conformance_begin(c, "5.32 tcC from the %s on, masks wrong by %u",
                          n & 1 ? "server" : "client", n >> 1 & 7u);
        c->segment = n & 16 ? CONFORMANCE_TOGETHER : 0;
        conformance_script(c, n & 1, "tcC");
        for (unsigned i = 0; i < 3; i++)
            c->frames[i].wrong_mask = n >> (i + 1) & 1;
        conformance_check(c);
    }
}

/* A message in fragments of this many bytes. */
static void add_fragments(struct conformance *c, uint8_t side, uint8_t opcode,
                          struct pw_bytes message, size_t fragment)
{
    for (size_t at = 0; at < message.length; at += fragment) {
        size_t left = message.length - at, length = left < fragment ? left : fragment;
        conformance_add(c, side, length == left, at ? OP_CONTINUATION : opcode,
                        pw_bytes_of(message.data + at, length));
    }
}

/* A text with its last bytes, or those somewhere in it, replaced. */
static struct pw_bytes spoilt(struct conformance *c, size_t length, size_t at, struct pw_bytes with)
{
    uint8_t *bytes = pw_arena_take(&c->arena, length);
    memcpy(bytes, conformance_text(c, length).data, length);
    memcpy(bytes + at, with.data, with.length);
    return pw_bytes_of(bytes, length);
}

/* 9 and 10: messages of many segments and many frames. */
void conformance_sizes(struct conformance *c)
{
    static const struct {
        size_t length, fragment, segment;
    } sizes[] = {
        {65537, 65537, 0},   {65536, 1300, 0},      {65536, 64, CONFORMANCE_TOGETHER},
        {262144, 262144, 0}, {262144, 4096, 0},     {262144, 65536, 1460},
        {262144, 1024, 997}, {1048576, 1048576, 0}, {1048577, 262144, 1460},
        {1048577, 4096, 0},  {2000000, 2000000, 0}, {4096, 1, CONFORMANCE_TOGETHER},
    };
    for (size_t n = 0; n < COUNT(sizes) * 4; n++) {
        size_t length = sizes[n / 4].length;
        uint8_t opcode = n & 2 ? OP_BINARY : OP_TEXT;
        conformance_begin(c, "9.%zu %s of %zu bytes in fragments of %zu", n / 4 + 1,
                          n & 2 ? "binary" : "text", length, sizes[n / 4].fragment);
        c->segment = sizes[n / 4].segment;
        add_fragments(c, n & 1, opcode,
                      n & 2 ? conformance_binary(c, length) : conformance_text(c, length),
                      sizes[n / 4].fragment);
        conformance_script(c, n & 1, "P");
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 24; n++) {
        static const size_t lengths[] = {5000, 65536, 300000, 1200000};
        size_t length = lengths[n >> 1 & 3], at = n & 8 ? 4094 : length - 3;
        struct pw_bytes with = n & 16 ? LITERAL("\xe2\x82\xac") : LITERAL("\xed\xa0\x80");
        conformance_begin(c, "10.1 text of %zu bytes, %s at %zu", length,
                          n & 16 ? "a euro sign" : "a surrogate", at);
        c->segment = 1460;
        add_fragments(c, n & 1, OP_TEXT, spoilt(c, length, at, with), n & 4 ? 4096 : 100000);
        conformance_check(c);
    }
}
