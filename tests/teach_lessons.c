/* teach/: lessons, their questions, and how far one has come. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach/predict.h"
#include "teach/progress.h"
#include "teach_test.h"

static struct pw_lessons *bundled(void)
{
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = pw_lessons_load(PW_LESSONS "/en", &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lessons);
    return lessons;
}

static void print_fault(void *self, const char *fault)
{
    struct pw_buffer *out = self;
    pw_buffer_print(out, "%s\n", fault);
}

void test_bundled_lessons(void)
{
    struct pw_lessons *lessons = bundled();
    CU_ASSERT_EQUAL(lessons->count, 3);
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson_entry *entry = &lessons->entries[i];
        struct pw_buffer faults = {0}, story = {0}, again = {0};
        CU_ASSERT_EQUAL(pw_lesson_check(entry->path, &pictures, print_fault, &faults), 0);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&faults), "");
        CU_ASSERT_TRUE(entry->lesson->claim_count >= 10);
        pw_lesson_story(entry->lesson, &pictures, teach_words, PW_STUDENT, &story);
        pw_lesson_story(entry->lesson, &pictures, teach_words, PW_STUDENT, &again);
        CU_ASSERT_TRUE(story.length > 2000);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&story), pw_buffer_get(&again));
        pw_buffer_free(&faults);
        pw_buffer_free(&story);
        pw_buffer_free(&again);
    }
    CU_ASSERT_PTR_EQUAL(pw_lessons_find(lessons, "6"), &lessons->entries[1]);
    CU_ASSERT_PTR_EQUAL(pw_lessons_find(lessons, "06"), &lessons->entries[1]);
    CU_ASSERT_PTR_EQUAL(pw_lessons_find(lessons, "three-packets-to-agree"), &lessons->entries[1]);
    CU_ASSERT_PTR_NULL(pw_lessons_find(lessons, "99"));
    pw_lessons_free(lessons);
}

/* Where a step stands depends on the step alone, not on where one comes from. */
void test_places_from_any_side(void)
{
    struct pw_lessons *lessons = bundled();
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

static void check_choice(const struct pw_question *question, const struct pw_place *place)
{
    uint32_t right = pw_question_right(question, place->session, place->asked);
    CU_ASSERT_NOT_EQUAL(right, PW_NONE);
    for (uint32_t i = 0; i < question->option_count; i++) {
        struct pw_grade grade;
        pw_question_grade_choice(question, place->session, place->asked, i, &grade);
        CU_ASSERT_EQUAL(grade.right, i == right);
        CU_ASSERT_TRUE(grade.understood);
        /* A wrong answer is never left without a reason. */
        CU_ASSERT_TRUE(grade.right || (grade.feedback && *grade.feedback));
    }
}

static void check_number(const struct pw_question *question, const struct pw_place *place)
{
    uint64_t right;
    char typed[32];
    struct pw_grade grade;
    CU_ASSERT_TRUE_FATAL(pw_question_number(question, place->session, place->asked, &right));
    snprintf(typed, sizeof typed, "%llu", (unsigned long long)right);
    pw_question_grade_number(question, place->session, place->asked, typed, &grade);
    CU_ASSERT_TRUE(grade.right);
    snprintf(typed, sizeof typed, "0x%llx", (unsigned long long)right);
    pw_question_grade_number(question, place->session, place->asked, typed, &grade);
    CU_ASSERT_TRUE(grade.right);
    snprintf(typed, sizeof typed, "%llu", (unsigned long long)right + 1000003);
    pw_question_grade_number(question, place->session, place->asked, typed, &grade);
    CU_ASSERT_TRUE(grade.understood && !grade.right);
    pw_question_grade_number(question, place->session, place->asked, "seven", &grade);
    CU_ASSERT_FALSE(grade.understood || grade.right);
}

void test_wrong_answers(void)
{
    struct pw_lessons *lessons = bundled();
    unsigned questions = 0;
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        for (uint32_t s = 0; s < lesson->step_count; s++) {
            const struct pw_question *question = lesson->steps[s].question;
            struct pw_place place;
            if (!question)
                continue;
            questions++;
            pw_lesson_place(lesson, s, &pictures, &place);
            CU_ASSERT_NOT_EQUAL_FATAL(place.asked, PW_NONE);
            CU_ASSERT_TRUE(question->hint_count > 0);
            if (question->type == PW_QUESTION_CHOICE)
                check_choice(question, &place);
            else
                check_number(question, &place);
        }
    }
    CU_ASSERT_TRUE(questions >= 15);
    pw_lessons_free(lessons);
}

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

