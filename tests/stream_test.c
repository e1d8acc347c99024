/*
 * stream/: conversations, bytes in order, the ladder, events. Over the bundled captures, over the
 * same captures in other forms, and over a few hand-made packets where only malformed input will
 * do.
 */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "stream_test.h"

struct pw_session *index_file(struct pcap_file *file)
{
    struct pw_session *session = pw_session_new(pcap_file_store(file));
    struct pw_bytes keys = pcap_file_keys(file->name);
    if (keys.length)
        CU_ASSERT_TRUE(pw_session_keys(session, keys) > 0);
    for (uint32_t i = 0; i < file->count; i++)
        pw_session_add(session, &file->packets[i]);
    pw_session_finish(session);
    return session;
}

struct pcap_file capture(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.pcap", PW_CAPTURES, name);
    return pcap_file_read(path);
}

static void write_attribute(struct pw_buffer *out, const struct pw_attribute *attribute)
{
    pw_buffer_print(out, " %s=", attribute->name);
    if (attribute->type == PW_ATTRIBUTE_TEXT || attribute->type == PW_ATTRIBUTE_JSON)
        pw_text_safe(out, attribute->bytes);
    else if (attribute->type == PW_ATTRIBUTE_HEX)
        pw_buffer_hex(out, attribute->bytes);
    else
        pw_buffer_number(out, attribute->number);
}

/* Every event as a line, without what depends on how the bytes were cut into packets. */
static void write_events(const struct pw_session *session, bool packets, struct pw_buffer *out)
{
    static const char *const numbers[] = {"request",      "response",    "request_packet",
                                          "event_packet", "ping_packet", "rtt_us",
                                          "waited_us"};
    struct pw_arena arena = {0};
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        struct pw_description what;
        pw_picture_event(session, i, &arena, &what);
        if (!packets && pw_session_event(session, i)->kind == PW_EVENT_TCP_ANALYSIS)
            continue;
        pw_buffer_print(out, "%u %s", pw_session_event(session, i)->conversation, what.event);
        for (uint32_t a = 0; a < what.attribute_count; a++) {
            bool number = false;
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
                number |= strcmp(what.attributes[a].name, numbers[n]) == 0;
            if (!number || packets)
                write_attribute(out, &what.attributes[a]);
        }
        for (uint32_t p = 0; packets && p < what.packet_count; p++)
            pw_buffer_print(out, p ? ",%u" : " packets=%u", what.packets[p] + 1);
        pw_buffer_byte(out, '\n');
        pw_arena_reset(&arena);
    }
    pw_arena_free(&arena);
}

static void check_events(const char *name, const char *wanted)
{
    struct pcap_file file = capture(name);
    struct pw_session *session = index_file(&file);
    struct pw_buffer got = {0};
    write_events(session, true, &got);
    bool found = strstr(pw_buffer_get(&got), wanted) != NULL;
    CU_ASSERT_TRUE(found);
    if (!found)
        printf("\n%s: wanted a line with\n  %s\ngot\n%s", name, wanted, pw_buffer_get(&got));
    pw_buffer_free(&got);
    pw_session_free(session);
    pcap_file_free(&file);
}

