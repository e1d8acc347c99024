/* teach/: how texts are filled and what they rest on; the rungs. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/rungs.h"
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

static const struct {
    const char *capture;
    uint32_t packet; /* from 1 */
    uint8_t osi;
    const char *layer, *title; /* NULL: no layer; the title's beginning */
} rungs[] = {
    {"upgrade.pcap", 4, 7, "http", "HTTP GET /chat"},
    {"upgrade.pcap", 4, 4, "tcp", "TCP 50630 → 3000"},
    {"upgrade.pcap", 4, 2, "eth", "Ethernet (faked)"},
    {"upgrade.pcap", 4, 1, NULL, "none: loopback"},
    {"upgrade.pcap", 1, 7, NULL, "–"},
    {"upgrade.pcap", 8, 7, "websocket", "WebSocket"},
    {"upgrade.pcap", 8, 6, NULL, "WebSocket masking"},
    {"upgrade.pcap", 9, 6, NULL, "–"},
    {"onion-veth.pcap", 6, 1, NULL, "not captured"},
    {"arp.pcap", 1, 2, "arp", "ARP who has"},
    {"arp.pcap", 1, 3, NULL, "–"},
    {"ping.pcap", 3, 4, NULL, "–"},
    {"dns.pcap", 3, 7, "dns", "DNS"},
    {"dns.pcap", 3, 4, "udp", "UDP"},
    {"fragments4.pcap", 4, 4, NULL, ""},
    {"raw-ip.pcap", 1, 2, "raw", ""},
    {"null.pcap", 1, 2, "null", ""},
    {"cooked1.pcap", 3, 2, "sll", ""},
    {"vlan.pcap", 1, 2, "arp", ""},
    {"ws-split.pcap", 6, 7, NULL, "part of a message"},
};

void test_rungs(void)
{
    for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++) {
        const struct pw_session *session = picture_of(rungs[i].capture);
        uint32_t row = rungs[i].packet - 1;
        struct pw_arena arena = {0};
        struct pw_tree tree;
        struct pw_rung made[7];
        pw_picture_tree(session, row, &arena, &tree);
        pw_rungs_make(teach_words, PW_STUDENT, &tree, pw_session_row(session, row)->link, &arena,
                      made);
        const struct pw_rung *rung = &made[7 - rungs[i].osi];
        const char *layer = rung->layer ? rung->layer->protocol->id : "none";
        const char *wanted = rungs[i].layer ? rungs[i].layer : "none";
        bool right = rung->osi == rungs[i].osi && strcmp(layer, wanted) == 0 &&
                     strncmp(rung->title, rungs[i].title, strlen(rungs[i].title)) == 0;
        CU_ASSERT_TRUE(right);
        if (!right)
            printf("\n%s packet %u rung %u: %s \"%s\"", rungs[i].capture, rungs[i].packet,
                   rungs[i].osi, layer, rung->title);
        /* Every rung of every packet has something to say. */
        for (int r = 0; r < 7; r++)
            CU_ASSERT_TRUE(made[r].words.text && *made[r].words.text);
        pw_arena_free(&arena);
    }
}
