/*
 * Real frames with one byte changed: whatever stands there, every rule that take_apart holds stays
 * true. What a change should be called is not asked here; dissect_broken.c does.
 */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect_test.h"

/* A frame of each protocol. All 256 values go through the bytes of that protocol's layer, or as
 * many as make a header; a few through all other bytes of the frame. */
#define HEADER 96u
static const struct {
    const char *file;
    uint32_t frame;
    const char *protocol;
} frames[] = {
    {"arp", 1, "eth"},
    {"vlan", 1, "vlan"},
    {"qinq", 1, "ieee8021ad"},
    {"cooked1", 1, "sll"},
    {"cooked2", 1, "sll"},
    {"null", 1, "null"},
    {"loop", 1, "null"},
    {"raw-ip", 1, "raw"},
    {"raw-ip", 3, "ipv6"},
    {"arp", 2, "arp"},
    {"ip-options", 3, "ip"},
    {"ip-options", 8, "icmp"},
    {"ip-in-ip", 5, "ip"},
    {"fragments4", 3, "ip"},
    {"ping", 3, "icmp"},
    {"ping", 8, "icmp"},
    {"ping6", 1, "ipv6.hopopts"},
    {"ping6", 1, "icmpv6"},
    {"ping6", 12, "icmpv6"},
    {"ping6", 19, "icmpv6"},
    {"fragments6", 1, "icmpv6"},
    {"fragments6", 3, "ipv6.fraghdr"},
    {"ipv6-extensions", 5, "ipv6.dstopts"},
    {"ipv6-extensions", 9, "ipv6.routing"},
    {"handshake", 3, "tcp"},
    {"tcp-options", 29, "tcp"},
    {"loss", 20, "tcp"},
    {"cut-short", 6, "tcp"},
    {"dns", 3, "udp"},
    {"dns", 3, "dns"},
    {"dhcp", 2, "dhcp"},
    {"ipv6-extensions", 4, "data"},
};

static const uint8_t few[] = {0x00, 0x01, 0x02, 0x0f, 0x3f, 0x45, 0x7f, 0x80, 0xfe, 0xff};

static void change(const struct pw_packet *packet, uint8_t *bytes, uint32_t at, bool all)
{
    struct pw_packet changed = *packet;
    uint8_t before = bytes[at];
    changed.data = bytes;
    if (all) {
        for (int value = 0; value < 256; value++) {
            bytes[at] = (uint8_t)value;
            take_apart(&changed, changed.captured);
        }
    } else {
        for (size_t i = 0; i < sizeof few; i++) {
            bytes[at] = few[i];
            take_apart(&changed, changed.captured);
        }
    }
    bytes[at] = before;
}

static void test_every_byte(void)
{
    uint8_t bytes[2048];
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        struct pcap_file file = bundled(frames[i].file);
        CU_ASSERT_FATAL(frames[i].frame <= file.count);
        const struct pw_packet *packet = &file.packets[frames[i].frame - 1];
        CU_ASSERT_FATAL(packet->captured <= sizeof bytes);
        memcpy(bytes, packet->data, packet->captured);
        struct taken taken = take_apart(packet, packet->captured);
        const struct pw_layer *layer = layer_of(&taken, frames[i].protocol, 0);
        if (!layer) {
            fail_at("%s:%u has no %s", frames[i].file, frames[i].frame, frames[i].protocol);
            pcap_file_free(&file);
            continue;
        }
        uint32_t from = layer->offset;
        uint32_t behind = from + (layer->length < HEADER ? layer->length : HEADER);
        for (uint32_t at = 0; at < packet->captured; at++)
            change(packet, bytes, at, at >= from && at < behind);
        pcap_file_free(&file);
    }
}

/* Two bytes at once, as a length that lies and the thing it speaks of. */
static void test_pairs(void)
{
    uint8_t bytes[256];
    struct pcap_file file = bundled("tcp-options");
    struct pw_packet packet = file.packets[0];
    CU_ASSERT_FATAL(packet.captured <= sizeof bytes);
    memcpy(bytes, packet.data, packet.captured);
    packet.data = bytes;
    for (uint32_t at = 12; at < packet.captured; at++) {
        uint8_t before = bytes[at];
        for (size_t i = 0; i < sizeof few; i++) {
            bytes[at] = few[i];
            for (uint32_t other = at + 1; other < packet.captured; other++) {
                uint8_t was = bytes[other];
                bytes[other] = (uint8_t)~was;
                take_apart(&packet, packet.captured);
                bytes[other] = was;
            }
        }
        bytes[at] = before;
    }
    pcap_file_free(&file);
}

void add_change_tests(void)
{
    CU_pSuite suite = CU_add_suite("changed frames", NULL, NULL);
    CU_add_test(suite, "every byte of a frame of each protocol", test_every_byte);
    CU_add_test(suite, "two bytes of a SYN", test_pairs);
}
