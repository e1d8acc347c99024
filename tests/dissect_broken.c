/*
 * Packets broken on purpose. They are made by hand, for no honest program sends them: each breaks
 * one rule. That layer alone carries the fault, which names its rule and where it is written; those
 * before it stay as they were.
 */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect_test.h"

#define ETH(type) "020000000001 020000000002 " type " "
/* From the header's first byte: version and length, total length, flags and offset, protocol. */
#define IP_(first, length, place, protocol)                                                        \
    first " 00 " length " 0001 " place " 40 " protocol " 0000 0a000001 0a000002 "
#define IP(length, protocol) IP_("45", length, "0000", protocol)
#define IP6(length, next)                                                                          \
    "60000000 " length " " next " 40 20010db8000000000000000000000001"                             \
    "20010db8000000000000000000000002 "
/* Data offset and flags in one word; options and payload follow. */
#define TCP(offset_flags)     "9c40 0050 00000001 00000000 " offset_flags " 0400 0000 0000 "
#define UDP(length, checksum) "9c40 9c41 " length " " checksum " "
#define TAG                   "0064 88a8 "
#define TAGS8                 TAG TAG TAG TAG TAG TAG TAG TAG
#define OPTIONS8              "3c 00 01 04 00000000 " /* destination options, and the same again */
#define EIGHT(x)              x x x x x x x x

enum { RAW = 101, ETHERNET = 1, SLL = 113, SLL2 = 276, BSD_NULL = 0 };

