/*
 * export/: JSON lines and the story. Every bundled capture, read strictly; texts that want to harm
 * the reader; numbers at the edge of what JSON readers hold; goldens.
 *
 * PW_GOLDEN_UPDATE=1 writes the goldens anew and fails the run, so that nobody takes a new one
 * without reading it.
 */
#include <CUnit/Basic.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "export/export.h"
#include "export/json_private.h"
#include "export_test.h"
#include "golden.h"
#include "pcap_file.h"
#include "pictures.h"
#include "segments.h"

struct pw_words *export_words;

enum form { JSON, JSON_PLAIN, STORY };

/* What the program would write for a capture; the caller frees it. */
static struct pw_buffer write_out(const struct pw_packet *packets, uint32_t count,
                                  struct pw_store store, enum form form, const char *title)
{
    struct pw_buffer out = {0};
    struct pw_session *session = pw_session_new(store);
    struct pw_json *json = pw_json_new(session, form == JSON ? export_words : NULL);
    struct pw_explain *explain = pw_explain_new(session, export_words, PW_STUDENT, title);
    for (uint32_t i = 0; i < count; i++) {
        pw_session_add(session, &packets[i]);
        if (form == STORY)
            pw_explain_packet(explain, i, &out);
        else
            pw_json_packet(json, i, &out);
    }
    pw_session_finish(session);
    if (form == STORY)
        pw_explain_end(explain, NULL, &out);
    else
        pw_json_end(json, false, &out);
    pw_explain_free(explain);
    pw_json_free(json);
    pw_session_free(session);
    return out;
}

static struct pw_buffer write_file(struct pcap_file *file, enum form form)
{
    char title[256];
    snprintf(title, sizeof title, "%s.pcap", file->name);
    return write_out(file->packets, file->count, pcap_file_store(file), form, title);
}

static struct pw_buffer write_segments(struct segments *segments, enum form form)
{
    return write_out(segments->packets, segments->count, segments_store(segments), form, "made");
}

/* Every character one that may be shown, every line ended, nothing but "\n" to end it. */
static bool is_harmless(const struct pw_buffer *out)
{
    const uint8_t *text = (const uint8_t *)out->text;
    for (size_t at = 0; at < out->length;) {
        uint32_t character;
        size_t took = pw_utf8_next(text + at, out->length - at, &character);
        if (character != '\n' && !pw_text_allowed(character)) {
            printf("\nU+%04X at byte %zu\n", character, at);
            return false;
        }
        at += took;
    }
    return out->length && out->text[out->length - 1] == '\n';
}

/* Calls `each` for every line, parsed strictly. */
static void each_line(const struct pw_buffer *out, void (*each)(json_t *, void *), void *self)
{
    const char *line = pw_buffer_get(out);
    while (*line) {
        size_t length = strcspn(line, "\n");
        json_error_t error;
        json_t *value = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
        CU_ASSERT_PTR_NOT_NULL(value);
        if (!value)
            printf("\n%s: %.*s\n", error.text, (int)(length < 300 ? length : 300), line);
        else if (each)
            each(value, self);
        json_decref(value);
        line += length + (line[length] == '\n');
    }
}

static void check_capture_json(struct pcap_file *file, void *self)
{
    (void)self;
    struct pw_buffer out = write_file(file, JSON);
    CU_ASSERT_TRUE(is_harmless(&out));
    each_line(&out, NULL, NULL);
    pw_buffer_free(&out);
}

static void test_json_is_strict(void)
{
    pcap_files_each(check_capture_json, NULL);
}

static void check_capture_story(struct pcap_file *file, void *self)
{
    (void)self;
    struct pw_buffer out = write_file(file, STORY);
    CU_ASSERT_TRUE(is_harmless(&out));
    for (char *line = strtok(out.text, "\n"); line; line = strtok(NULL, "\n")) {
        size_t length = strlen(line);
        CU_ASSERT_TRUE(pw_text_columns(line) <= 80);
        CU_ASSERT_NOT_EQUAL(line[length - 1], ' ');
        /* Box drawing is U+2500 to U+257F: e2 94 80 to e2 95 bf. */
        CU_ASSERT_PTR_NULL(strstr(line, "\xe2\x94"));
        CU_ASSERT_PTR_NULL(strstr(line, "\xe2\x95"));
    }
    pw_buffer_free(&out);
}

static void test_story_is_plain(void)
{
    pcap_files_each(check_capture_story, NULL);
}

/* Colour, a bell, a title, right-to-left override, zero width, broken UTF-8, quotes, a DEL. */
#define HOSTILE                                                                                    \
    "\x1b[31m\a\x1b]0;gotcha\a\xe2\x80\xae"                                                        \
    "evil\xe2\x80\x8b\xff\xc3\x28\"quoted\"\\ \x7f\xc2\x9b"                                        \
    "31m\r\n"

