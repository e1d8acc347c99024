/*
 * teach/: what a capture does not bear out is found: in short lessons, and in copies of the bundled
 * ones with one thing made wrong.
 */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach_test.h"

#define STEP    "# T\n\n```lesson\ncapture: upgrade.pcap\n```\n\n## Step\n\nWords.\n\n"
#define SHOWN   STEP "```show\npacket: first tcp\n```\n\n"
#define ASKED   SHOWN "```question\nask: Which?\n"
#define OPTIONS "- a {tcp}\n- b {udp}\n  why: x\n"

static const struct {
    const char *text, *faults; /* each fault as "LINE: message" */
} lies[] = {
    {SHOWN, ""},
    {ASKED OPTIONS "```\n", ""},
    {STEP "```claim\ncount tcp is 30\n```\n",
     "12: this is not so in upgrade.pcap: count tcp is 30\n"},
    {SHOWN "```claim\ncount tcp is 29\nevent dns.query\n```\n",
     "17: this is not so in upgrade.pcap: event dns.query\n"},
    {STEP "```show\npacket: first arp\ncapture: arp.pcap\n```\n\n"
          "```claim\ncount arp is 7\ncount tcp is 29\n```\n",
     "18: this is not so in arp.pcap: count tcp is 29\n"},
    {STEP "```show\npacket: first udp\n```\n", "12: no packet of upgrade.pcap is meant by this\n"},
    {STEP "```show\nlight: tcp\n```\n", "12: no packet of upgrade.pcap is meant by this\n"},
    {STEP "```show\npacket: first tcp\nlight: tcp http.host http\n```\n",
     "12: packet 1 has no \"http.host\" to light\n12: packet 1 has no \"http\" to light\n"},
    {STEP "```show\npacket: first tcp\ncapture: no-such.pcap\n```\n",
     "12: the capture no-such.pcap cannot be read\n"},
    {STEP "```show\npacket: first tcp\ncapture: no-such.pcap\n```\n\n"
          "```claim\ncount tcp is 29\n```\n",
     "12: the capture no-such.pcap cannot be read\n17: the capture no-such.pcap cannot be read\n"},
    {"# T\n\n```lesson\ncapture: no-such.pcap\n```\n\n## S\n\nWords.\n",
     "4: the capture no-such.pcap cannot be read\n"},
    {"# T\n\n```lesson\ncapture: no-such.pcap\n```\n\n## S\n\n```question\nask: Which?\n" OPTIONS
     "```\n",
     "4: the capture no-such.pcap cannot be read\n10: the capture no-such.pcap cannot be read\n"},
    /* Questions. */
    {ASKED "packet: first udp\n" OPTIONS "```\n", "16: no packet of upgrade.pcap is asked about\n"},
    {STEP "```question\nask: Which?\n" OPTIONS "```\n",
     "12: no packet of upgrade.pcap is asked about\n"},
    {ASKED OPTIONS "- c {ip}\n```\n", "16: exactly one option must be right; of packet 1, 2 are\n"},
    {ASKED "- a {arp}\n  why: y\n- b {udp}\n  why: x\n```\n",
     "16: exactly one option must be right; of packet 1, 0 are\n"},
    {ASKED "- a {tcp}\n- b {udp}\n```\n", "18: a wrong answer has a reason: \"  why: …\"\n"},
    {ASKED OPTIONS "  see: first udp\n```\n",
     "18: no packet of upgrade.pcap is meant by \"see\"\n"},
    /* What lies behind the asked packet may be pointed at, too. */
    {ASKED OPTIONS "  see: next tcp.flags.fin == 1\n```\n", ""},
    {ASKED "packet: last tcp\n" OPTIONS "  see: next tcp\n```\n",
     "19: no packet of upgrade.pcap is meant by \"see\"\n"},
    {ASKED "type: number\nanswer: udp.length\n```\n",
     "16: packet 1 has no such number to answer with\n"},
    {ASKED "type: number\nanswer: tcp.seq - 1\n```\n",
     "16: packet 1 has no such number to answer with\n"},
    {ASKED "type: number\nanswer: tcp.len\n- 3\n```\n",
     "19: a wrong answer has a reason: \"  why: …\"\n"},
    {ASKED "type: number\nanswer: tcp.len\n- 0\n  why: x\n```\n",
     "19: this is the right answer, not a wrong one\n"},
    {ASKED "type: number\nanswer: frame.len\n- tcp.len + 3\n  why: x\n```\n", ""},
    /* What a lesson says it refutes. */
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nrefutes: 7 38\n```\n\n## S\n\n"
     "```show\npacket: tcp\n```\n\n```question\nask: Which?\n- a {tcp}\n- b {udp}\n  why 7: x\n"
     "```\n",
     "4: it is said to refute misconception 38, but no answer has \"why 38\"\n"},
};

static const char *check(const char *text, struct pw_buffer *faults)
{
    struct pw_buffer full = {0};
    const char *path = scratch_file("99-test.md", text);
    size_t length = strlen(path) + 1;
    pw_lesson_check(path, &pictures, print_fault, &full);
    for (const char *at = pw_buffer_get(&full); *at; at += strcspn(at, "\n") + 1) {
        CU_ASSERT_EQUAL_FATAL(strncmp(at, path, length - 1), 0);
        at += length;
        pw_buffer_add(faults, at, strcspn(at, "\n") + 1);
    }
    pw_buffer_free(&full);
    return pw_buffer_get(faults);
}

