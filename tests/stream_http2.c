/* HTTP/2 as no real program speaks it, or only seldom: header blocks in pieces, caps, streams that
 * are given up, and bytes that were never captured. Headers are written without compression. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "dissect/http2.h"
#include "segments.h"
#include "stream_test.h"

enum { END = PW_HTTP2_END_STREAM, WHOLE = PW_HTTP2_END_HEADERS };

/* A literal header without indexing (RFC 7541 section 6.2.2); names and values below 127 bytes. */
static void add_header(struct pw_buffer *block, const char *name, const char *value)
{
    pw_buffer_byte(block, 0);
    pw_buffer_byte(block, (char)strlen(name));
    pw_buffer_text(block, name);
    pw_buffer_byte(block, (char)strlen(value));
    pw_buffer_text(block, value);
}

static void send_frame(struct segments *segments, unsigned side, uint8_t type, uint8_t flags,
                       uint32_t stream, const void *payload, size_t length)
{
    const uint8_t head[] = {
        (uint8_t)(length >> 16), (uint8_t)(length >> 8), (uint8_t)length, type, flags, 0, 0,
        (uint8_t)(stream >> 8),  (uint8_t)stream};
    struct pw_buffer frame = {0};
    pw_buffer_add(&frame, head, sizeof head);
    if (length)
        pw_buffer_add(&frame, payload, length);
    segments_add(segments, side, PW_TCP_PSH, frame.text, frame.length);
    pw_buffer_free(&frame);
}

/* A HEADERS frame of up to two headers, all there is. */
static void send_headers(struct segments *segments, unsigned side, uint8_t flags, uint32_t stream,
                         const char *const *headers)
{
    struct pw_buffer block = {0};
    for (; *headers; headers += 2)
        add_header(&block, headers[0], headers[1]);
    send_frame(segments, side, PW_HTTP2_HEADERS, flags | WHOLE, stream, block.text, block.length);
    pw_buffer_free(&block);
}

static const char *const get[] = {":method", "GET", ":path", "/page", NULL};
static const char *const tunnel[] = {":method", "CONNECT", ":authority", "there:7", NULL};
static const char *const chat[] = {":method",   "CONNECT",   ":path", "/chat",
                                   ":protocol", "websocket", NULL};
static const char *const ok[] = {":status", "200", NULL};
static const char *const forbidden[] = {":status", "403", NULL};

static struct segments begun(void)
{
    struct segments segments = {0};
    segments_open(&segments, 50000);
    segments_add(&segments, PW_CLIENT, PW_TCP_PSH, PW_HTTP2_PREFACE, PW_HTTP2_PREFACE_BYTES);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_SETTINGS, 0, 0, NULL, 0);
    send_frame(&segments, PW_SERVER, PW_HTTP2_SETTINGS, 0, 0, NULL, 0);
    return segments;
}

/* The events of a conversation without TCP's, a line each: "http.request GET /page 0". */
static void write_story(const struct pw_session *session, struct pw_buffer *out)
{
    static const char *const names[] = {"result", "method", "target", "status",
                                        "text",   "code",   "stream"};
    struct pw_arena arena = {0};
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        struct pw_description what;
        pw_picture_event(session, i, &arena, &what);
        if (strncmp(what.event, "tcp.", 4) == 0)
            continue;
        pw_buffer_text(out, what.event);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            const struct pw_attribute *found = pw_description_get(&what, names[n]);
            if (found)
                pw_buffer_byte(out, ' ');
            if (found && found->type == PW_ATTRIBUTE_TEXT)
                pw_text_safe(out, found->bytes);
            else if (found)
                pw_buffer_number(out, found->number);
        }
        pw_buffer_byte(out, '\n');
    }
    pw_arena_free(&arena);
}

/* Index all packets but one (PW_NONE: all), and hold what is told, left out and broken against what
 * is wanted. */
static void check(struct segments *segments, uint32_t without, const char *wanted, uint32_t dropped,
                  uint32_t malformed)
{
    struct pw_session *session = pw_session_new(segments_store(segments));
    for (uint32_t i = 0; i < segments->count; i++)
        if (i != without)
            pw_session_add(session, &segments->packets[i]);
    pw_session_finish(session);
    struct pw_buffer got = {0};
    write_story(session, &got);
    bool same = !wanted || strcmp(pw_buffer_get(&got), wanted) == 0;
    CU_ASSERT_TRUE(same);
    if (!same)
        printf("\nwanted\n%sgot\n%s", wanted, pw_buffer_get(&got));
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, dropped);
    CU_ASSERT_EQUAL(pw_session_totals(session)->malformed, malformed);
    pw_buffer_free(&got);
    pw_session_free(session);
    segments_free(segments);
}

