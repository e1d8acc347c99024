/* teach/: questions, of lessons and made from packets, and how answers are graded. */
#include <CUnit/CUnit.h>
#include <string.h>

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
            CU_ASSERT_TRUE(question->hint_count > 0 || question->exit);
            if (question->type == PW_QUESTION_CHOICE)
                check_choice(question, &place);
            else
                check_number(question, &place);
        }
    }
    CU_ASSERT_TRUE(questions >= 15);
    pw_lessons_free(lessons);
}

/* Answers to the questions of lesson 6, as they are typed or chosen ("b"), and what is said. */
static const struct {
    const char *ask, *answer; /* how the question begins */
    bool understood, right;
    uint8_t misconception;
    uint32_t see;         /* the packet that is shown, from 1; 0: none */
    const char *feedback; /* its beginning; NULL: none */
} answers[] = {
    {"From which number", "1412902438", true, true, 0, 0, "The number is picked at random"},
    {"From which number", "1,412,902,438", true, true, 0, 0, "The number is picked at random"},
    {"From which number", "0x54372E26", true, true, 0, 0, "The number is picked at random"},
    {"From which number", " 1 412 902 438 ", true, true, 0, 0, "The number is picked at random"},
    {"From which number", "0", true, false, 2, 0, "0 is only how viewers show it"},
    {"From which number", "64,240", true, false, 15, 0, "That is the window"},
    {"From which number", "1412902439", true, false, 0, 0, NULL},
    {"From which number", "", false, false, 0, 0, NULL},
    {"From which number", "SYN", false, false, 0, 0, NULL},
    {"From which number", "-1", false, false, 0, 0, NULL},
    {"Which flags will it", "a", true, false, 5, 0, "Then the client would never learn"},
    {"Which flags will it", "b", true, false, 0, 0, "Then the client would not know"},
    {"Which flags will it", "c", true, true, 0, 0, "Flags are bits"},
    {"Which flags will it", "d", false, false, 0, 0, NULL},
    {"Which acknowledgment", "3831085216", true, false, 3, 0, "That would say"},
    {"Which acknowledgment", "1", true, false, 2, 0, "That is the relative number"},
    {"Which acknowledgment", "1412902439", true, false, 0, 0, "That is the client's own number"},
    {"Which acknowledgment", "3831085217", true, true, 0, 0, "The start number and one more"},
    {"This packet opens", "b", true, false, 5, 4, "Now the client knows"},
    {"This packet opens", "c", true, true, 0, 0, "With two packets"},
};

/* The step that asks so. */
static uint32_t find_step(const struct pw_lesson *lesson, const char *ask)
{
    for (uint32_t i = 0; i < lesson->step_count; i++)
        if (lesson->steps[i].question &&
            strncmp(lesson->steps[i].question->ask, ask, strlen(ask)) == 0)
            return i;
    CU_FAIL_FATAL("no step asks so");
    return 0;
}

void test_grades(void)
{
    struct pw_lessons *lessons = bundled_lessons();
    const struct pw_lesson *lesson = pw_lessons_find(lessons, "6")->lesson;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct pw_place place;
        struct pw_grade grade, other;
        uint32_t step = find_step(lesson, answers[i].ask);
        const struct pw_question *question = lesson->steps[step].question;
        const char *answer = answers[i].answer;
        pw_lesson_place(lesson, step, &pictures, &place);
        if (question->type == PW_QUESTION_NUMBER) {
            pw_question_grade_number(question, place.session, place.asked, answer, &grade);
            pw_question_grade_choice(question, place.session, place.asked, 0, &other);
        } else {
            pw_question_grade_choice(question, place.session, place.asked,
                                     (uint32_t)(*answer - 'a'), &grade);
            pw_question_grade_number(question, place.session, place.asked, "1", &other);
        }
        bool right = grade.understood == answers[i].understood && grade.right == answers[i].right &&
                     grade.misconception == answers[i].misconception &&
                     grade.see == (answers[i].see ? answers[i].see - 1 : PW_NONE);
        CU_ASSERT_TRUE(right);
        const char *feedback = answers[i].feedback;
        bool said = feedback
                        ? grade.feedback && strncmp(grade.feedback, feedback, strlen(feedback)) == 0
                        : !grade.feedback;
        CU_ASSERT_TRUE(said);
        if (!right || !said)
            printf("\n%s… %s: %s", answers[i].ask, answer,
                   grade.feedback ? grade.feedback : "nothing");
        /* A number is no choice, and a choice no number. */
        CU_ASSERT_FALSE(other.understood || other.right);
    }
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
        {"1,", false, 0},
        {"1,,000", false, 0},
        {"1,00", false, 0},
        {"1,00,000", false, 0},
        {"1000,000", false, 0},
        {"1,0000", false, 0},
        {"1.000.000", true, 1000000},
        {"12 345", true, 12345},
        {"  7\t", true, 7},
        {"007", true, 7},
        {"0x", false, 0},
        {"0x0", true, 0},
        {"0xFfFfFfFfFfFfFfFf", true, UINT64_MAX},
        {"0x10000000000000000", false, 0},
        {"0xfg", false, 0},
        {"0x1,000", false, 0},
        {"ff", false, 0},
        {"1e3", false, 0},
        {"+1", false, 0},
        {"1 + 1", false, 0},
        {"\xd9\xa1", false, 0},
        {"9999999999999999999999999999999999999999999", false, 0},
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
