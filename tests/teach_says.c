/* teach/: how texts are filled and what they rest on. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach_test.h"

#define ENTRY(text)                                                                                \
    "# Test\n\n## field tcp.dstport\n- friend: f\n- student: " text "\n- engineer: e\n"

static struct pw_words *load(const char *text, struct pw_error *error)
{
    scratch_file("words.md", text);
    char directory[512];
    snprintf(directory, sizeof directory, "%s", scratch_directory());
    return pw_words_load(directory, error);
}

/* What a text says about the first SYN of handshake.pcap. */
static void check_says(const char *file, const char *wanted)
{
    struct pw_error error = {{0}};
    struct pw_words *words = load(file, &error);
    struct pw_arena arena = {0};
    struct pw_tree tree;
    struct pw_said said;
    CU_ASSERT_PTR_NOT_NULL(words);
    if (!words) {
        printf("\n%s", error.text);
        return;
    }
    pw_picture_tree(picture_of("handshake.pcap"), 2, &arena, &tree);
    const struct pw_field *field = pw_tree_find(&tree, NULL, "tcp.dstport", 0);
    const struct pw_layer *tcp = pw_tree_last(&tree, "tcp");
    CU_ASSERT_TRUE(pw_words_field(words, PW_STUDENT, &tree, tcp, field, &arena, &said));
    CU_ASSERT_STRING_EQUAL(said.text, wanted);
    if (strcmp(said.text, wanted) != 0)
        printf("\nwanted %s\ngot    %s", wanted, said.text);
    pw_words_free(words);
    pw_arena_free(&arena);
}

void test_placeholders(void)
{
    check_says(ENTRY("plain text"), "plain text");
    check_says(ENTRY("port {tcp.dstport}"), "port 7777");
    check_says(ENTRY("to {ip.dst}, SYN {tcp.flags.syn}"), "to 10.0.0.2, SYN set");
    check_says(ENTRY("{websocket.opcode}"), "?");
    check_says(ENTRY("{websocket.opcode|nothing}"), "nothing");
    check_says(ENTRY("{websocket.opcode|}."), ".");
    check_says(ENTRY("{tcp.len:count byte bytes}"), "0 bytes");
    check_says(ENTRY("{tcp.hdr_len:count byte bytes}"), "40 bytes");
    check_says(ENTRY("{tcp.options.wscale.shift:time}"), "0.010 ms");
    check_says(ENTRY("{tcp.options.mss_val:time}"), "1.4 ms");
    check_says(ENTRY("[the port](tcp.dstport) here"), "the port here");
    check_says(ENTRY("\\[a\\] \\{b\\} \\\\"), "[a] {b} \\");
    check_says(ENTRY("one\n  line"), "one line");
}

void test_spans(void)
{
    struct pw_error error = {{0}};
    struct pw_words *words =
        load(ENTRY("the [port](tcp.dstport) is {tcp.dstport}, from {ip.src}"), &error);
    struct pw_arena arena = {0};
    struct pw_tree tree;
    struct pw_said said;
    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    pw_picture_tree(picture_of("handshake.pcap"), 2, &arena, &tree);
    const struct pw_field *field = pw_tree_find(&tree, NULL, "tcp.dstport", 0);
    pw_words_field(words, PW_STUDENT, &tree, pw_tree_last(&tree, "tcp"), field, &arena, &said);
    CU_ASSERT_STRING_EQUAL(said.text, "the port is 7777, from 10.0.0.1");
    static const struct {
        const char *text, *field;
    } spans[] = {{"port", "tcp.dstport"}, {"7777", "tcp.dstport"}, {"10.0.0.1", "ip.src"}};
    CU_ASSERT_EQUAL_FATAL(said.span_count, 3);
    for (int i = 0; i < 3; i++) {
        const struct pw_span *span = &said.spans[i];
        CU_ASSERT_EQUAL(span->length, strlen(spans[i].text));
        CU_ASSERT_NSTRING_EQUAL(said.text + span->start, spans[i].text, span->length);
        CU_ASSERT_PTR_NOT_NULL_FATAL(span->field);
        CU_ASSERT_STRING_EQUAL(span->field->def->id, spans[i].field);
    }
    /* A text without links rests on its field as a whole. */
    pw_words_field(words, PW_FRIEND, &tree, pw_tree_last(&tree, "tcp"), field, &arena, &said);
    CU_ASSERT_EQUAL_FATAL(said.span_count, 1);
    CU_ASSERT_PTR_EQUAL(said.spans[0].field, field);
    pw_words_free(words);
    pw_arena_free(&arena);
}
