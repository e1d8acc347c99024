/* The tests of the export room that have files of their own. */
#ifndef PW_TESTS_EXPORT_TEST_H
#define PW_TESTS_EXPORT_TEST_H

#include "teach/words.h"

/* Loaded once by main. */
extern struct pw_words *export_words;

void test_linear_whole(void);
void test_linear_talk(void);
void test_linear_test(void);

void test_handout_goldens(void);
void test_handouts_of_all(void);
void test_handouts_of_lessons(void);
void test_markup(void);

#endif