/* What the bundled captures hold, as their logs and tshark have it. */
static void test_events(void)
{
    static const struct {
        const char *capture, *line;
    } table[] = {
        {"handshake", "tcp.handshake client=10.0.0.1:"},
        {"upgrade", "result=complete rtt_us=34 syn_retries=0 packets=1,2,3\n"},
        {"upgrade",
         "websocket.upgrade result=accepted request=4 response=6 target=/chat status=101 "
         "key=kALMPp7hKVOylYObkD4c+Q== accept=rGHQ/Pgy+8eBM+O5FaATv2/oO48= "
         "accept_expected=rGHQ/Pgy+8eBM+O5FaATv2/oO48= packets=4,6\n"},
        {"upgrade", "websocket.message from=client opcode=text length=5 frames=1 compressed=0 "
                    "masked=1 text=hello packets=8\n"},
        {"upgrade", "websocket.message from=client opcode=binary length=4 frames=1 compressed=0 "
                    "masked=1 hex=cafebabe packets=19\n"},
        {"upgrade", "websocket.ping from=client length=14 text=are you there? packets=16\n"},
        {"upgrade", "websocket.pong from=server length=14 text=are you there? packets=17\n"},
        {"upgrade", "websocket.close from=client code=1000 reason=bye packets=23\n"},
        {"upgrade", "tcp.close result=fin by=server packets=27,28,29\n"},
        {"refused", "result=refused"},
        {"unanswered", "result=unanswered syn_retries=3 packets=1,2,3,4\n"},
        {"simultaneous-open", "result=complete rtt_us=200693 syn_retries=0 packets=5,6,7,8\n"},
        {"ws-split", "websocket.upgrade result=accepted request=10 response=12 target=/split"},
        {"ws-split", "text=so was I packets=12\n"},
        {"ws-split", "text=my header came in two pieces packets=14,16\n"},
        {"ws-split", "text=ten packets=18\n"},
        {"ws-fragments", "length=25 frames=3 compressed=0 masked=1 text=a message in three frames "
                         "packets=10,12,18\n"},
        {"ws-fragments", "websocket.message from=client opcode=text length=70000 frames=1"},
        {"ws-rejected", "result=rejected request=6 response=8 target=/chat status=401"},
        {"ws-rejected", "why=Sec-WebSocket-Accept is not the value the request's key calls for"},
        {"odd-ports", "websocket.upgrade result=accepted"},
        {"close-kinds", "tcp.close result=reset by=client packets=45\n"},
        {"close-kinds", "tcp.close result=reset by=server packets=55\n"},
        {"close-kinds", "tcp.close result=fin by=server packets=20,21,22,23\n"},
        {"http", "http.response status=404 reason=Not Found"},
        {"dns", "dns.response name="},
        {"http2-clear", "http.request method=POST target=/index.html host=10.0.0.2:8080 "
                        "version=HTTP/2 body_length=11 stream=1 packets=37,38,40\n"},
        {"http2-clear", "http.request method=GET target=/missing host=10.0.0.2:8080 "
                        "version=HTTP/2 body_length=0 stream=3 packets=42\n"},
        {"http2-clear", "http.response status=200 body_length=19 stream=2 packets=10\n"},
        {"http2-clear", "http.request method=CONNECT target=echo.example.test:7 "
                        "host=echo.example.test:7 version=HTTP/2 body_length=0 stream=5 "
                        "packets=80\n"},
        {"ws-http2-clear", "websocket.upgrade result=accepted request=11 response=12 target=/chat "
                           "status=200 subprotocol=chat version=HTTP/2 stream=1"},
        {"ws-http2-clear", "http.response status=403 request_packet=15 body_length=12 stream=5"},
        {"ws-http2-clear", "websocket.upgrade result=rejected request=15 response=16 "
                           "target=/private status=403 version=HTTP/2 stream=5"},
        {"ws-http2-clear", "length=25 frames=1 compressed=1 masked=1 text=again and again and "
                           "again compressed_length=5 stream=3 packets=22\n"},
        {"ws-http2-clear", "websocket.ping from=client length=7 text=between stream=1 "
                           "packets=25\n"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        check_events(table[i].capture, table[i].line);
}

static void test_totals(void)
{
    static const struct {
        const char *capture;
        uint32_t tcp, handshakes, upgrades, messages;
    } table[] = {
        {"upgrade", 1, 1, 1, 7},     {"reused-tuple", 2, 2, 0, 0}, {"sequence-wrap", 1, 1, 0, 0},
        {"ws-rejected", 5, 5, 0, 0}, {"ws-split", 1, 1, 1, 13},    {"ws-fragments", 1, 1, 1, 8},
        {"odd-ports", 2, 2, 1, 2},   {"middle", 1, 0, 0, 7},       {"unanswered", 1, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pcap_file file = capture(table[i].capture);
        struct pw_session *session = index_file(&file);
        const struct pw_totals *totals = pw_session_totals(session);
        CU_ASSERT_EQUAL(totals->tcp, table[i].tcp);
        CU_ASSERT_EQUAL(totals->handshakes, table[i].handshakes);
        CU_ASSERT_EQUAL(totals->upgrades, table[i].upgrades);
        CU_ASSERT_EQUAL(totals->messages, table[i].messages);
        pw_session_free(session);
        pcap_file_free(&file);
    }
}

/* However TCP cuts, orders and repeats its segments, the two programs said the same. */
static void compare_forms(struct pcap_file *file, void *self)
{
    (void)self;
    struct pcap_file forms[] = {forms_one_byte(file), forms_shuffled(file)};
    struct pw_session *session = index_file(file);
    struct pw_buffer wanted = {0};
    write_events(session, false, &wanted);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct pw_session *other = index_file(&forms[i]);
        struct pw_buffer got = {0};
        write_events(other, false, &got);
        bool same = strcmp(pw_buffer_get(&wanted), pw_buffer_get(&got)) == 0;
        CU_ASSERT_TRUE(same);
        if (!same)
            printf("\n%s, form %zu:\nwanted\n%sgot\n%s", file->name, i, pw_buffer_get(&wanted),
                   pw_buffer_get(&got));
        pw_buffer_free(&got);
        pw_session_free(other);
        pcap_file_free(&forms[i]);
    }
    pw_buffer_free(&wanted);
    pw_session_free(session);
}

static void test_forms(void)
{
    pcap_files_each(compare_forms, NULL);
}

/* Cutting the capture anywhere gives a picture of what came before, never a crash. */
static void cut_anywhere(struct pcap_file *file, void *self)
{
    (void)self;
    uint32_t count = file->count;
    for (uint32_t first = 0; first < count; first++) {
        struct pcap_file rest = *file;
        rest.packets += first;
        rest.count = count - first;
        struct pw_session *session = index_file(&rest);
        CU_ASSERT_EQUAL(pw_session_rows(session), rest.count);
        struct pw_buffer text = {0};
        write_events(session, true, &text);
        pw_buffer_free(&text);
        pw_session_free(session);
    }
}

static void test_from_the_middle(void)
{
    pcap_files_each(cut_anywhere, NULL);
}

static void check_tree(const struct pw_session *session, uint32_t row, const struct pw_tree *tree)
{
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        size_t size = tree->sources[layer->source].bytes.length;
        CU_ASSERT_TRUE((uint64_t)layer->offset + layer->length <= size);
        CU_ASSERT_TRUE(layer->first + layer->count <= tree->field_count);
        if (layer->reassembled)
            CU_ASSERT_TRUE(layer->packet_count > 0 &&
                           layer->packets[layer->packet_count - 1] <= row);
        for (uint32_t f = layer->first; f < layer->first + layer->count; f++) {
            const struct pw_field *field = &tree->fields[f];
            size_t room = tree->sources[field->source].bytes.length;
            CU_ASSERT_TRUE((uint64_t)field->offset + field->length <= room);
        }
    }
    const struct pw_row *known = pw_session_row(session, row);
    CU_ASSERT_EQUAL(known->captured, tree->sources[0].bytes.length);
}

/* Any packet, in any order: looking changes nothing, and every field lies within its bytes. */
static void look_at_all(struct pcap_file *file, void *self)
{
    (void)self;
    struct pw_session *session = index_file(file);
    struct pw_arena arena = {0};
    for (uint32_t i = file->count; i-- > 0;) {
        struct pw_tree tree;
        CU_ASSERT_TRUE(pw_picture_tree(session, i, &arena, &tree));
        check_tree(session, i, &tree);
        struct pw_buffer summary = {0};
        pw_picture_summary(&tree, &summary);
        CU_ASSERT_TRUE(summary.length > 0);
        pw_buffer_free(&summary);
        pw_arena_reset(&arena);
    }
    for (uint32_t i = 0; i < pw_session_messages(session); i++) {
        struct pw_buffer text = {0};
        pw_picture_message(session, i, &text);
        CU_ASSERT_TRUE(text.length > 0);
        pw_buffer_free(&text);
    }
    pw_arena_free(&arena);
    pw_session_free(session);
}

static void test_pictures(void)
{
    pcap_files_each(look_at_all, NULL);
}

/* A conversation's rows hang together: each one once, ascending, from first to last. */
static void check_chains(struct pcap_file *file, void *self)
{
    (void)self;
    struct pw_session *session = index_file(file);
    for (uint32_t c = 0; c < pw_session_conversations(session); c++) {
        const struct pw_conversation *known = pw_session_conversation(session, c);
        uint32_t count = 0, last = PW_NONE;
        for (uint32_t i = known->first_row; i != PW_NONE; i = pw_session_row(session, i)->next) {
            CU_ASSERT_TRUE(last == PW_NONE || last < i);
            CU_ASSERT_EQUAL(pw_session_row(session, i)->conversation, c);
            last = i;
            count++;
        }
        CU_ASSERT_EQUAL(count, known->packets);
        CU_ASSERT_EQUAL(last, known->last_row);
    }
    pw_session_free(session);
}

static void test_chains(void)
{
    pcap_files_each(check_chains, NULL);
}

/* Hand-made: an Ethernet frame with IPv4 and TCP, 54 bytes and a payload. */
static void add_tcp(struct pcap_file *file, bool server, uint32_t seq, uint32_t ack, uint8_t flags,
                    const char *payload)
{
    uint8_t frame[2048] = {[12] = 0x08, [14] = 0x45, [22] = 64, [23] = 6};
    size_t length = strlen(payload);
    frame[16] = (uint8_t)((40 + length) >> 8);
    frame[17] = (uint8_t)(40 + length);
    memcpy(frame + 26, server ? "\x0a\0\0\x02\x0a\0\0\x01" : "\x0a\0\0\x01\x0a\0\0\x02", 8);
    memcpy(frame + 34, server ? "\x0b\xb8\xc0\x00" : "\xc0\x00\x0b\xb8", 4);
    for (int i = 0; i < 4; i++) {
        frame[38 + i] = (uint8_t)(seq >> (24 - 8 * i));
        frame[42 + i] = (uint8_t)(ack >> (24 - 8 * i));
    }
    frame[46] = 0x50;
    frame[47] = flags;
    memcpy(frame + 54, payload, length);
    struct pw_packet packet = {.time = file->count * 1000000u,
                               .length = (uint32_t)(54 + length),
                               .captured = (uint32_t)(54 + length),
                               .link = 1,
                               .data = frame};
    forms_add(file, &packet, packet.captured);
}

#define SYN 0x02
#define ACK 0x10

/* Numbers wrap inside a message, a repeat overlaps it with other bytes: the first ones stand. */
static void test_wrap_and_overlap(void)
{
    struct pcap_file file = forms_empty("wrap", 65536, 16);
    add_tcp(&file, false, 0xfffffff0u, 0, SYN, "");
    add_tcp(&file, true, 99, 0xfffffff1u, SYN | ACK, "");
    add_tcp(&file, false, 0xfffffff1u, 100, ACK, "");
    add_tcp(&file, false, 0xfffffff1u, 100, ACK, "GET /wrapped HTTP/1.1\r\n");
    add_tcp(&file, false, 0xfffffff1u + 5, 100, ACK, "WRONG!! HTTP/1.1\r\nHost: a\r\n\r\n");
    add_tcp(&file, false, 0xfffffff1u + 23, 100, ACK, "Host: b\r\n\r\n");
    struct pw_session *session = index_file(&file);
    struct pw_buffer got = {0};
    write_events(session, false, &got);
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&got), "target=/wrapped host=a version"));
    pw_buffer_free(&got);
    pw_session_free(session);
    pcap_file_free(&file);
}

