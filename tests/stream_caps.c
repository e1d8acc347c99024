/* What the wire could grow without end, and what it promises and never sends: made by hand, since
 * no real program does this. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "stream_test.h"
#include "talk.h"

void test_deflate_bomb(void)
{
    size_t plain = (size_t)PW_CAP_INFLATED + (4u << 20), room = 1u << 20;
    uint8_t *zeros = calloc(plain, 1), *packed = malloc(room);
    z_stream z = {0};
    struct segments segments = upgraded("/", DEFLATE);
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    size_t length = deflate_text(&z, zeros, plain, packed, room);
    CU_ASSERT_TRUE(plain / length > 900);
    add_compressed(&segments, 0xc1, packed, length);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_WEBSOCKET_MESSAGE), 1);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_WEBSOCKET_VIOLATION), 0);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 1);
    pw_session_free(session);
    segments_free(&segments);
    deflateEnd(&z);
    free(zeros);
    free(packed);
}

void test_many_frames(void)
{
    enum { FRAMES = 30000 };
    static uint8_t frames[FRAMES * 2];
    struct segments segments = upgraded("/", "");
    for (size_t i = 0; i < FRAMES; i++)
        frames[2 * i] = 0x82;
    segments_add(&segments, PW_SERVER, 0, frames, sizeof frames);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(pw_session_totals(session)->messages, FRAMES);
    struct pw_arena arena = {0};
    struct pw_tree tree;
    pw_picture_tree(session, segments.count - 1, &arena, &tree);
    CU_ASSERT_EQUAL(tree.layer_count, PW_TREE_LAYERS);
    CU_ASSERT_EQUAL(tree.left_out, FRAMES + 2 - PW_TREE_LAYERS);
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

/* The second of three messages was never captured: the third leans on it. */
void test_lost_context(void)
{
    static const char text[] = "the same words again and again";
    uint8_t packed[256];
    z_stream z = {0};
    struct segments segments = upgraded("/", DEFLATE);
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    for (int i = 0; i < 3; i++) {
        size_t length =
            deflate_text(&z, (const uint8_t *)text, strlen(text), packed, sizeof packed);
        add_compressed(&segments, 0xc1, packed, length);
    }
    deflateEnd(&z);
    struct pw_session *session = pw_session_new(segments_store(&segments));
    for (uint32_t i = 0; i < segments.count; i++)
        if (i != segments.count - 3) /* the second message's payload */
            pw_session_add(session, &segments.packets[i]);
    pw_session_finish(session);
    uint32_t readable = 0, unreadable = 0;
    struct pw_arena arena = {0};
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        struct pw_description what;
        if (pw_session_event(session, i)->kind != PW_EVENT_WEBSOCKET_MESSAGE)
            continue;
        pw_picture_event(session, i, &arena, &what);
        readable += pw_description_get(&what, "text") != NULL;
        unreadable += pw_description_get(&what, "hex") != NULL;
    }
    CU_ASSERT_EQUAL(readable, 1);
    CU_ASSERT_EQUAL(unreadable, 2);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_WEBSOCKET_VIOLATION), 0);
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

void test_many_acks(void)
{
    struct segments segments = socketio_session("abc");
    for (int i = 0; i < 2000; i++) {
        struct pw_buffer text = {0};
        pw_buffer_print(&text, "42%d[\"ask\"]", i);
        server_says(&segments, pw_buffer_get(&text));
        pw_buffer_free(&text);
    }
    server_says(&segments, "4399[\"an answer nobody asked for\"]");
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 2001);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 2000 - PW_CAP_ACKS);
    uint32_t last = pw_session_events(session) - 1;
    CU_ASSERT_EQUAL(pw_session_event(session, last)->about, PW_NONE);
    pw_session_free(session);
    segments_free(&segments);
}

void test_missing_attachments(void)
{
    struct segments segments = socketio_session("abc");
    server_says(&segments, "452-[\"two pictures\",{\"_placeholder\":true,\"num\":0}]");
    segments_frame(&segments, PW_SERVER, 2, "one", 3);
    server_says(&segments, "42[\"something else\"]");
    segments_frame(&segments, PW_SERVER, 2, "too late", 8);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 1);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_ENGINEIO_PACKET), 5);
    pw_session_free(session);
    segments_free(&segments);
}

/* JSON nested beyond the cap is no JSON; the event is told without arguments. */
void test_long_json(void)
{
    enum { DEEP = 30000 };
    static char text[2 * DEEP + 8] = "42";
    struct segments segments = socketio_session("abc");
    memset(text + 2, '[', DEEP);
    memset(text + 2 + DEEP, ']', DEEP);
    segments_frame(&segments, PW_SERVER, 1, text, 2 * DEEP + 2);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SOCKETIO_PACKET), 1);
    struct pw_arena arena = {0};
    struct pw_description what;
    pw_picture_event(session, pw_session_events(session) - 1, &arena, &what);
    CU_ASSERT_PTR_NULL(pw_description_get(&what, "args"));
    pw_arena_free(&arena);
    pw_session_free(session);
    segments_free(&segments);
}

void test_huge_event(void)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    static char line[60000];
    struct segments segments = {0};
    segments_open(&segments, 50001);
    segments_add(&segments, PW_CLIENT, 0, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 27);
    segments_add(&segments, PW_SERVER, 0, head, strlen(head));
    segments_add(&segments, PW_SERVER, 0, "data: one\n\ndata: two\r\n\r\n", 24);
    memset(line, 'x', sizeof line);
    for (int i = 0; i < 20; i++)
        segments_add(&segments, PW_SERVER, 0, line, sizeof line);
    struct pw_session *session = index_segments(&segments);
    CU_ASSERT_EQUAL(count_events(session, PW_EVENT_SSE_EVENT), 2);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 1);
    pw_session_free(session);
    segments_free(&segments);
}

void test_bad_secrets(void)
{
    static const char *const logs[] = {
        "",
        "\n\n",
        "CLIENT_RANDOM",
        "CLIENT_RANDOM 00 11\n",
        "# a comment\nnonsense of all kinds\n",
        "CLIENT_RANDOM zz0102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f 0011\n",
        "CLIENT_RANDOM 000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f 001\n",
    };
    struct segments segments = {0};
    struct pw_session *session = pw_session_new(segments_store(&segments));
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++)
        CU_ASSERT_EQUAL(pw_session_keys(session, pw_bytes_of(logs[i], strlen(logs[i]))), 0);
    pw_session_free(session);
}

/* Without the packet with a whole record of the server's, what follows is deciphered all the same:
 * the sequence number is tried on. */
void test_lost_record(void)
{
    struct pcap_file file = capture("wss");
    uint32_t all = 0, after = 0;
    for (uint32_t drop = 0; drop < 2; drop++) {
        struct pw_session *session = pw_session_new(pcap_file_store(&file));
        pw_session_keys(session, pcap_file_keys(file.name));
        for (uint32_t i = 0; i < file.count; i++)
            if (!drop || i != 12) /* packet 13: "you said: ..." */
                pw_session_add(session, &file.packets[i]);
        pw_session_finish(session);
        *(drop ? &after : &all) = count_events(session, PW_EVENT_WEBSOCKET_CLOSE) * 100 +
                                  count_events(session, PW_EVENT_WEBSOCKET_MESSAGE);
        pw_session_free(session);
    }
    CU_ASSERT_EQUAL(all, 1616);
    CU_ASSERT_EQUAL(after, 1615);
    pcap_file_free(&file);
}
