/* teach/: which layer stands on which rung of the OSI ladder, and whose words the rung says. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "dissect/dissect.h"
#include "teach/rungs.h"
#include "teach_test.h"

/* says: the key of its words; "layer ID" are those of its layer. */
static const struct {
    const char *capture;
    uint32_t packet; /* from 1 */
    uint8_t osi;
    uint8_t layers;
    const char *layer, *title, *says; /* layer NULL: none; the title's beginning */
} rungs[] = {
    /* Loopback: a faked header, nothing below. */
    {"upgrade.pcap", 4, 7, 1, "http", "HTTP GET /chat", "layer http"},
    {"upgrade.pcap", 4, 6, 0, NULL, "–", "rung 6 empty"},
    {"upgrade.pcap", 4, 5, 0, NULL, "–", "rung 5 empty"},
    {"upgrade.pcap", 4, 4, 1, "tcp", "TCP 50630 → 3000", "layer tcp"},
    {"upgrade.pcap", 4, 3, 1, "ip", "IPv4 127.0.0.1 → 127.0.0.1", "layer ip"},
    {"upgrade.pcap", 4, 2, 1, "eth", "Ethernet (faked)", "rung 2 faked"},
    {"upgrade.pcap", 4, 1, 0, NULL, "none: loopback", "rung 1 loopback"},
    {"upgrade.pcap", 1, 7, 0, NULL, "–", "rung 7 empty"},
    {"null.pcap", 1, 2, 1, "null", "Loopback", "layer null"},
    {"null.pcap", 1, 1, 0, NULL, "none: loopback", "rung 1 loopback"},
    {"loop.pcap", 4, 2, 1, "null", "Loopback", "layer null"},
    {"loop.pcap", 4, 1, 0, NULL, "none: loopback", "rung 1 loopback"},
    /* A cable. */
    {"onion-veth.pcap", 6, 7, 1, "http", "HTTP GET /", "layer http"},
    {"onion-veth.pcap", 6, 2, 1, "eth", "Ethernet 02:00:00:00:00:01 → ", "layer eth"},
    {"onion-veth.pcap", 6, 1, 0, NULL, "not captured: cable or Wi-Fi", "rung 1 ethernet"},
    {"handshake.pcap", 6, 7, 1, "data", "Data 6 bytes", "layer data"},
    /* Cooked: what carried it is not said, but an address may be. */
    {"cooked1.pcap", 3, 2, 1, "sll", "Cooked sent by us", "layer sll"},
    {"cooked1.pcap", 3, 1, 0, NULL, "not captured: unknown", "rung 1 unknown"},
    {"cooked1.pcap", 5, 1, 0, NULL, "none: loopback", "rung 1 loopback"},
    {"cooked2.pcap", 10, 7, 1, "http", "HTTP GET /", "layer http"},
    {"cooked2.pcap", 4, 2, 1, "sll", "Cooked to us", "layer sll"},
    /* Nothing in front of IP. */
    {"raw-ip.pcap", 5, 4, 1, "tcp", "TCP 50024 → 80", "layer tcp"},
    {"raw-ip.pcap", 5, 2, 1, "raw", "none: raw IP", "rung 2 empty"},
    {"raw-ip.pcap", 3, 1, 0, NULL, "not captured: unknown", "rung 1 unknown"},
    /* More layers on a rung than one: the innermost speaks. */
    {"arp.pcap", 1, 2, 2, "arp", "ARP who has 10.0.0.2? (2 layers)", "layer arp"},
    {"arp.pcap", 1, 3, 0, NULL, "–", "rung 3 empty"},
    {"arp.pcap", 1, 4, 0, NULL, "–", "rung 4 empty"},
    {"vlan.pcap", 1, 2, 3, "arp", "ARP who has 10.0.5.2? (3 layers)", "layer arp"},
    {"vlan.pcap", 5, 2, 2, "vlan", "802.1Q VLAN 5 (2 layers)", "layer vlan"},
    {"qinq.pcap", 5, 2, 3, "vlan", "802.1Q VLAN 6 (3 layers)", "layer vlan"},
    {"ip-in-ip.pcap", 7, 3, 2, "ip", "IPv4 10.9.0.1 → 10.9.0.2 (2 layers)", "layer ip"},
    {"ip-in-ip.pcap", 5, 3, 3, "icmpv6", "ICMPv6 echo request 1 (3 layers)", "layer icmpv6"},
    {"ipv6-extensions.pcap", 3, 3, 2, "ipv6.hopopts", "IPv6 hop-by-hop", "layer ipv6.hopopts"},
    {"ipv6-extensions.pcap", 3, 4, 1, "udp", "UDP 50456 → 7777", "layer udp"},
    {"ws-split.pcap", 12, 7, 3, "websocket", "WebSocket text “so was I” (3 layers)",
     "layer websocket"},
    /* ICMP has no transport, and what it quotes stands on no rung. */
    {"ping.pcap", 3, 3, 2, "icmp", "ICMP echo request 1", "layer icmp"},
    {"ping.pcap", 3, 4, 0, NULL, "–", "rung 4 empty"},
    {"refused.pcap", 6, 3, 2, "icmp", "ICMP port unreachable (2 layers)", "layer icmp"},
    {"refused.pcap", 6, 4, 0, NULL, "–", "rung 4 empty"},
    {"refused.pcap", 6, 7, 0, NULL, "–", "rung 7 empty"},
    {"ping6.pcap", 1, 3, 3, "icmpv6", "ICMPv6 multicast listener", "layer icmpv6"},
    /* Names and addresses over UDP. */
    {"dns.pcap", 3, 7, 1, "dns", "DNS query A www.example.test", "layer dns"},
    {"dns.pcap", 3, 4, 1, "udp", "UDP 50033 → 53", "layer udp"},
    {"dhcp.pcap", 2, 7, 1, "dhcp", "DHCP offer 10.0.0.145", "layer dhcp"},
    /* Fragments: the last one has it all. */
    {"fragments4.pcap", 3, 4, 0, NULL, "in another fragment", "rung 4 fragment"},
    {"fragments4.pcap", 4, 4, 0, NULL, "in another fragment", "rung 4 fragment"},
    {"fragments4.pcap", 4, 7, 0, NULL, "–", "rung 7 empty"},
    {"fragments4.pcap", 5, 4, 0, NULL, "–", "rung 4 empty"},
    {"fragments4.pcap", 12, 4, 1, "udp", "UDP 50759 → 7777", "layer udp"},
    {"fragments4.pcap", 12, 7, 1, "data", "Data 5000 bytes", "layer data"},
    {"fragments6.pcap", 4, 4, 0, NULL, "in another fragment", "rung 4 fragment"},
    {"fragments6.pcap", 12, 4, 1, "udp", "UDP 50961 → 7777", "layer udp"},
    /* WebSocket: masked from the client, plain from the server; and pieces of messages. */
    {"upgrade.pcap", 8, 7, 1, "websocket", "WebSocket text “hello”", "layer websocket"},
    {"upgrade.pcap", 8, 6, 0, NULL, "WebSocket masking", "rung 6 masked"},
    {"upgrade.pcap", 9, 6, 0, NULL, "–", "rung 6 empty"},
    {"ws-split.pcap", 6, 7, 0, NULL, "part of a message", "rung 7 part"},
    {"ws-fragments.pcap", 27, 7, 0, NULL, "part of a message", "rung 7 part"},
    {"http.pcap", 23, 7, 0, NULL, "part of a message", "rung 7 part"},
};

