/*
 * Golden files: what a test writes is compared with a text that somebody has read and found right.
 *
 * PW_GOLDEN_UPDATE=1 writes them anew and fails the run, so that nobody takes a new one without
 * reading it.
 */
#ifndef PW_TESTS_GOLDEN_H
#define PW_TESTS_GOLDEN_H

#include "base/buffer.h"

/* Assert that the text is that of the file below PW_GOLDEN; shows the first line that differs. */
void check_golden(const char *path, const struct pw_buffer *out);

#endif
