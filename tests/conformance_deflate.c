/*
 * Cases of permessage-deflate (RFC 7692): what zlib makes, the examples of section 7.2.3, what
 * cannot be inflated, and RSV1 where it may not be. 12 and 13 in Autobahn's test suite.
 */
#include "conformance.h"

#include <CUnit/CUnit.h>
#include <string.h>
#include <zlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define TAKEOVER "permessage-deflate"
#define ALONE    "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

/* One side's compressor. */
struct deflater {
    z_stream zlib;
    bool alone; /* each message begins anew */
};

static void deflater_begin(struct deflater *deflater, int level, int bits, int strategy, bool alone)
{
    *deflater = (struct deflater){.alone = alone};
    CU_ASSERT_EQUAL_FATAL(deflateInit2(&deflater->zlib, level, Z_DEFLATED, -bits, 8, strategy),
                          Z_OK);
}

/* Section 7.2.1: flushed to a byte, without the 00 00 FF FF that every message would end with. */
static struct pw_bytes deflated(struct conformance *c, struct deflater *deflater,
                                struct pw_bytes plain)
{
    if (!plain.length)
        return LITERAL("\0");
    z_stream *zlib = &deflater->zlib;
    if (deflater->alone)
        deflateReset(zlib);
    uLong room = deflateBound(zlib, (uLong)plain.length) + 64;
    uint8_t *bytes = pw_arena_take(&c->arena, room);
    uint8_t *copy = pw_arena_take(&c->arena, plain.length);
    memcpy(copy, plain.data, plain.length);
    zlib->next_in = copy;
    zlib->avail_in = (uInt)plain.length;
    zlib->next_out = bytes;
    zlib->avail_out = (uInt)room;
    CU_ASSERT_EQUAL_FATAL(deflate(zlib, Z_SYNC_FLUSH), Z_OK);
    CU_ASSERT_EQUAL_FATAL(zlib->avail_in, 0);
    size_t length = room - zlib->avail_out;
    CU_ASSERT_EQUAL_FATAL(memcmp(bytes + length - 4, "\0\0\xff\xff", 4), 0);
    return pw_bytes_of(bytes, length - 4);
}

/* A compressed message in that many frames; RSV1 on the first. */
static void add_deflated(struct conformance *c, uint8_t side, uint8_t opcode,
                         struct pw_bytes payload, struct pw_bytes plain, size_t frames)
{
    if (frames > payload.length)
        frames = payload.length;
    for (size_t i = 0, at = 0; i < frames; i++) {
        size_t end = payload.length * (i + 1) / frames;
        struct conformance_frame *frame =
            conformance_add(c, side, i + 1 == frames, i ? OP_CONTINUATION : opcode,
                            pw_bytes_of(payload.data + at, end - at));
        if (!i) {
            frame->rsv = RSV1;
            frame->plain = plain;
        }
        at = end;
    }
}

/* Text with some rhyme to it, so that there is something to compress. */
static struct pw_bytes verse(struct conformance *c, size_t length, size_t salt)
{
    static const char *const words[] = {"round ", "and ",    "the ",    "rugged ",
                                        "rocks ", "ragged ", "rascal ", "ran \xe2\x80\x94 "};
    char *text = pw_arena_take(&c->arena, length + 16);
    size_t at = 0;
    for (size_t i = salt; at < length; i = i * 5 + 3 + i / 7) {
        const char *word = words[i % COUNT(words)];
        size_t size = strlen(word);
        if (at + size > length) {
            word = "!";
            size = 1;
        }
        memcpy(text + at, word, size);
        at += size;
    }
    return pw_bytes_of(text, length);
}

/* 12: sizes, sides, takeover, frames; two messages the same and a plain one between. */
void conformance_deflated(struct conformance *c)
{
    static const size_t lengths[] = {0, 1, 16, 125, 126, 128, 1000, 4096, 65535, 65536, 300000};
    for (size_t n = 0; n < COUNT(lengths) * 16; n++) {
        size_t length = lengths[n / 16], frames = n & 2 ? 3 : 1;
        bool alone = n & 4;
        uint8_t opcode = n & 8 ? OP_BINARY : OP_TEXT;
        struct deflater deflater;
        deflater_begin(&deflater, 6, 15, Z_DEFAULT_STRATEGY, alone);
        conformance_begin(c, "12.%zu %s of %zu bytes, compressed, in %zu", n / 16 + 1,
                          n & 8 ? "binary" : "text", length, frames);
        c->extensions = alone ? ALONE : TAKEOVER;
        c->segment = n / 16 % 3 == 1 ? CONFORMANCE_TOGETHER : n / 16 % 3 == 2 ? 1460 : 0;
        for (size_t i = 0; i < 3; i++) {
            struct pw_bytes plain = n & 8 ? conformance_binary(c, length) : verse(c, length, i / 2);
            add_deflated(c, n & 1, opcode, deflated(c, &deflater, plain), plain, frames);
            conformance_script(c, n & 1, i ? "P" : "TtPC");
        }
        conformance_check(c);
        deflateEnd(&deflater.zlib);
    }
    for (int n = 0; n < 6 * 2 * 4; n++) {
        static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_FIXED, Z_RLE};
        int bits = n / 8 * 1 + 9, level = n & 1 ? 9 : n & 2 ? 1 : 0;
        struct deflater deflater;
        deflater_begin(&deflater, level, bits, strategies[n / 2 % 4], false);
        conformance_begin(c, "13.%d window of %d bits, level %d, strategy %d", n + 1, bits, level,
                          strategies[n / 2 % 4]);
        c->extensions = pw_arena_print(
            &c->arena, "permessage-deflate; server_max_window_bits=%d; client_max_window_bits=%d",
            bits, bits);
        for (size_t i = 0; i < 3; i++) {
            struct pw_bytes plain = verse(c, 700 * (i + 1), i);
            add_deflated(c, n / 4 & 1, OP_TEXT, deflated(c, &deflater, plain), plain, i + 1);
        }
        conformance_check(c);
        deflateEnd(&deflater.zlib);
    }
}

