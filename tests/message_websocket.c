/* WebSocket frames (RFC 6455): lengths, masks, the examples of section 5.7, and broken rules. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect/websocket.h"
#include "edge.h"
#include "message_test.h"

/* Section 5.7, byte for byte. */
static const struct {
    const char *bytes;
    size_t length;
    const char *kind, *summary;
} examples[] = {
    {"\x81\x05Hello", 7, "websocket.text", "text “Hello”"},
    {"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11, "websocket.text", "text “Hello”"},
    {"\x01\x03Hel", 5, "websocket.text", "text “Hel”, more to come"},
    {"\x80\x02lo", 4, "websocket.continuation", "continuation, 2 bytes"},
    {"\x89\x05Hello", 7, "websocket.ping", "ping “Hello”"},
    {"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11, "websocket.pong", "pong “Hello”"},
};

static void test_examples(void)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct taken taken =
            take_apart("websocket", examples[i].bytes, examples[i].length, false, false);
        CU_ASSERT_STRING_EQUAL(taken.why, "");
        CU_ASSERT_STRING_EQUAL(taken.kind, examples[i].kind);
        CU_ASSERT_STRING_EQUAL(taken.summary, examples[i].summary);
        CU_ASSERT_EQUAL(taken.layer->length, examples[i].length);
        check_every_prefix("websocket", examples[i].bytes, examples[i].length, false);
    }
}

static void test_long_examples(void)
{
    static uint8_t frame[10 + 65536] = {0x82, 0x7e, 0x01, 0x00};
    struct taken taken = take_apart("websocket", frame, 4 + 256, false, false);
    CU_ASSERT_STRING_EQUAL(taken.summary, "binary, 256 bytes");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "websocket.payload_length", 0), "126");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "websocket.payload_length_ext_16", 0), "256");
    memcpy(frame, "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10);
    taken = take_apart("websocket", frame, sizeof frame, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(taken.summary, "binary, 65536 bytes");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "websocket.payload_length_ext_64", 0), "65536");
}

static void test_headers(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        enum pw_parse parsed;
        uint64_t payload;
    } cases[] = {
        {"\x81\x00", 2, PW_PARSE_DONE, 0},
        {"\x81\x7d", 2, PW_PARSE_DONE, 125},
        {"\x81\x7e\x00\x7e", 4, PW_PARSE_DONE, 126},
        {"\x81\x7e\xff\xff", 4, PW_PARSE_DONE, 65535},
        {"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10, PW_PARSE_DONE, 65536},
        {"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10, PW_PARSE_DONE, INT64_MAX},
        {"\x81\x7f\x80\x00\x00\x00\x00\x00\x00\x00", 10, PW_PARSE_BAD, 0},
        {"\x81\x80\x01\x02\x03\x04", 6, PW_PARSE_DONE, 0},
        {"\x81\xfe\x01\x00\x01\x02\x03\x04", 8, PW_PARSE_DONE, 256},
        {"\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00\x01\x02\x03\x04", 14, PW_PARSE_DONE, 65536},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pw_websocket_frame frame;
        for (size_t n = 0; n < cases[i].length; n++)
            CU_ASSERT_EQUAL(pw_websocket_parse(edge_of(cases[i].bytes, n), &frame), PW_PARSE_MORE);
        CU_ASSERT_EQUAL(pw_websocket_parse(edge_of(cases[i].bytes, cases[i].length), &frame),
                        cases[i].parsed);
        if (cases[i].parsed != PW_PARSE_DONE)
            continue;
        CU_ASSERT_EQUAL(frame.payload_length, cases[i].payload);
        CU_ASSERT_EQUAL(frame.header_length, cases[i].length);
        CU_ASSERT_EQUAL(frame.fin, true);
        CU_ASSERT_EQUAL(frame.opcode, PW_WEBSOCKET_TEXT);
        CU_ASSERT_EQUAL(frame.masked, (cases[i].bytes[1] & 0x80) != 0);
        if (frame.masked)
            CU_ASSERT_EQUAL(memcmp(frame.key, "\x01\x02\x03\x04", 4), 0);
    }
}

/* Payload that comes in pieces is unmasked with the key turned by what came before. */
static void test_unmask(void)
{
    static const uint8_t key[4] = {0x37, 0xfa, 0x21, 0x3d};
    for (size_t length = 0; length < 40; length++)
        for (uint64_t phase = 0; phase < 9; phase++) {
            uint8_t bytes[40], expected[40];
            for (size_t i = 0; i < length; i++) {
                bytes[i] = (uint8_t)(i * 7);
                expected[i] = bytes[i] ^ key[(phase + i) % 4];
            }
            pw_websocket_unmask(bytes, length, key, phase);
            CU_ASSERT_EQUAL(memcmp(bytes, expected, length), 0);
        }
}

static void test_rules(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *why, *section, *brief;
    } cases[] = {
        {"\x09\x01x", 3, "a control frame is fragmented", "RFC 6455 section 5.5", "ping “x”"},
        {"\x83\x01x", 3, "the opcode is reserved", "RFC 6455 section 5.2",
         "reserved opcode 3, 1 byte"},
        {"\x81\x7e\x00\x01x", 5, "the length is not in its shortest form", "RFC 6455 section 5.2",
         "text “x”"},
        {"\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x01x", 11, "the length is not in its shortest form",
         "RFC 6455 section 5.2", "text “x”"},
        {"\x88\x01\x03", 3, "a close frame's payload is half a close code",
         "RFC 6455 section 5.5.1", "close"},
        {"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10, "a 64-bit length has its highest bit set",
         "RFC 6455 section 5.2", NULL},
        {"\x81\x02x", 3, "the frame says more bytes than there are", "RFC 6455 section 5.2",
         "text “x”"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct taken taken = take_apart("websocket", cases[i].bytes, cases[i].length, false, false);
        CU_ASSERT_EQUAL(taken.layer->verdict, PW_FAULT);
        CU_ASSERT_STRING_EQUAL(taken.why, cases[i].why);
        CU_ASSERT_STRING_EQUAL(taken.layer->section, cases[i].section);
        if (cases[i].brief)
            CU_ASSERT_STRING_EQUAL(taken.brief, cases[i].brief);
    }
    uint8_t big[4 + 126] = {0x89, 0x7e, 0, 126};
    struct taken taken = take_apart("websocket", big, sizeof big, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "a control frame carries more than 125 bytes");
}

static void test_close(void)
{
    struct taken taken = take_apart("websocket",
                                    "\x88\x05\x03\xe8"
                                    "bye",
                                    7, false, false);
    CU_ASSERT_STRING_EQUAL(taken.brief, "close 1000 “bye”");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "websocket.payload.close.status_code", 0),
                           "normal closure (1000)");
    taken = take_apart("websocket", "\x88\x00", 2, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(taken.brief, "close");
    CU_ASSERT_STRING_EQUAL(pw_websocket_close_name(1002), "protocol error");
    CU_ASSERT_PTR_NULL(pw_websocket_close_name(4000));
}

