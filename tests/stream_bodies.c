/* Server-sent events and polling in every form a body may take: chunks, compression, lines' ends,
 * segments of one byte; and bodies beyond all bounds. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "stream_test.h"
#include "talk.h"

#define POLL_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n"

/* Server-sent events, one line an entry; `end` stands for each line's end. HTML, section 9.2. */
static const char *const lines[] = {
    ": keeps the connection open",
    "",
    "data: one",
    "",
    "data:first line",
    "data:  second, behind a space ",
    "data",
    "id: 7",
    "",
    "event: gone",
    "event: news",
    "id:8",
    "id: 9",
    "retry: 1500",
    "data: two",
    "",
    "",
    "",
    "Data: no field",
    " data: nor this",
    "dat: nor this",
    "data-x: nor this",
    "",
    "data: é€😀",
    "data",
    "",
    "data: never finished",
};

static void check_events_of(const struct pw_session *session)
{
    static const struct {
        const char *kind, *text, *name, *id, *retry, *comment, *length;
    } wanted[] = {
        {"comment", NULL, NULL, NULL, NULL, "keeps the connection open", "0"},
        {"event", "one", NULL, NULL, NULL, NULL, "3"},
        {"event", "first line\n second, behind a space \n", NULL, "7", NULL, NULL, "36"},
        {"event", "two", "news", "9", "1500", NULL, "3"},
        {"comment", NULL, NULL, NULL, NULL, NULL, "0"},
        {"event", "é€😀\n", NULL, NULL, NULL, NULL, "10"},
    };
    struct pw_arena arena = {0};
    struct pw_description what;
    uint32_t count = sizeof wanted / sizeof *wanted;
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SSE_EVENT), count);
    for (uint32_t i = 0; i < count; i++) {
        if (!describe_nth(session, PW_EVENT_SSE_EVENT, i, &arena, &what))
            break;
        check_said(&what, "kind", wanted[i].kind);
        check_said(&what, "text", wanted[i].text);
        check_said(&what, "name", wanted[i].name);
        check_said(&what, "id", wanted[i].id);
        check_said(&what, "retry", wanted[i].retry);
        check_said(&what, "comment", wanted[i].comment);
        check_said(&what, "length", wanted[i].length);
        check_said(&what, "cut", NULL);
    }
    pw_arena_free(&arena);
}

void test_sse_forms(void)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (size_t end = 0; end < sizeof ends / sizeof *ends; end++)
        for (int form = 0; form < 2 * FORMS; form++) {
            struct segments segments = {0};
            struct pw_buffer body = {0};
            /* A byte order mark may stand in front of all. */
            pw_buffer_text(&body, form & FORMS ? "\xef\xbb\xbf" : "");
            for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
                pw_buffer_print(&body, "%s%s", lines[i], ends[end]);
            segments_open(&segments, 50001);
            ask(&segments, "/events");
            answer(&segments, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n",
                   pw_bytes_of(body.text, body.length), form);
            struct pw_session *session = index_segments(&segments);
            check_events_of(session);
            CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 0);
            pw_session_free(session);
            segments_free(&segments);
            pw_buffer_free(&body);
        }
}

/* One of a few thousand bytes is told in part, of more than 64 KiB not at all. */
void test_sse_sizes(void)
{
    struct segments segments = {0};
    struct pw_buffer body = {0};
    struct pw_arena arena = {0};
    struct pw_description what;
    segments_open(&segments, 50001);
    ask(&segments, "/events");
    pw_buffer_text(&body, "data: x");
    for (int i = 0; i < 3000; i++)
        pw_buffer_text(&body, "é");
    pw_buffer_text(&body, "\nid: behind\n\ndata: ");
    for (int i = 0; i < 65000; i++)
        pw_buffer_byte(&body, 'y');
    pw_buffer_text(&body, "\n\ndata: z");
    for (int i = 0; i < 66000; i++)
        pw_buffer_byte(&body, 'z');
    pw_buffer_text(&body, "\n\ndata: never read\n\n");
    answer(&segments, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n",
           pw_bytes_of(body.text, body.length), CHUNKED);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SSE_EVENT), 2);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 1);
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SSE_EVENT, 0, &arena, &what));
    check_said(&what, "length", "6001");
    check_said(&what, "id", "behind");
    check_said(&what, "cut", "1");
    CU_ASSERT_EQUAL(strlen(said(&what, "text")), 4095); /* no half of a character */
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SSE_EVENT, 1, &arena, &what));
    check_said(&what, "length", "65000");
    CU_ASSERT_EQUAL(strlen(said(&what, "text")), 4096);
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
    pw_buffer_free(&body);
}

/* A polling answer with this body; what came of it. */
static struct pw_session *poll_body(struct segments *segments, struct pw_bytes body, int form)
{
    *segments = (struct segments){0};
    segments_open(segments, 50002);
    ask(segments, "/socket.io/?EIO=4&transport=polling&sid=abc");
    answer(segments, POLL_HEAD, body, form);
    return index_segments(segments);
}

void test_polling_bodies(void)
{
    static const char body[] = "42[\"a\",\"é€😀\"]\x1e"
                               "2\x1e"
                               "451-[\"p\",{\"_placeholder\":true,"
                               "\"num\":0}]\x1e"
                               "bAQID/w==";
    for (int form = 0; form < FORMS; form++) {
        struct segments segments;
        struct pw_arena arena = {0};
        struct pw_description what;
        struct pw_session *session = poll_body(&segments, pw_bytes_of(body, strlen(body)), form);
        CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), 4);
        CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 2);
        if (describe_nth(session, PW_EVENT_SOCKETIO_PACKET, 0, &arena, &what))
            check_said(&what, "args", "[\"é€😀\"]");
        if (describe_nth(session, PW_EVENT_SOCKETIO_PACKET, 1, &arena, &what))
            check_said(&what, "binary", "[\"010203ff\"]");
        pw_arena_free(&arena);
        pw_session_free(session);
        segments_free(&segments);
    }
}

void test_polling_caps(void)
{
    struct segments segments;
    struct pw_buffer body = {0};
    /* As many packets as are read, then one more. */
    for (uint32_t i = 0; i < PW_CAP_PACKETS; i++)
        pw_buffer_text(&body, i ? "\x1e"
                                  "2"
                                : "2");
    for (uint32_t more = 0; more < 2; more++) {
        struct pw_session *session =
            poll_body(&segments, pw_bytes_of(body.text, body.length), GZIPPED);
        CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), PW_CAP_PACKETS);
        CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, more);
        pw_session_free(session);
        segments_free(&segments);
        pw_buffer_text(&body, "\x1e"
                              "2");
    }
    /* Nothing but what parts packets. */
    pw_buffer_clear(&body);
    for (int i = 0; i < 100000; i++)
        pw_buffer_byte(&body, '\x1e');
    struct pw_session *session = poll_body(&segments, pw_bytes_of(body.text, body.length), CHUNKED);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), 0);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_HTTP_RESPONSE), 1);
    pw_session_free(session);
    segments_free(&segments);
    /* A body beyond all bounds, small as it was sent. */
    pw_buffer_clear(&body);
    pw_buffer_text(&body, "42[\"a\",\"");
    for (uint32_t i = 0; i < 4 * PW_CAP_SHOWN; i += 16)
        pw_buffer_text(&body, "0123456789abcdef");
    session = poll_body(&segments, pw_bytes_of(body.text, body.length), GZIPPED);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), 0);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 1);
    pw_session_free(session);
    segments_free(&segments);
    pw_buffer_free(&body);
}
