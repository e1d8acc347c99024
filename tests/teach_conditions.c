/* teach/: conditions, of packets and of events: what they mean, and what is said of bad ones. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/condition_private.h"
#include "teach_test.h"

static const struct {
    const char *capture, *condition;
    uint32_t packet; /* from 1 */
    bool holds;
} conditions[] = {
    /* Names alone: the packet has such a layer, such a field, such a flag set. */
    {"upgrade.pcap", "tcp", 1, true},
    {"upgrade.pcap", "udp", 1, false},
    {"upgrade.pcap", "tcp.len", 1, true},
    {"upgrade.pcap", "tcp.flags.syn", 1, true},
    {"upgrade.pcap", "tcp.flags.ack", 1, false},
    {"upgrade.pcap", "http.request.uri", 1, false},
    {"upgrade.pcap", "http.request.uri", 4, true},
    {"dns.pcap", "dns.section.answers", 3, false},
    {"dns.pcap", "dns.section.answers", 4, true},
    /* Numbers and flags. */
    {"upgrade.pcap", "tcp.flags.syn == 1", 1, true},
    {"upgrade.pcap", "tcp.flags.syn == true", 1, true},
    {"upgrade.pcap", "tcp.flags.ack == false", 1, true},
    {"upgrade.pcap", "tcp.dstport == 0xBb8", 1, true},
    {"upgrade.pcap", "tcp.dstport != 3000", 1, false},
    {"upgrade.pcap", "tcp.dstport >= 3000", 1, true},
    {"upgrade.pcap", "tcp.dstport <= 3000", 1, true},
    {"upgrade.pcap", "tcp.dstport < 3000", 1, false},
    {"upgrade.pcap", "tcp.dstport > 3000", 1, false},
    {"upgrade.pcap", "tcp.flags == 0x002", 1, true},
    {"upgrade.pcap", "tcp.seq_raw < 18446744073709551615", 1, true},
    /* The same in words. */
    {"upgrade.pcap", "tcp.dstport eq 3000 and not udp", 1, true},
    {"upgrade.pcap", "tcp.dstport ne 3000 or tcp.dstport lt 3000", 1, false},
    {"upgrade.pcap", "tcp.dstport le 3000 and tcp.dstport ge 3000", 1, true},
    {"upgrade.pcap", "tcp.dstport gt 2999", 1, true},
    /* Addresses, text, bytes. */
    {"upgrade.pcap", "ip.src == 127.0.0.1", 1, true},
    {"upgrade.pcap", "ip.src != 127.0.0.1", 1, false},
    {"http6.pcap", "ipv6.dst == fe80::1", 1, false},
    {"ping6.pcap", "ipv6.src == 2001:db8::ff:fe00:1", 18, true},
    {"arp.pcap", "eth.src == 02:00:00:00:00:01", 1, true},
    {"arp.pcap", "eth.src == 020000000001", 1, true},
    {"arp.pcap", "eth.dst == FF:ff:FF:ff:FF:ff", 1, true},
    {"upgrade.pcap", "http.request.uri == \"/chat\"", 4, true},
    {"upgrade.pcap", "http.request.uri == \"/cha\"", 4, false},
    {"upgrade.pcap", "http.request.uri contains \"cha\"", 4, true},
    {"upgrade.pcap", "http.request.uri contains \"CHA\"", 4, false},
    {"upgrade.pcap", "http.request.uri contains \"\"", 4, true},
    {"upgrade.pcap", "http.request.uri contains \"/chat and more\"", 4, false},
    {"upgrade.pcap", "http.request.uri != \"/\"", 4, true},
    {"upgrade.pcap", "websocket.masking_key == 875a5dd1", 8, true},
    {"upgrade.pcap", "websocket.masking_key == 87:5a:5d:d1", 8, true},
    {"upgrade.pcap", "websocket.masking_key contains 5a5d", 8, true},
    {"upgrade.pcap", "websocket.masking_key contains \"Z]\"", 8, true},
    {"upgrade.pcap", "websocket.payload.text == \"hello\"", 8, true},
    /* What a byte belongs to. */
    {"upgrade.pcap", "byte.0 == \"eth\"", 8, true},
    {"upgrade.pcap", "byte.13 == \"eth\"", 8, true},
    {"upgrade.pcap", "byte.14 == \"eth\"", 8, false},
    {"upgrade.pcap", "byte.14 != \"eth\"", 8, true},
    {"upgrade.pcap", "byte.22 == \"ip.ttl\"", 8, true},
    {"upgrade.pcap", "byte.22 == \"ip\" && byte.22 contains \"ttl\"", 8, true},
    {"upgrade.pcap", "byte.47 == \"tcp.flags.syn\" && byte.47 == \"tcp.flags.ack\"", 8, true},
    {"upgrade.pcap", "byte.68 == \"websocket.masking_key\"", 8, true},
    {"upgrade.pcap", "byte.76", 8, true},
    {"upgrade.pcap", "byte.77", 8, false},
    {"upgrade.pcap", "byte.77 != \"tcp\"", 8, false},
    {"upgrade.pcap", "byte.4294967294 == \"tcp\"", 8, false},
    /* Operators: ! before && before ||, and brackets. */
    {"upgrade.pcap", "tcp.flags.syn == 1 && tcp.flags.ack == 0", 1, true},
    {"upgrade.pcap", "tcp.flags.syn == 1 && !tcp.flags.ack", 2, false},
    {"upgrade.pcap", "tcp.flags.syn == 0 || tcp.dstport == 3000", 1, true},
    {"upgrade.pcap", "tcp || udp && udp", 1, true},
    {"upgrade.pcap", "(tcp || udp) && udp", 1, false},
    {"upgrade.pcap", "udp && udp || tcp", 1, true},
    {"upgrade.pcap", "udp && (udp || tcp)", 1, false},
    {"upgrade.pcap", "!udp && tcp", 1, true},
    {"upgrade.pcap", "!tcp || tcp", 1, true},
    {"upgrade.pcap", "!(tcp || udp)", 1, false},
    {"upgrade.pcap", "!(udp && tcp) && !!tcp", 1, true},
    {"upgrade.pcap", "((tcp))&&!(((udp)))", 1, true},
    {"upgrade.pcap", "!(tcp.flags.syn == 1)", 3, true},
    {"upgrade.pcap", "tcp.dstport==3000&&!udp||udp", 1, true},
    {"upgrade.pcap", " \t tcp \n && \n ip ", 1, true},
    /* What is no field. */
    {"upgrade.pcap", "frame.number == 8", 8, true},
    {"upgrade.pcap", "frame.number < 8", 8, false},
    {"upgrade.pcap", "frame.len == 223", 4, true},
    {"upgrade.pcap", "length > 70 && length < 80", 1, true},
    {"upgrade.pcap", "layers == 3", 1, true},
    {"refused.pcap", "layers == 3", 6, true},
    {"upgrade.pcap", "from == \"client\"", 1, true},
    {"upgrade.pcap", "from == \"server\"", 2, true},
    {"upgrade.pcap", "from != \"server\"", 2, false},
    {"upgrade.pcap", "next.from == \"server\"", 1, true},
    {"upgrade.pcap", "next.from == \"client\"", 2, true},
    {"upgrade.pcap", "next.from == \"nobody\"", 29, true},
    {"upgrade.pcap", "conversation == 0", 1, true},
    {"http.pcap", "conversation > 0", 23, true},
    {"arp.pcap", "conversation >= 0", 1, false},
    {"arp.pcap", "from != \"client\"", 1, false},
    {"arp.pcap", "next.from == \"nobody\"", 1, false},
    /* One name for two fields: one that fulfils it is enough; != wants both to differ. */
    {"upgrade.pcap", "tcp.port == 3000", 1, true},
    {"upgrade.pcap", "tcp.port == 3000", 2, true},
    {"upgrade.pcap", "tcp.port == 3001", 1, false},
    {"upgrade.pcap", "tcp.port != 3000", 1, false},
    {"upgrade.pcap", "tcp.port != 3001", 1, true},
    {"handshake.pcap", "ip.addr == 10.0.0.2", 3, true},
    {"handshake.pcap", "ip.addr != 10.0.0.2", 3, false},
    {"handshake.pcap", "eth.addr == 02:00:00:00:00:02", 3, true},
    {"ping6.pcap", "ipv6.addr == 2001:db8::2", 18, true},
    {"dns.pcap", "udp.port == 53 && udp.port > 50000", 3, true},
    /* A field met several times. */
    {"dns.pcap", "dns.resp.type == 1", 8, true},
    {"dns.pcap", "dns.resp.type == 5", 8, true},
    {"dns.pcap", "dns.resp.type != 5", 8, false},
    {"dns.pcap", "dns.resp.type != 99", 8, true},
    {"ip-in-ip.pcap", "ip.src == 10.0.0.1 && ip.src == 10.9.0.1", 7, true},
    /* A name the packet lacks makes every comparison false. */
    {"upgrade.pcap", "http.response.code == 101", 1, false},
    {"upgrade.pcap", "http.response.code != 101", 1, false},
    {"upgrade.pcap", "!(http.response.code == 101)", 1, true},
};

