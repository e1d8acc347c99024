/* DNS (RFC 1035) and DHCP (RFC 2131): from the bundled captures, and hand-built where no honest
 * program would send it. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect/dns.h"
#include "edge.h"
#include "message_test.h"
#include "pcap_file.h"

#define HEADER(flags, questions, answers)                                                          \
    "\x12\x34" flags "\x00" questions "\x00" answers "\x00\x00\x00\x00"
#define QUESTION "\x03www\x04test\x00\x00\x01\x00\x01"
/* "www.test" lies at byte 12, so "test" at 16. */
#define ANSWER "\xc0\x0c\x00\x01\x00\x01\x00\x00\x0e\x10\x00\x04\x0a\x00\x00\x50"

static void test_names(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        uint32_t at, behind; /* where the name starts, and what follows it */
        enum pw_parse parsed;
        const char *text; /* the name, or a piece of what is wrong */
    } cases[] = {
        {"\x00", 1, 0, 1, PW_PARSE_DONE, "<Root>"},
        {"\x03www\x04test\x00", 10, 0, 10, PW_PARSE_DONE, "www.test"},
        {"\x04test\x00\x03www\xc0\x00", 12, 6, 12, PW_PARSE_DONE, "www.test"},
        {"\x04test\x00\xc0\x00\xc0\x06", 10, 8, 10, PW_PARSE_DONE, "test"},
        {"\x03"
         "a.b\x02\x01\\\x00",
         8, 0, 8, PW_PARSE_DONE, "a\\.b.\\001\\\\"},
        {"\xc0\x00", 2, 0, 0, PW_PARSE_BAD, "backwards"},
        {"\x01"
         "a\xc0\x00",
         4, 0, 0, PW_PARSE_BAD, "backwards"},
        {"\x01"
         "a\xc0\x04\x01"
         "b\xc0\x00",
         8, 0, 0, PW_PARSE_BAD, "backwards"},
        {"\x01"
         "a\xc0\x04\x01"
         "b\xc0\x00",
         8, 4, 0, PW_PARSE_BAD, "backwards"},
        {"\x40", 1, 0, 0, PW_PARSE_BAD, "reserved"},
        {"\x80", 1, 0, 0, PW_PARSE_BAD, "reserved"},
        {"", 0, 0, 0, PW_PARSE_MORE, ""},
        {"\x03ww", 3, 0, 0, PW_PARSE_MORE, ""},
        {"\x03www", 4, 0, 0, PW_PARSE_MORE, ""},
        {"\xc0", 1, 0, 0, PW_PARSE_MORE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pw_dns_name name = {.length = 0};
        uint32_t at = cases[i].at;
        CU_ASSERT_EQUAL(pw_dns_name(edge_of(cases[i].bytes, cases[i].length), &at, &name),
                        cases[i].parsed);
        if (cases[i].parsed == PW_PARSE_DONE) {
            CU_ASSERT_STRING_EQUAL(name.text, cases[i].text);
            CU_ASSERT_EQUAL(name.length, strlen(name.text));
            CU_ASSERT_EQUAL(at, cases[i].behind);
        } else if (cases[i].parsed == PW_PARSE_BAD) {
            CU_ASSERT_PTR_NOT_NULL(strstr(name.fault, cases[i].text));
        }
    }
}

/* Names as long as may be, and the worst chain of pointers a message can hold. */
static void test_name_limits(void)
{
    struct pw_dns_name name;
    uint8_t bytes[400] = {0};
    uint32_t at = 0;
    for (size_t i = 0; i < 5; i++)
        bytes[i * 64] = 63;
    bytes[192] = 61;
    memset(bytes + 193, '\x01', 61);
    bytes[254] = 0;
    CU_ASSERT_EQUAL(pw_dns_name(edge_of(bytes, 255), &at, &name), PW_PARSE_DONE);
    CU_ASSERT_EQUAL(at, 255);
    CU_ASSERT_EQUAL(name.length, 3 * 63 * 4 + 3 + 61 * 4);
    at = 0;
    bytes[192] = 62;
    CU_ASSERT_EQUAL(pw_dns_name(edge_of(bytes, 300), &at, &name), PW_PARSE_BAD);

    memset(bytes, 0, sizeof bytes);
    for (size_t i = 1; i < 100; i++) {
        bytes[i * 2] = 0xc0;
        bytes[i * 2 + 1] = (uint8_t)(i * 2 - 2);
    }
    at = 32 * 2;
    CU_ASSERT_EQUAL(pw_dns_name(edge_of(bytes, 200), &at, &name), PW_PARSE_DONE);
    at = 33 * 2;
    CU_ASSERT_EQUAL(pw_dns_name(edge_of(bytes, 200), &at, &name), PW_PARSE_BAD);
    CU_ASSERT_PTR_NOT_NULL(strstr(name.fault, "32 pointers"));
}

