/* teach/: the bundled lessons are proved, and any of their steps may be entered from any side. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach_test.h"

struct pw_lessons *bundled_lessons(void)
{
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = pw_lessons_load(PW_LESSONS "/en", &error);
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
    struct pw_lessons *lessons = bundled_lessons();
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
