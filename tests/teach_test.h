/* The tests of the teach room, one file a theme. */
#ifndef PW_TESTS_TEACH_TEST_H
#define PW_TESTS_TEACH_TEST_H

#include "pcap_file.h"
#include "pictures.h"
#include "teach/lesson.h"
#include "teach/words_private.h"

/* Loaded once by main. */
extern struct pw_words *teach_words;

/* A file below a scratch directory with this text; returns its path until the next call. */
const char *scratch_file(const char *name, const char *text);
const char *scratch_directory(void);

/* Something an entry must be; where it is not, "FILE:LINE: KEY: what" is printed. */
void check_entry(bool good, const struct pw_entry *entry, const char *what, ...)
    __attribute__((format(printf, 3, 4)));

/* The lessons that come with packetwalk; pw_lessons_free. */
struct pw_lessons *bundled_lessons(void);
/* For pw_lesson_check: self is a struct pw_buffer, in which each fault becomes a line. */
void print_fault(void *self, const char *fault);

void test_everything_has_words(void);
void test_no_words_for_nothing(void);
void test_texts_name_what_exists(void);

void test_texts_are_short(void);
void test_friends_speak_plainly(void);
void test_engineers_are_exact(void);
void test_every_packet_is_said(void);
void test_every_event_is_said(void);
void test_glossary(void);
void test_terms_are_explained(void);
void test_finding_terms(void);

void test_sayings(void);

void test_rungs(void);
void test_every_rung(void);
void test_loopback_links(void);

void test_word_faults(void);
void test_words_twice(void);
void test_unreadable_words(void);
void test_harmless_words(void);

void test_conditions(void);
void test_event_conditions(void);
void test_condition_faults(void);
void test_condition_limits(void);

void test_selectors(void);
void test_select_row(void);
void test_statements(void);
void test_statement_faults(void);

void test_bundled_lessons(void);
void test_reading_a_lesson(void);
void test_loading_lessons(void);
void test_places_from_any_side(void);
void test_wrong_answers(void);
void test_grades(void);
void test_lesson_faults(void);
void test_false_claims(void);
void test_wrong_copies(void);
void test_no_one_right(void);
void test_review(void);
void test_review_without_glossary(void);
void test_skeletons(void);
void test_numbers(void);
void test_predictions(void);
void test_turns(void);
void test_drawn_questions(void);
void test_question_words(void);
void test_predicted_from_bytes(void);
void test_odd_flags(void);
void test_wrong_predictions(void);

void test_tasks_are_watched(void);
void test_tasks_begin_where_they_are_asked(void);

void test_progress(void);
void test_damaged_progress(void);
void test_answers(void);
void test_progress_of_two(void);
void test_unreadable_progress(void);
void test_where_progress_is(void);

#endif