static const struct {
    const char *name;
    uint32_t link;
    const char *hex, *layers;
    const char *protocol, *why, *section; /* the layer at fault, or NULL where none is */
} cases[] = {
    {"IPv4: version 5", ETHERNET, ETH("0800") "55 00 0014", "eth ip data", "ip",
     "the version is not 4", "RFC 791 section 3.1"},
    {"IPv4: header of 16 bytes", RAW, IP_("44", "0014", "0000", "11"), "raw ip", "ip",
     "the header length is below 20 bytes", "RFC 791 section 3.1"},
    {"IPv4: header of 24 bytes in 20", RAW, IP_("46", "0018", "0000", "11"), "raw ip", "ip",
     "the header length says more bytes than there are", "RFC 791 section 3.1"},
    {"IPv4: total length 19", RAW, IP("0013", "11") UDP("0008", "0000"), "raw ip", "ip",
     "the total length is below the header's", "RFC 791 section 3.1"},
    {"IPv4: total length over the end", RAW, IP("0020", "11") UDP("0008", "0000"), "raw ip udp",
     "ip", "the total length says more bytes than there are", "RFC 791 section 3.1"},
    {"IPv4: the header ends early", ETHERNET, ETH("0800") "45 00 0014 0001", "eth ip", "ip",
     "the header is longer than the bytes it was given", "RFC 791 section 3.1"},
    {"IPv4: option of length 0", RAW, IP_("46", "0018", "0000", "11") "07 00 00 00", "raw ip", "ip",
     "an option's length is below its own 2 bytes", "RFC 791 section 3.1"},
    {"IPv4: option of length 1", RAW, IP_("46", "0018", "0000", "11") "01 44 01 00", "raw ip", "ip",
     "an option's length is below its own 2 bytes", "RFC 791 section 3.1"},
    {"IPv4: option over the header", RAW,
     IP_("46", "0020", "0000", "11") "07 05 04 00" UDP("0008", "0000"), "raw ip udp", "ip",
     "an option is longer than the header has room for", "RFC 791 section 3.1"},
    {"IPv4: option without its length", RAW, IP_("46", "0018", "0000", "11") "01 01 01 07",
     "raw ip", "ip", "an option is longer than the header has room for", "RFC 791 section 3.1"},
    {"IPv4: fragment behind any end", RAW, IP_("45", "001c", "1fff", "11") UDP("0008", "0000"),
     "raw ip", "ip", "the fragment ends behind the 65535 bytes a packet can have",
     "RFC 791 section 3.1"},
    {"IPv4: the last fragment there can be", RAW, IP_("45", "0017", "1ffd", "11") "010203",
     "raw ip", NULL, NULL, NULL},
    {"IPv6: version 4", ETHERNET, ETH("86dd") "40000000 0000", "eth ipv6 data", "ipv6",
     "the version is not 6", "RFC 8200 section 3"},
    {"IPv6: payload over the end", RAW, IP6("0009", "11") UDP("0008", "1234"), "raw ipv6 udp",
     "ipv6", "the payload length says more bytes than there are", "RFC 8200 section 3"},
    {"IPv6: extension header over the end", RAW, IP6("0008", "3c") "11 01 01 04 00000000",
     "raw ipv6 ipv6.dstopts", "ipv6.dstopts", "the header length says more bytes than there are",
     "RFC 8200 section 4"},
    {"IPv6: option over its header", RAW, IP6("0008", "00") "3b 00 01 05 00000000",
     "raw ipv6 ipv6.hopopts", "ipv6.hopopts", "an option is longer than the header has room for",
     "RFC 8200 section 4.2"},
    {"IPv6: routing header over the end", RAW, IP6("0008", "2b") "11 02 00 01 00000000",
     "raw ipv6 ipv6.routing", "ipv6.routing", "the header is longer than the bytes it was given",
     "RFC 8200 section 4.4"},
    {"IPv6: fragment header too short", RAW, IP6("0004", "2c") "11 00 0001",
     "raw ipv6 ipv6.fraghdr", "ipv6.fraghdr", "the header is longer than the bytes it was given",
     "RFC 8200 section 4.5"},
    {"IPv6: fragment behind any end", RAW, IP6("0010", "2c") "11 00 fff8 00000001 0102030405060708",
     "raw ipv6 ipv6.fraghdr", "ipv6.fraghdr",
     "the fragment ends behind the 65535 bytes a packet can have", "RFC 8200 section 4.5"},
    {"IPv6: first fragment of 7 bytes", RAW, IP6("000f", "2c") "11 00 0001 00000001 01020304050607",
     "raw ipv6 ipv6.fraghdr", "ipv6.fraghdr",
     "a fragment before the last is no multiple of 8 bytes long", "RFC 8200 section 4.5"},
    {"TCP: offset 4", RAW, IP("0028", "06") TCP("4002"), "raw ip tcp", "tcp",
     "the header length is below 20 bytes", "RFC 9293 section 3.1"},
    {"TCP: offset 15 in 20 bytes", RAW, IP("0028", "06") TCP("f002"), "raw ip tcp", "tcp",
     "the header length says more bytes than there are", "RFC 9293 section 3.1"},
    {"TCP: the header ends early", RAW, IP("0020", "06") "9c40 0050 00000001 0000 0000",
     "raw ip tcp", "tcp", "the header is longer than the bytes it was given",
     "RFC 9293 section 3.1"},
    {"TCP: option of length 0", RAW, IP("002c", "06") TCP("6002") "02 00 05b4", "raw ip tcp", "tcp",
     "an option's length is below its own 2 bytes", "RFC 9293 section 3.1"},
    {"TCP: option of length 1", RAW, IP("002c", "06") TCP("6002") "01 02 01 05", "raw ip tcp",
     "tcp", "an option's length is below its own 2 bytes", "RFC 9293 section 3.1"},
    {"TCP: option over the header", RAW, IP("002c", "06") TCP("6002") "02 05 05b4", "raw ip tcp",
     "tcp", "an option is longer than the header has room for", "RFC 9293 section 3.1"},
    {"TCP: MSS of one byte", RAW, IP("002c", "06") TCP("6002") "02 03 05 00", "raw ip tcp", "tcp",
     "an option is shorter than its kind needs", "RFC 9293 section 3.1"},
    {"TCP: half a SACK block", RAW, IP("0030", "06") TCP("7010") "05 06 00000001 01 01",
     "raw ip tcp", "tcp", "an option is shorter than its kind needs", "RFC 9293 section 3.1"},
    {"UDP: length 7", RAW, IP("001c", "11") UDP("0007", "0000"), "raw ip udp", "udp",
     "the length is below the header's 8 bytes", "RFC 768"},
    {"UDP: length 0 over IPv4", RAW, IP("001c", "11") UDP("0000", "0000"), "raw ip udp", "udp",
     "the length is below the header's 8 bytes", "RFC 768"},
    {"UDP: length over the end", RAW, IP("001c", "11") UDP("0009", "0000"), "raw ip udp", "udp",
     "the length says more bytes than there are", "RFC 768"},
    {"UDP: the header ends early", RAW, IP("0018", "11") "9c40 9c41", "raw ip udp", "udp",
     "the header is longer than the bytes it was given", "RFC 768"},
    {"UDP: no checksum over IPv6", RAW, IP6("0008", "11") UDP("0008", "0000"), "raw ipv6 udp",
     "udp", "over IPv6 a checksum must be there", "RFC 8200 section 8.1"},
    {"ICMP: the header ends early", RAW, IP("0016", "01") "08 00", "raw ip icmp", "icmp",
     "the header is longer than the bytes it was given", "RFC 792"},
    {"ICMPv6: option of length 0", RAW,
     IP6("0020", "3a") "87 00 0000 00000000 20010db8000000000000000000000001 0100000000000000",
     "raw ipv6 icmpv6", "icmpv6", "an option says it has no length", "RFC 4861 section 4.6"},
    {"ICMPv6: option over the end", RAW,
     IP6("0020", "3a") "87 00 0000 00000000 20010db8000000000000000000000001 0102000000000000",
     "raw ipv6 icmpv6", "icmpv6", "an option is longer than the message has room for",
     "RFC 4861 section 4.6"},
    {"ARP: addresses of 6 and 16 bytes", ETHERNET,
     ETH("0806") "0001 86dd 06 10 0001" EIGHT("0102030405") "01020304", "eth arp", NULL, NULL,
     NULL},
    {"ARP: addresses of no bytes", ETHERNET, ETH("0806") "0001 0800 00 00 0001", "eth arp", NULL,
     NULL, NULL},
    {"ARP: addresses over the end", ETHERNET, ETH("0806") "0001 0800 ff ff 0001 0a000001",
     "eth arp", "arp", "the header is longer than the bytes it was given", "RFC 826"},
    {"ARP: the header ends early", ETHERNET, ETH("0806") "0001 0800 06", "eth arp", "arp",
     "the header is longer than the bytes it was given", "RFC 826"},
    {"Ethernet: 13 bytes", ETHERNET, "020000000001 020000000002 08", "eth", "eth",
     "the header is longer than the bytes it was given", "IEEE 802.3 section 3.2"},
    {"Ethernet: a length over the end", ETHERNET, ETH("0010") "424203", "eth data", "eth",
     "the length field says more bytes than there are", "IEEE 802.3 section 3.2"},
    {"802.1Q: half a tag", ETHERNET, ETH("8100") "0064", "eth vlan", "vlan",
     "the header is longer than the bytes it was given", "IEEE 802.1Q section 9.6"},
    {"cooked: 15 bytes", SLL, "0000 0001 0006 020000000001 0000 08", "sll", "sll",
     "the header is longer than the bytes it was given", "LINKTYPE_LINUX_SLL"},
    {"cooked 2: 10 bytes", SLL2, "0800 0000 00000001 0001", "sll", "sll",
     "the header is longer than the bytes it was given", "LINKTYPE_LINUX_SLL"},
    {"cooked 2: an address of 255 bytes", SLL2,
     "0800 0000 00000001 0001 00 ff 0102030405060708" IP("0014", "3b"), "sll ip", NULL, NULL, NULL},
    {"null: family 99", BSD_NULL, "63000000" IP("0014", "3b"), "null data", NULL, NULL, NULL},
    {"null: IPv6 said, IPv4 there", BSD_NULL, "1e000000" IP("0014", "3b"), "null ipv6 data", "ipv6",
     "the version is not 6", "RFC 8200 section 3"},
    {"null: 3 bytes", BSD_NULL, "020000", "null", "null",
     "the header is longer than the bytes it was given", "LINKTYPE_NULL"},
    {"raw: neither version", RAW, "50 00", "raw data", NULL, NULL, NULL},
};
#define COUNT (sizeof cases / sizeof *cases)