static void test_dns_message(void)
{
    static const char text[] = HEADER("\x85\x80", "\x01", "\x01") QUESTION ANSWER;
    struct taken taken = take_apart("dns", text, sizeof text - 1, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(taken.kind, "dns.response");
    CU_ASSERT_STRING_EQUAL(taken.brief, "response A www.test");
    CU_ASSERT_STRING_EQUAL(taken.summary, "response A www.test → 10.0.0.80");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.id", 0), "0x1234");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.flags.authoritative", 0), "set");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.resp.name", 0), "www.test");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.resp.ttl", 0), "3600");
    check_every_prefix("dns", text, sizeof text - 1, false);

    struct pw_dns_facts facts;
    CU_ASSERT(pw_dns_summary(edge_of(text, sizeof text - 1), &facts));
    CU_ASSERT_STRING_EQUAL(facts.name, "www.test");
    CU_ASSERT(facts.response && facts.type == 1 && facts.answers == 1 && facts.id == 0x1234);
    for (size_t n = 0; n < 12 + sizeof QUESTION - 3; n++)
        CU_ASSERT_FALSE(pw_dns_summary(edge_of(text, n), &facts));
}

/* Over TCP two bytes of length come first, and pointers still count from behind them. */
static void test_dns_over_tcp(void)
{
    static const char text[] = "\x00\x2a" HEADER("\x81\x83", "\x01", "\x01") QUESTION ANSWER;
    struct taken taken = take_apart("dns", text, sizeof text - 1, false, true);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.length", 0), "42");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "dns.resp.name", 0), "www.test");
    CU_ASSERT_STRING_EQUAL(taken.summary, "response A www.test: no such name (3)");
    check_every_prefix("dns", text, sizeof text - 1, true);
}

static void test_dns_faults(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *why;
    } cases[] = {
        {HEADER("\x01\x00", "\x01", "\x00") "\xc0\x0c\x00\x01\x00\x01", 18,
         "a name's pointer does not lead backwards"},
        {HEADER("\x01\x00", "\x02", "\x00") QUESTION, 26, "the message ends before all it counts"},
        {HEADER("\x81\x80", "\x00",
                "\x01") "\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x03\x0a\x00\x00",
         26, "a record's data is shorter than its type needs"},
        {HEADER("\x81\x80", "\x00",
                "\x01") "\x00\x00\x01\x00\x01\x00\x00\x00\x00\xff\xff\x0a\x00\x00",
         26, "a record's length says more bytes than there are"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct taken taken = take_apart("dns", cases[i].bytes, cases[i].length, false, false);
        CU_ASSERT_EQUAL(taken.layer->verdict, PW_FAULT);
        CU_ASSERT_STRING_EQUAL(taken.why, cases[i].why);
    }
}

static void test_dns_claims(void)
{
    static const char query[] = HEADER("\x01\x00", "\x01", "\x00") QUESTION;
    static const char loop[] = HEADER("\x01\x00", "\x01", "\x00") "\xc0\x0c\x00\x01\x00\x01";
    static const char text[] = "GET / HTTP/1.1\r\nHost: www.example.test\r\n\r\n";
    static const uint8_t zeroes[64];
    static const struct {
        const void *bytes;
        size_t length;
        bool at_53, elsewhere;
    } cases[] = {
        {query, sizeof query - 1, true, true}, {query, sizeof query - 2, true, false},
        {loop, sizeof loop - 1, true, false},  {text, sizeof text - 1, false, false},
        {zeroes, sizeof zeroes, true, false},  {query, 11, false, false},
    };
    const struct pw_protocol *dns = pw_protocol_named("dns");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pw_bytes edge = edge_of(cases[i].bytes, cases[i].length);
        struct pw_cursor c = pw_cursor_of(edge.data, (uint32_t)edge.length, false);
        CU_ASSERT_EQUAL(dns->claims(c, 40000, 53), cases[i].at_53);
        CU_ASSERT_EQUAL(dns->claims(c, 40000, 40001), cases[i].elsewhere);
    }
}

static struct pcap_file capture(const char *name)
{
    struct pw_buffer path = {0};
    pw_buffer_print(&path, "%s/%s.pcap", PW_CAPTURES, name);
    struct pcap_file file = pcap_file_read(pw_buffer_get(&path));
    pw_buffer_free(&path);
    return file;
}

