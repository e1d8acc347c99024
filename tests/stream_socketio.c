/* Engine.IO and Socket.IO as no capture has them: made by hand, with what is counted, what is left
 * out, and what must stay small and quick. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stream_test.h"
#include "talk.h"

/* Bytes that begin as base64 in text would: what the frame says decides. */
void test_binary_b(void)
{
    struct segments segments = socketio_session("abc");
    struct pw_arena arena = {0};
    struct pw_description what;
    server_says(&segments, "451-[\"file\",{\"_placeholder\":true,\"num\":0}]");
    segments_frame(&segments, PW_SERVER, 2, "bytes", 5);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SOCKETIO_PACKET, 0, &arena, &what));
    check_said(&what, "binary", "[\"6279746573\"]");
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_ENGINEIO_PACKET, 2, &arena, &what));
    check_said(&what, "length", "5");
    struct pw_tree tree;
    pw_picture_tree(session, segments.count - 1, &arena, &tree);
    const struct pw_field *field = pw_tree_find(&tree, NULL, "engineio.binary", 0);
    CU_ASSERT_PTR_NOT_NULL(field);
    if (field)
        CU_ASSERT_EQUAL(field->bytes.length, 5);
    CU_ASSERT_PTR_NULL(pw_tree_find(&tree, NULL, "engineio.base64", 0));
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

/* A binary message without a byte in it is a packet of no bytes. */
void test_binary_nothing(void)
{
    struct segments segments = socketio_session("abc");
    struct pw_arena arena = {0};
    struct pw_description what;
    segments_frame(&segments, PW_SERVER, 2, "", 0);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), 2);
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_ENGINEIO_PACKET, 1, &arena, &what));
    check_said(&what, "kind", "message");
    check_said(&what, "length", "0");
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

/* Where too many wait it is the oldest that nobody remembers. */
void test_late_acks(void)
{
    struct segments segments = socketio_session("abc");
    for (int i = 0; i < 1500; i++) {
        struct pw_buffer text = {0};
        pw_buffer_print(&text, "42%d[\"ask\"]", i);
        server_says(&segments, pw_buffer_get(&text));
        pw_buffer_free(&text);
    }
    static const struct {
        const char *text;
        bool known;
    } acks[] = {{"431499[]", true},  {"43476[]", true},          {"43475[]", false},
                {"431499[]", false}, {"43/other,1498[]", false}, {"431498[]", true},
                {"43[]", false}};
    for (size_t i = 0; i < sizeof acks / sizeof *acks; i++)
        segments_frame(&segments, PW_CLIENT, 1, acks[i].text, strlen(acks[i].text));
    /* The one who asks does not answer. */
    server_says(&segments, "431497[]");
    struct pw_session *session = index_segments(&segments);
    uint32_t first = pw_session_events(session), seen = 0;
    for (uint32_t i = 0; i < first; i++) {
        const struct pw_event *event = pw_session_event(session, i);
        if (event->kind != PW_EVENT_SOCKETIO_PACKET || event->result != 3)
            continue;
        bool known = seen < sizeof acks / sizeof *acks && acks[seen].known;
        CU_ASSERT_EQUAL(event->about != PW_NONE, known);
        seen++;
    }
    CU_ASSERT_EQUAL(seen, sizeof acks / sizeof *acks + 1);
    pw_session_free(session);
    segments_free(&segments);
}

/* Names and ids are strings; what is not is no name, and never half of something else. */
void test_odd_values(void)
{
    static const struct {
        const char *text, *name, *args;
    } events[] = {
        {"42[\"\",1]", "", "[1]"},
        {"42[7,\"x\"]", "7", "[\"x\"]"},
        {"42[{\"a\":1},2]", NULL, "[{\"a\":1},2]"},
        {"42[]", NULL, "[]"},
        {"42[\"a\"]x", NULL, NULL},
        {"42", NULL, NULL},
    };
    static const char *const opens[] = {"0{\"sid\":12345}",
                                        "0{\"sid\":[\"abc\"]}",
                                        "0{\"sid\":\"\"}",
                                        "0{\"sid\":true}",
                                        "0{}",
                                        "0",
                                        "0[\"sid\"]"};
    struct pw_arena arena = {0};
    struct pw_description what;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct segments segments = socketio_session("abc");
        server_says(&segments, events[i].text);
        struct pw_session *session = index_segments(&segments);
        CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SOCKETIO_PACKET, 0, &arena, &what));
        check_said(&what, "name", events[i].name);
        check_said(&what, "args", events[i].args);
        pw_session_free(session);
        segments_free(&segments);
    }
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        struct segments segments = upgraded("/socket.io/?EIO=4&transport=websocket", "");
        server_says(&segments, opens[i]);
        struct pw_session *session = index_segments(&segments);
        CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_ENGINEIO_PACKET, 0, &arena, &what));
        check_said(&what, "session", NULL);
        pw_session_free(session);
        segments_free(&segments);
    }
    pw_arena_free(&arena);
}