static void check_words(const struct pw_rung *rung, const char *key, const struct pw_tree *tree,
                        enum pw_voice voice, struct pw_arena *arena)
{
    struct pw_said said = {.text = "nothing"};
    if (strncmp(key, "layer ", 6) != 0)
        pw_words_key(teach_words, voice, key, tree, arena, &said);
    else if (rung->layer && strcmp(rung->layer->protocol->id, key + 6) == 0)
        pw_words_layer(teach_words, voice, tree, rung->layer, arena, &said);
    CU_ASSERT_STRING_EQUAL(rung->words.text, said.text);
    if (strcmp(rung->words.text, said.text) != 0)
        printf("\nrung %u wanted %s\ngot %s", rung->osi, key, rung->words.text);
}

void test_rungs(void)
{
    for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++) {
        const struct pw_session *session = picture_of(rungs[i].capture);
        uint32_t row = rungs[i].packet - 1;
        struct pw_arena arena = {0};
        struct pw_tree tree;
        struct pw_rung made[7];
        CU_ASSERT_TRUE_FATAL(pw_picture_tree(session, row, &arena, &tree));
        for (int voice = 0; voice < PW_VOICES; voice++) {
            pw_rungs_make(teach_words, (enum pw_voice)voice, &tree,
                          pw_session_row(session, row)->link, &arena, made);
            check_words(&made[7 - rungs[i].osi], rungs[i].says, &tree, (enum pw_voice)voice,
                        &arena);
        }
        const struct pw_rung *rung = &made[7 - rungs[i].osi];
        const char *layer = rung->layer ? rung->layer->protocol->id : "none";
        const char *wanted = rungs[i].layer ? rungs[i].layer : "none";
        bool right = rung->osi == rungs[i].osi && rung->layers == rungs[i].layers &&
                     strcmp(layer, wanted) == 0 &&
                     strncmp(rung->title, rungs[i].title, strlen(rungs[i].title)) == 0;
        CU_ASSERT_TRUE(right);
        if (!right)
            printf("\n%s packet %u rung %u: %s %u \"%s\"", rungs[i].capture, rungs[i].packet,
                   rungs[i].osi, layer, (unsigned)rung->layers, rung->title);
        pw_arena_free(&arena);
    }
}

