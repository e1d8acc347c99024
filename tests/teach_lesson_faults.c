/* teach/: everything that may be wrong with a lesson, each with its file, its line, and its words. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach_test.h"

#define HEAD "# T\n\n```lesson\ncapture: upgrade.pcap\n```\n\nHello.\n\n"
#define STEP HEAD "## Step\n\nWords.\n\n"

static const struct {
    const char *text;
    unsigned line;
    const char *fault;
} lesson_faults[] = {
    {"no title\n", 1, "a lesson starts with \"# Title\""},
    {"# T\n\n## Step\n\nWords.\n", 1, "a lesson has a ```lesson block"},
    {"# T\n\n```lesson\nminutes: 3\n```\n", 4, "a lesson names its capture"},
    {"# T\n\n```lesson\ncapture: ../upgrade.pcap\n```\n", 4, "a capture is the name of a file"},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nminutes: 999\n```\n", 5, "minutes are a number"},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nvoice: loud\n```\n", 5, "the voices are"},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nrefutes: 99\n```\n", 5, "misconceptions have"},
    {HEAD "```lesson\ncapture: upgrade.pcap\n```\n", 10, "a lesson has one ```lesson block"},
    {STEP "# Again\n", 13, "a lesson has one \"# Title\""},
    {STEP "<b>bold</b>\n", 13, "HTML is not shown"},
    {STEP "```show\npacket: first nosuch == 1\n```\n", 14, "no field or protocol is called"},
    {STEP "```show\npacket: first tcp\nlight: nosuch\n```\n", 15, "no field or protocol is called"},
    {STEP "```show\npacket: first tcp\n```\n\n```show\npacket: last tcp\n```\n", 18,
     "a step shows one packet"},
    {STEP "```question\nask: Why?\n- a {tcp}\n```\n", 14, "a choice has two options or more"},
    {STEP "```question\n- a {tcp}\n- b {udp}\n```\n", 14, "a question asks something"},
    {STEP "```question\nask: Why?\n- a {tcp}\n- b {nosuch}\n```\n", 16, "no field or protocol"},
    {STEP "```question\nask: Why?\ntype: riddle\n- a {tcp}\n```\n", 15, "type is choice or number"},
    {STEP "```question\nask: How many?\ntype: number\n```\n", 14, "has its answer"},
    {STEP "```question\nask: How many?\ntype: number\nanswer: tcp.flags.nosuch\n```\n", 16,
     "is no field that holds a number"},
    {STEP "```question\nask: Why?\nhide: maybe\n- a {tcp}\n- b {udp}\n```\n", 15,
     "hide is yes or no"},
    {STEP "```claim\ncount tcp\n```\n", 14, "this ends with \"is NUMBER\""},
};

void test_lesson_faults(void)
{
    for (size_t i = 0; i < sizeof lesson_faults / sizeof *lesson_faults; i++) {
        struct pw_buffer faults = {0};
        char wanted[640];
        const char *path = scratch_file("99-test.md", lesson_faults[i].text);
        snprintf(wanted, sizeof wanted, "%s:%u: ", path, lesson_faults[i].line);
        CU_ASSERT_TRUE(pw_lesson_check(path, &pictures, print_fault, &faults) >= 1);
        const char *at = strstr(pw_buffer_get(&faults), wanted);
        bool right = at && strstr(at, lesson_faults[i].fault);
        CU_ASSERT_TRUE(right);
        if (!right)
            printf("\nwanted %s%s\ngot    %s", wanted, lesson_faults[i].fault,
                   pw_buffer_get(&faults));
        pw_buffer_free(&faults);
    }
}

/* Claims and questions that the capture does not bear out are found, each with its line. */
void test_false_claims(void)
{
    static const struct {
        const char *text;
        unsigned line;
        const char *fault;
    } lies[] = {
        {STEP "```claim\ncount tcp is 30\n```\n", 14, "this is not so in upgrade.pcap"},
        {STEP "```show\npacket: first udp\n```\n", 14, "no packet of upgrade.pcap is meant"},
        {STEP "```show\npacket: first tcp\nlight: http.host\n```\n", 14, "has no \"http.host\""},
        {STEP "```show\npacket: first tcp\n```\n\n```question\nask: Which?\n- a {tcp}\n"
              "- b {ip}\n  why: x\nhint: h\n```\n",
         18, "exactly one option must be right"},
        {STEP "```show\npacket: first tcp\n```\n\n```question\nask: Which?\n- a {tcp}\n"
              "- b {udp}\nhint: h\n```\n",
         20, "a wrong answer has a reason"},
        {"# T\n\n```lesson\ncapture: no-such.pcap\n```\n\nHello.\n\n## S\n\nWords.\n", 4,
         "cannot be read"},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct pw_buffer faults = {0};
        char wanted[640];
        const char *path = scratch_file("99-test.md", lies[i].text);
        snprintf(wanted, sizeof wanted, "%s:%u: ", path, lies[i].line);
        CU_ASSERT_TRUE(pw_lesson_check(path, &pictures, print_fault, &faults) >= 1);
        const char *at = strstr(pw_buffer_get(&faults), wanted);
        CU_ASSERT_TRUE(at && strstr(at, lies[i].fault));
        if (!at || !strstr(at, lies[i].fault))
            printf("\nwanted %s%s\ngot    %s", wanted, lies[i].fault, pw_buffer_get(&faults));
        pw_buffer_free(&faults);
    }
}

