/*
 * teach/: everything that may be wrong with how a lesson is written. Wanted are all its faults,
 * each as "LINE: message", in order: one mistake, one fault.
 */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach_test.h"

#define HEADER "```lesson\ncapture: upgrade.pcap\n```\n\n"
#define STEP   "# T\n\n" HEADER "## Step\n\nWords.\n\n"
/* What stands in a block begins in line 12. */
#define BLOCK(kind, text) STEP "```" kind "\n" text "```\n"
/* Two options, of which the first is right. */
#define OPTIONS      "- a {tcp}\n- b {udp}\n  why: x\n"
#define ASK(text)    BLOCK("question", "ask: Why?\n" text)
#define NUMBER(text) ASK("type: number\n" text)
#define SHOW(text)   BLOCK("show", text)
/* Its parts begin in line 13. */
#define TASK(text) BLOCK("task", "do: it\n" text "proof: upgrade.pcap\n")
#define HEAD(text) "# T\n\n```lesson\ncapture: upgrade.pcap\n" text "```\n\n## S\n\nW.\n"

static const struct {
    const char *text, *faults;
} rows[] = {
    /* The whole. */
    {"", "1: a lesson starts with \"# Title\"\n"
         "1: a lesson has a ```lesson block that names its capture\n"
         "1: a lesson has steps: \"## Step title\"\n"},
    {HEADER "## Step\n\nWords.\n", "1: a lesson starts with \"# Title\"\n"},
    {"# T\n\n## Step\n\nWords.\n", "1: a lesson has a ```lesson block that names its capture\n"},
    {"# T\n\n" HEADER, "1: a lesson has steps: \"## Step title\"\n"},
    {"# T\n\n" HEADER "## Step\n\n## Other\n\nWords.\n", "7: a step without words\n"},
    {STEP "# Again\n\nWords.\n", "11: a lesson has one \"# Title\", at its start\n"},
    {"## Step\n\nWords.\n\n" HEADER "# Late\n",
     "9: a lesson has one \"# Title\", at its start\n1: a lesson starts with \"# Title\"\n"},
    {STEP "##\n\nWords.\n", "11: a heading without words\n"},
    {"#\n\n" HEADER "## Step\n\nWords.\n", "1: a heading without words\n"},
    /* ```task */
    {TASK("- a {event tcp.close}\n"), ""},
    {TASK("- a {event tcp.close}\n  near event tcp.handshake: {server}\n"), ""},
    {BLOCK("task", "- a {tcp}\nproof: upgrade.pcap\n"), "12: a task says what to do: \"do: …\"\n"},
    {TASK(""), "12: a task has a part: \"- text {event NAME CONDITION}\"\n"},
    {BLOCK("task", "do: it\n- a {tcp}\n"),
     "12: a task names a capture in which it is done: \"proof: NAME.pcap\"\n"},
    {TASK("- a\n"), "13: a part ends with what fulfils it: - text {event NAME CONDITION}\n"},
    {TASK("- {tcp}\n"), "13: a part without words\n"},
    {TASK("- a {event tcp.opened}\n"),
     "13: column 7: no event has this name (docs: packetwalk json)\n"},
    {TASK("- a {event tcp.close by == }\n"), "13: column 23: a value is missing here\n"},
    {TASK("- a {tcp.flags.sin}\n"),
     "13: column 1: no field or protocol is called \"tcp.flags.sin\"\n"},
    {TASK("- a {event tcp.close by == \"nobody\"}\n"), "13: this is not done in upgrade.pcap\n"},
    {TASK("- a {tcp}\n- b {udp}\n"), "14: this is not done in upgrade.pcap\n"},
    {TASK("near tcp: x\n- a {tcp}\n"), "13: near and unless stand under a part\n"},
    {TASK("- a {tcp}\n  near event no.such: x\n"),
     "14: column 7: no event has this name (docs: packetwalk json)\n"},
    {TASK("- a {tcp}\n  near udp:\n"),
     "13: a part ends with what fulfils it: - text {event NAME CONDITION}\n"},
    {TASK("- a {tcp}\n  near event tcp.close: [x](tcp.ack)\n"),
     "14: a near miss lights no bytes: no [words](field.id) here\n"},
    {TASK("- a {tcp}\n  near udp: {server}\n"),
     "14: only an event has values to name: near event …\n"},
    {TASK("- a {tcp}\nwhen: x\n"), "14: a task has do, parts (\"- …\") with near and unless, "
                                   "proof, hint and after, no \"when\"\n"},
    {BLOCK("task", "do: it\n- a {tcp}\nproof: ../x.pcap\n"),
     "14: a capture is the name of a file in captures/\n"},
    {BLOCK("task", "do: it\n- a {tcp}\nproof: none.pcap\n"),
     "12: the capture none.pcap cannot be read\n"},
    /* Markdown that is not shown. */
    {STEP "<div>\nbold\n</div>\n",
     "11: HTML is not shown in a lesson, only comments are let pass\n"},
    {STEP "a <b>bold</b> word\n",
     "11: HTML is not shown in a lesson\n11: HTML is not shown in a lesson\n"},
    {STEP "one\ntwo &amp; three\n", "12: write the character itself, not &amp;\n"},
    {STEP "- one\n  - two\n", "11: a list inside a list is not shown\n"},
    {STEP "1. one\n   - two\n", "11: a list inside a list is not shown\n"},
    {STEP "<!-- a comment -->\n\nmore\n", ""},
    {STEP "a*b*, `code`, [link](there) \\& more\n\n> a quotation\n\n    plain code\n", ""},
    /* ```lesson */
    {STEP HEADER, "12: a lesson has one ```lesson block\n"},
    {"# T\n\n```lesson\nminutes: 3\n```\n\n## S\n\nW.\n",
     "4: a lesson names its capture: \"capture: NAME.pcap\"\n"},
    {"# T\n\n```lesson\nminutes: 3\n```\n\n## S\n\n```show\npacket: tcp\n```\n",
     "4: a lesson names its capture: \"capture: NAME.pcap\"\n"
     "10: the capture (none) cannot be read\n"},
    {"# T\n\n```lesson\ncapture: ../upgrade.pcap\n```\n\n## S\n\nW.\n",
     "4: a capture is the name of a file in captures/\n"},
    {"# T\n\n```lesson\ncapture:\n```\n\n## S\n\nW.\n",
     "4: a capture is the name of a file in captures/\n"},
    {HEAD("minutes: 0\n"), "5: minutes are a number from 1 to 240\n"},
    {HEAD("minutes: 241\n"), "5: minutes are a number from 1 to 240\n"},
    {HEAD("minutes: ten\n"), "5: minutes are a number from 1 to 240\n"},
    {HEAD("voice: loud\n"), "5: the voices are friend, student and engineer\n"},
    {HEAD("refutes: 39\n"), "5: misconceptions have the numbers 1 to 38\n"},
    {HEAD("refutes: 0, x\n"), "5: misconceptions have the numbers 1 to 38\n"
                              "5: misconceptions have the numbers 1 to 38\n"},
    {HEAD("title: x\n"),
     "5: a lesson block has capture, minutes, course, refutes and voice, no \"title\"\n"},
    {HEAD("no colon\n"), "5: a line here is \"key: value\"\n"},
    {"# T\n\n```lesson\n  indented\ncapture: upgrade.pcap\n```\n\n## S\n\nW.\n",
     "4: an indented line goes on with nothing\n"},
    {HEAD("minutes:\n  240\nvoice: friend\n"), ""},
    /* ```show */
    {SHOW("packet: first nosuch == 1\n"),
     "12: column 7: no field or protocol is called \"nosuch\"\n"
     "12: no packet of upgrade.pcap is meant by this\n"},
    {SHOW("packet: first tcp\nlight: tcp nosuch\n"),
     "13: no field or protocol is called \"nosuch\"\n"},
    {SHOW("packet: first tcp\nlight: tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp "
          "tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp tcp ip\n"),
     "13: too many to light at once\n"},
    {SHOW("packet: first tcp\ncolour: red\n"),
     "13: a show block has packet, light and capture, no \"colour\"\n"},
    {SHOW("packet: first tcp\n") "\n```show\npacket: last tcp\n```\n",
     "16: a step shows one packet; begin another step\n"},
    {SHOW("capture: arp.pcap\n"), "12: another capture needs \"packet:\" too\n"
                                  "12: no packet of upgrade.pcap is meant by this\n"},
    {SHOW("packet: first tcp\ncapture: .hidden\n"),
     "13: a capture is the name of a file in captures/\n"},
    /* ```claim */
    {BLOCK("claim", "count tcp\n"), "12: column 6: this ends with \"is NUMBER\"\n"},
    {BLOCK("claim", "count tcp is 29\ntcp\n"),
     "13: a claim is \"count … is N\", \"bytes … is N\", \"events … is N\", \"event …\", \"packet "
     "… has …\" or "
     "\"every … has …\"\n"},
    {BLOCK("claim", "count tcp\n  is 29\n"), ""},
    {BLOCK("claim", "  count tcp is 29\n"), "12: an indented line goes on with nothing\n"},
    /* ```question */
    {SHOW("packet: tcp\n") "\n```question\nask: Why?\n" OPTIONS
                           "```\n\n```question\nask: Why?\n" OPTIONS "```\n",
     "23: a step asks one question; begin another step\n"},
    {BLOCK("question", OPTIONS), "12: a question asks something: \"ask: …\"\n"},
    {ASK("- a {tcp}\n"), "12: a choice has two options or more\n"},
    {ASK(OPTIONS "answer: tcp.len\n"),
     "12: answer is for \"type: number\"; options have conditions\n"},
    {ASK("type: riddle\n" OPTIONS), "13: a question's type is choice or number\n"},
    {ASK(OPTIONS "type: choice\n"), "16: type stands before the options\n"},
    {ASK("hide: maybe\n" OPTIONS), "13: hide is yes or no\n"},
    {ASK("why: because\n" OPTIONS), "13: why and see stand under an option\n"},
    {ASK("see: tcp\n" OPTIONS), "13: why and see stand under an option\n"},
    {ASK(OPTIONS "hint:\n"), "16: nothing stands behind the colon\n"},
    {ASK(OPTIONS "colour: red\n"), "16: a question has ask, type, packet, hide, exit, answer, "
                                   "options (\"- …\") with why and see, hint "
                                   "and after, no \"colour\"\n"},
    {ASK("packet: first nosuch\n" OPTIONS),
     "13: column 7: no field or protocol is called \"nosuch\"\n"},
    {ASK(OPTIONS "  see: first nosuch\n"),
     "16: column 7: no field or protocol is called \"nosuch\"\n"},
    {ASK("- no condition\n" OPTIONS),
     "13: an option ends with the condition it is right under: - text {condition}\n"},
    {ASK("- {tcp}\n" OPTIONS), "13: an option without words\n"},
    {ASK("- a {nosuch}\n" OPTIONS),
     "13: column 1: no field or protocol is called \"nosuch\", of {nosuch}\n"},
    {SHOW("packet: tcp\n") "\n```question\nask: Why?\n" OPTIONS "  why 0: x\n```\n",
     "20: misconceptions have the numbers 1 to 38\n"},
    {SHOW("packet: tcp\n") "\n```question\nask: Why?\n" OPTIONS "  why 39: x\n```\n",
     "20: misconceptions have the numbers 1 to 38\n"},
    {NUMBER(""), "12: a number question has its answer: \"answer: FIELD\"\n"},
    {NUMBER("answer: tcp.nosuch\n"), "14: \"tcp.nosuch\" is no field that holds a number\n"},
    {NUMBER("answer: http.host\n"), "14: \"http.host\" is no field that holds a number\n"},
    {NUMBER("answer: -5\n"), "14: \"-5\" is no field that holds a number\n"},
    {NUMBER("answer: tcp.len + many\n"),
     "14: an answer is FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER\n"},
    {NUMBER("answer: tcp.len * 2\n"),
     "14: an answer is FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER\n"},
    {NUMBER("answer: tcp.len + 2 + 2\n"),
     "14: an answer is FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER\n"},
    {NUMBER("answer: tcp.len\n- many\n  why: x\n"),
     "15: \"many\" is no field that holds a number\n"},
};