/* Every layer of every packet stands on its rung or is quoted, and every rung has its say. */
static void climb(struct pcap_file *file, void *self)
{
    static const char *const names[7] = {"Application", "Presentation", "Session", "Transport",
                                         "Network",     "Data link",    "Physical"};
    char capture[128];
    (void)self;
    snprintf(capture, sizeof capture, "%s.pcap", file->name);
    const struct pw_session *session = picture_of(capture);
    for (uint32_t row = 0; row < pw_session_rows(session); row++) {
        struct pw_arena arena = {0};
        struct pw_tree tree;
        struct pw_rung made[7];
        uint32_t standing = 0, layers = 0;
        pw_picture_tree(session, row, &arena, &tree);
        pw_rungs_make(teach_words, PW_STUDENT, &tree, pw_session_row(session, row)->link, &arena,
                      made);
        for (int i = 0; i < 7; i++) {
            CU_ASSERT_EQUAL(made[i].osi, 7 - i);
            CU_ASSERT_STRING_EQUAL(made[i].name, names[i]);
            CU_ASSERT_TRUE(*made[i].title && *made[i].words.text);
            CU_ASSERT_EQUAL(made[i].layer == NULL, made[i].layers == 0);
            standing += made[i].layers;
        }
        for (uint32_t i = 0; i < tree.layer_count; i++)
            layers += !tree.layers[i].quoted;
        CU_ASSERT_EQUAL(standing, layers);
        pw_arena_free(&arena);
    }
}

void test_every_rung(void)
{
    pcap_files_each(climb, NULL);
}

/* BSD's loopback devices are told by the link type alone, whatever the addresses. */
void test_loopback_links(void)
{
    static const struct {
        uint32_t link;
        const char *title;
    } links[] = {{0, "none: loopback"},
                 {108, "none: loopback"},
                 {1, "not captured: cable or Wi-Fi"},
                 {101, "not captured: unknown"},
                 {276, "not captured: unknown"}};
    struct pw_arena arena = {0};
    struct pw_tree tree;
    pw_picture_tree(picture_of("raw-ip.pcap"), 0, &arena, &tree);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct pw_rung made[7];
        pw_rungs_make(teach_words, PW_STUDENT, &tree, links[i].link, &arena, made);
        CU_ASSERT_STRING_EQUAL(made[6].title, links[i].title);
    }
    CU_ASSERT_FALSE(pw_tree_is_loopback(&tree));
    pw_arena_free(&arena);
}
