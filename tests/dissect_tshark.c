/*
 * Field values of bundled captures beside those an independent dissector told: tshark 4.0.17, asked
 * once by hand. tests/oracle compares far more, but only where tshark is installed. Asked with
 *
 *   tshark -r captures/FILE.pcap -Y frame.number==N -T fields -E occurrence=f -e FIELD
 *          -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE
 */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect_test.h"

static const struct {
    const char *file;
    uint32_t frame;
    const char *id, *value; /* of the first such field in the frame */
} told[] = {
    {"arp", 1, "eth.dst", "ff:ff:ff:ff:ff:ff"},
    {"arp", 1, "eth.src", "02:00:00:00:00:01"},
    {"arp", 1, "eth.type", "0x0806"},
    {"arp", 1, "arp.hw.type", "1"},
    {"arp", 1, "arp.proto.type", "0x0800"},
    {"arp", 1, "arp.hw.size", "6"},
    {"arp", 1, "arp.opcode", "1"},
    {"arp", 1, "arp.src.proto_ipv4", "10.0.0.1"},
    {"arp", 1, "arp.dst.hw_mac", "00:00:00:00:00:00"},
    {"arp", 2, "arp.opcode", "2"},
    {"arp", 2, "arp.src.hw_mac", "02:00:00:00:00:02"},
    {"arp", 2, "arp.dst.proto_ipv4", "10.0.0.1"},
    {"vlan", 5, "vlan.id", "5"},
    {"vlan", 5, "vlan.priority", "0"},
    {"vlan", 5, "vlan.dei", "0"},
    {"vlan", 5, "vlan.etype", "0x0800"},
    {"qinq", 3, "ieee8021ad.id", "100"},
    {"qinq", 3, "ieee8021ad.priority", "0"},
    {"qinq", 3, "vlan.id", "6"},
    {"cooked1", 10, "sll.pkttype", "4"},
    {"cooked1", 10, "sll.hatype", "1"},
    {"cooked1", 10, "sll.halen", "6"},
    {"cooked1", 10, "sll.src.eth", "02:00:00:00:00:01"},
    {"cooked1", 10, "sll.etype", "0x0800"},
    {"cooked2", 10, "sll.pkttype", "4"},
    {"cooked2", 10, "sll.ifindex", "2"},
    {"cooked2", 10, "sll.hatype", "1"},
    {"cooked2", 10, "sll.halen", "6"},
    {"cooked2", 10, "sll.etype", "0x0800"},
    {"null", 1, "null.family", "2"},
    {"loop", 1, "null.family", "2"},
    {"raw-ip", 1, "ip.version", "4"},
    {"ip-options", 3, "ip.hdr_len", "60"},
    {"ip-options", 3, "ip.len", "124"},
    {"ip-options", 3, "ip.id", "0xa368"},
    {"ip-options", 3, "ip.ttl", "64"},
    {"ip-options", 3, "ip.proto", "1"},
    {"ip-options", 3, "ip.checksum", "0x4606"},
    {"ip-options", 3, "ip.src", "10.0.0.1"},
    {"ip-options", 3, "ip.opt.type", "1"},
    {"ip-options", 3, "ip.opt.len", "39"},
    {"fragments4", 4, "ip.flags.mf", "1"},
    {"fragments4", 4, "ip.frag_offset", "185"},
    {"fragments4", 4, "ip.flags.df", "0"},
    {"ip-in-ip", 5, "ip.proto", "41"},
    {"ip-in-ip", 5, "ipv6.plen", "64"},
    {"ip-in-ip", 5, "ipv6.dst", "2001:db8:9::2"},
    {"ip-in-ip", 5, "icmpv6.type", "128"},
    {"ping", 3, "icmp.type", "8"},
    {"ping", 3, "icmp.ident", "6204"},
    {"ping", 3, "icmp.seq", "1"},
    {"ping", 3, "icmp.checksum", "0xcf74"},
    {"ping", 8, "icmp.type", "11"},
    {"ping", 8, "icmp.code", "0"},
    {"ping", 8, "icmp.checksum.status", "1"},
    {"ping6", 1, "ipv6.nxt", "0"},
    {"ping6", 1, "ipv6.hlim", "1"},
    {"ping6", 1, "ipv6.hopopts.nxt", "58"},
    {"ping6", 1, "ipv6.opt.router_alert", "0"},
    {"ping6", 1, "icmpv6.type", "143"},
    {"ping6", 12, "icmpv6.echo.identifier", "0x1995"},
    {"ping6", 12, "icmpv6.echo.sequence_number", "1"},
    {"ping6", 12, "ipv6.flow", "0x0f36cc"},
    {"fragments6", 1, "icmpv6.nd.ns.target_address", "2001:db8::2"},
    {"fragments6", 1, "icmpv6.opt.linkaddr", "02:00:00:00:00:01"},
    {"fragments6", 3, "ipv6.fraghdr.nxt", "58"},
    {"fragments6", 3, "ipv6.fraghdr.offset", "0"},
    {"fragments6", 3, "ipv6.fraghdr.more", "1"},
    {"fragments6", 3, "ipv6.fraghdr.ident", "0x8fc27e5c"},
    {"fragments6", 5, "ipv6.fraghdr.offset", "362"},
    {"fragments6", 5, "ipv6.fraghdr.more", "0"},
    {"ipv6-extensions", 5, "ipv6.dstopts.nxt", "17"},
    {"ipv6-extensions", 5, "ipv6.dstopts.len", "1"},
    {"ipv6-extensions", 7, "ipv6.routing.type", "4"},
    {"ipv6-extensions", 7, "ipv6.routing.segleft", "1"},
    {"ipv6-extensions", 7, "ipv6.routing.len", "4"},
    {"ipv6-extensions", 7, "udp.checksum.status", "1"},
    {"handshake", 3, "tcp.srcport", "50680"},
    {"handshake", 3, "tcp.dstport", "7777"},
    {"handshake", 3, "tcp.seq_raw", "1412902438"},
    {"handshake", 3, "tcp.hdr_len", "40"},
    {"handshake", 3, "tcp.flags", "0x0002"},
    {"handshake", 3, "tcp.flags.syn", "1"},
    {"handshake", 3, "tcp.window_size_value", "64240"},
    {"handshake", 3, "tcp.options.mss_val", "1460"},
    {"handshake", 3, "tcp.options.wscale.shift", "10"},
    {"handshake", 3, "tcp.options.timestamp.tsval", "3899025814"},
    {"handshake", 4, "tcp.ack_raw", "1412902439"},
    {"handshake", 4, "tcp.flags", "0x0012"},
    {"tcp-options", 29, "tcp.options.mptcp.subtype", "0"},
    {"dns", 3, "udp.srcport", "50033"},
    {"dns", 3, "udp.dstport", "53"},
    {"dns", 3, "udp.length", "65"},
    {"dns", 3, "udp.checksum", "0x3f9a"},
    {"dns", 3, "dns.id", "0xc16d"},
    {"dns", 3, "dns.flags.response", "0"},
    {"dns", 3, "dns.qry.name", "www.example.test"},
    {"dns", 3, "dns.qry.type", "1"},
    {"dns", 4, "dns.flags.rcode", "0"},
    {"dns", 4, "dns.a", "10.0.0.80"},
    {"dns", 4, "dns.resp.ttl", "0"},
    {"dns", 4, "dns.count.answers", "1"},
    {"dhcp", 3, "dhcp.type", "1"},
    {"dhcp", 3, "dhcp.id", "0xbb3efb46"},
    {"dhcp", 3, "dhcp.option.requested_ip_address", "10.0.0.145"},
    {"dhcp", 3, "dhcp.option.dhcp", "3"},
    {"dhcp", 3, "dhcp.hw.mac_addr", "02:00:00:00:00:01"},
    {"ipv6-extensions", 4, "data.data", "676f743a20686f702d62792d686f70206f7074696f6e73"},
    {"ipv6-extensions", 4, "data.len", "23"},
};
#define COUNT (sizeof told / sizeof *told)