void test_numbers(void)
{
    static const struct {
        const char *typed;
        bool is;
        uint64_t number;
    } numbers[] = {
        {"0", true, 0},
        {"17", true, 17},
        {"2,916,421,307", true, 2916421307u},
        {"2'916'421'307", true, 2916421307u},
        {"2 916 421 307", true, 2916421307u},
        {"2_916", true, 2916},
        {"0xff", true, 255},
        {"0XFF", true, 255},
        {"18446744073709551615", true, UINT64_MAX},
        {"18446744073709551616", false, 0},
        {"", false, 0},
        {"seven", false, 0},
        {"0x", false, 0},
        {"12a", false, 0},
        {"-1", false, 0},
        {",1", false, 0},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint64_t number = 0;
        bool is = pw_number_read(numbers[i].typed, &number);
        CU_ASSERT_EQUAL(is, numbers[i].is);
        if (is)
            CU_ASSERT_EQUAL(number, numbers[i].number);
        if (is != numbers[i].is)
            printf("\n\"%s\"", numbers[i].typed);
    }
}

/* From every packet of several captures: one right answer, found from the bytes; the same question
 * each time. */
void test_predictions(void)
{
    static const char *const captures[] = {"handshake.pcap", "upgrade.pcap", "refused.pcap",
                                           "dns.pcap",       "loss.pcap",    "arp.pcap"};
    unsigned made = 0;
    for (size_t c = 0; c < sizeof captures / sizeof *captures; c++) {
        const struct pw_session *session = picture_of(captures[c]);
        for (uint32_t row = 0; row < pw_session_rows(session); row++) {
            for (int kind = 0; kind < PW_PREDICTS; kind++) {
                struct pw_arena arena = {0};
                const struct pw_question *question =
                    pw_predict_make((enum pw_predict)kind, session, row, &arena);
                const struct pw_question *again =
                    pw_predict_make((enum pw_predict)kind, session, row, &arena);
                struct pw_place place = {.session = session, .asked = row};
                CU_ASSERT_EQUAL(question == NULL, again == NULL);
                if (question) {
                    made++;
                    CU_ASSERT_STRING_EQUAL(question->ask, again->ask);
                    CU_ASSERT_EQUAL(question->option_count, again->option_count);
                    if (question->type == PW_QUESTION_CHOICE)
                        check_choice(question, &place);
                    else
                        check_number(question, &place);
                }
                pw_arena_free(&arena);
            }
            CU_ASSERT_EQUAL(pw_predict_best(session, row), pw_predict_best(session, row));
        }
    }
    CU_ASSERT_TRUE(made > 400);
}

static void check_file(const char *path, const char *wanted)
{
    char text[1024] = "";
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    CU_ASSERT_STRING_EQUAL(text, wanted);
    if (strcmp(text, wanted) != 0)
        printf("\nwanted %s\ngot %s", wanted, text);
}

void test_progress(void)
{
    struct pw_error error = {{0}};
    char path[512];
    snprintf(path, sizeof path, "%s",
             scratch_file("progress", "# my own note\n"
                                      "01-a step 2 of 7 done 1\n"
                                      "what is this\n"
                                      "06-b step 99999999999 of 2\n"));
    struct pw_progress *progress = pw_progress_load(path, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(progress);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "01-a").step, 2);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "01-a").done, 1);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "06-b").step, 0);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "14-c").steps, 0);
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 3, .steps = 7, .done = 2});
    pw_progress_set(progress, "14-c", (struct pw_progress_entry){.step = 1, .steps = 5});
    CU_ASSERT_TRUE(pw_progress_save(progress, &error));
    check_file(path, "# my own note\n01-a step 3 of 7 done 2\nwhat is this\n"
                     "06-b step 99999999999 of 2\n14-c step 1 of 5 done 0\n");
    pw_progress_reset(progress, "01-a");
    CU_ASSERT_TRUE(pw_progress_save(progress, &error));
    check_file(path, "# my own note\nwhat is this\n06-b step 99999999999 of 2\n"
                     "14-c step 1 of 5 done 0\n");
    pw_progress_free(progress);
    /* One that is not there is empty; one that is a directory is said. */
    progress = pw_progress_load("/dev/null/packetwalk/progress", &error);
    CU_ASSERT_PTR_NOT_NULL(progress);
    CU_ASSERT_FALSE(pw_progress_save(progress, &error));
    CU_ASSERT_TRUE(*error.text != '\0');
    pw_progress_free(progress);
    CU_ASSERT_PTR_NULL(pw_progress_load(scratch_directory(), &error));
}
