/*
 * teach/: how texts are filled and what they rest on. Each entry is said about a real packet, and
 * shown with its spans: "STRETCH=FIELD@OFFSET", or "STRETCH=nothing" where the packet has no such
 * field.
 */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/rungs.h"
#include "teach_test.h"

static const struct {
    const char *key, *text, *rests; /* rests: ids, or "" */
    const char *capture;
    uint32_t packet; /* from 1 */
    uint32_t nth;    /* which field of that id, which event of the capture */
    const char *said, *spans;
} sayings[] = {
    /* Plain text rests as a whole on its subject. */
    {"field tcp.dstport", "plain text", "", "handshake.pcap", 3, 0, "plain text",
     "plain text=tcp.dstport@36"},
    {"layer tcp", "plain text", "", "handshake.pcap", 3, 0, "plain text", ""},
    {"rung 6 empty", "plain text", "", "handshake.pcap", 3, 0, "plain text", ""},
    /* Or on what it is said to rest on: those of them that the packet has. */
    {"field tcp.dstport", "plain", "tcp.srcport udp.port tcp.ack ip.src", "handshake.pcap", 3, 0,
     "plain", "plain=tcp.srcport@34 plain=tcp.ack@42 plain=ip.src@26"},
    {"packet tcp.syn", "plain", "tcp.flags.syn", "handshake.pcap", 3, 0, "plain",
     "plain=tcp.flags.syn@46"},
    /* Which counts only where the text names nothing itself that is there. */
    {"packet tcp.syn", "a [link](tcp.len)", "tcp.flags.syn", "handshake.pcap", 3, 0, "a link",
     "link=tcp.len@74"},
    {"packet tcp.syn", "no [link](udp.length)", "tcp.flags.syn", "handshake.pcap", 3, 0, "no link",
     "link=nothing no link=tcp.flags.syn@46"},
    /* Values, as the screen shows them. */
    {"field tcp.dstport", "port {tcp.dstport}", "", "handshake.pcap", 3, 0, "port 7777",
     "7777=tcp.dstport@36"},
    {"layer tcp", "to {ip.dst}, SYN {tcp.flags.syn}.", "", "handshake.pcap", 3, 0,
     "to 10.0.0.2, SYN set.", "10.0.0.2=ip.dst@30 set=tcp.flags.syn@46"},
    {"layer tcp", "{eth.src}{tcp.flags}", "", "handshake.pcap", 3, 0, "02:00:00:00:00:010x0002",
     "02:00:00:00:00:01=eth.src@6 0x0002=tcp.flags@46"},
    {"packet http.upgrade_request", "{http.request.method} {http.request.uri}", "", "upgrade.pcap",
     4, 0, "GET /chat", "GET=http.request.method@66 /chat=http.request.uri@70"},
    {"packet websocket.text", "{websocket.masking_key}", "", "upgrade.pcap", 8, 0, "875a5dd1",
     "875a5dd1=websocket.masking_key@68"},
    {"packet udp.datagram", "{data.data}", "", "fragments4.pcap", 12, 0,
     "303030310a303030320a303030330a30…", "303030310a303030320a303030330a30…=data.data@8"},
    /* None, and what is said then. */
    {"layer tcp", "{websocket.opcode}", "", "handshake.pcap", 3, 0, "?", "?=nothing"},
    {"layer tcp", "{websocket.opcode|nothing here}", "", "handshake.pcap", 3, 0, "nothing here",
     "nothing here=nothing"},
    {"layer tcp", "a{websocket.opcode|}.", "", "handshake.pcap", 3, 0, "a.", ""},
    {"layer tcp", "{no.such.field|none}", "", "handshake.pcap", 3, 0, "none", "none=nothing"},
    /* Formats. */
    {"layer tcp", "{tcp.len:count byte bytes}", "", "handshake.pcap", 3, 0, "0 bytes",
     "0 bytes=tcp.len@74"},
    {"layer tcp", "{tcp.len:count byte bytes|no count}", "", "handshake.pcap", 6, 0, "6 bytes",
     "6 bytes=tcp.len@66"},
    {"layer ip", "{ip.ttl:count hop hops} {ip.version:count v vs}", "", "arp.pcap", 3, 0,
     "64 hops 4 vs", "64 hops=ip.ttl@22 4 vs=ip.version@14"},
    {"layer tcp", "{tcp.flags.syn:count flag flags}", "", "handshake.pcap", 3, 0, "set",
     "set=tcp.flags.syn@46"},
    {"layer tcp", "{udp.length:count byte bytes|no count}", "", "handshake.pcap", 3, 0, "no count",
     "no count=nothing"},
    {"layer tcp", "{tcp.options.wscale.shift:time}", "", "handshake.pcap", 3, 0, "0.010 ms",
     "0.010 ms=tcp.options.wscale.shift@73"},
    {"layer tcp", "{tcp.options.mss_val:time}", "", "handshake.pcap", 3, 0, "1.4 ms",
     "1.4 ms=tcp.options.mss_val@56"},
    {"layer tcp", "{tcp.window_size_value:time}", "", "handshake.pcap", 3, 0, "64 ms",
     "64 ms=tcp.window_size_value@48"},
    {"layer tcp", "{tcp.seq_raw:time}", "", "handshake.pcap", 3, 0, "1412.9 s",
     "1412.9 s=tcp.seq_raw@38"},
    /* Escapes, and lines that go on. */
    {"layer tcp", "\\[a\\] \\{b\\} \\\\ (c) | : `", "", "handshake.pcap", 3, 0, NULL, NULL},
    {"layer tcp", "\\[a\\] \\{b\\} \\\\ (c) | :", "", "handshake.pcap", 3, 0,
     "[a] {b} \\ (c) | :", ""},
    {"layer tcp", "one\n  [two\n   three](tcp.len)\n\tfour", "", "handshake.pcap", 3, 0,
     "one two three four", "two three=tcp.len@74"},
    /* Columns are no bytes: a stretch counts bytes, behind letters of more than one. */
    {"layer tcp", "Grüße – [höher](tcp.len): {tcp.srcport}", "", "handshake.pcap", 3, 0,
     "Grüße – höher: 50680", "höher=tcp.len@74 50680=tcp.srcport@34"},
    /* What is spoken of comes first, then the innermost, and what is quoted last. */
    {"layer ip", "{ip.src}", "", "ip-in-ip.pcap", 7, 0, "10.0.0.1", "10.0.0.1=ip.src@26"},
    {"layer tcp", "{ip.src}", "", "ip-in-ip.pcap", 7, 0, "10.9.0.1", "10.9.0.1=ip.src@46"},
    {"packet icmp.unreachable", "{ip.src} {udp.dstport}", "", "refused.pcap", 6, 0, "10.0.0.2 7777",
     "10.0.0.2=ip.src@26 7777=udp.dstport@64"},
    /* Among fields of the same name, the one spoken of or those beside it. */
    {"field tcp.option_kind", "{tcp.option_kind}: {tcp.option_len}", "", "handshake.pcap", 3, 0,
     "maximum segment size (2): 4",
     "maximum segment size (2)=tcp.option_kind@54 4=tcp.option_len@55"},
    {"field tcp.option_kind", "{tcp.option_kind}: {tcp.option_len}", "", "handshake.pcap", 3, 2,
     "timestamps (8): 10", "timestamps (8)=tcp.option_kind@60 10=tcp.option_len@61"},
    {"field tcp.option_len", "{tcp.option_kind}, {tcp.options.mss_val}", "", "handshake.pcap", 3, 2,
     "timestamps (8), 1460", "timestamps (8)=tcp.option_kind@60 1460=tcp.options.mss_val@56"},
    {"field dns.resp.name", "{dns.resp.type} {dns.qry.type}", "", "dns.pcap", 8, 1, "A (1) A (1)",
     "A (1)=dns.resp.type@108 A (1)=dns.qry.type@72"},
    {"field dns.resp.type", "{dns.resp.name}, {dns.resp.len}", "", "dns.pcap", 8, 1,
     "www.example.test, 4", "www.example.test=dns.resp.name@106 4=dns.resp.len@116"},
    {"field dns.section.answers", "{dns.resp.name}, {dns.resp.len}", "", "dns.pcap", 8, 0,
     "web.example.test, 18", "web.example.test=dns.resp.name@76 18=dns.resp.len@86"},
    {"field dns.resp.z.do", "{dns.resp.name}, {dns.resp.len}", "", "dns.pcap", 8, 0, "<Root>, 0",
     "<Root>=dns.resp.name@122 0=dns.resp.len@131"},
    /* An event's own particulars come first, and rest on no field. */
    {"event tcp.handshake complete", "{client} to {server}: {rtt_us:time}", "tcp.flags.ack",
     "handshake.pcap", 5, 2, "10.0.0.1:50680 to 10.0.0.2:7777: 0.036 ms",
     "10.0.0.1:50680=nothing 10.0.0.2:7777=nothing 0.036 ms=nothing "
     "10.0.0.1:50680 to 10.0.0.2:7777: 0.036 ms=tcp.flags.ack@46"},
    {"event tcp.handshake", "{syn_retries:count repeat repeats|} {tcp.ack} {result}", "",
     "handshake.pcap", 5, 2, "0 repeats 1 complete",
     "0 repeats=nothing 1=tcp.ack@42 complete=nothing"},
    {"event websocket.message text", "{from}: {text}, masked {masked}, {length}", "",
     "upgrade.pcap", 8, 4, "client: hello, masked yes, 5",
     "client=nothing hello=nothing yes=nothing 5=nothing"},
    {"event websocket.message text", "{code|no code} {reason:time|no reason}",
     "websocket.payload.text", "upgrade.pcap", 8, 4, "no code no reason",
     "no code=nothing no reason=nothing no code no reason=websocket.payload.text@0"},
    {"event websocket.message binary", "{hex}", "websocket.opcode", "upgrade.pcap", 19, 11,
     "cafebabe", "cafebabe=nothing cafebabe=websocket.opcode@66"},
};

