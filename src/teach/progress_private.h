/* The lines of a progress file, for the two files that read and write them. */
#ifndef PW_TEACH_PROGRESS_PRIVATE_H
#define PW_TEACH_PROGRESS_PRIVATE_H

#include "teach/progress.h"

enum pw_progress_kind { PW_PROGRESS_OTHER, PW_PROGRESS_ENTRY, PW_PROGRESS_ANSWER };

struct pw_progress_line {
    const char *text; /* as it stands in the file, without its end */
    size_t length;
    enum pw_progress_kind kind;
    const char *lesson; /* NULL: not a line of ours; kept */
    bool gone;          /* forgotten: not written again */
    bool changed;       /* here, since the file was read */
    struct pw_progress_entry entry;
    struct pw_answer answer;
};

struct pw_progress {
    struct pw_arena arena;
    struct pw_vector lines;
    const char *path;
    bool forgotten; /* all of it: pw_progress_reset */
};

/* A lesson's line of a kind; of an answer, that of its step; or NULL. */
struct pw_progress_line *pw_progress_find(const struct pw_progress *progress, const char *lesson,
                                          enum pw_progress_kind kind, uint32_t step);
struct pw_progress_line *pw_progress_find_or_add(struct pw_progress *progress, const char *lesson,
                                                 enum pw_progress_kind kind, uint32_t step);
/* Make a line's text anew from what it says. */
void pw_progress_write_line(struct pw_progress *progress, struct pw_progress_line *line);

#endif
