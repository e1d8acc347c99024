/*
 * teach/: how a lesson is written: every rule of lesson_review.c broken once, and the beginnings
 * that `lesson new` writes, which break none.
 */
#include <CUnit/CUnit.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "teach/skeleton.h"
#include "teach_test.h"

#define TEN     "one two three four five six seven eight nine ten "
#define HEAD    "# T\n\n```lesson\ncapture: upgrade.pcap\nminutes: 10\n```\n\n"
#define OPTIONS "- a {tcp}\n- b {udp}\n  why: x\n"
#define FIRST   "## A\n\nWords.\n\n```question\nask: Why?\npacket: first tcp\nhide: yes\n"
#define EXIT                                                                                       \
    "## E\n\nWords.\n\n```question\nask: Why?\npacket: first tcp\nexit: yes\n" OPTIONS "```\n\n"
/* A lesson that breaks no rule: what is put into it begins in line 8. */
#define LESSON(text) HEAD text FIRST OPTIONS "```\n\n" EXIT EXIT

static const struct {
    const char *text, *faults;
} rows[] = {
    {LESSON("Words.\n\n"), ""},
    {LESSON("A word of the *trade*, and a *gap*.\n\n"),
     "8: \"trade\" is not explained in the glossary\n"},
    {LESSON("An ACK, the XYZ and GET.\n\n"), "8: \"XYZ\" is not explained in the glossary\n"},
    {LESSON("A TCP-based thing, eth0 and IPv4.\n\n"), ""},
    {LESSON(TEN TEN "one two three four five.\n\n"),
     "8: a sentence of more than 24 words: make it two\n"},
    {LESSON(TEN TEN "one two three four.\n\n"), ""},
    {LESSON(TEN ". " TEN ". " TEN ". " TEN ". " TEN ". " TEN ".\n\n"),
     "8: a paragraph of 66 words: at most 60 are read\n"},
    {LESSON("- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN
            ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n- " TEN ".\n\n"),
     "8: a step of 132 words: at most 130 are read\n"},
    {LESSON("A [link](https://example.org/) out.\n\n"), ""},
    {LESSON("A [link](nowhere.md) to nothing.\n\n"), "8: the link leads to nothing: nowhere.md\n"},
    {LESSON("A [link](review.md#here) to itself.\n\n"), ""},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\n```\n\nWords.\n\n" FIRST OPTIONS "```\n\n" EXIT EXIT,
     "4: a lesson takes 5 to 15 minutes: \"minutes: 10\"\n"},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nminutes: 4\n```\n\nWords.\n\n" FIRST OPTIONS
     "```\n\n" EXIT EXIT,
     "4: a lesson takes 5 to 15 minutes: \"minutes: 10\"\n"},
    {"# T\n\n```lesson\ncapture: upgrade.pcap\nminutes: 16\n```\n\nWords.\n\n" FIRST OPTIONS
     "```\n\n" EXIT EXIT,
     "4: a lesson takes 5 to 15 minutes: \"minutes: 10\"\n"},
    {HEAD "Words.\n\n" FIRST OPTIONS "```\n\n" EXIT,
     "4: a lesson ends with 2 exit questions or more: \"exit: yes\"\n"},
    {HEAD "Words.\n\n" EXIT EXIT FIRST OPTIONS "```\n",
     "41: a question behind an exit question: those come last\n"},
    {HEAD "Words.\n\n" EXIT EXIT, "4: nothing is predicted: a question with \"hide: yes\" asks for "
                                  "a packet before it is shown\n"},
    {HEAD "Words.\n\n## A\n\nWords.\n\n```question\nask: " TEN "? " TEN "? " TEN "? " TEN "? " TEN
          "?\npacket: first tcp\nhide: yes\n" OPTIONS "```\n\n" EXIT EXIT,
     "15: a question of 55 words: at most 45 are read\n"},
    {HEAD "Words.\n\n" FIRST OPTIONS "hint: " TEN ". " TEN ". " TEN ". " TEN ".\n```\n\n" EXIT EXIT,
     "15: a hint of 44 words: at most 30 are read\n"},
    {HEAD "Words.\n\n" FIRST OPTIONS "after: " TEN ". " TEN ". " TEN ". " TEN ". " TEN
          ".\n```\n\n" EXIT EXIT,
     "15: an answer of 55 words: at most 45 are read\n"},
    {HEAD "Words.\n\n" FIRST "- " TEN ". " TEN ". " TEN
          " {tcp}\n- b {udp}\n  why: x\n```\n\n" EXIT EXIT,
     "18: an option of 32 words: at most 25 are read\n"},
    {HEAD "Words.\n\n" FIRST "- a {tcp}\n- b {udp}\n  why: " TEN ". " TEN ". " TEN ". " TEN ". " TEN
          ".\n```\n\n" EXIT EXIT,
     "19: a reason of 55 words: at most 45 are read\n"},
    {HEAD "Words.\n\n" FIRST "- a {tcp}\n- b {udp}\n  why: The XYZ.\n```\n\n" EXIT EXIT,
     "19: \"XYZ\" is not explained in the glossary\n"},
    /* What breaks the format is told by the check, not here. */
    {"# T\n", ""},
};

