/* HTTP/2's frames, byte by byte: whole, cut at every length, and with every rule broken that a
 * frame can break by itself. RFC 9113 sections 4 and 6. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "dissect/http2.h"
#include "edge.h"
#include "message_test.h"

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
    {"\0\0\x08\x05\x04\0\0\0\x01\x80\0\0\x02\x82\x84\x86\x41", 17, "http2.push_promise",
     "stream 1: promises stream 2: PUSH_PROMISE"},
    {"\0\0\x07\x01\x25\0\0\0\x03\x80\0\0\x01\x0f\x82\x84", 16, "http2.headers",
     "stream 3: HEADERS"},
    {"\0\0\x02\x09\x04\0\0\0\x03\x86\x41", 11, "http2.continuation", "stream 3: CONTINUATION"},
    {"\0\0\x05\x02\0\0\0\0\x03\0\0\0\x01\x10", 14, "http2.priority", "stream 3: PRIORITY"},
    {"\0\0\0\0\x01\0\0\0\x03", 9, "http2.data", "stream 3: DATA, 0 bytes"},
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
}

/* Frames that break a rule, and which. */
static const struct {
    const char *bytes;
    size_t length;
    const char *why, *section;
} broken[] = {
    {"\0\0\x02\0\x08\0\0\0\x03\x09x", 11, "the padding is longer than the frame",
     "RFC 9113 section 6.1"},
    {"\0\0\x02\0\0\0\0\0\0hi", 11, "a frame of a stream names none", "RFC 9113 section 6.1"},
    {"\0\0\x01\x01\x04\0\0\0\0\x82", 10, "a frame of a stream names none", "RFC 9113 section 6.2"},
    {"\0\0\x04\x02\0\0\0\0\x03\0\0\0\x01", 13, "the frame is too short for its type",
     "RFC 9113 section 6.3"},
    {"\0\0\x05\x03\0\0\0\0\x01\0\0\0\x08x", 14, "the frame is too long for its type",
     "RFC 9113 section 6.4"},
    {"\0\0\x06\x04\0\0\0\0\x01\0\x03\0\0\0\x64", 15,
     "a frame about the whole connection names a stream", "RFC 9113 section 6.5"},
    {"\0\0\x05\x04\0\0\0\0\0\0\x03\0\0\0", 14, "the settings are not whole",
     "RFC 9113 section 6.5"},
    {"\0\0\x06\x04\x01\0\0\0\0\0\x03\0\0\0\x64", 15, "the frame is too long for its type",
     "RFC 9113 section 6.5"},
    {"\0\0\x02\x05\x04\0\0\0\x01\0\0", 11, "the frame is too short for its type",
     "RFC 9113 section 6.6"},
    {"\0\0\x07\x06\0\0\0\0\0abcdefg", 16, "the frame is too short for its type",
     "RFC 9113 section 6.7"},
    {"\0\0\x04\x07\0\0\0\0\0\0\0\0\x05", 13, "the frame is too short for its type",
     "RFC 9113 section 6.8"},
    {"\0\0\x03\x08\0\0\0\0\x01\0\x10\0", 12, "the frame is too short for its type",
     "RFC 9113 section 6.9"},
    {"\0\0\x01\x09\x04\0\0\0\0\x82", 10, "a frame of a stream names none", "RFC 9113 section 6.10"},
    {"\0\0\x09\0\0\0\0\0\x03hi", 11, "the frame says more bytes than there are",
     "RFC 9113 section 4.1"},
};

static void test_broken_frames(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct taken taken = take_apart("http2", broken[i].bytes, broken[i].length, false, false);
        CU_ASSERT_EQUAL(taken.layer->verdict, PW_FAULT);
        CU_ASSERT_STRING_EQUAL(taken.why, broken[i].why);
        CU_ASSERT_STRING_EQUAL(taken.layer->section, broken[i].section);
        change_every_byte("http2", broken[i].bytes, broken[i].length);
    }
}

/* A stream's number has 31 bits; the one in front of them means nothing (section 4.1). */
static void test_reserved_bit(void)
{
    struct taken taken = take_apart("http2", frames[8].bytes, frames[8].length, false, false);
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http2.push_promise.promised_stream_id", 0), "2");
    taken = take_apart("http2", frames[9].bytes, frames[9].length, false, false);
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http2.stream_dependency", 0), "1");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http2.headers", 0), "8284");
}

/* The nine bytes of a header, and what begins a connection, at every length. */
static void test_parse(void)
{
    struct pw_http2_frame frame;
    for (size_t n = 0; n < 9; n++)
        CU_ASSERT_EQUAL(pw_http2_parse(edge_of("\x01\x02\x03\x04\x05\x86\x07\x08\x09", n), &frame),
                        PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http2_parse(edge_of("\x01\x02\x03\x04\x05\x86\x07\x08\x09", 9), &frame),
                    PW_PARSE_DONE);
    CU_ASSERT_EQUAL(frame.length, 0x010203);
    CU_ASSERT_EQUAL(frame.type, 4);
    CU_ASSERT_EQUAL(frame.flags, 5);
    CU_ASSERT_EQUAL(frame.stream, 0x06070809);
    for (size_t n = 0; n < PW_HTTP2_PREFACE_BYTES; n++)
        CU_ASSERT_EQUAL(pw_http2_recognise(edge_of(PW_HTTP2_PREFACE, n)), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http2_recognise(edge_of(PW_HTTP2_PREFACE, PW_HTTP2_PREFACE_BYTES)),
                    PW_PARSE_DONE);
    CU_ASSERT_EQUAL(pw_http2_recognise(edge_of("PRI * HTTP/2.1", 14)), PW_PARSE_BAD);
    for (size_t n = 0; n < 9; n++)
        CU_ASSERT_EQUAL(pw_http2_recognise_server(edge_of("\0\0\x06\x04\0\0\0\0\0", n)),
                        PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http2_recognise_server(edge_of("\0\0\x06\x04\0\0\0\0\0", 9)), PW_PARSE_DONE);
    CU_ASSERT_EQUAL(pw_http2_recognise_server(edge_of("\0\0\x06\x04\0\0\0\0\x01", 9)),
                    PW_PARSE_BAD);
}

static void test_blocks(void)
{
    struct pw_http2_frame frame = {.type = PW_HTTP2_HEADERS,
                                   .flags = PW_HTTP2_PADDED | PW_HTTP2_HAS_PRIORITY};
    CU_ASSERT_EQUAL(pw_http2_block(&frame, edge_of("\x02xxxxxhead\0\0", 12)).length, 4);
    for (size_t n = 0; n < 12; n++)
        CU_ASSERT_TRUE(pw_http2_block(&frame, edge_of("\x02xxxxxhead\0\0", n)).length <= n);
}

void add_http2_tests(void)
{
    CU_pSuite suite = CU_add_suite("http2", NULL, NULL);
    CU_add_test(suite, "where a frame begins", test_parse);
    CU_add_test(suite, "frames", test_frames);
    CU_add_test(suite, "broken frames", test_broken_frames);
    CU_add_test(suite, "reserved bits", test_reserved_bit);
    CU_add_test(suite, "header blocks", test_blocks);
}
