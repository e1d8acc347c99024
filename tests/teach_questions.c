/* teach/: questions, of lessons and made from packets, and how answers are graded. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/predict.h"
#include "teach_test.h"

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
    struct pw_lessons *lessons = bundled_lessons();
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