/* Numbers are compared as numbers: how many digits are shown is a matter of taste. */
static bool agrees(const struct taken *taken, const struct pw_field *field, const char *value)
{
    if (field->def->format <= PW_BOOL)
        return field->number == strtoull(value, NULL, 0);
    return strcmp(shown(taken, field->def->id, 0), value) == 0;
}

static void test_told(void)
{
    struct pcap_file file = {0};
    for (size_t i = 0; i < COUNT; i++) {
        if (i == 0 || strcmp(told[i].file, told[i - 1].file) != 0) {
            pcap_file_free(&file);
            file = bundled(told[i].file);
        }
        CU_ASSERT_FATAL(told[i].frame <= file.count);
        const struct pw_packet *packet = &file.packets[told[i].frame - 1];
        struct taken taken = take_apart(packet, packet->captured);
        const struct pw_field *field = pw_tree_find(taken.tree, NULL, told[i].id, 0);
        if (!field || !agrees(&taken, field, told[i].value))
            fail_at("%s:%u %s is \"%s\", tshark has %s", told[i].file, told[i].frame, told[i].id,
                    shown(&taken, told[i].id, 0), told[i].value);
    }
    pcap_file_free(&file);
}

void add_tshark_tests(void)
{
    CU_pSuite suite = CU_add_suite("beside tshark", NULL, NULL);
    CU_add_test(suite, "values", test_told);
}