/* Each packet's last layer, if of that protocol, must be whole and say what the table has. */
static void check_capture(const char *name, const char *const *expected, size_t count)
{
    struct pcap_file file = capture(name);
    struct pw_arena arena = {0};
    struct pw_buffer said = {0};
    size_t met = 0;
    for (uint32_t i = 0; i < file.count; i++) {
        struct pw_tree tree;
        pw_arena_reset(&arena);
        pw_tree_begin(&tree, &arena, pw_bytes_of(file.packets[i].data, file.packets[i].captured));
        struct pw_dissection d = {.tree = &tree};
        pw_dissect_packet(&d, &file.packets[i]);
        const struct pw_layer *layer = pw_tree_last(&tree, name);
        if (!layer)
            continue;
        pw_buffer_clear(&said);
        layer->protocol->summary(&said, &tree, layer);
        CU_ASSERT_EQUAL(layer->verdict, PW_WHOLE);
        CU_ASSERT_FATAL(met < count);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&said), expected[met]);
        met++;
        uint32_t start = layer->offset, length = layer->length;
        check_every_prefix(name, file.packets[i].data + start, length, false);
    }
    CU_ASSERT_EQUAL(met, count);
    pw_buffer_free(&said);
    pw_arena_free(&arena);
    pcap_file_free(&file);
}

static void test_dns_capture(void)
{
    static const char *const expected[] = {
        "query A www.example.test",
        "response A www.example.test → 10.0.0.80",
        "query AAAA www.example.test",
        "response AAAA www.example.test → 2001:db8::80",
        "query A web.example.test",
        "response A web.example.test → 10.0.0.80",
        "query MX example.test",
        "response MX example.test → mail.example.test",
        "query TXT example.test",
        "response TXT example.test → v=spf1 -all",
        "query A nowhere.example.test",
        "response A nowhere.example.test: no such name (3)",
        "query PTR 80.0.0.10.in-addr.arpa",
        "response PTR 80.0.0.10.in-addr.arpa → www.example.test",
        "query TXT long.example.test",
        "response TXT long.example.test: no answer, truncated",
    };
    check_capture("dns", expected, sizeof expected / sizeof *expected);
}

static void test_dhcp_capture(void)
{
    static const char *const expected[] = {
        "discover",           "offer 10.0.0.145, for 3600 seconds",
        "request 10.0.0.145", "ack 10.0.0.145, for 3600 seconds",
        "release 10.0.0.145",
    };
    check_capture("dhcp", expected, sizeof expected / sizeof *expected);
}

static void test_dhcp_options(void)
{
    static const struct {
        const char *options;
        size_t length;
        const char *kind, *why;
    } cases[] = {
        {"\x35\x01\x01\xff", 4, "dhcp.discover", ""},
        {"\x00\x00\x35\x01\x05\x00\xff\x00\x00", 9, "dhcp.ack", ""},
        {"\x35\x01\x06\x38\x02no\xff", 8, "dhcp.nak", ""},
        {"\x35\x01\x08\xff", 4, "dhcp.other", ""},
        {"\xff", 1, "dhcp.other", ""},
        {"\x35\x01\x02", 3, "dhcp.offer", "no end option closes the options"},
        {"\x35\x01\x03\x0c\x05"
         "ab",
         7, "dhcp.request", "an option is longer than the message has room for"},
        {"\x01\x03\xff\xff\xff\xff", 6, "dhcp.other",
         "an option's length does not fit what it carries"},
        {"\x35\x00\xff", 3, "dhcp.other", "an option's length does not fit what it carries"},
    };
    uint8_t message[300] = {1, 1, 6};
    memcpy(message + 236, "\x63\x82\x53\x63", 4);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memcpy(message + 240, cases[i].options, cases[i].length);
        struct taken taken = take_apart("dhcp", message, 240 + cases[i].length, false, false);
        CU_ASSERT_STRING_EQUAL(taken.kind, cases[i].kind);
        CU_ASSERT_STRING_EQUAL(taken.why, cases[i].why);
    }
}

void add_datagram_tests(void)
{
    CU_pSuite suite = CU_add_suite("dns and dhcp", NULL, NULL);
    CU_add_test(suite, "names", test_names);
    CU_add_test(suite, "the longest names", test_name_limits);
    CU_add_test(suite, "a message", test_dns_message);
    CU_add_test(suite, "a message over TCP", test_dns_over_tcp);
    CU_add_test(suite, "faults", test_dns_faults);
    CU_add_test(suite, "what is DNS at all", test_dns_claims);
    CU_add_test(suite, "dns.pcap", test_dns_capture);
    CU_add_test(suite, "dhcp.pcap", test_dhcp_capture);
    CU_add_test(suite, "DHCP options", test_dhcp_options);
}
