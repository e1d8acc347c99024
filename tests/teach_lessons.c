/* teach/: reading lessons; the bundled ones are proved and entered from any side. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "teach_test.h"

struct pw_lessons *bundled_lessons(void)
{
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){PW_LESSONS "/en"}, 1, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lessons);
    return lessons;
}

void print_fault(void *self, const char *fault)
{
    struct pw_buffer *out = self;
    pw_buffer_print(out, "%s\n", fault);
}

void test_bundled_lessons(void)
{
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = bundled_lessons();
    struct pw_glossary *glossary = pw_glossary_load(PW_LESSONS "/en/glossary.md", &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(glossary);
    CU_ASSERT_TRUE(lessons->count >= 3);
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson_entry *entry = &lessons->entries[i];
        struct pw_buffer faults = {0};
        CU_ASSERT_EQUAL(pw_lesson_check(entry->path, &pictures, print_fault, &faults), 0);
        CU_ASSERT_EQUAL(pw_lesson_review(entry->path, glossary, print_fault, &faults), 0);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&faults), "");
        CU_ASSERT_TRUE(entry->lesson->claim_count >= 5);
        pw_buffer_free(&faults);
    }
    pw_glossary_free(glossary);
    const struct pw_lesson_entry *six = pw_lessons_find(lessons, "6");
    CU_ASSERT_PTR_NOT_NULL_FATAL(six);
    CU_ASSERT_STRING_EQUAL(six->id, "06-three-packets-to-agree");
    CU_ASSERT_PTR_EQUAL(pw_lessons_find(lessons, "06"), six);
    CU_ASSERT_PTR_EQUAL(pw_lessons_find(lessons, "three-packets-to-agree"), six);
    CU_ASSERT_PTR_NULL(pw_lessons_find(lessons, "99"));
    pw_lessons_free(lessons);
}

/* Where a step stands depends on the step alone, not on where one comes from. */
void test_places_from_any_side(void)
{
    struct pw_lessons *lessons = bundled_lessons();
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        struct pw_place forwards[64], backwards;
        CU_ASSERT_TRUE_FATAL(lesson->step_count <= 64);
        for (uint32_t s = 0; s < lesson->step_count; s++)
            pw_lesson_place(lesson, s, &pictures, &forwards[s]);
        for (uint32_t s = lesson->step_count; s-- > 0;) {
            pw_lesson_place(lesson, s, &pictures, &backwards);
            CU_ASSERT_PTR_NOT_NULL(backwards.session);
            CU_ASSERT_EQUAL(backwards.shown, forwards[s].shown);
            CU_ASSERT_EQUAL(backwards.asked, forwards[s].asked);
            CU_ASSERT_EQUAL(backwards.hidden, forwards[s].hidden);
            /* What is hidden lies behind what is shown. */
            if (backwards.hidden && backwards.shown != PW_NONE) {
                CU_ASSERT_TRUE(backwards.asked > backwards.shown);
                if (backwards.asked <= backwards.shown)
                    printf("\n%s step %u: asked %u, shown %u", lesson->id, s + 1,
                           backwards.asked + 1, backwards.shown + 1);
            }
        }
    }
    pw_lessons_free(lessons);
}