static struct segments hostile(void)
{
    static const char request[] = "GET /\x1b[2J\xe2\x80\xae\xff\"\\ HTTP/1.1\r\n"
                                  "Host: \x1b]0;host\a\xe2\x80\x8b\r\nUpgrade: websocket\r\n"
                                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                  "X-\x7f: \xe2\x80\xad\xff\r\n\r\n";
    static const char response[] = "HTTP/1.1 101 Swit\x1b[0mching\r\nUpgrade: websocket\r\n"
                                   "Connection: Upgrade\r\nSec-WebSocket-Protocol: \xe2\x80\xae\r\n"
                                   "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    struct segments segments = {0};
    segments_open(&segments, 40000);
    segments_add(&segments, PW_CLIENT, PW_TCP_PSH, request, sizeof request - 1);
    segments_add(&segments, PW_SERVER, PW_TCP_PSH, response, sizeof response - 1);
    segments_frame(&segments, PW_SERVER, 1, HOSTILE, sizeof HOSTILE - 1);
    segments_frame(&segments, PW_SERVER, 9, HOSTILE, sizeof HOSTILE - 1);
    segments_frame(&segments, PW_SERVER, 8, "\x03\xe8" HOSTILE, sizeof HOSTILE + 1);
    segments_add(&segments, PW_SERVER, PW_TCP_FIN, NULL, 0);
    return segments;
}

struct found {
    unsigned messages, closes;
};

static void look_for_text(json_t *line, void *self)
{
    struct found *found = self;
    const char *event = json_string_value(json_object_get(line, "event"));
    const char *text = json_string_value(json_object_get(line, "text"));
    if (event && strcmp(event, "websocket.close") == 0)
        found->closes++;
    if (!event || strcmp(event, "websocket.message") != 0)
        return;
    found->messages++;
    /* What was sent, but for the bytes that are no UTF-8. */
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_STRING_EQUAL(text, "\x1b[31m\a\x1b]0;gotcha\a\xe2\x80\xae"
                                 "evil\xe2\x80\x8b\xef\xbf\xbd\xef\xbf\xbd(\"quoted\"\\ \x7f"
                                 "\xc2\x9b"
                                 "31m\r\n");
}

static void test_hostile_texts(void)
{
    struct segments segments = hostile();
    struct pw_buffer json = write_segments(&segments, JSON);
    struct pw_buffer story = write_segments(&segments, STORY);
    struct found found = {0};
    CU_ASSERT_TRUE(is_harmless(&json));
    CU_ASSERT_TRUE(is_harmless(&story));
    each_line(&json, look_for_text, &found);
    CU_ASSERT_EQUAL(found.messages, 1);
    CU_ASSERT_EQUAL(found.closes, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&story), "\\u{202e}evil\\u{200b}\\xff"));
    pw_buffer_free(&json);
    pw_buffer_free(&story);
    segments_free(&segments);
}

static void check_number(uint64_t number, const char *wanted)
{
    struct pw_buffer out = {0};
    pw_json_number(&out, number);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), wanted);
    pw_buffer_free(&out);
}

static void test_numbers(void)
{
    check_number(0, "0");
    check_number(4294967295u, "4294967295");
    check_number((UINT64_C(1) << 53) - 1, "9007199254740991");
    check_number(UINT64_C(1) << 53, "\"9007199254740992\"");
    check_number(UINT64_MAX, "\"18446744073709551615\"");
}

/* A tree made by hand: one field of each format, one met three times, two definitions of one id. */
static void test_fields(void)
{
    static const struct pw_field_def defs[] = {
        {"t.number", "", PW_UINT},     {"t.flag", "", PW_BOOL}, {"t.text", "", PW_TEXT},
        {"t.bytes", "", PW_BYTES},     {"t.mac", "", PW_MAC},   {"t.v4", "", PW_IPV4},
        {"t.heading", "", PW_GROUP},   {"t.hex", "", PW_HEX},   {"t.v6", "", PW_IPV6},
        {"t.number", "again", PW_HEX},
    };
    static const uint8_t bytes[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    static const struct pw_protocol protocol = {.id = "t", .osi = 7};
    static const struct {
        unsigned def;
        uint64_t number;
        uint32_t length;
    } made[] = {{0, 7, 0},          {1, 1, 0},  {2, 0, 2}, {0, 8, 0}, {3, 0, 3},
                {4, 0, 6},          {4, 0, 5},  {5, 0, 4}, {6, 0, 0}, {1, 0, 0},
                {7, UINT64_MAX, 0}, {8, 0, 16}, {9, 9, 0}};
    struct pw_arena arena = {0};
    struct pw_tree tree;
    struct pw_json *json = pw_json_new(NULL, NULL);
    struct pw_buffer out = {0};
    pw_tree_begin(&tree, &arena, pw_bytes_of(bytes, sizeof bytes));
    struct pw_layer *layer = pw_tree_layer(&tree, &protocol, 0, 0);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        struct pw_field *field = pw_tree_field(&tree, &defs[made[i].def], 0, 0, made[i].length);
        field->number = made[i].number;
        field->bytes = pw_bytes_of(bytes, made[i].length);
    }
    /* Twice: keys that were met before are found again. */
    for (int round = 0; round < 2; round++) {
        pw_buffer_clear(&out);
        pw_json_fields(json, &tree, layer, &out);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out),
                               ",\"fields\":{\"t.number\":[7,8,9],\"t.flag\":[true,false],"
                               "\"t.text\":\" \\u0001\",\"t.bytes\":\"20010d\","
                               "\"t.mac\":[\"20:01:0d:b8:00:00\",\"20010db800\"],"
                               "\"t.v4\":\"32.1.13.184\",\"t.hex\":\"18446744073709551615\","
                               "\"t.v6\":\"2001:db8::1\"}");
    }
    pw_buffer_free(&out);
    pw_json_free(json);
    pw_arena_free(&arena);
}

