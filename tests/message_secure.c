/* TLS records and hellos, and HTTP/2 frames: at every length, and with every byte changed. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect/http2.h"
#include "dissect/tls.h"
#include "edge.h"
#include "message_test.h"

/* A client hello for "ab", with ALPN h2; as short as one may be. */
static const uint8_t hello[] = {22, 3,    1,    0,  69, 1,  0,  0,  65, 3,  3,   1,   2,  3,  4,
                                5,  6,    7,    8,  9,  10, 11, 12, 13, 14, 15,  16,  17, 18, 19,
                                20, 21,   22,   23, 24, 25, 26, 27, 28, 29, 30,  31,  32, 0,  0,
                                2,  0x13, 0x01, 1,  0,  0,  22, 0,  0,  0,  7,   0,   5,  0,  0,
                                2,  'a',  'b',  0,  16, 0,  5,  0,  3,  2,  'h', '2', 0,  23};

static void test_hello(void)
{
    struct pw_tls_hello read;
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of(hello, sizeof hello)), PW_PARSE_DONE);
    CU_ASSERT_TRUE(pw_tls_parse_hello(edge_of(hello + 9, sizeof hello - 9), false, &read));
    CU_ASSERT_EQUAL(read.server_name.length, 2);
    CU_ASSERT_EQUAL(read.alpn.length, 2);
    for (size_t n = 0; n < sizeof hello - 9; n++)
        pw_tls_parse_hello(edge_of(hello + 9, n), false, &read);
    for (size_t n = 1; n < 6; n++)
        CU_ASSERT_EQUAL(pw_tls_recognise(edge_of(hello, n)), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of("\x16\x03\x05", 3)), PW_PARSE_BAD);
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of("GET ", 4)), PW_PARSE_BAD);
    check_every_prefix("tls", hello, sizeof hello, false);
}

static void test_records(void)
{
    struct taken taken = take_apart("tls", "\x15\x03\x03\x00\x02\x02\x30", 7, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.alert");
    CU_ASSERT_STRING_EQUAL(taken.brief, "alert: unknown CA");
    taken = take_apart("tls", "\x14\x03\x03\x00\x01\x01", 6, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.change_cipher_spec");
    taken = take_apart("tls",
                       "\x17\x03\x03\x00\x03"
                       "abc",
                       8, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.application_data");
    taken = take_apart("tls",
                       "\x17\x03\x03\xff\xff"
                       "abc",
                       8, false, false);
    CU_ASSERT_EQUAL(taken.layer->verdict, PW_FAULT);
}

/* Each byte of a message in turn is every value there is. */
static void change_every_byte(const char *protocol, const uint8_t *bytes, size_t length)
{
    uint8_t changed[256];
    for (size_t i = 0; i < length; i++) {
        for (int value = 0; value < 256; value++) {
            memcpy(changed, bytes, length);
            changed[i] = (uint8_t)value;
            take_apart(protocol, changed, length, false, false);
        }
    }
}

static const struct {
    const char *bytes;
    size_t length;
    const char *kind, *brief;
} frames[] = {
    {PW_HTTP2_PREFACE, PW_HTTP2_PREFACE_BYTES, "http2.magic", "preface"},
    {"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64", 15, "http2.settings", "SETTINGS"},
    {"\0\0\0\x04\x01\0\0\0\0", 9, "http2.settings_ack", "SETTINGS"},
    {"\0\0\x04\x08\0\0\0\0\x01\0\0\x10\0", 13, "http2.window_update", "stream 1: WINDOW_UPDATE"},
    {"\0\0\x05\0\x08\0\0\0\x03\x02hi\0\0", 14, "http2.data", "stream 3: DATA, 5 bytes"},
    {"\0\0\x08\x06\0\0\0\0\0abcdefgh", 17, "http2.ping", "PING"},
    {"\0\0\x04\x03\0\0\0\0\x01\0\0\0\x08", 13, "http2.rst_stream", "stream 1: RST_STREAM"},
    {"\0\0\x08\x07\0\0\0\0\0\0\0\0\x05\0\0\0\0", 17, "http2.goaway", "GOAWAY"},
    {"\0\0\x01\x99\0\0\0\0\0x", 10, "http2.frame", "a frame of an unknown type"},
};

static void test_frames(void)
{
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        struct taken taken = take_apart("http2", frames[i].bytes, frames[i].length, false, false);
        CU_ASSERT_STRING_EQUAL(taken.why, "");
        CU_ASSERT_STRING_EQUAL(taken.kind, frames[i].kind);
        CU_ASSERT_STRING_EQUAL(taken.brief, frames[i].brief);
        check_every_prefix("http2", frames[i].bytes, frames[i].length, false);
        change_every_byte("http2", (const uint8_t *)frames[i].bytes, frames[i].length);
    }
    change_every_byte("tls", hello, sizeof hello);
    struct taken taken = take_apart("http2", "\0\0\x02\0\x08\0\0\0\x03\x09x", 11, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "the padding is longer than the frame");
}

static void test_blocks(void)
{
    struct pw_http2_frame frame = {.type = PW_HTTP2_HEADERS,
                                   .flags = PW_HTTP2_PADDED | PW_HTTP2_HAS_PRIORITY};
    CU_ASSERT_EQUAL(pw_http2_block(&frame, edge_of("\x02xxxxxhead\0\0", 12)).length, 4);
    for (size_t n = 0; n < 12; n++)
        CU_ASSERT_TRUE(pw_http2_block(&frame, edge_of("\x02xxxxxhead\0\0", n)).length <= n);
}

void add_secure_tests(void)
{
    CU_pSuite suite = CU_add_suite("tls and http2", NULL, NULL);
    CU_add_test(suite, "hello", test_hello);
    CU_add_test(suite, "records", test_records);
    CU_add_test(suite, "frames", test_frames);
    CU_add_test(suite, "header blocks", test_blocks);
}