/* END_STREAM stands in the first frame of a header block, and counts when the last one is there. */
static void test_continuation(void)
{
    struct segments segments = begun();
    struct pw_buffer block = {0};
    for (int i = 0; i < 4; i += 2)
        add_header(&block, get[i], get[i + 1]);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_HEADERS, END, 1, block.text, 5);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_CONTINUATION, 0, 1, block.text + 5, 1);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_CONTINUATION, WHOLE, 1, block.text + 6,
               block.length - 6);
    send_headers(&segments, PW_SERVER, END, 1, ok);
    pw_buffer_free(&block);
    check(&segments, PW_NONE, "http.request GET /page 1\nhttp.response 200 1\n", 0, 0);
}

/* A promise in two frames is no answer on the stream that it came on. */
static void test_promise(void)
{
    struct segments segments = begun();
    struct pw_buffer block = {0};
    pw_buffer_add(&block, "\0\0\0\2", 4);
    for (int i = 0; i < 4; i += 2)
        add_header(&block, get[i], get[i + 1]);
    send_headers(&segments, PW_CLIENT, END, 1, get);
    send_frame(&segments, PW_SERVER, PW_HTTP2_PUSH_PROMISE, 0, 1, block.text, 8);
    send_frame(&segments, PW_SERVER, PW_HTTP2_CONTINUATION, WHOLE, 1, block.text + 8,
               block.length - 8);
    send_headers(&segments, PW_SERVER, END, 1, forbidden);
    send_headers(&segments, PW_SERVER, END, 2, ok);
    pw_buffer_free(&block);
    check(&segments, PW_NONE,
          "http.request GET /page 1\nhttp.response 403 1\nhttp.response 200 2\n", 0, 0);
}

/* Nothing may stand between the pieces of a block: what follows is not guessed at. */
static void test_torn_block(void)
{
    struct segments segments = begun();
    struct pw_buffer block = {0};
    add_header(&block, ":method", "GET");
    send_frame(&segments, PW_CLIENT, PW_HTTP2_HEADERS, END, 1, block.text, block.length);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_CONTINUATION, WHOLE, 3, block.text, block.length);
    send_headers(&segments, PW_CLIENT, END, 5, get);
    send_headers(&segments, PW_SERVER, END, 5, ok);
    pw_buffer_free(&block);
    check(&segments, PW_NONE, "http.response 200 5\n", 0, 1);
}

/* One byte stands for four thousand: what is kept of a list has an end (and so has the work). */
static void test_header_list_cap(void)
{
    struct segments segments = begun();
    struct pw_buffer block = {0};
    for (int i = 0; i < 4; i += 2)
        add_header(&block, get[i], get[i + 1]);
    pw_buffer_add(&block, "\x40\x01x\x7f\xa1\x1e", 6); /* "x", indexed, 4000 bytes of value */
    for (int i = 0; i < 4000; i++)
        pw_buffer_byte(&block, 'a');
    for (int i = 0; i < 10000; i++)
        pw_buffer_byte(&block, (char)0xbe);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_HEADERS, WHOLE | END, 1, block.text, block.length);
    send_headers(&segments, PW_CLIENT, END, 3, get);
    pw_buffer_free(&block);
    check(&segments, PW_NONE, "http.request GET /page 1\nhttp.request GET /page 3\n", 1, 0);
}

/* A block that never ends. */
static void test_block_cap(void)
{
    struct segments segments = begun();
    static const uint8_t zeros[16000];
    send_frame(&segments, PW_CLIENT, PW_HTTP2_HEADERS, END, 1, zeros, sizeof zeros);
    for (int i = 0; i < 40; i++)
        send_frame(&segments, PW_CLIENT, PW_HTTP2_CONTINUATION, 0, 1, zeros, sizeof zeros);
    send_headers(&segments, PW_SERVER, END, 1, ok);
    check(&segments, PW_NONE, "http.response 200 1\n", 1, 0);
}