/* The subject of an entry, by its key: "field ID", "layer ID", else the whole packet. */
static bool say(const struct pw_words *words, const char *key, const struct pw_session *session,
                uint32_t nth, const struct pw_tree *tree, struct pw_arena *arena,
                struct pw_said *said)
{
    const char *id = strchr(key, ' ') + 1;
    if (strncmp(key, "packet ", 7) == 0)
        return pw_words_packet(words, PW_STUDENT, tree, arena, said);
    if (strncmp(key, "rung ", 5) == 0)
        return pw_words_key(words, PW_STUDENT, key, tree, arena, said);
    if (strncmp(key, "event ", 6) == 0) {
        struct pw_description event;
        pw_picture_event(session, nth, arena, &event);
        return pw_words_event(words, PW_STUDENT, &event, tree, arena, said);
    }
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        if (strncmp(key, "layer ", 6) == 0 && strcmp(layer->protocol->id, id) == 0)
            return pw_words_layer(words, PW_STUDENT, tree, layer, arena, said);
        const struct pw_field *field = pw_tree_find(tree, layer, id, nth);
        if (strncmp(key, "field ", 6) == 0 && field)
            return pw_words_field(words, PW_STUDENT, tree, layer, field, arena, said);
    }
    return false;
}

static void show_spans(const struct pw_said *said, struct pw_buffer *out)
{
    for (uint32_t i = 0; i < said->span_count; i++) {
        const struct pw_span *span = &said->spans[i];
        pw_buffer_text(out, i ? " " : "");
        pw_buffer_print(out, "%.*s=", (int)span->length, said->text + span->start);
        if (span->field)
            pw_buffer_print(out, "%s@%u", span->field->def->id, (unsigned)span->field->offset);
        else
            pw_buffer_text(out, "nothing");
    }
}

