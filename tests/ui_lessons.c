/* ui/: every bundled lesson from the keyboard: wrong answers, right ones, on, and back again. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "ui_test.h"

/* Type a number and Enter. */
static void type_number(struct screen *screen, const char *digits)
{
    for (; *digits; digits++)
        pw_ui_key(&screen->ui, *digits, 0, 0);
    pw_ui_key(&screen->ui, PW_KEY_ENTER, 0, 0);
}

static void answer_choice(struct screen *screen, const struct pw_question *question,
                          const struct pw_place *place)
{
    uint32_t right = pw_question_right(question, place->session, place->asked);
    CU_ASSERT_NOT_EQUAL_FATAL(right, PW_NONE);
    for (uint32_t i = 0; i < question->option_count; i++) {
        if (i == right)
            continue;
        pw_ui_key(&screen->ui, (int)('1' + i), 0, 0);
        CU_ASSERT_TRUE(screen_shows(screen, "Not so."));
    }
    pw_ui_key(&screen->ui, (int)('1' + right), 0, 0);
}

static void answer_number(struct screen *screen, const struct pw_question *question,
                          const struct pw_place *place)
{
    uint64_t right;
    char digits[32];
    CU_ASSERT_TRUE_FATAL(pw_question_number(question, place->session, place->asked, &right));
    type_number(screen, "987654321987");
    CU_ASSERT_TRUE(screen_shows(screen, "Not so."));
    for (int i = 0; i < 12; i++)
        pw_ui_key(&screen->ui, PW_KEY_BACKSPACE, 0, 0);
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)right);
    type_number(screen, digits);
}

/* Read to the end of a step's words. */
static void read_step(struct screen *screen, uint32_t step, uint32_t steps)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "step %u of %u", step + 1, steps);
    CU_ASSERT_TRUE(screen_shows(screen, wanted));
}

static void press_until_step(struct screen *screen, int key, uint32_t step, uint32_t steps)
{
    char wanted[32];
    struct pw_buffer out = {0};
    snprintf(wanted, sizeof wanted, "step %u of %u", step + 1, steps);
    for (int i = 0; i < 10; i++) {
        pw_buffer_clear(&out);
        screen_write(screen, false, &out);
        if (strstr(pw_buffer_get(&out), wanted))
            break;
        pw_ui_key(&screen->ui, key, 0, 0);
    }
    pw_buffer_free(&out);
    read_step(screen, step, steps);
}

static void do_lesson(struct screen *screen, const struct pw_lesson *lesson)
{
    uint32_t steps = lesson->step_count;
    for (uint32_t i = 0; i < steps; i++) {
        struct pw_place place;
        press_until_step(screen, ' ', i, steps);
        pw_lesson_place(lesson, i, &screen->captures, &place);
        const struct pw_question *question = lesson->steps[i].question;
        if (question) {
            /* Without an answer it does not go on. */
            for (int k = 0; k < 8; k++) {
                screen_keys(screen, "Space");
                read_step(screen, i, steps);
            }
            if (question->type == PW_QUESTION_CHOICE)
                answer_choice(screen, question, &place);
            else
                answer_number(screen, question, &place);
            CU_ASSERT_TRUE(screen_shows(screen, "Right."));
        }
    }
    CU_ASSERT_EQUAL(pw_progress_get(screen->ui.progress, lesson->id).step, steps);
    /* And all the way back. */
    for (uint32_t i = steps - 1; i-- > 0;)
        press_until_step(screen, 'p', i, steps);
    /* What was answered before need not be answered again. */
    for (uint32_t i = 1; i < steps; i++)
        press_until_step(screen, ' ', i, steps);
    for (int i = 0; i < 10 && !screen->ui.done; i++)
        screen_keys(screen, "Space");
    CU_ASSERT_TRUE(screen->ui.done);
    CU_ASSERT_EQUAL(pw_progress_get(screen->ui.progress, lesson->id).done, steps);
}

void test_lessons_by_keyboard(void)
{
    static const int sizes[][2] = {{80, 24}, {40, 12}};
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){PW_LESSONS "/en"}, 1, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lessons);
    CU_ASSERT_TRUE(lessons->count >= 3);
    for (uint32_t l = 0; l < lessons->count; l++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            struct screen screen;
            screen_lessons(&screen, lessons->entries[l].id, sizes[s][0], sizes[s][1], false);
            do_lesson(&screen, pw_lessons_find(screen.lessons, lessons->entries[l].id)->lesson);
            screen_free(&screen);
        }
    }
    pw_lessons_free(lessons);
}
