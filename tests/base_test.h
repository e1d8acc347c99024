/* What the files of the base tests share: each adds its suite. */
#ifndef PW_TESTS_BASE_TEST_H
#define PW_TESTS_BASE_TEST_H

void add_spill_tests(void);
void add_inflater_tests(void);
void add_utf8_tests(void);

#endif