/* A lesson with everything in it that may be shown. */
static const char everything[] =
    "# All *of* it\n\n"
    "Before the first\nstep, &c.\n\n"
    "```lesson\ncapture: upgrade.pcap\nminutes: 7\nvoice: engineer\nrefutes: 5, 16\n```\n\n"
    "## One `step`\n\n"
    "### Within\n\n"
    "A paragraph with **strong** words, a [link](http://x.y) and\\\na hard break.\n\n"
    "- first item\n  goes on\n- second\n\n"
    "3. third\n4. fourth\n\n   with more\n\n"
    "```\n  as it\nstands <b>\n```\n\n"
    "```sh\necho\n```\n\n"
    "> quoted\n\n"
    "***\n\n"
    "<!-- not shown -->\n\n"
    "```show\npacket: nth 2\n  tcp\nlight: tcp.seq ip\n```\n\n"
    "Between.\n\n"
    "```question\nask: Why\n  so?\npacket: next\n  tcp\nhide: yes\n- a {tcp.flags.syn == 1}\n"
    "  why 5: because\n  of that\n  see: first tcp\n- b {tcp.flags.syn == 0}\nhint: one\nhint: "
    "two\n"
    "after: then\n```\n\n"
    "Behind.\n\n"
    "```claim\ncount tcp is 29\nevent tcp.close\n```\n\n"
    "## Two\n\n"
    "End.\n";

static const char *const kinds[] = {
    [PW_BLOCK_PARAGRAPH] = "paragraph", [PW_BLOCK_ITEM] = "item", [PW_BLOCK_CODE] = "code",
    [PW_BLOCK_HEADING] = "heading",     [PW_BLOCK_SHOW] = "show", [PW_BLOCK_QUESTION] = "question",
};

static const char *show_lesson(const struct pw_lesson *lesson, struct pw_buffer *out)
{
    pw_buffer_print(out, "%s %s %s %u %u %d:", lesson->id, lesson->title, lesson->capture,
                    (unsigned)lesson->number, (unsigned)lesson->minutes, (int)lesson->voice);
    for (uint32_t i = 0; i < lesson->refute_count; i++)
        pw_buffer_print(out, " %u", lesson->refutes[i]);
    for (uint32_t s = 0; s < lesson->step_count; s++) {
        const struct pw_step *step = &lesson->steps[s];
        pw_buffer_print(out, "\n%u: %s", (unsigned)step->line, step->title);
        for (uint32_t b = 0; b < step->block_count; b++) {
            const struct pw_block *block = &step->blocks[b];
            pw_buffer_print(out, "\n  %u %s %u: %s", (unsigned)block->line, kinds[block->kind],
                            (unsigned)block->number, block->text ? block->text : "");
            CU_ASSERT_EQUAL(block->kind == PW_BLOCK_SHOW, block->show != NULL);
            CU_ASSERT_EQUAL(block->kind == PW_BLOCK_QUESTION, block->question != NULL);
            CU_ASSERT_TRUE(!block->show || block->show == step->show);
            CU_ASSERT_TRUE(!block->question || block->question == step->question);
        }
    }
    for (uint32_t i = 0; i < lesson->claim_count; i++)
        pw_buffer_print(out, "\nclaim %u %s: %s", (unsigned)lesson->claims[i].line,
                        lesson->claims[i].capture, lesson->claims[i].text);
    return pw_buffer_get(out);
}