static unsigned count_of(const char *text, const char *word)
{
    unsigned count = 0;
    while ((text = strstr(text, word))) {
        count++;
        text += strlen(word);
    }
    return count;
}

/* A story of many conversations tells the first and lists the rest. */
static void test_many_conversations(void)
{
    struct segments segments = {0};
    for (uint16_t port = 40000; port < 40030; port++)
        segments_open(&segments, port);
    struct pw_buffer story = write_segments(&segments, STORY);
    const char *text = pw_buffer_get(&story);
    CU_ASSERT_EQUAL(count_of(text, "Connected: "), 20);
    CU_ASSERT_EQUAL(count_of(text, "More than 20 conversations"), 1);
    CU_ASSERT_EQUAL(count_of(text, ", server 10.0.0.2:80\n"), 30);
    pw_buffer_free(&story);
    segments_free(&segments);
}

static void test_nothing(void)
{
    struct segments none = {0};
    struct pw_buffer json = write_segments(&none, JSON);
    struct pw_buffer story = write_segments(&none, STORY);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&json),
                           "{\"type\":\"end\",\"packets\":0,\"bytes\":0,\"malformed\":0,"
                           "\"conversations\":0,\"handshakes\":0,\"upgrades\":0,\"messages\":0,"
                           "\"truncated\":false}\n");
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&story), "no packets"));
    pw_buffer_free(&json);
    pw_buffer_free(&story);
}

static void check_golden_story(struct pcap_file *file, void *self)
{
    (void)self;
    char path[512];
    snprintf(path, sizeof path, "%s/explain/%s.txt", PW_GOLDEN, file->name);
    struct pw_buffer out = write_file(file, STORY);
    check_golden(path, &out);
    pw_buffer_free(&out);
}

static void test_golden_stories(void)
{
    pcap_files_each(check_golden_story, NULL);
}

/* Without the words, so that a better sentence changes no golden here. */
static void test_golden_json(void)
{
    static const char *const names[] = {"handshake", "refused", "dns", "upgrade", "fragments4"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s.pcap", PW_CAPTURES, names[i]);
        struct pcap_file file = pcap_file_read(path);
        snprintf(path, sizeof path, "%s/json/%s.jsonl", PW_GOLDEN, names[i]);
        struct pw_buffer out = write_file(&file, JSON_PLAIN);
        check_golden(path, &out);
        pw_buffer_free(&out);
        pcap_file_free(&file);
    }
}

int main(void)
{
    struct pw_error error = {{0}};
    export_words = pw_words_load(PW_LESSONS "/en/explain", &error);
    if (!export_words) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("export", NULL, NULL);
    CU_add_test(suite, "every JSON line is strict and harmless", test_json_is_strict);
    CU_add_test(suite, "every story is plain and fits 80 columns", test_story_is_plain);
    CU_add_test(suite, "texts from the wire harm nobody", test_hostile_texts);
    CU_add_test(suite, "numbers that a double cannot hold", test_numbers);
    CU_add_test(suite, "fields of every format", test_fields);
    CU_add_test(suite, "many conversations", test_many_conversations);
    CU_add_test(suite, "an empty capture", test_nothing);
    CU_add_test(suite, "golden stories", test_golden_stories);
    CU_add_test(suite, "golden JSON", test_golden_json);
    CU_add_test(suite, "a lesson told whole, in plain lines", test_linear_whole);
    CU_add_test(suite, "a conversation about a lesson", test_linear_talk);
    CU_add_test(suite, "testing out of a lesson", test_linear_test);
    CU_add_test(suite, "golden hand-outs", test_handout_goldens);
    CU_add_test(suite, "hand-outs of every capture", test_handouts_of_all);
    CU_add_test(suite, "hand-outs of every lesson", test_handouts_of_lessons);
    CU_add_test(suite, "text that wants to be markup", test_markup);
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    pictures_free();
    pw_words_free(export_words);
    return failures ? 1 : 0;
}