/* Section 7.2.3, byte for byte. */
void conformance_deflate_examples(struct conformance *c)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
    } examples[] = {
        {"7.2.3.1 one block", "\xf2\x48\xcd\xc9\xc9\x07\x00", 7},
        {"7.2.3.3 a block without compression", "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11},
        {"7.2.3.4 a block that says it is the last", "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8},
        {"7.2.3.5 two blocks", "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13},
    };
    for (size_t n = 0; n < COUNT(examples) * 8; n++) {
        conformance_begin(c, "RFC 7692 %s, in %zu", examples[n / 8].name, (n >> 1 & 3) + 1);
        c->extensions = n & 2 ? TAKEOVER : ALONE;
        add_deflated(c, n & 1, n & 4 ? OP_BINARY : OP_TEXT,
                     pw_bytes_of(examples[n / 8].bytes, examples[n / 8].length), LITERAL("Hello"),
                     (n >> 1 & 3) + 1);
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 8; n++) {
        bool shared = n & 2;
        conformance_begin(c, "RFC 7692 7.2.3.2 a window shared with the message before%s",
                          n & 4 ? ", a ping between" : "");
        c->extensions = shared ? TAKEOVER : ALONE;
        add_deflated(c, n & 1, OP_TEXT, LITERAL("\xf2\x48\xcd\xc9\xc9\x07\0"), LITERAL("Hello"), 1);
        if (n & 4)
            conformance_script(c, n & 1, "P");
        add_deflated(c, n & 1, OP_TEXT, LITERAL("\xf2\x00\x11\x00\x00"), LITERAL("Hello"), 1);
        c->frames[c->count - 1].corrupt = !shared;
        conformance_check(c);
    }
    for (uint8_t n = 0; n < 4; n++) {
        conformance_begin(c, "RFC 7692 7.2.3.6 an empty %s", n & 2 ? "binary" : "text");
        c->extensions = TAKEOVER;
        add_deflated(c, n & 1, n & 2 ? OP_BINARY : OP_TEXT, LITERAL("\0"), LITERAL(""), 1);
        conformance_check(c);
    }
}

/* What zlib says of bytes that should not be inflatable. */
static bool is_corrupt(struct pw_bytes bytes)
{
    uint8_t in[64] = {0}, out[256];
    memcpy(in, bytes.data, bytes.length);
    memcpy(in + bytes.length, "\0\0\xff\xff", 4);
    z_stream zlib = {.next_in = in, .avail_in = (uInt)bytes.length + 4};
    zlib.next_out = out;
    zlib.avail_out = sizeof out;
    CU_ASSERT_EQUAL_FATAL(inflateInit2(&zlib, -15), Z_OK);
    int answer = inflate(&zlib, Z_SYNC_FLUSH);
    inflateEnd(&zlib);
    return answer == Z_DATA_ERROR;
}

static void broken_streams(struct conformance *c)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
    } streams[] = {
        {"a block of the fourth type", "\x06", 1},
        {"a last block of the fourth type", "\x07\x00", 2},
        {"a stored block whose lengths differ", "\x00\x05\x00\x00\x00Hello", 10},
        {"a distance before the start", "\xf2\x00\x11\x00\x00", 5},
        {"a distance code that is none", "\x02\x3e\x00", 3},
        {"more length codes than there are", "\xfd\xff\xff\xff", 4},
        {"plain text", "Hello, plain", 12},
    };
    for (size_t n = 0; n < COUNT(streams) * 8; n++) {
        struct pw_bytes bytes = pw_bytes_of(streams[n / 8].bytes, streams[n / 8].length);
        size_t frames = n & 2 ? 2 : 1;
        CU_ASSERT_TRUE(is_corrupt(bytes));
        conformance_begin(c, "12.20 %s, %s in %zu", streams[n / 8].name, n & 4 ? "binary" : "text",
                          frames);
        c->extensions = ALONE;
        add_deflated(c, n & 1, n & 4 ? OP_BINARY : OP_TEXT, bytes, LITERAL(""), frames);
        c->frames[0].corrupt = true;
        conformance_script(c, n & 1, "T");
        add_deflated(c, n & 1, OP_TEXT, LITERAL("\xf2\x48\xcd\xc9\xc9\x07\0"), LITERAL("Hello"), 1);
        conformance_check(c);
    }
}