/* Digits to bytes; blanks are for the reader. */
static size_t unhex(const char *hex, uint8_t *out)
{
    size_t n = 0;
    while (*hex) {
        char two[3] = {0};
        for (int i = 0; i < 2; i++) {
            while (*hex == ' ')
                hex++;
            if (*hex)
                two[i] = *hex++;
        }
        if (two[1])
            out[n++] = (uint8_t)strtoul(two, NULL, 16);
    }
    return n;
}

/* "eth ip udp". Valid until the next call. */
static const char *layers_of(const struct taken *taken)
{
    static struct pw_buffer names;
    pw_buffer_clear(&names);
    for (uint32_t i = 0; i < taken->tree->layer_count; i++) {
        if (i)
            pw_buffer_byte(&names, ' ');
        pw_buffer_text(&names, taken->tree->layers[i].protocol->id);
    }
    return pw_buffer_get(&names);
}

static void check_layer(const char *name, const struct pw_layer *layer, size_t i)
{
    if (!cases[i].protocol || strcmp(layer->protocol->id, cases[i].protocol) != 0) {
        if (layer->verdict != PW_WHOLE)
            fail_at("%s: %s, too: %s", name, layer->protocol->id, layer->why);
        return;
    }
    if (layer->verdict != PW_FAULT || strcmp(layer->why, cases[i].why) != 0)
        fail_at("%s: %s is %d: %s", name, layer->protocol->id, layer->verdict,
                layer->why ? layer->why : "");
    else if (!layer->section || strcmp(layer->section, cases[i].section) != 0)
        fail_at("%s: written in %s", name, layer->section ? layer->section : "no place");
}