/* Streams that are over make room for nothing; those that never are, are forgotten at the cap. */
static void test_stream_cap(void)
{
    for (int answered = 0; answered < 2; answered++) {
        struct segments segments = begun();
        for (uint32_t id = 1; id < 3000; id += 2) {
            send_headers(&segments, PW_CLIENT, END, id, get);
            if (answered)
                send_headers(&segments, PW_SERVER, END, id, ok);
        }
        check(&segments, PW_NONE, NULL, answered ? 0 : 1500 - 1024, 0);
    }
}

/* What follows the answer to CONNECT is the tunnel's. */
static void test_tunnel(void)
{
    struct segments segments = begun();
    send_headers(&segments, PW_CLIENT, 0, 1, tunnel);
    send_headers(&segments, PW_SERVER, 0, 1, ok);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_DATA, END, 1, "\x81\x02hi", 4);
    send_frame(&segments, PW_SERVER, PW_HTTP2_DATA, END, 1, "\x81\x02hi", 4);
    check(&segments, PW_NONE, "http.request CONNECT there:7 1\nhttp.response 200 1\n", 0, 0);
}

static void test_refused(void)
{
    struct segments segments = begun();
    send_headers(&segments, PW_CLIENT, 0, 1, chat);
    send_headers(&segments, PW_SERVER, 0, 1, forbidden);
    send_frame(&segments, PW_SERVER, PW_HTTP2_RST_STREAM, 0, 1, "\0\0\0\x08", 4);
    send_frame(&segments, PW_CLIENT, PW_HTTP2_RST_STREAM, 0, 1, "\0\0\0\x08", 4);
    send_headers(&segments, PW_CLIENT, 0, 3, chat);
    send_headers(&segments, PW_SERVER, END, 3, forbidden);
    check(&segments, PW_NONE,
          "http.request CONNECT /chat 1\nwebsocket.upgrade rejected /chat 403 1\n"
          "http.request CONNECT /chat 3\nhttp.response 403 3\n"
          "websocket.upgrade rejected /chat 403 3\n",
          0, 0);
}

/* A DATA frame with padding in several segments, one of which was never captured: the WebSocket in
 * it loses one message's text, and goes on with the next. */
static void test_gap_in_data(void)
{
    struct segments segments = begun();
    uint8_t frame[9 + 1 + 2 + 100 + 5] = {0, 0,    108, PW_HTTP2_DATA, PW_HTTP2_PADDED, 0, 0, 0, 1,
                                          5, 0x81, 100};
    memset(frame + 12, 'a', 100);
    send_headers(&segments, PW_CLIENT, 0, 1, chat);
    send_headers(&segments, PW_SERVER, 0, 1, ok);
    segments_add(&segments, PW_SERVER, 0, frame, 40);
    uint32_t lost = segments.count;
    segments_add(&segments, PW_SERVER, 0, frame + 40, 40);
    segments_add(&segments, PW_SERVER, 0, frame + 80, sizeof frame - 80);
    send_frame(&segments, PW_SERVER, PW_HTTP2_DATA, 0, 1, "\x81\x06second", 8);
    send_frame(&segments, PW_SERVER, PW_HTTP2_DATA, END, 1, "\x88\x02\x03\xe8", 4);
    check(&segments, lost,
          "http.request CONNECT /chat 1\nhttp.response 200 1\n"
          "websocket.upgrade accepted /chat 200 1\n"
          "websocket.message aaaaaaaaaaaaaaaaaaaaaaaaaaaa 1\nwebsocket.message second 1\n"
          "websocket.close 1000 1\n",
          0, 0);
}

void add_http2_stream_tests(void)
{
    CU_pSuite suite = CU_add_suite("http2", NULL, NULL);
    CU_add_test(suite, "headers go on in CONTINUATION", test_continuation);
    CU_add_test(suite, "a promise is no answer", test_promise);
    CU_add_test(suite, "a header block torn apart", test_torn_block);
    CU_add_test(suite, "cap on a header list", test_header_list_cap);
    CU_add_test(suite, "cap on a header block", test_block_cap);
    CU_add_test(suite, "cap on streams", test_stream_cap);
    CU_add_test(suite, "a tunnel", test_tunnel);
    CU_add_test(suite, "a WebSocket refused", test_refused);
    CU_add_test(suite, "a gap inside DATA", test_gap_in_data);
}