static bool ask(const char *capture, const char *text, uint32_t row)
{
    struct pw_arena arena = {0};
    struct pw_error error = {{0}};
    struct pw_tree tree;
    const struct pw_session *session = picture_of(capture);
    const struct pw_condition *condition = pw_condition_parse(text, &arena, &error);
    CU_ASSERT_PTR_NOT_NULL(condition);
    if (!condition)
        printf("\n%s: %s", text, error.text);
    pw_picture_tree(session, row, &arena, &tree);
    bool holds = condition && pw_condition_packet(condition, session, row, &tree);
    pw_arena_free(&arena);
    return holds;
}

void test_conditions(void)
{
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        bool holds = ask(conditions[i].capture, conditions[i].condition, conditions[i].packet - 1);
        CU_ASSERT_EQUAL(holds, conditions[i].holds);
        if (holds != conditions[i].holds)
            printf("\n%s, packet %u of %s: %d", conditions[i].condition, conditions[i].packet,
                   conditions[i].capture, holds);
    }
}

static const struct {
    const char *condition;
    uint32_t event; /* of upgrade.pcap, from 0 */
    bool holds;
} of_events[] = {
    {"code == 1000", 13, true},
    {"code != 1000", 13, false},
    {"code > 999 && reason == \"bye\"", 13, true},
    {"from == \"client\"", 13, true},
    {"from == \"server\"", 14, true},
    {"text contains \"ell\"", 4, true},
    {"text", 4, true},
    {"hex", 4, false},
    {"masked", 4, true},
    {"masked", 5, false},
    {"masked == false", 5, true},
    {"masked == 1", 4, true},
    {"length == 5 and not compressed", 4, true},
    {"result == \"complete\"", 0, true},
    {"rtt_us < 0x100", 0, true},
    {"no_such == 1 || no_such != 1", 0, false},
    /* A number is no text, and the other way round. */
    {"code == \"1000\"", 13, false},
    {"reason == 1", 13, false},
};

