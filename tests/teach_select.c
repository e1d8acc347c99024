/* teach/: conditions, selectors and statements: what they mean, and what is said of bad ones. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/select.h"
#include "teach_test.h"

/* In upgrade.pcap; packets count from 1. */
static const struct {
    const char *condition;
    uint32_t packet;
    bool holds;
} conditions[] = {
    {"tcp", 1, true},
    {"udp", 1, false},
    {"tcp.flags.syn == 1", 1, true},
    {"tcp.flags.syn == 1 && tcp.flags.ack == 0", 1, true},
    {"tcp.flags.syn == 1 && !tcp.flags.ack", 2, false},
    {"tcp.flags.syn == 0 || tcp.dstport == 3000", 1, true},
    {"!(tcp.flags.syn == 1)", 3, true},
    {"tcp.dstport >= 3000", 1, true},
    {"tcp.dstport < 3000", 1, false},
    {"tcp.flags == 0x002", 1, true},
    {"ip.src == 127.0.0.1", 1, true},
    {"ip.src == 127.0.0.2", 1, false},
    {"eth.src == 00:00:00:00:00:00", 1, true},
    {"http.request.uri contains \"cha\"", 4, true},
    {"http.request.uri == \"/chat\"", 4, true},
    {"http.request.uri == \"/cha\"", 4, false},
    {"websocket.masking_key == 875a5dd1", 8, true},
    {"websocket.payload.text == \"hello\"", 8, true},
    {"frame.number == 8", 8, true},
    {"frame.len == 223", 4, true},
    {"length > 70", 1, true},
    {"layers == 3", 1, true},
    {"from == \"client\"", 1, true},
    {"from == \"server\"", 2, true},
    {"next.from == \"server\"", 1, true},
    {"conversation == 0", 1, true},
    /* A name the packet lacks makes every comparison false. */
    {"http.response.code == 101", 1, false},
    {"http.response.code != 101", 1, false},
};

void test_conditions(void)
{
    const struct pw_session *session = picture_of("upgrade.pcap");
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        struct pw_tree tree;
        uint32_t row = conditions[i].packet - 1;
        const struct pw_condition *condition =
            pw_condition_parse(conditions[i].condition, &arena, &error);
        CU_ASSERT_PTR_NOT_NULL(condition);
        if (!condition) {
            printf("\n%s: %s", conditions[i].condition, error.text);
            continue;
        }
        pw_picture_tree(session, row, &arena, &tree);
        bool holds = pw_condition_packet(condition, session, row, &tree);
        CU_ASSERT_EQUAL(holds, conditions[i].holds);
        if (holds != conditions[i].holds)
            printf("\n%s, packet %u", conditions[i].condition, conditions[i].packet);
        pw_arena_free(&arena);
    }
}

static const struct {
    const char *condition, *fault;
} faults[] = {
    {"", "column 1: the condition ends too early"},
    {"tcp.flags.syn ==", "a value is missing here"},
    {"tcp.flags.nosuch == 1", "column 1: no field or protocol is called \"tcp.flags.nosuch\""},
    {"tcp && ", "column 8: the condition ends too early"},
    {"tcp && ||", "a field's name is expected here"},
    {"tcp udp", "column 5: &&, || or the end of the condition is expected here"},
    {"(tcp", "a bracket does not close"},
    {"tcp)", "this bracket was not opened"},
    {"http.host == \"open", "these quotes do not close"},
    {"ip.src < 127.0.0.1", "only numbers have an order; use == or !="},
    {"tcp.len contains 3", "only text and bytes contain something"},
    {"tcp.len == many", "column 12:"},
    {"(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
     "tcp", "nests too deep"},
};

void test_condition_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        CU_ASSERT_PTR_NULL(pw_condition_parse(faults[i].condition, &arena, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, faults[i].fault));
        if (!strstr(error.text, faults[i].fault))
            printf("\n%s: %s", faults[i].condition, error.text);
        pw_arena_free(&arena);
    }
}

static const struct {
    const char *selector;
    uint32_t previous, found; /* packets from 1; 0: none */
} selectors[] = {
    {"first tcp.flags.syn == 1", 0, 1},
    {"tcp.flags.syn == 1", 0, 1},
    {"last tcp.flags.syn == 1", 0, 2},
    {"nth 2 tcp.flags.syn == 1", 0, 2},
    {"nth 3 tcp.flags.syn == 1", 0, 0},
    {"next tcp.len > 0", 0, 4},
    {"next tcp.len > 0", 4, 6},
    {"next tcp.flags.fin == 1", 28, 0},
    {"first event tcp.handshake", 0, 3},
    {"first event websocket.message", 0, 8},
    {"last event websocket.message", 0, 21},
    {"nth 2 event websocket.message", 0, 9},
    {"first event websocket.message from == \"server\"", 0, 9},
    {"next event websocket.message", 9, 11},
    {"first udp", 0, 0},
};

void test_selectors(void)
{
    const struct pw_session *session = picture_of("upgrade.pcap");
    for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        const struct pw_selector *selector =
            pw_selector_parse(selectors[i].selector, &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(selector);
        uint32_t previous = selectors[i].previous ? selectors[i].previous - 1 : PW_NONE;
        uint32_t wanted = selectors[i].found ? selectors[i].found - 1 : PW_NONE;
        uint32_t found = pw_selector_find(selector, session, previous);
        CU_ASSERT_EQUAL(found, wanted);
        if (found != wanted)
            printf("\n%s: packet %u", selectors[i].selector, found + 1);
        pw_arena_free(&arena);
    }
}

static const struct {
    const char *statement;
    bool holds;
} statements[] = {
    {"count tcp is 29", true},
    {"count tcp is 28", false},
    {"count udp is 0", true},
    {"events websocket.message is 7", true},
    {"events websocket.message from == \"server\" is 3", true},
    {"event websocket.close code == 1000", true},
    {"event websocket.close code == 1001", false},
    {"event tcp.handshake result == \"complete\"", true},
    {"packet first tcp.flags.syn == 1 has tcp.dstport == 3000", true},
    {"packet http.response.code > 0 has http.response.code == 101", true},
    {"packet http.response.code > 0 has http.response.code == 200", false},
    {"packet udp has udp.length == 1", false},
    {"every websocket && from == \"client\" has websocket.mask == 1", true},
    {"every websocket has websocket.mask == 1", false},
};

void test_statements(void)
{
    static const char *const wrong[][2] = {
        {"count tcp", "this ends with \"is NUMBER\""},
        {"count tcp is many", "a number is expected here"},
        {"packet tcp", "this needs \"has CONDITION\""},
        {"event no.such", "no event has this name"},
        {"packet nth 0 tcp has tcp", "nth counts from 1"},
    };
    const struct pw_session *session = picture_of("upgrade.pcap");
    struct pw_arena arena = {0};
    struct pw_error error = {{0}};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const struct pw_statement *statement =
            pw_statement_parse(statements[i].statement, &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(statement);
        bool holds = pw_statement_holds(statement, session, PW_NONE);
        CU_ASSERT_EQUAL(holds, statements[i].holds);
        if (holds != statements[i].holds)
            printf("\n%s", statements[i].statement);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CU_ASSERT_PTR_NULL(pw_statement_parse(wrong[i][0], &arena, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, wrong[i][1]));
        if (!strstr(error.text, wrong[i][1]))
            printf("\n%s: %s", wrong[i][0], error.text);
    }
    pw_arena_free(&arena);
}
