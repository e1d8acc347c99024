/*
 * What stands behind the packet an Ethernet frame carries: padding, a trailer, a check sequence.
 * The frames are made by hand: captures/ has none from a card that hands these up. What to expect
 * was asked of tshark 4.0.17, frame by frame, with one difference on purpose: in a tagged frame it
 * has no check sequence but a trailer of the tag's own.
 */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect_test.h"

enum { UDP, ARP, LLC, TAGGED };

static const char zeros14[] = "0000000000000000000000000000";

static const struct {
    int carried;
    uint32_t payload;     /* bytes UDP or LLC carries */
    uint32_t zeros, ones; /* bytes of 00, then of aa, behind what is carried */
    uint32_t gone;        /* bytes at the end of the frame the capture left out */
    const char *padding, *trailer, *fcs;
} cases[] = {
    /* A frame of 46 bytes and up: padding is up to 60 and zero, or it is a trailer. */
    {UDP, 4, 0, 0, 0, "", "", ""},
    {UDP, 4, 13, 0, 0, "", "00000000000000000000000000", ""},
    {UDP, 4, 14, 0, 0, zeros14, "", ""},
    {UDP, 4, 0, 14, 0, "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""},
    {UDP, 4, 13, 1, 0, "", "00000000000000000000000000aa", ""},
    {UDP, 4, 0, 4, 0, "", "aaaaaaaa", ""},
    /* Behind the padding: four bytes from 64 on are a check sequence, right or not. */
    {UDP, 4, 14, 1, 0, zeros14, "aa", ""},
    {UDP, 4, 14, 3, 0, zeros14, "aaaaaa", ""},
    {UDP, 4, 14, 4, 0, zeros14, "", "0xaaaaaaaa"},
    {UDP, 4, 18, 0, 0, zeros14, "", "0x00000000"},
    {UDP, 4, 14, 8, 0, zeros14, "aaaaaaaa", "0xaaaaaaaa"},
    {UDP, 4, 0, 18, 0, "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "0xaaaaaaaa"},
    /* At the border of 60. */
    {UDP, 14, 0, 4, 0, "", "aaaaaaaa", ""},
    {UDP, 14, 8, 0, 0, "00000000", "", "0x00000000"},
    {UDP, 16, 0, 6, 0, "", "aaaa", "0xaaaaaaaa"},
    {UDP, 17, 1, 0, 0, "00", "", ""},
    {UDP, 17, 1, 4, 0, "00", "", "0xaaaaaaaa"},
    {UDP, 18, 0, 0, 0, "", "", ""},
    {UDP, 18, 0, 3, 0, "", "aaaaaa", ""},
    {UDP, 18, 0, 4, 0, "", "", "0xaaaaaaaa"},
    {UDP, 18, 0, 5, 0, "", "aa", "0xaaaaaaaa"},
    /* Long frames have no padding. */
    {UDP, 100, 0, 1, 0, "", "aa", ""},
    {UDP, 100, 2, 0, 0, "", "0000", ""},
    {UDP, 100, 4, 0, 0, "", "", "0x00000000"},
    {UDP, 100, 0, 10, 0, "", "aaaaaaaaaaaa", "0xaaaaaaaa"},
    /* ARP says no length: it ends where it was read to. A length field says one. */
    {ARP, 0, 18, 0, 0, "000000000000000000000000000000000000", "", ""},
    {ARP, 0, 18, 4, 0, "000000000000000000000000000000000000", "", "0xaaaaaaaa"},
    {ARP, 0, 0, 18, 0, "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""},
    {ARP, 0, 0, 4, 0, "", "aaaaaaaa", ""},
    {LLC, 32, 14, 0, 0, zeros14, "", ""},
    {LLC, 32, 14, 4, 0, zeros14, "", "0xaaaaaaaa"},
    /* The tag takes four of the least frame's bytes; the check sequence is the whole frame's. */
    {TAGGED, 0, 14, 0, 0, zeros14, "", ""},
    {TAGGED, 0, 14, 4, 0, zeros14, "", "0xaaaaaaaa"},
    /* Cut: the frame's length on the wire says what it was. */
    {UDP, 4, 14, 0, 1, "00000000000000000000000000", "", ""},
    {UDP, 4, 14, 0, 10, "00000000", "", ""},
    {UDP, 4, 14, 4, 2, zeros14, "", ""},
    {UDP, 4, 14, 4, 4, zeros14, "", ""},
    {UDP, 4, 14, 6, 4, zeros14, "aaaa", ""},
    {UDP, 4, 14, 6, 5, zeros14, "aa", ""},
    {UDP, 100, 0, 4, 2, "", "", ""},
    {UDP, 100, 0, 10, 2, "", "aaaaaaaaaaaa", ""},
    {UDP, 100, 0, 10, 6, "", "aaaaaaaa", ""},
    {UDP, 100, 0, 10, 11, "", "", ""},
};

static size_t put(uint8_t *out, const void *bytes, size_t length)
{
    memcpy(out, bytes, length);
    return length;
}

/* IPv4 and UDP with that many bytes; checksums are left out. */
static size_t put_udp(uint8_t *out, uint32_t payload)
{
    uint8_t header[28] = "\x45\0\0\0\0\1\0\0\x40\x11\0\0\x0a\0\0\1\x0a\0\0\2\x9c\x40\x9c\x41\0\0\0";
    header[3] = (uint8_t)(28 + payload);
    header[25] = (uint8_t)(8 + payload);
    memcpy(out, header, sizeof header);
    memset(out + sizeof header, 'd', payload);
    return sizeof header + payload;
}

static size_t make(uint8_t *out, size_t i)
{
    static const char arp[] = "\0\1\x08\0\6\4\0\1\2\0\0\0\0\1\x0a\0\0\1\0\0\0\0\0\0\x0a\0\0\2";
    uint8_t *start = out;
    out += put(out, "\2\0\0\0\0\1\2\0\0\0\0\2", 12);
    switch (cases[i].carried) {
    case ARP:
        out += put(out, "\x08\6", 2);
        out += put(out, arp, 28);
        break;
    case LLC:
        out += put(out, (uint8_t[]){0, (uint8_t)cases[i].payload}, 2);
        memset(out, 0x42, cases[i].payload);
        out += cases[i].payload;
        break;
    case TAGGED:
        out += put(out, "\x81\0\0\5", 4);
        /* fall through */
    default:
        out += put(out, "\x08\0", 2);
        out += put_udp(out, cases[i].payload);
    }
    memset(out, 0, cases[i].zeros);
    memset(out + cases[i].zeros, 0xaa, cases[i].ones);
    return (size_t)(out - start) + cases[i].zeros + cases[i].ones;
}

static void check(const struct taken *taken, size_t i, const char *id, const char *expected)
{
    const struct pw_field *field = pw_tree_find(taken->tree, NULL, id, 0);
    if (strcmp(shown(taken, id, 0), expected) != 0)
        fail_at("case %zu: %s is \"%s\", not \"%s\"", i, id, shown(taken, id, 0), expected);
    /* It is Ethernet's, though it was found last. */
    if (field && (field < taken->tree->fields + taken->tree->layers[0].first ||
                  field >= taken->tree->fields + taken->tree->layers[0].first +
                               taken->tree->layers[0].count))
        fail_at("case %zu: %s is not Ethernet's", i, id);
}

static void test_behind(void)
{
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pw_packet packet = {.length = (uint32_t)make(bytes, i), .link = 1, .data = bytes};
        struct taken taken = take_apart(&packet, packet.length - cases[i].gone);
        check(&taken, i, "eth.padding", cases[i].padding);
        check(&taken, i, "eth.trailer", cases[i].trailer);
        check(&taken, i, "eth.fcs", cases[i].fcs);
        /* The card's filling is no part of what the packet carries. */
        if (cases[i].carried == UDP && cases[i].gone <= cases[i].zeros + cases[i].ones)
            CU_ASSERT_EQUAL(taken.dissection->facts.payload_here, cases[i].payload);
        CU_ASSERT_FALSE(taken.dissection->facts.malformed);
    }
}

/* Nothing is said of the end of a frame that was not understood. */
static void test_not_understood(void)
{
    uint8_t bytes[256];
    size_t length = make(bytes, 2);
    bytes[14] = 0x44; /* a header of 16 bytes */
    struct taken taken = take_bytes(1, bytes, length);
    CU_ASSERT(taken.dissection->facts.malformed);
    check(&taken, 2, "eth.padding", "");
    check(&taken, 2, "eth.trailer", "");
}

void add_ethernet_tests(void)
{
    CU_pSuite suite = CU_add_suite("behind the packet", NULL, NULL);
    CU_add_test(suite, "padding, trailer, check sequence", test_behind);
    CU_add_test(suite, "not understood", test_not_understood);
}