static struct pw_glossary *glossary(void)
{
    struct pw_error error;
    struct pw_glossary *read = pw_glossary_load(
        scratch_file("glossary.md", "- **ACK**: yes\n- **gap**: x\n- **GET**: x\n- **TCP**: x\n"),
        &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(read);
    return read;
}

void test_review(void)
{
    struct pw_glossary *terms = glossary();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pw_buffer faults = {0}, wanted = {0};
        const char *path = scratch_file("review.md", rows[i].text);
        pw_lesson_review(path, terms, print_fault, &faults);
        for (const char *line = rows[i].faults; *line; line += strcspn(line, "\n") + 1)
            pw_buffer_print(&wanted, "%s:%.*s\n", path, (int)strcspn(line, "\n"), line);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&faults), pw_buffer_get(&wanted));
        if (strcmp(pw_buffer_get(&faults), pw_buffer_get(&wanted)) != 0)
            printf("\nrow %zu: wanted %sgot %s", i, pw_buffer_get(&wanted), pw_buffer_get(&faults));
        pw_buffer_free(&faults);
        pw_buffer_free(&wanted);
    }
    pw_glossary_free(terms);
}

/* Without a glossary nobody can say what is explained. */
void test_review_without_glossary(void)
{
    struct pw_buffer faults = {0};
    const char *path = scratch_file("review.md", LESSON("The XYZ of the *trade*.\n\n"));
    CU_ASSERT_EQUAL(pw_lesson_review(path, NULL, print_fault, &faults), 0);
    pw_buffer_free(&faults);
}

static void check_skeleton(const char *capture)
{
    struct pw_buffer text = {0}, faults = {0};
    struct pw_error error;
    struct pw_glossary *terms = pw_glossary_load(PW_LESSONS "/en/glossary.md", &error);
    pw_lesson_skeleton(picture_of(capture), capture, &text);
    const char *path = scratch_file("skeleton.md", pw_buffer_get(&text));
    uint32_t count = pw_lesson_check(path, &pictures, print_fault, &faults) +
                     pw_lesson_review(path, terms, print_fault, &faults);
    CU_ASSERT_EQUAL(count, 0);
    if (count)
        printf("\n%s: %s", capture, pw_buffer_get(&faults));
    CU_ASSERT_TRUE(text.length > 300);
    pw_glossary_free(terms);
    pw_buffer_free(&text);
    pw_buffer_free(&faults);
}

/* What `lesson new` writes is a lesson that can be played, for every capture there is. */
void test_skeletons(void)
{
    DIR *captures = opendir(PW_CAPTURES);
    const struct dirent *entry;
    unsigned count = 0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(captures);
    while ((entry = readdir(captures))) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 5, ".pcap") != 0)
            continue;
        check_skeleton(entry->d_name);
        count++;
    }
    closedir(captures);
    CU_ASSERT_TRUE(count > 60);
}