/* Had the capture ended earlier, no other rule would be broken: least of all one about bytes that
 * nobody kept. */
static void check_cut(size_t i, const uint8_t *bytes, uint32_t length)
{
    for (uint32_t n = 0; n < length; n++) {
        struct pw_packet packet = {.length = length, .link = cases[i].link, .data = bytes};
        struct taken taken = take_apart(&packet, n);
        for (uint32_t l = 0; l < taken.tree->layer_count; l++) {
            const struct pw_layer *layer = &taken.tree->layers[l];
            if (layer->verdict == PW_FAULT &&
                (!cases[i].why || strcmp(layer->why, cases[i].why) != 0))
                fail_at("%s, cut at %u: %s", cases[i].name, n, layer->why);
            if (layer->verdict == PW_FAULT && strstr(layer->why, "than there are"))
                fail_at("%s, cut at %u: bytes are missing by no fault", cases[i].name, n);
        }
    }
}

static void test_broken(void)
{
    uint8_t bytes[512];
    for (size_t i = 0; i < COUNT; i++) {
        size_t length = unhex(cases[i].hex, bytes);
        struct taken taken = take_bytes(cases[i].link, bytes, length);
        if (strcmp(layers_of(&taken), cases[i].layers) != 0)
            fail_at("%s: %s", cases[i].name, layers_of(&taken));
        for (uint32_t l = 0; l < taken.tree->layer_count; l++)
            check_layer(cases[i].name, &taken.tree->layers[l], i);
        CU_ASSERT_EQUAL(taken.dissection->facts.malformed, cases[i].protocol != NULL);
        check_cut(i, bytes, (uint32_t)length);
    }
}

