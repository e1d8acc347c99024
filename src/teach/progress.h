/*
 * How far a student has come, in a plain text file that survives hand editing. One line a lesson:
 *
 *     01-a-packet-is-an-onion step 4 of 7 done 3
 *
 * Lines that say something else are kept where they stand and ignored.
 */
#ifndef PW_TEACH_PROGRESS_H
#define PW_TEACH_PROGRESS_H

#include "base/error.h"
#include "base/memory.h"

struct pw_progress;

/* All zero for a lesson never opened. */
struct pw_progress_entry {
    uint32_t step;  /* where the student stopped, from 1 */
    uint32_t steps; /* how many the lesson had */
    uint32_t done;  /* steps finished, each counted once as far as is known */
};

/* Read the file; one that is not there is an empty progress. The caller owns the result:
 * pw_progress_free. NULL, with the reason in error, where it is there and cannot be read. */
struct pw_progress *pw_progress_load(const char *path, struct pw_error *error);
void pw_progress_free(struct pw_progress *progress);

struct pw_progress_entry pw_progress_get(const struct pw_progress *progress, const char *lesson);
/* Remember where a student is; changes memory only. */
void pw_progress_set(struct pw_progress *progress, const char *lesson,
                     struct pw_progress_entry entry);
/* Forget one lesson, or all of them where lesson is NULL; changes memory only. */
void pw_progress_reset(struct pw_progress *progress, const char *lesson);
/* Write the file anew and put it in the old one's place in one step; makes missing directories.
 * False, with the reason in error, where that fails: the old file is then untouched. */
bool pw_progress_save(const struct pw_progress *progress, struct pw_error *error);

#endif