/* Early segments wait up to a cap; then the gap is given up, counted, and reading goes on. */
static void test_waiting_cap(void)
{
    uint32_t count = PW_CAP_WAITING + 8;
    struct pcap_file file = forms_empty("cap", (size_t)count * 128, count + 4);
    add_tcp(&file, false, 1000, 0, SYN, "");
    for (uint32_t i = 0; i < count; i++)
        add_tcp(&file, false, 1001 + 50 + i * 4, 0, ACK, "junk");
    struct pw_session *session = index_file(&file);
    CU_ASSERT_EQUAL(pw_session_totals(session)->gaps, 1);
    CU_ASSERT_EQUAL(pw_session_conversation(session, 0)->side[0].next, 1001 + 50 + count * 4);
    pw_session_free(session);
    pcap_file_free(&file);
}

/* A gap the capture made: the receiver acknowledged it, so it is passed over within a second. */
static void test_gap_not_captured(void)
{
    struct pcap_file file = forms_empty("gap", 65536, 16);
    add_tcp(&file, false, 1000, 0, SYN, "");
    add_tcp(&file, true, 5000, 1001, SYN | ACK, "");
    add_tcp(&file, false, 1001, 5001, ACK, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    add_tcp(&file, false, 1200, 5001, ACK, "GET /b HTTP/1.1\r\nHost: b\r\n\r\n");
    add_tcp(&file, true, 5001, 1300, ACK, "");
    add_tcp(&file, false, 1228, 5001, ACK, "GET /c HTTP/1.1\r\nHost: c\r\n\r\n");
    file.packets[file.count - 1].time = 5000000000u;
    struct pw_session *session = index_file(&file);
    struct pw_buffer got = {0};
    write_events(session, false, &got);
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&got), "target=/a"));
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&got), "target=/b"));
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&got), "target=/c"));
    CU_ASSERT_EQUAL(pw_session_totals(session)->gaps, 1);
    pw_buffer_free(&got);
    pw_session_free(session);
    pcap_file_free(&file);
}