void test_sayings(void)
{
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        struct pw_error error = {{0}};
        struct pw_buffer file = {0}, spans = {0};
        struct pw_arena arena = {0};
        struct pw_tree tree;
        struct pw_said said;
        const struct pw_session *session = picture_of(sayings[i].capture);
        pw_buffer_print(&file, "# T\n\n## %s\n- friend: {tcp.len}\n- engineer: {tcp.len}\n",
                        sayings[i].key);
        pw_buffer_print(&file, "- student: %s\n%s%s\n", sayings[i].text,
                        *sayings[i].rests ? "- rests on: " : "", sayings[i].rests);
        scratch_file("words.md", pw_buffer_get(&file));
        struct pw_words *words = pw_words_load(scratch_directory(), &error);
        CU_ASSERT_EQUAL(words == NULL, sayings[i].said == NULL);
        pw_picture_tree(session, sayings[i].packet - 1, &arena, &tree);
        if (words && say(words, sayings[i].key, session, sayings[i].nth, &tree, &arena, &said)) {
            show_spans(&said, &spans);
            bool right = strcmp(said.text, sayings[i].said) == 0 &&
                         strcmp(pw_buffer_get(&spans), sayings[i].spans) == 0;
            CU_ASSERT_TRUE(right);
            if (!right)
                printf("\nwanted %s (%s)\ngot    %s (%s)", sayings[i].said, sayings[i].spans,
                       said.text, pw_buffer_get(&spans));
        } else {
            CU_ASSERT_PTR_NULL(sayings[i].said);
            if (sayings[i].said)
                printf("\nnothing said: %s %s", sayings[i].key, error.text);
        }
        pw_words_free(words);
        pw_arena_free(&arena);
        pw_buffer_free(&file);
        pw_buffer_free(&spans);
    }
}