/* The path in front of each line is taken off. */
static void note_fault(void *self, const char *fault)
{
    const char *path = scratch_directory();
    size_t length = strlen(path) + strlen("/99-test.md:");
    bool ours = strncmp(fault, path, strlen(path)) == 0 && strlen(fault) > length;
    CU_ASSERT_TRUE(ours);
    print_fault(self, ours ? fault + length : fault);
}

void test_lesson_faults(void)
{
    struct pw_buffer unreadable = {0};
    struct pw_arena none = {0};
    struct pw_error why;
    CU_ASSERT_EQUAL(pw_lesson_check("/no/such.md", &pictures, print_fault, &unreadable), 1);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&unreadable), "/no/such.md: No such file or directory\n");
    CU_ASSERT_PTR_NULL(pw_lesson_load("/no/such.md", &none, &why));
    CU_ASSERT_STRING_EQUAL(why.text, "/no/such.md: No such file or directory");
    pw_buffer_free(&unreadable);
    pw_arena_free(&none);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pw_buffer faults = {0};
        struct pw_arena arena = {0};
        struct pw_error error;
        const char *path = scratch_file("99-test.md", rows[i].text);
        uint32_t count = pw_lesson_check(path, &pictures, note_fault, &faults);
        const char *got = pw_buffer_get(&faults);
        uint32_t lines = 0;
        for (const char *at = got; *at; at++)
            lines += *at == '\n';
        CU_ASSERT_EQUAL(count, lines);
        CU_ASSERT_STRING_EQUAL(got, rows[i].faults);
        if (strcmp(got, rows[i].faults) != 0)
            printf("\n%s\nwanted %sgot    %s", rows[i].text, rows[i].faults, got);
        /* Loading says the first of those that need no capture. */
        if (!pw_lesson_load(path, &arena, &error))
            note_fault(&faults, error.text);
        pw_arena_free(&arena);
        pw_buffer_free(&faults);
    }
}