/* One id at thousands of servers: each is a session, and each is found at once. */
void test_many_servers(void)
{
    enum { SERVERS = 20000 };
    struct segments segments = {0};
    static const char request[] = "GET /?EIO=4&transport=polling&sid=abc HTTP/1.1\r\n\r\n";
    for (uint32_t i = 0; i < SERVERS; i++) {
        segments.client_port = (uint16_t)(40000 + i % 20000);
        segments_add(&segments, PW_CLIENT, PW_TCP_PSH, request, strlen(request));
        uint8_t *bytes;
        memcpy(&bytes, &segments.packets[segments.count - 1].data, sizeof bytes);
        bytes[17] = (uint8_t)(i >> 16);
        bytes[18] = (uint8_t)(i >> 8);
        bytes[19] = (uint8_t)i;
    }
    clock_t start = clock();
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_TRUE((clock() - start) / CLOCKS_PER_SEC < 5);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_HTTP_REQUEST), SERVERS);
    pw_session_free(session);
    segments_free(&segments);
}

/* A message of a megabyte in all, in frames of one byte: put together without a square. */
void test_tiny_fragments(void)
{
    enum { FRAMES = 30000 };
    static uint8_t frames[3 * FRAMES];
    struct segments segments = socketio_session("abc");
    struct pw_arena arena = {0};
    struct pw_description what;
    for (size_t i = 0; i < FRAMES; i++) {
        frames[3 * i] = i ? i + 1 < FRAMES ? 0x00 : 0x80 : 0x01;
        frames[3 * i + 1] = 1;
        frames[3 * i + 2] = i == 0 ? '4' : i == 1 ? '2' : ' ';
    }
    memcpy(frames + 3 * (FRAMES - 6) + 2, "[", 1);
    for (size_t i = 0; i < 5; i++)
        frames[3 * (FRAMES - 5 + i) + 2] = (uint8_t) "\"hi\"]"[i];
    for (size_t at = 0; at < sizeof frames; at += 60000)
        segments_add(&segments, PW_SERVER, 0, frames + at,
                     sizeof frames - at < 60000 ? sizeof frames - at : 60000);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SOCKETIO_PACKET, 0, &arena, &what));
    check_said(&what, "name", "hi");
    CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_WEBSOCKET_MESSAGE, 1, &arena, &what));
    check_said(&what, "length", "30000");
    check_said(&what, "frames", "30000");
    CU_ASSERT_TRUE(arena.held < 32u << 20);
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

/* One event to three of the five sessions ever opened; one of them has closed by then, and opened
 * twice none counts twice. */
void test_reach(void)
{
    static const char *const reached[] = {NULL, "2", "3"};
    static const char *const of[] = {NULL, "3", "4"}; /* open when it came */
    struct segments segments = {0};
    struct pw_arena arena = {0};
    struct pw_description what;
    for (uint16_t i = 0; i < 5; i++) {
        char sid[] = {'s', (char)('0' + i), '\0'};
        upgrade_next(&segments, 30000 + i, "/socket.io/?EIO=4&transport=websocket", "");
        open_session(&segments, sid);
        open_session(&segments, sid);
        if (i == 0) {
            server_says(&segments, "1");
            server_says(&segments, "1");
        }
        if (i > 1)
            server_says(&segments, "42[\"news\",1]");
    }
    struct pw_session *session = index_segments(&segments);
    for (uint32_t i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_SOCKETIO_PACKET, i, &arena, &what));
        check_said(&what, "reached", reached[i]);
        check_said(&what, "of", of[i]);
    }
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

