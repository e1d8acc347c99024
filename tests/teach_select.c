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
    {"last udp", 0, 0},
    {"next udp", 3, 0},
    {"next event websocket.message", 0, 8},
    {"next event tcp.close", 29, 0},
    {"last event websocket.message from == \"server\" && length == 20", 0, 14},
    {"nth 7 event websocket.message", 0, 21},
    {"nth 8 event websocket.message", 0, 0},
    {"nth 18446744073709551615 tcp", 0, 0},
    {"nth 0x2 tcp", 0, 2},
    {"event websocket.close", 0, 23},
    {" first\tevent  websocket.close  code == 1000 ", 0, 23},
    /* What begins like a word of ours and is none. */
    {"next.from == \"nobody\"", 0, 29},
    {"(tcp.flags.fin == 1)", 0, 27},
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

/* Only questions made from a packet say it; what is behind the last one is none. */
void test_select_row(void)
{
    const struct pw_session *session = picture_of("upgrade.pcap");
    struct pw_selector row = {.which = PW_SELECT_ROW, .nth = 29};
    CU_ASSERT_EQUAL(pw_selector_find(&row, session, PW_NONE), 28);
    row.nth = 30;
    CU_ASSERT_EQUAL(pw_selector_find(&row, session, 3), PW_NONE);
    row.nth = (uint64_t)UINT32_MAX + 2;
    CU_ASSERT_EQUAL(pw_selector_find(&row, session, 3), PW_NONE);
}

/* Of the session as a whole, or where it is a bare condition, of packet 4. */
static const struct {
    const char *statement;
    bool holds;
} statements[] = {
    {"tcp", true},
    {"http.request.uri == \"/chat\"", true},
    {"udp", false},
    {"count http || websocket is 13", true},
    {"count http.request.uri == \" is 3\" is 0", true},
    {"every tcp has ip", true},
    {"every udp has udp", false},
    {"every event websocket.message from == \"client\" has websocket.mask == 1", true},
    {"every event websocket.message has websocket.mask == 1", false},
    {"packet last tcp has tcp.flags.ack && !tcp.flags.fin", true},
    {"packet nth 2 tcp.flags.syn == 1 has tcp.flags.ack == 1", true},
    {"packet next tcp has frame.number == 1", true},
    {"packet first event tcp.handshake has frame.number == 3", true},
    {"event dns.query", false},
    {"events dns.query is 0", true},
    {"events websocket.close is 0x2", true},
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
    const struct pw_session *session = picture_of("upgrade.pcap");
    struct pw_arena arena = {0};
    struct pw_error error = {{0}};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const struct pw_statement *statement =
            pw_statement_parse(statements[i].statement, &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(statement);
        bool bare = pw_statement_is_about_packet(statement);
        bool holds = pw_statement_holds(statement, session, bare ? 3 : PW_NONE);
        /* A bare condition without a packet is false, and so it is behind the last one. */
        CU_ASSERT_FALSE(bare && pw_statement_holds(statement, session, PW_NONE));
        CU_ASSERT_FALSE(bare && pw_statement_holds(statement, session, 29));
        CU_ASSERT_EQUAL(holds, statements[i].holds);
        if (holds != statements[i].holds)
            printf("\n%s", statements[i].statement);
    }
    pw_arena_free(&arena);
}

static const struct {
    const char *statement, *fault;
} faults[] = {
    {"", "column 1: the condition ends too early"},
    {"count tcp", "column 6: this ends with \"is NUMBER\""},
    {"count tcp is", "column 6: this ends with \"is NUMBER\""},
    {"count tcp is many", "column 14: a number is expected here"},
    {"count tcp is 3 4", "column 14: a number is expected here"},
    {"count  tcp && nosuch is 3", "column 15: no field or protocol is called \"nosuch\""},
    {"count is 3", "column 6: the condition ends too early"},
    {"events no.such is 3", "column 8: no event has this name (docs: packetwalk json)"},
    {"events tcp.close code == many is 3",
     "column 26: a number, true, false or \"text\" is expected here"},
    {"event no.such", "column 7: no event has this name (docs: packetwalk json)"},
    {"event", "column 6: no event has this name (docs: packetwalk json)"},
    {"event tcp.close code ==", "column 24: a value is missing here"},
    {"packet tcp", "column 7: this needs \"has CONDITION\""},
    {"packet tcp has", "column 7: this needs \"has CONDITION\""},
    {"packet tcp has udp ip", "column 20: &&, || or the end of the condition is expected here"},
    {"packet first tcp && x has udp", "column 21: no field or protocol is called \"x\""},
    {"packet nth 0 tcp has tcp", "column 12: nth counts from 1: nth 2 tcp"},
    {"packet nth two tcp has tcp", "column 12: nth counts from 1: nth 2 tcp"},
    {"packet nth", "column 7: this needs \"has CONDITION\""},
    {"every tcp", "column 6: this needs \"has CONDITION\""},
    {"every tcp = has ip", "column 11: &&, || or the end of the condition is expected here"},
    {"every event tcp.close has nosuch", "column 27: no field or protocol is called \"nosuch\""},
    {"tcp udp", "column 5: &&, || or the end of the condition is expected here"},
};

void test_statement_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        CU_ASSERT_PTR_NULL(pw_statement_parse(faults[i].statement, &arena, &error));
        CU_ASSERT_STRING_EQUAL(error.text, faults[i].fault);
        if (strcmp(error.text, faults[i].fault) != 0)
            printf("\n%s: %s", faults[i].statement, error.text);
        pw_arena_free(&arena);
    }
}