void test_event_conditions(void)
{
    const struct pw_session *session = picture_of("upgrade.pcap");
    for (size_t i = 0; i < sizeof of_events / sizeof *of_events; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        struct pw_description event;
        const struct pw_condition *condition =
            pw_condition_parse_event(of_events[i].condition, &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(condition);
        pw_picture_event(session, of_events[i].event, &arena, &event);
        bool holds = pw_condition_event(condition, &event);
        CU_ASSERT_EQUAL(holds, of_events[i].holds);
        if (holds != of_events[i].holds)
            printf("\n%s, event %u: %d", of_events[i].condition, of_events[i].event, holds);
        pw_arena_free(&arena);
    }
}

static const struct {
    const char *condition, *fault;
    bool events;
} faults[] = {
    {"", "column 1: the condition ends too early", false},
    {"  ", "column 3: the condition ends too early", false},
    {"tcp &&", "column 7: the condition ends too early", false},
    {"tcp && !", "column 9: the condition ends too early", false},
    {"tcp && (", "column 9: the condition ends too early", false},
    {"tcp && ||", "column 8: a field's name is expected here", false},
    {"tcp && != 1", "column 8: a field's name is expected here", false},
    {"== 1", "column 1: a field's name is expected here", false},
    {"()", "column 2: a field's name is expected here", false},
    {"tcp && nosuch.field == 1", "column 8: no field or protocol is called \"nosuch.field\"",
     false},
    {"tcp udp", "column 5: &&, || or the end of the condition is expected here", false},
    {"tcp & udp", "column 5: &&, || or the end of the condition is expected here", false},
    {"tcp.len == 1 2", "column 14: &&, || or the end of the condition is expected here", false},
    {"tcp = 1", "column 5: &&, || or the end of the condition is expected here", false},
    {"(tcp", "column 5: a bracket does not close", false},
    {"((tcp) && udp", "column 14: a bracket does not close", false},
    {"tcp)", "column 4: this bracket was not opened", false},
    {"tcp.flags.syn ==", "column 17: a value is missing here", false},
    {"tcp.flags.syn == && tcp", "column 18: a value is missing here", false},
    {"http.host == \"open", "column 14: these quotes do not close", false},
    {"ip.src < 127.0.0.1", "column 1: only numbers have an order; use == or !=", false},
    {"tcp && from >= \"client\"", "column 8: only numbers have an order; use == or !=", false},
    {"tcp.len contains 3", "column 1: only text and bytes contain something", false},
    {"tcp.len == many", "column 12: a number is expected here: 80 or 0x50", false},
    {"tcp.len == \"3\"", "column 12: a number is expected here: 80 or 0x50", false},
    {"tcp.len == 0x", "column 12: a number is expected here: 80 or 0x50", false},
    {"tcp.len == -1", "column 12: a number is expected here: 80 or 0x50", false},
    {"tcp.len == 18446744073709551616", "column 12: a number is expected here: 80 or 0x50", false},
    {"tcp.flags.syn ==   2", "column 20: a flag is compared with 1, 0, true or false", false},
    {"http.host == here", "column 14: text stands in \"quotes\"", false},
    {"websocket.masking_key == 875", "column 26: bytes are hex digits or \"text\"", false},
    {"websocket.masking_key == xyz", "column 26: bytes are hex digits or \"text\"", false},
    {"eth.src == 02:00", "column 12: an Ethernet address is expected here: 02:00:00:00:00:01",
     false},
    {"ip.src == 1.2.3", "column 11: an IPv4 address is expected here: 10.0.0.1", false},
    {"ip.src == 1.2.3.256", "column 11: an IPv4 address is expected here: 10.0.0.1", false},
    {"ipv6.src == 1.2.3.4", "column 13: an IPv6 address is expected here: fd00::1", false},
    {"dns.section.answers == 1", "column 24: this is a heading, it has no value", false},
    {"tcp == 1", "column 8: this is a heading, it has no value", false},
    {"byte.38 == tcp", "column 12: text stands in \"quotes\"", false},
    {"byte. == \"tcp\"", "column 1: no field or protocol is called \"byte.\"", false},
    {"byte.x == \"tcp\"", "column 1: no field or protocol is called \"byte.x\"", false},
    {"byte.0x8 == \"tcp\"", "column 1: no field or protocol is called \"byte.0x8\"", false},
    {"byte.4294967295", "column 1: no field or protocol is called \"byte.4294967295\"", false},
    {"code == many", "column 9: a number, true, false or \"text\" is expected here", true},
    {"code ==", "column 8: a value is missing here", true},
    {"text < \"a\"", "column 1: only numbers have an order; use == or !=", true},
};

void test_condition_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        const char *text = faults[i].condition;
        CU_ASSERT_PTR_NULL(faults[i].events ? pw_condition_parse_event(text, &arena, &error)
                                            : pw_condition_parse(text, &arena, &error));
        CU_ASSERT_STRING_EQUAL(error.text, faults[i].fault);
        if (strcmp(error.text, faults[i].fault) != 0)
            printf("\n%s: %s", text, error.text);
        pw_arena_free(&arena);
    }
}