/* A payload of the wire's choosing reaches the screen short and harmless. */
static void test_hostile_text(void)
{
    struct taken taken = take_apart("websocket", "\x81\x07\x1b[31m\xe2\x80", 9, false, false);
    CU_ASSERT_STRING_EQUAL(taken.brief, "text “\\x1b[31m\\xe2\\x80”");
    uint8_t lengthy[2 + 100] = {0x81, 100};
    memset(lengthy + 2, 'a', 100);
    taken = take_apart("websocket", lengthy, sizeof lengthy, false, false);
    CU_ASSERT_STRING_EQUAL(taken.brief, "text “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…”");
}

/* Unmasked bytes are a source of their own; where there is no room for one, nothing lies. */
static void test_unmasked_source(void)
{
    static const char frame[] = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    struct taken taken = take_apart("websocket", frame, 11, false, false);
    const struct pw_field *text =
        pw_tree_find(taken.tree, taken.layer, "websocket.payload.text", 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_STRING_EQUAL(taken.tree->sources[text->source].name, "unmasked");
    CU_ASSERT_EQUAL(text->offset, 0);
    CU_ASSERT_EQUAL(text->length, 5);
    CU_ASSERT_STRING_EQUAL(shown(&taken, "websocket.masked_payload", 0), "7f9f4d5158");

    struct pw_arena arena = {0};
    struct pw_tree tree;
    struct pw_bytes edge = edge_of(frame, 11);
    pw_tree_begin(&tree, &arena, edge);
    while (pw_tree_source(&tree, "other", "", edge))
        continue;
    struct pw_dissection d = {.tree = &tree};
    struct pw_cursor c = pw_cursor_of(edge.data, 11, false);
    pw_dissect_as(&d, pw_protocol_named("websocket"), &c);
    text = pw_tree_find(&tree, NULL, "websocket.payload.text", 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_EQUAL(text->source, 0);
    CU_ASSERT_EQUAL(text->offset, 6);
    CU_ASSERT_EQUAL(text->derived, true);
    CU_ASSERT_EQUAL(memcmp(text->bytes.data, "Hello", 5), 0);
    pw_arena_free(&arena);
}

void add_websocket_tests(void)
{
    CU_pSuite suite = CU_add_suite("websocket", NULL, NULL);
    CU_add_test(suite, "the standard's examples", test_examples);
    CU_add_test(suite, "the standard's long examples", test_long_examples);
    CU_add_test(suite, "headers at every length", test_headers);
    CU_add_test(suite, "unmasking in pieces", test_unmask);
    CU_add_test(suite, "broken rules", test_rules);
    CU_add_test(suite, "close", test_close);
    CU_add_test(suite, "hostile text", test_hostile_text);
    CU_add_test(suite, "unmasked bytes", test_unmasked_source);
}
