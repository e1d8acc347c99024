/*
 * How far a student has come, in a plain text file that survives hand editing. One line a lesson:
 *
 *     01-a-packet-is-an-onion step 4 of 7 done 3
 *
 * and one for each question that was answered, with the beliefs (docs/teaching.md) behind what was
 * answered wrongly:
 *
 *     01-a-packet-is-an-onion answer 5 right tries 2 hints 1 beliefs 19 21
 *
 * Lines that say something else, as those of a newer packetwalk may, are kept where they stand and
 * ignored. What another packetwalk wrote meanwhile is kept too: only what this one has changed is
 * written over it.
 */
#ifndef PW_TEACH_PROGRESS_H
#define PW_TEACH_PROGRESS_H

#include "base/error.h"
#include "base/memory.h"
#include "teach/question.h"

struct pw_progress;

/* All zero for a lesson never opened. */
struct pw_progress_entry {
    uint32_t step;  /* where the student stopped, from 1 */
    uint32_t steps; /* how many the lesson had */
    uint32_t done;  /* steps finished, each counted once as far as is known */
};

#define PW_BELIEFS 8u /* of one answer */

/* How a question was answered. */
struct pw_answer {
    uint32_t step; /* that asks it, from 1 */
    bool right;
    uint32_t tries, hints;
    uint8_t beliefs[PW_BELIEFS]; /* misconceptions behind wrong tries, 1 to 38 */
    uint32_t belief_count;
};

/* Read the file; one that is not there is an empty progress. The caller owns the result:
 * pw_progress_free. NULL, with the reason in error, where it is there and cannot be read. */
struct pw_progress *pw_progress_load(const char *path, struct pw_error *error);
void pw_progress_free(struct pw_progress *progress);

struct pw_progress_entry pw_progress_get(const struct pw_progress *progress, const char *lesson);
/* Remember where a student is; changes memory only. */
void pw_progress_set(struct pw_progress *progress, const char *lesson,
                     struct pw_progress_entry entry);
/* Answer i of a lesson, in the order they were given first. False past the last. */
bool pw_progress_answer(const struct pw_progress *progress, const char *lesson, uint32_t i,
                        struct pw_answer *answer);
/* Remember how a step's question was answered; changes memory only. */
void pw_progress_answered(struct pw_progress *progress, const char *lesson,
                          const struct pw_answer *answer);
/* Count one more try, and the belief behind it where it was wrong. */
void pw_answer_try(struct pw_answer *answer, const struct pw_grade *grade);
/* Forget one lesson, or all of them where lesson is NULL; changes memory only. */
void pw_progress_reset(struct pw_progress *progress, const char *lesson);
/* Write the file anew, with what has changed here since it was read, and put it in the old one's
 * place in one step; makes missing directories. False, with the reason in error, where that fails:
 * the old file is then untouched, and the next save tries again. */
bool pw_progress_save(struct pw_progress *progress, struct pw_error *error);

#endif
