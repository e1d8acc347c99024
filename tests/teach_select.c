/* teach/: selectors and statements: what they mean, and what is said of bad ones. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/select_private.h"
#include "teach_test.h"

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
