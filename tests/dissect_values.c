/*
 * How values are told: addresses as text (RFC 5952 for IPv6) and the Internet checksum (RFC 1071)
 * with its verdicts.
 */
#include <CUnit/Basic.h>
#include <arpa/inet.h>
#include <string.h>

#include "dissect/checksum.h"
#include "dissect_test.h"

static const char *get(struct pw_buffer *buffer)
{
    return pw_buffer_get(buffer);
}

static void test_ipv6_text(void)
{
    static const struct {
        const char *any, *text; /* one way to write it, and the one way we do */
    } cases[] = {
        {"0:0:0:0:0:0:0:0", "::"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"1:0:0:0:0:0:0:0", "1::"},
        /* RFC 5952 section 4.1: no leading zeros */
        {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
        {"2001:db8:a0b:12f0:0:0:0:10", "2001:db8:a0b:12f0::10"},
        /* 4.2.1: as short as can be */
        {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
        /* 4.2.2: a lone zero group stays */
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        {"0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"},
        {"1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"},
        /* 4.2.3: the longest run, and the first of equals */
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"0:0:1:0:0:0:1:0", "0:0:1::1:0"},
        {"0:0:1:1:1:1:0:0", "::1:1:1:1:0:0"},
        {"1:1:1:1:1:0:0:0", "1:1:1:1:1::"},
        {"fe80:0:0:0:0:0:0:0", "fe80::"},
        /* 4.3: lower case */
        {"2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:1", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"},
        {"ff02:0:0:0:0:1:ff00:1", "ff02::1:ff00:1"},
        {"0100:0010:1000:0fff:f000:00f0:0f00:ffff", "100:10:1000:fff:f000:f0:f00:ffff"},
        /* 5: IPv4-mapped */
        {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
        {"::ffff:0.0.0.0", "::ffff:0.0.0.0"},
        {"::fffe:c000:201", "::fffe:c000:201"},
        {"1::ffff:c000:201", "1::ffff:c000:201"},
    };
    struct pw_buffer said = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t address[16], again[16];
        CU_ASSERT_EQUAL_FATAL(inet_pton(AF_INET6, cases[i].any, address), 1);
        pw_buffer_clear(&said);
        pw_show_ipv6(&said, address);
        CU_ASSERT_STRING_EQUAL(get(&said), cases[i].text);
        CU_ASSERT_EQUAL(inet_pton(AF_INET6, get(&said), again), 1);
        CU_ASSERT_EQUAL(memcmp(address, again, 16), 0);
    }
    pw_buffer_free(&said);
}

/* Every pattern of zero groups there is, against one other who knows the rules: the C library,
 * which differs only where a lone "::" would stand for IPv4 (those begin with six zero groups). */
static void test_ipv6_patterns(void)
{
    struct pw_buffer said = {0};
    for (unsigned pattern = 1; pattern < 256; pattern++) {
        uint8_t address[16] = {0};
        char expected[INET6_ADDRSTRLEN];
        for (unsigned group = 0; group < 8; group++)
            if (pattern & 1u << group)
                address[group * 2] = 0x12;
        if (!(pattern & 0x3f))
            continue;
        pw_buffer_clear(&said);
        pw_show_ipv6(&said, address);
        CU_ASSERT_PTR_NOT_NULL_FATAL(inet_ntop(AF_INET6, address, expected, sizeof expected));
        CU_ASSERT_STRING_EQUAL(get(&said), expected);
    }
    pw_buffer_free(&said);
}

static void test_other_addresses(void)
{
    static const struct {
        uint8_t ip[4], mac[6];
        const char *ip_text, *mac_text;
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, "0.0.0.0", "00:00:00:00:00:00"},
        {{255, 255, 255, 255},
         {0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
         "255.255.255.255",
         "ff:ff:ff:ff:ff:ff"},
        {{10, 0, 1, 200}, {2, 0x0a, 0xb0, 0xc, 0xde, 0xf9}, "10.0.1.200", "02:0a:b0:0c:de:f9"},
        {{1, 9, 10, 99}, {0x90, 9, 0x99, 0x10, 1, 0xa0}, "1.9.10.99", "90:09:99:10:01:a0"},
        {{100, 127, 128, 101}, {1, 2, 3, 4, 5, 6}, "100.127.128.101", "01:02:03:04:05:06"},
    };
    struct pw_buffer said = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pw_buffer_clear(&said);
        pw_show_ipv4(&said, cases[i].ip);
        CU_ASSERT_STRING_EQUAL(get(&said), cases[i].ip_text);
        pw_buffer_clear(&said);
        pw_show_mac(&said, cases[i].mac);
        CU_ASSERT_STRING_EQUAL(get(&said), cases[i].mac_text);
    }
    pw_buffer_free(&said);
}

static void test_checksum(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        uint16_t sum; /* complemented */
    } cases[] = {
        {"", 0, 0xffff},
        /* RFC 1071 section 3 */
        {"\x00\x01\xf2\x03\xf4\xf5\xf6\xf7", 8, 0x220d},
        {"\x00\x00", 2, 0xffff},
        {"\xff\xff", 2, 0x0000},
        {"\xff\xff\xff\xff", 4, 0x0000},
        /* A last odd byte counts as the high one. */
        {"\x12", 1, 0xedff},
        {"\x00\x01\xf2", 3, 0x0dfe},
        /* Folding twice: the first fold carries again. */
        {"\xff\xff\x00\x01\xff\xff", 6, 0xfffe},
        /* A header as it stands in many textbooks, without its checksum and with it. */
        {"\x45\x00\x00\x73\x00\x00\x40\x00\x40\x11\x00\x00\xc0\xa8\x00\x01\xc0\xa8\x00\xc7", 20,
         0xb861},
        {"\x45\x00\x00\x73\x00\x00\x40\x00\x40\x11\xb8\x61\xc0\xa8\x00\x01\xc0\xa8\x00\xc7", 20, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CU_ASSERT_EQUAL(pw_checksum(0, pw_bytes_of(cases[i].bytes, cases[i].length)), cases[i].sum);
    /* Longer than 32 bits can sum up without a fold. */
    static uint8_t many[300000];
    memset(many, 0xff, sizeof many);
    CU_ASSERT_EQUAL(pw_checksum(UINT32_MAX, pw_bytes_of(many, sizeof many)), 0);
    CU_ASSERT_EQUAL(pw_checksum(pw_checksum_add(0, pw_bytes_of(many, 2)), pw_bytes_of("\0\1", 2)),
                    0xfffe);
}

/* One datagram from 10.0.0.1 to 10.0.0.2 and what is said of its checksums. */
static void test_verdicts(void)
{
    static const struct {
        const char *udp; /* its checksum's two bytes */
        const char *ip;  /* the header's */
        uint32_t captured;
        const char *udp_verdict, *ip_verdict;
    } cases[] = {
        {"\x4a\xec", "\x66\xcc", 30, "right (1)", "right (1)"},
        {"\x4a\xed", "\x66\xcc", 30, "wrong (0)", "right (1)"},
        {"\x4a\xec", "\x00\x00", 30, "right (1)", "wrong (0)"},
        {"\x00\x00", "\x66\xcc", 30, "not used (3)", "right (1)"},
        {"\x4a\xec", "\x66\xcc", 29, "not checked (2)", "right (1)"},
        {"\x4a\xed", "\x66\xcc", 28, "not checked (2)", "right (1)"},
        {"\x4a\xec", "\x66\xcc", 27, "", "right (1)"},
        {"\x4a\xec", "\x66\xcc", 19, "", ""},
    };
    uint8_t bytes[] = "\x45\x00\x00\x1e\x00\x01\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x01"
                      "\x0a\x00\x00\x02\x9c\x40\x9c\x41\x00\x0a\x00\x00hi";
    struct pw_packet packet = {.length = 30, .link = 101, .data = bytes};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memcpy(bytes + 10, cases[i].ip, 2);
        memcpy(bytes + 26, cases[i].udp, 2);
        struct taken taken = take_apart(&packet, cases[i].captured);
        CU_ASSERT_STRING_EQUAL(shown(&taken, "udp.checksum.status", 0), cases[i].udp_verdict);
        CU_ASSERT_STRING_EQUAL(shown(&taken, "ip.checksum.status", 0), cases[i].ip_verdict);
    }
    /* A loopback device leaves the sum to a card that does not exist: nothing is claimed. */
    struct pw_arena arena = {0};
    struct pw_tree tree;
    packet.captured = 30;
    pw_tree_begin(&tree, &arena, pw_bytes_of(bytes, 30));
    struct pw_dissection d = {.tree = &tree, .context.loopback = true};
    pw_dissect_packet(&d, &packet);
    const struct pw_field *status = pw_tree_find(&tree, NULL, "udp.checksum.status", 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(status);
    CU_ASSERT_EQUAL(status->number, PW_CHECKSUM_UNVERIFIED);
    CU_ASSERT(status->derived);
    pw_arena_free(&arena);
}

void add_value_tests(void)
{
    CU_pSuite suite = CU_add_suite("values", NULL, NULL);
    CU_add_test(suite, "IPv6 addresses", test_ipv6_text);
    CU_add_test(suite, "IPv6 zero groups", test_ipv6_patterns);
    CU_add_test(suite, "IPv4 and MAC addresses", test_other_addresses);
    CU_add_test(suite, "the Internet checksum", test_checksum);
    CU_add_test(suite, "what is said of checksums", test_verdicts);
}
