/*
 * teach/: words, rungs, conditions, lessons, questions, progress. `teach_test words` asks of the
 * words only, for whoever writes them.
 */
#include "teach_test.h"

#include <CUnit/Basic.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pw_words *teach_words;

static char scratch[] = "/tmp/packetwalk-teach-XXXXXX";

const char *scratch_directory(void)
{
    return scratch;
}

const char *scratch_file(const char *name, const char *text)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fputs(text, file);
    fclose(file);
    return path;
}

void check_entry(bool good, const struct pw_entry *entry, const char *what, ...)
{
    CU_ASSERT_TRUE(good);
    if (good)
        return;
    va_list arguments;
    va_start(arguments, what);
    printf("%s:%u: %s: ", entry->path, (unsigned)entry->line, entry->key);
    vprintf(what, arguments);
    printf("\n");
    va_end(arguments);
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

static void add_words(void)
{
    CU_pSuite suite = CU_add_suite("words", NULL, NULL);
    CU_add_test(suite, "everything has words", test_everything_has_words);
    CU_add_test(suite, "no words for what does not exist", test_no_words_for_nothing);
    CU_add_test(suite, "texts name what exists", test_texts_name_what_exists);
    CU_add_test(suite, "texts are short", test_texts_are_short);
    CU_add_test(suite, "friends use no terms of the trade", test_friends_speak_plainly);
    CU_add_test(suite, "engineers are exact", test_engineers_are_exact);
    CU_add_test(suite, "every packet is said", test_every_packet_is_said);
    CU_add_test(suite, "every event is said", test_every_event_is_said);
    CU_add_test(suite, "the glossary is in order", test_glossary);
    CU_add_test(suite, "the glossary explains every abbreviation", test_terms_are_explained);
    CU_add_test(suite, "finding terms in a text", test_finding_terms);
}

static void add_saying(void)
{
    CU_pSuite suite = CU_add_suite("saying", NULL, NULL);
    CU_add_test(suite, "what is said, and what it rests on", test_sayings);
    CU_add_test(suite, "rungs", test_rungs);
    CU_add_test(suite, "loopback by its link type", test_loopback_links);
    CU_add_test(suite, "every rung of every packet", test_every_rung);
    CU_add_test(suite, "faults of explanations", test_word_faults);
    CU_add_test(suite, "words twice", test_words_twice);
    CU_add_test(suite, "files that cannot be read", test_unreadable_words);
    CU_add_test(suite, "files that are good all the same", test_harmless_words);
}

static void add_lessons(void)
{
    CU_pSuite suite = CU_add_suite("lessons", NULL, NULL);
    CU_add_test(suite, "conditions", test_conditions);
    CU_add_test(suite, "conditions of events", test_event_conditions);
    CU_add_test(suite, "faults of conditions", test_condition_faults);
    CU_add_test(suite, "limits of conditions", test_condition_limits);
    CU_add_test(suite, "selectors", test_selectors);
    CU_add_test(suite, "a row as a selector", test_select_row);
    CU_add_test(suite, "statements", test_statements);
    CU_add_test(suite, "faults of statements", test_statement_faults);
    CU_add_test(suite, "the bundled lessons are proved", test_bundled_lessons);
    CU_add_test(suite, "reading a lesson", test_reading_a_lesson);
    CU_add_test(suite, "loading lessons", test_loading_lessons);
    CU_add_test(suite, "a step is the same from any side", test_places_from_any_side);
    CU_add_test(suite, "every wrong answer is found wrong", test_wrong_answers);
    CU_add_test(suite, "what is said to answers", test_grades);
    CU_add_test(suite, "faults of lessons", test_lesson_faults);
    CU_add_test(suite, "faults of how lessons are written", test_review);
    CU_add_test(suite, "a review without a glossary", test_review_without_glossary);
    CU_add_test(suite, "beginnings of lessons", test_skeletons);
    CU_add_test(suite, "claims that are not so", test_false_claims);
    CU_add_test(suite, "more than one right, or none", test_no_one_right);
    CU_add_test(suite, "copies with one thing made wrong", test_wrong_copies);
    CU_add_test(suite, "numbers as they are typed", test_numbers);
    CU_add_test(suite, "predictions from any capture", test_predictions);
    CU_add_test(suite, "questions one after another", test_turns);
    CU_add_test(suite, "questions from all over a capture", test_drawn_questions);
    CU_add_test(suite, "the words of questions", test_question_words);
    CU_add_test(suite, "predictions, found again in the bytes", test_predicted_from_bytes);
    CU_add_test(suite, "what is said to predictions", test_wrong_predictions);
    CU_add_test(suite, "flags that are not asked for", test_odd_flags);
    CU_add_test(suite, "tasks are watched for", test_tasks_are_watched);
    CU_add_test(suite, "tasks begin where they are asked", test_tasks_begin_where_they_are_asked);
    CU_add_test(suite, "progress survives", test_progress);
    CU_add_test(suite, "damaged progress", test_damaged_progress);
    CU_add_test(suite, "answers", test_answers);
    CU_add_test(suite, "progress of two copies", test_progress_of_two);
    CU_add_test(suite, "progress that cannot be read or written", test_unreadable_progress);
    CU_add_test(suite, "where progress is", test_where_progress_is);
}

int main(int count, char **arguments)
{
    bool only_words = count == 2 && strcmp(arguments[1], "words") == 0;
    struct pw_error error = {{0}};
    teach_words = pw_words_load(PW_LESSONS "/en/explain", &error);
    if (!teach_words || !mkdtemp(scratch)) {
        fprintf(stderr, "%s\n", teach_words ? scratch : error.text);
        return 1;
    }
    CU_initialize_registry();
    add_words();
    if (!only_words) {
        add_saying();
        add_lessons();
    }
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    pictures_free();
    pw_words_free(teach_words);
    nftw(scratch, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failures ? 1 : 0;
}