/* 12.20 to 12.22: what cannot be inflated, and what is no text once it is. */
void conformance_deflate_broken(struct conformance *c)
{
    static const struct {
        const char *bytes;
        size_t length;
    } texts[] = {
        {"\xff", 1},
        {"\xc3\x28", 2},
        {"\xed\xa0\x80", 3},
        {"\xf4\x90\x80\x80", 4},
        {"so far, so good \xe2\x82", 18},
        {"\xe2\x82\xac 5", 5},
    };
    broken_streams(c);
    for (size_t n = 0; n < COUNT(texts) * 12; n++) {
        struct pw_bytes plain = pw_bytes_of(texts[n / 12].bytes, texts[n / 12].length);
        size_t frames = n / 4 % 3 + 1;
        struct deflater deflater;
        deflater_begin(&deflater, 6, 15, Z_DEFAULT_STRATEGY, n & 2);
        conformance_begin(c, "12.21.%zu %s UTF-8 once inflated, in %zu", n / 12 + 1,
                          conformance_utf8(plain) ? "valid" : "wrong", frames);
        c->extensions = n & 2 ? ALONE : TAKEOVER;
        add_deflated(c, n & 1, OP_TEXT, deflated(c, &deflater, plain), plain, frames);
        add_deflated(c, n & 1, OP_BINARY, deflated(c, &deflater, plain), plain, 1);
        add_deflated(c, n & 1, OP_TEXT, deflated(c, &deflater, plain), plain, 1);
        conformance_check(c);
        deflateEnd(&deflater.zlib);
    }
    /* RSV1 on what no extension was agreed on for: the payload is what it is. */
    for (uint8_t n = 0; n < 8; n++) {
        struct pw_bytes payload =
            n & 4 ? LITERAL("\xf2\x48\xcd\xc9\xc9\x07\0") : LITERAL("not compressed");
        conformance_begin(c, "12.22 RSV1 and nothing agreed on, %s, %s",
                          n & 4 ? "compressed" : "plain", n & 2 ? "binary" : "text");
        add_deflated(c, n & 1, n & 2 ? OP_BINARY : OP_TEXT, payload, LITERAL(""), 1);
        conformance_check(c);
    }
}

/*
 * 12.30: FIN x RSV x opcode x side with permessage-deflate agreed on. Contexts are not taken over:
 * a message that is dropped unfinished takes nothing with it.
 */
void conformance_deflate_product(struct conformance *c)
{
    static const uint8_t opcodes[] = {OP_CONTINUATION, OP_TEXT, OP_BINARY, OP_CLOSE,
                                      OP_PING,         OP_PONG, 11};
    for (size_t n = 0; n < COUNT(opcodes) * 64; n++) {
        uint8_t opcode = opcodes[n / 64], side = n & 1, rsv = n >> 1 & 7;
        bool fin = n & 16, unfinished = n & 32;
        conformance_begin(c, "12.30 FIN %d RSV %u opcode %u%s", fin, rsv, opcode,
                          unfinished ? ", in a compressed message" : "");
        c->extensions = ALONE;
        c->segment = n % 3 == 1 ? CONFORMANCE_TOGETHER : 0;
        struct pw_bytes hello = LITERAL("\xf2\x48\xcd\xc9\xc9\x07\0"), payload = hello;
        bool data = opcode == OP_TEXT || opcode == OP_BINARY;
        if (opcode == OP_CLOSE)
            payload = conformance_close(c, 1000, LITERAL("done"));
        else if (opcode == OP_CONTINUATION && unfinished)
            payload = pw_bytes_of(hello.data + 3, hello.length - 3);
        else if (!data || !(rsv & RSV1))
            payload = LITERAL("as it is");
        if (unfinished) {
            add_deflated(c, side, OP_TEXT, pw_bytes_of(hello.data, 3), LITERAL("Hello"), 1);
            c->frames[0].fin = false;
        }
        struct conformance_frame *frame = conformance_add(c, side, fin, opcode, payload);
        frame->rsv = rsv;
        frame->plain = LITERAL("Hello");
        add_deflated(c, side, OP_TEXT, hello, LITERAL("Hello"), 2);
        conformance_check(c);
    }
}