void test_false_claims(void)
{
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct pw_buffer faults = {0};
        const char *got = check(lies[i].text, &faults);
        CU_ASSERT_STRING_EQUAL(got, lies[i].faults);
        if (strcmp(got, lies[i].faults) != 0)
            printf("\n%s\nwanted %sgot    %s", lies[i].text, lies[i].faults, got);
        pw_buffer_free(&faults);
    }
}

static const struct {
    const char *lesson, *from, *to; /* the first `from` becomes `to` */
    const char *at;                 /* the fault is in the line where this first stands then */
    const char *fault;
} copies[] = {
    {"01-a-packet-is-an-onion", "is 12\n", "is 13\n", "is 13\n",
     "this is not so in onion-veth.pcap: count frame.number > 0 is 13"},
    {"01-a-packet-is-an-onion", "capture: onion-veth", "capture: onion-lo", "count frame.number",
     "this is not so in onion-lo.pcap: count frame.number > 0 is 12"},
    {"01-a-packet-is-an-onion", "light: http\n", "light: websocket\n", "packet: first",
     "packet 6 has no \"websocket\" to light"},
    {"01-a-packet-is-an-onion", "answer: tcp.len\n", "answer: udp.length\n",
     "ask: How many bytes of this", "packet 6 has no such number to answer with"},
    {"06-three-packets-to-agree", "hide: yes\n- ACK only", "hide: yes\n- An ACK", NULL, NULL},
    {"06-three-packets-to-agree", "- SYN and ACK {tcp.flags.syn == 1 && tcp.flags.ack == 1}",
     "- SYN and ACK {tcp.flags.syn == 1 && tcp.flags.fin == 1}", "ask: Which flags will it have?",
     "exactly one option must be right; of packet 4, 0 are"},
    {"06-three-packets-to-agree", "- SYN and ACK {tcp.flags.syn == 1 && tcp.flags.ack == 1}",
     "- SYN and ACK {tcp", "",
     "an option ends with the condition it is right under: - text {condition}"},
    {"06-three-packets-to-agree", "refutes: 2 3", "refutes: 1 2 3",
     "capture:", "it is said to refute misconception 1, but no answer has \"why 1\""},
    {"06-three-packets-to-agree", "packet: next from == \"client\"",
     "packet: next from == \"router\"", "ask: Which acknowledgment number (raw)",
     "no packet of handshake.pcap is asked about"},
    {"06-three-packets-to-agree", "  see: first tcp.flags.syn == 1 && tcp.flags.ack == 1",
     "  see: first tcp.flags.urg == 1", "- The SYN with ACK",
     "no packet of handshake.pcap is meant by \"see\""},
    {"14-the-upgrade", "  why 24: No other port", "  because 24: No other port", "- 302 Found",
     "an option ends with the condition it is right under: - text {condition}"},
    {"14-the-upgrade", "packet: first tcp.flags.syn == 1", "packet: first tcp.flags.sin == 1",
     "packet: first tcp.flags.sin", "column 7: no field or protocol is called \"tcp.flags.sin\""},
    {"14-the-upgrade", "capture: upgrade.pcap", "capture: downgrade.pcap",
     "capture:", "the capture downgrade.pcap cannot be read"},
};

/* The whole of a bundled lesson; free it. */
static char *read_lesson(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/en/%s.md", PW_LESSONS, name);
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    char *text = calloc(1, 65536);
    CU_ASSERT_TRUE_FATAL(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

static unsigned line_of(const char *text, const char *at)
{
    unsigned line = 1;
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

void test_wrong_copies(void)
{
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
        struct pw_buffer copy = {0}, faults = {0};
        char *text = read_lesson(copies[i].lesson);
        const char *from = strstr(text, copies[i].from);
        CU_ASSERT_PTR_NOT_NULL_FATAL(from);
        pw_buffer_add(&copy, text, (size_t)(from - text));
        pw_buffer_print(&copy, "%s%s", copies[i].to, from + strlen(copies[i].from));
        const char *wrong = pw_buffer_get(&copy), *got = check(wrong, &faults);
        if (copies[i].fault) {
            char wanted[512];
            const char *at = strstr(wrong, *copies[i].at ? copies[i].at : copies[i].to);
            snprintf(wanted, sizeof wanted, "%u: %s\n", line_of(wrong, at), copies[i].fault);
            bool found = strstr(got, wanted) != NULL;
            CU_ASSERT_TRUE(found);
            if (!found)
                printf("\n%s: wanted %sgot %s", copies[i].to, wanted, got);
        } else {
            CU_ASSERT_STRING_EQUAL(got, "");
        }
        free(text);
        pw_buffer_free(&copy);
        pw_buffer_free(&faults);
    }
}

/* Where more than one option is right, or none, none is the right one. */
void test_no_one_right(void)
{
    static const char *const options[] = {OPTIONS "- c {ip}\n", "- a {arp}\n- b {udp}\n"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct pw_buffer text = {0};
        struct pw_arena arena = {0};
        struct pw_error error;
        pw_buffer_print(&text, "%s%s```\n", ASKED, options[i]);
        const struct pw_lesson *lesson =
            pw_lesson_load(scratch_file("99-test.md", pw_buffer_get(&text)), &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(lesson);
        CU_ASSERT_EQUAL(pw_question_right(lesson->steps[0].question, picture_of("upgrade.pcap"), 0),
                        PW_NONE);
        pw_arena_free(&arena);
        pw_buffer_free(&text);
    }
}