/* `count` times `word`, then `end`. */
static const char *repeat(const char *word, unsigned count, const char *end)
{
    static char text[8192];
    text[0] = '\0';
    while (count--)
        strcat(text, word);
    return strcat(text, end);
}

static void check_limit(const char *text, const char *fault)
{
    struct pw_arena arena = {0};
    struct pw_error error = {{0}};
    CU_ASSERT_EQUAL(pw_condition_parse(text, &arena, &error) == NULL, *fault != '\0');
    CU_ASSERT_STRING_EQUAL(error.text, fault);
    if (strcmp(error.text, fault) != 0)
        printf("\nwanted %s\ngot %s", fault, error.text);
    pw_arena_free(&arena);
}

/* However a condition is heaped up, there is an end to it, and right before that it still works. */
void test_condition_limits(void)
{
    char nested[256];
    snprintf(nested, sizeof nested, "%s", repeat("(", PW_CONDITION_DEPTH, "tcp"));
    check_limit(repeat(")", PW_CONDITION_DEPTH, ""), "column 1: a field's name is expected here");
    strcat(nested, repeat(")", PW_CONDITION_DEPTH, ""));
    check_limit(nested, "");
    CU_ASSERT_TRUE(ask("upgrade.pcap", nested, 0));
    check_limit(repeat("(", PW_CONDITION_DEPTH + 1, "tcp"),
                "column 66: this condition nests too deep");
    CU_ASSERT_TRUE(ask("upgrade.pcap", repeat("!", PW_CONDITION_DEPTH, "tcp"), 0));
    CU_ASSERT_FALSE(ask("upgrade.pcap", repeat("!", PW_CONDITION_DEPTH - 1, "tcp"), 0));
    check_limit(repeat("!", PW_CONDITION_DEPTH + 1, "tcp"),
                "column 66: this condition nests too deep");
    /* Tests and operators together. */
    CU_ASSERT_TRUE(ask("upgrade.pcap", repeat("ip&&", PW_CONDITION_STEPS / 2 - 1, "ip"), 0));
    check_limit(repeat("ip&&", PW_CONDITION_STEPS / 2, "ip"),
                "column 515: this condition is too long");
    check_limit(repeat(" ", PW_CONDITION_MAX - 3, "tcp"), "");
    check_limit(repeat(" ", PW_CONDITION_MAX - 2, "tcp"), "column 1025: too long");
}