void test_reading_a_lesson(void)
{
    static const char wanted[] =
        "07-all All of it upgrade.pcap 7 7 2: 5 16\n"
        "3: All of it\n"
        "  3 paragraph 0: Before the first step, &c.\n"
        "13: One step\n"
        "  15 heading 0: Within\n"
        "  17 paragraph 0: A paragraph with strong words, a link and a hard break.\n"
        "  20 item 0: first item goes on\n"
        "  22 item 0: second\n"
        "  24 item 3: third\n"
        "  25 item 4: fourth with more\n"
        "  30 code 0:   as it\nstands <b>\n"
        "  35 code 0: echo\n"
        "  38 paragraph 0: quoted\n"
        "  45 show 0: \n"
        "  50 paragraph 0: Between.\n"
        "  53 question 0: \n"
        "  68 paragraph 0: Behind.\n"
        "75: Two\n"
        "  77 paragraph 0: End.\n"
        "claim 71 upgrade.pcap: count tcp is 29\n"
        "claim 72 upgrade.pcap: event tcp.close";
    struct pw_buffer out = {0};
    struct pw_arena arena = {0};
    struct pw_error error;
    const struct pw_lesson *lesson =
        pw_lesson_load(scratch_file("07-all.md", everything), &arena, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lesson);
    const char *got = show_lesson(lesson, &out);
    CU_ASSERT_STRING_EQUAL(got, wanted);
    if (strcmp(got, wanted) != 0)
        printf("\n%s", got);
    const struct pw_question *question = lesson->steps[1].question;
    CU_ASSERT_STRING_EQUAL(question->ask, "Why so?");
    CU_ASSERT_STRING_EQUAL(question->after, "then");
    CU_ASSERT_TRUE(question->hide && question->hint_count == 2 && question->option_count == 2);
    CU_ASSERT_STRING_EQUAL(question->hints[1], "two");
    CU_ASSERT_STRING_EQUAL(question->options[0].text, "a");
    CU_ASSERT_STRING_EQUAL(question->options[0].why, "because of that");
    CU_ASSERT_EQUAL(question->options[0].misconception, 5);
    CU_ASSERT_PTR_NOT_NULL(question->options[0].see);
    struct pw_place place;
    pw_lesson_place(lesson, 1, &pictures, &place);
    CU_ASSERT_TRUE(place.shown == 1 && place.asked == 2 && place.hidden);
    CU_ASSERT_TRUE(place.light_count == 2 && strcmp(place.light[1], "ip") == 0);
    /* The answer is on the screen in the next step. */
    pw_lesson_place(lesson, 2, &pictures, &place);
    CU_ASSERT_TRUE(place.shown == 2 && place.asked == PW_NONE && !place.hidden);
    pw_buffer_free(&out);
    pw_arena_free(&arena);
}

/* Good lessons beside bad ones, and files that are none. */
void test_loading_lessons(void)
{
    struct pw_error error = {{0}};
    char directory[512], fault[640];
    snprintf(directory, sizeof directory, "%s/lessons", scratch_directory());
    CU_ASSERT_EQUAL_FATAL(mkdir(directory, 0700), 0);
    scratch_file("lessons/10-ten.md", everything);
    scratch_file("lessons/2-two.md", "# T\n");
    scratch_file("lessons/glossary.md", "# T\n");
    scratch_file("lessons/.03-hidden.md", everything);
    scratch_file("lessons/04-four.txt", everything);
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){directory}, 1, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lessons);
    CU_ASSERT_EQUAL_FATAL(lessons->count, 2);
    CU_ASSERT_STRING_EQUAL(lessons->entries[0].id, "10-ten");
    CU_ASSERT_STRING_EQUAL(lessons->entries[1].id, "2-two");
    CU_ASSERT_TRUE(lessons->entries[0].lesson && !lessons->entries[0].fault);
    snprintf(fault, sizeof fault,
             "%s/2-two.md:1: a lesson has a ```lesson block that names its capture", directory);
    CU_ASSERT_PTR_NULL(lessons->entries[1].lesson);
    CU_ASSERT_STRING_EQUAL(lessons->entries[1].fault, fault);
    static const struct {
        const char *name;
        int entry; /* -1: none */
    } names[] = {{"10", 0}, {"010", 0},    {"0xa", 0}, {"ten", 0}, {"10-ten", 0}, {"2", 1},
                 {"1", -1}, {"1-ten", -1}, {"", -1},   {"-", -1},  {"TEN", -1},   {"glossary", -1}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pw_lesson_entry *found = pw_lessons_find(lessons, names[i].name);
        const struct pw_lesson_entry *wanted =
            names[i].entry < 0 ? NULL : &lessons->entries[names[i].entry];
        CU_ASSERT_PTR_EQUAL(found, wanted);
        if (found != wanted)
            printf("\nfind \"%s\"", names[i].name);
    }
    pw_lessons_free(lessons);
    CU_ASSERT_PTR_NULL(pw_lessons_load((const char *[]){"/no/such/directory"}, 1, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "/no/such/directory: No such file or directory");
}