/* An error may quote anything: the quotation's faults are not this packet's. */
static void test_quoted_nonsense(void)
{
    static const struct {
        const char *hex, *layers;
    } quoting[] = {
        {IP("0024", "01") "03 03 0000 00000000 ffffffffffffffff", "raw ip icmp ip data"},
        {IP("0021", "01") "03 03 0000 00000000 4500100000", "raw ip icmp ip"},
        {IP("0030", "01") "0b 00 0000 00000000" IP_("44", "1000", "0000", "06"), "raw ip icmp ip"},
        {IP("0038", "01") "0b 00 0000 00000000" IP("1000", "11") UDP("0003", "0000"),
         "raw ip icmp ip udp"},
        {IP("0038", "01") "0b 00 0000 00000000" IP_("45", "1000", "3fff", "11") UDP("0003", "0000"),
         "raw ip icmp ip data"},
        {IP("0038", "01") "03 00 0000 00000000" IP("001c", "01") "03 00 0000 00000000",
         "raw ip icmp ip icmp"},
        {IP6("000c", "3a") "01 04 0000 00000000 ffffffff", "raw ipv6 icmpv6 ipv6"},
    };
    uint8_t bytes[512];
    for (size_t i = 0; i < sizeof quoting / sizeof *quoting; i++) {
        struct taken taken = take_bytes(RAW, bytes, unhex(quoting[i].hex, bytes));
        if (strcmp(layers_of(&taken), quoting[i].layers) != 0)
            fail_at("quoting %zu: %s", i, layers_of(&taken));
        CU_ASSERT_FALSE(taken.dissection->facts.malformed);
        CU_ASSERT_FALSE(taken.dissection->facts.fragment.is);
        CU_ASSERT_EQUAL(taken.dissection->facts.transport, 0);
        for (uint32_t l = 0; l < taken.tree->layer_count; l++) {
            const struct pw_layer *layer = &taken.tree->layers[l];
            CU_ASSERT_EQUAL(layer->quoted, l > 2);
            CU_ASSERT(l > 2 || layer->verdict == PW_WHOLE);
        }
    }
}

/* More layers than anybody follows: the rest is shown as bytes, and none is lost. */
static void test_nesting(void)
{
    static const char *const deep[] = {
        ETH("88a8") EIGHT(TAGS8) "0064 0800" IP("0014", "3b"),
        ETH("86dd") IP6("0140", "3c") EIGHT(OPTIONS8) EIGHT(OPTIONS8) EIGHT(OPTIONS8)
            EIGHT(OPTIONS8) EIGHT(OPTIONS8),
        ETH("0800") EIGHT(IP("0000", "04")) EIGHT(IP("0000", "04")) EIGHT(IP("0000", "04"))
            EIGHT(IP("0000", "04")) EIGHT(IP("0000", "04")),
    };
    uint8_t bytes[2048];
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
        size_t length = unhex(deep[i], bytes);
        struct taken taken = take_bytes(ETHERNET, bytes, length);
        CU_ASSERT_EQUAL_FATAL(taken.tree->layer_count, PW_MAX_NESTING);
        const struct pw_layer *last = &taken.tree->layers[PW_MAX_NESTING - 1];
        CU_ASSERT_STRING_EQUAL(last->protocol->id, "data");
        CU_ASSERT_EQUAL(last->offset + last->length, length);
        for (uint32_t l = 0; l < PW_MAX_NESTING; l++)
            CU_ASSERT_EQUAL(taken.tree->layers[l].verdict, PW_WHOLE);
    }
}

void add_broken_tests(void)
{
    CU_pSuite suite = CU_add_suite("broken by hand", NULL, NULL);
    CU_add_test(suite, "one rule each", test_broken);
    CU_add_test(suite, "nonsense quoted", test_quoted_nonsense);
    CU_add_test(suite, "nested without end", test_nesting);
}