/* A message that grows to a megabyte of plain bytes, in a frame that is not the last. */
static void add_unfinished(struct segments *segments, const char *text)
{
    static uint8_t plain[1000000], packed[20000];
    z_stream z = {0};
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    memset(plain, ' ', sizeof plain);
    memcpy(plain, text, strlen(text));
    size_t length = deflate_text(&z, plain, sizeof plain, packed, sizeof packed);
    add_compressed(segments, 0x41, packed, length);
    deflateEnd(&z);
}

static void add_whole(struct segments *segments, const char *text)
{
    uint8_t packed[1000];
    z_stream z = {0};
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    size_t length = deflate_text(&z, (const uint8_t *)text, strlen(text), packed, sizeof packed);
    add_compressed(segments, 0xc1, packed, length);
    deflateEnd(&z);
}

/* How a connection ends: a close frame, FIN, RST. */
static void end_connection(struct segments *segments, int how)
{
    if (how == 0)
        segments_frame(segments, PW_SERVER, 8, "\x03\xe8", 2);
    else
        segments_add(segments, PW_SERVER, how == 1 ? PW_TCP_FIN : PW_TCP_RST, NULL, 0);
}

/* What a connection held is given back when it ends: later ones are read, however many came before
 * (PW_CAP_INFLATERS directions, PW_CAP_HELD bytes at a time). */
void test_ended_connections(void)
{
    for (int how = 0; how < 3; how++) {
        struct segments segments = {0};
        for (uint16_t i = 0; i < PW_CAP_INFLATERS + 20; i++) {
            upgrade_next(&segments, 30000 + i, "/", DEFLATE);
            add_whole(&segments, "said and done");
            if (i < 80)
                add_unfinished(&segments, "never finished");
            end_connection(&segments, how);
        }
        struct pw_session *session = index_segments(&segments);
        struct pw_arena arena = {0};
        struct pw_description what;
        CU_ASSERT_EQUAL(count_events(session, PW_EVENT_WEBSOCKET_MESSAGE), PW_CAP_INFLATERS + 20);
        CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 0);
        CU_ASSERT_TRUE(describe_nth(session, PW_EVENT_WEBSOCKET_MESSAGE, PW_CAP_INFLATERS + 19,
                                    &arena, &what));
        check_said(&what, "text", "said and done");
        pw_arena_free(&arena);
        pw_session_free(session);
        segments_free(&segments);
    }
}

/* A polling body that was cut off is given back too. */
void test_ended_bodies(void)
{
    static uint8_t packed[2000], plain[1000000];
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                               "Content-Length: 100000\r\n\r\n";
    struct segments segments = {0};
    z_stream z = {0};
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    memset(plain, '4', sizeof plain);
    size_t length = deflate_text(&z, plain, sizeof plain, packed, sizeof packed);
    deflateEnd(&z);
    for (uint16_t i = 0; i < 80; i++) {
        segments_open(&segments, 30000 + i);
        ask(&segments, "/socket.io/?EIO=4&transport=polling&sid=abc");
        segments_add(&segments, PW_SERVER, 0, head, strlen(head));
        segments_add(&segments, PW_SERVER, PW_TCP_FIN, packed, length);
    }
    segments_open(&segments, 31000);
    ask(&segments, "/socket.io/?EIO=4&transport=polling&sid=abc");
    answer(&segments, "HTTP/1.1 200 OK\r\n", pw_bytes_of("42[\"hi\"]", 8), 0);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 1);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 0);
    pw_session_free(session);
    segments_free(&segments);
}

/* Sessions that all announce attachments with a megabyte of text: no more is held than may be. */
void test_many_attachings(void)
{
    struct segments segments = {0};
    for (uint16_t i = 0; i < 80; i++) {
        struct pw_buffer sid = {0};
        pw_buffer_print(&sid, "s%u", i);
        upgrade_next(&segments, 30000 + i, "/socket.io/?EIO=4&transport=websocket", DEFLATE);
        open_session(&segments, pw_buffer_get(&sid));
        add_unfinished(&segments, "451-[\"big\"]");
        segments_frame(&segments, PW_SERVER, 0, "\0\0\xff\xff\0", 5); /* empty blocks */
        pw_buffer_free(&sid);
    }
    upgrade_next(&segments, 31000, "/socket.io/?EIO=4&transport=websocket", "");
    open_session(&segments, "last");
    server_says(&segments, "42[\"hi\"]");
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 1);
    CU_ASSERT_TRUE(pw_session_totals(session)->dropped >= 10);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_WEBSOCKET_VIOLATION), 0);
    pw_session_free(session);
    segments_free(&segments);
}