/* Requests nobody answers do not pile up without end. */
static void test_pending_cap(void)
{
    uint32_t count = PW_CAP_REQUESTS + 20;
    struct pcap_file file = forms_empty("pending", (size_t)count * 128, count + 4);
    uint32_t seq = 1;
    add_tcp(&file, false, 0, 0, SYN, "");
    for (uint32_t i = 0; i < count; i++, seq += 28)
        add_tcp(&file, false, seq, 0, ACK, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
    struct pw_session *session = index_file(&file);
    CU_ASSERT_EQUAL(pw_session_totals(session)->dropped, 20);
    CU_ASSERT_EQUAL(pw_session_messages(session), count);
    pw_session_free(session);
    pcap_file_free(&file);
}

/* The same SYN captured twice at once is no retry. */
static void test_duplicate_is_no_retry(void)
{
    struct pcap_file file = capture("handshake");
    struct pcap_file twice = forms_empty("twice", 65536, file.count * 2);
    for (uint32_t i = 0; i < file.count; i++) {
        forms_add(&twice, &file.packets[i], file.packets[i].captured);
        forms_add(&twice, &file.packets[i], file.packets[i].captured);
    }
    struct pw_session *session = index_file(&twice);
    CU_ASSERT_EQUAL(pw_session_totals(session)->handshakes, 1);
    CU_ASSERT_EQUAL(pw_session_conversation(session, 0)->syn_retries, 0);
    pw_session_free(session);
    pcap_file_free(&twice);
    pcap_file_free(&file);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("stream", NULL, NULL);
    CU_add_test(suite, "events of the captures", test_events);
    CU_add_test(suite, "totals", test_totals);
    CU_add_test(suite, "other forms, same events", test_forms);
    CU_add_test(suite, "from the middle", test_from_the_middle);
    CU_add_test(suite, "pictures", test_pictures);
    CU_add_test(suite, "chains of rows", test_chains);
    CU_add_test(suite, "wrap and overlap", test_wrap_and_overlap);
    CU_add_test(suite, "a message a thousand times its size", test_deflate_bomb);
    CU_add_test(suite, "thirty thousand frames in a segment", test_many_frames);
    CU_add_test(suite, "compressed, and what came before is missing", test_lost_context);
    CU_add_test(suite, "cap on acknowledgements", test_many_acks);
    CU_add_test(suite, "attachments that never come", test_missing_attachments);
    CU_add_test(suite, "a megabyte of JSON, nested", test_long_json);
    CU_add_test(suite, "a server-sent event without end", test_huge_event);
    CU_add_test(suite, "server-sent events in every form", test_sse_forms);
    CU_add_test(suite, "long server-sent events", test_sse_sizes);
    CU_add_test(suite, "polling bodies in every form", test_polling_bodies);
    CU_add_test(suite, "caps on polling bodies", test_polling_caps);
    CU_add_test(suite, "bytes that begin with b", test_binary_b);
    CU_add_test(suite, "bytes that are none", test_binary_nothing);
    CU_add_test(suite, "acknowledgements come late", test_late_acks);
    CU_add_test(suite, "names and ids that are none", test_odd_values);
    CU_add_test(suite, "one id at twenty thousand servers", test_many_servers);
    CU_add_test(suite, "a message in frames of one byte", test_tiny_fragments);
    CU_add_test(suite, "how many an event reaches", test_reach);
    CU_add_test(suite, "what ended connections held", test_ended_connections);
    CU_add_test(suite, "bodies that were cut off", test_ended_bodies);
    CU_add_test(suite, "attachments announced in many sessions", test_many_attachings);
    CU_add_test(suite, "key logs that are none", test_bad_secrets);
    CU_add_test(suite, "a TLS record that was not captured", test_lost_record);
    CU_add_test(suite, "cap on waiting segments", test_waiting_cap);
    CU_add_test(suite, "a gap the capture made", test_gap_not_captured);
    CU_add_test(suite, "cap on pending requests", test_pending_cap);
    CU_add_test(suite, "captured twice", test_duplicate_is_no_retry);
    CU_add_test(suite, "analysis of the captures", test_analysis_of_captures);
    CU_add_test(suite, "analysis step by step", test_analysis_of_steps);
    CU_add_test(suite, "figures of analysis", test_analysis_figures);
    add_http2_stream_tests();
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned int failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed != 0;
}
