/*
 * Lessons: Markdown files of steps that point at packets of a capture (docs/lesson-format.md).
 * Reading, resolving, grading and checking are pure; nothing here draws.
 */
#ifndef PW_TEACH_LESSON_H
#define PW_TEACH_LESSON_H

#include "teach/glossary.h"
#include "teach/question.h"
#include "teach/task.h"
#include "teach/words.h"

enum pw_block_kind {
    PW_BLOCK_PARAGRAPH,
    PW_BLOCK_ITEM,    /* one item of a list, without its bullet */
    PW_BLOCK_CODE,    /* text as it stands, lines kept */
    PW_BLOCK_HEADING, /* ### and below, inside a step */
    PW_BLOCK_SHOW,    /* a packet is put on the screen */
    PW_BLOCK_QUESTION,
    PW_BLOCK_TASK,    /* something to do on the wire */
    PW_BLOCK_COMPARE, /* several captures beside each other */
};

#define PW_COMPARE_MAX 3u /* captures of one comparison */

/* Captures of the same thing done in several ways, in columns. */
struct pw_compare {
    uint32_t line;
    uint32_t count;
    struct {
        const char *capture; /* file name */
        const char *title;
    } of[PW_COMPARE_MAX];
};

/* Put a packet on the screen. */
struct pw_show {
    uint32_t line;
    const char *capture;              /* file name; NULL: the lesson's */
    const struct pw_selector *packet; /* NULL: keep the packet */
    const char **light;               /* field ids whose bytes light up, or layers' ("tcp") */
    uint32_t light_count;
};

struct pw_block {
    enum pw_block_kind kind;
    uint32_t line;
    uint32_t number;  /* items of a numbered list: 1, 2, 3...; else 0 */
    const char *text; /* safe to show; NULL for show and question */
    const struct pw_show *show;
    const struct pw_question *question;
    const struct pw_task *task;
    const struct pw_compare *compare;
};

/* What stands behind the question is for after the answer. The prose before the first `##` is a
 * step too, the first, under the lesson's title. */
struct pw_step {
    uint32_t line;
    const char *title;
    struct pw_block *blocks;
    uint32_t block_count;
    const struct pw_show *show;         /* its only one, or NULL */
    const struct pw_question *question; /* its only one, or NULL */
    const struct pw_task *task;         /* its only one, or NULL; with it there is no question */
    const struct pw_compare *compare;   /* its only one, or NULL */
};

/* Something the lesson says is so, proved by pw_lesson_check. */
struct pw_claim {
    uint32_t line;
    const char *text;
    const char *capture; /* of the step's show block, or the lesson's */
    const struct pw_statement *statement;
};

/* A word of the trade (*word*), or where a link leads, and the line it stands in. */
struct pw_mention {
    uint32_t line;
    const char *text;
};

struct pw_lesson {
    const char *id;   /* "01-a-packet-is-an-onion" */
    const char *path; /* as it was opened */
    const char *title;
    const char *capture; /* file name in the captures folder: "upgrade.pcap" */
    uint32_t line;       /* of its ```lesson block */
    uint32_t number;     /* 1, from the id; 0 where it has none */
    uint32_t minutes;    /* 0: not said */
    bool short_course;   /* one of the short course's lessons */
    enum pw_voice voice;
    uint8_t refutes[PW_MISCONCEPTIONS]; /* ids */
    uint32_t refute_count;
    struct pw_step *steps;
    uint32_t step_count;
    struct pw_claim *claims;
    uint32_t claim_count;
    struct pw_mention *terms, *links;
    uint32_t term_count, link_count;
};

/* How a lesson gets at captures: teach does not read them itself. */
struct pw_captures {
    void *self;
    /* The finished picture of a capture by file name, the same one each time; NULL where there is
     * none. It must outlive every use of the lesson. */
    const struct pw_session *(*open)(void *self, const char *name);
};

/* Read one lesson; all of it lives in the arena. NULL, with FILE:LINE: and the first fault in
 * error. */
const struct pw_lesson *pw_lesson_load(const char *path, struct pw_arena *arena,
                                       struct pw_error *error);

/* The lessons of a directory, in the order of their names. */
struct pw_lesson_entry {
    const char *id; /* file name without ".md" */
    const char *path;
    const struct pw_lesson *lesson; /* NULL where the file has a fault */
    const char *fault;              /* FILE:LINE: message, or NULL */
};
struct pw_lessons {
    struct pw_arena arena;
    struct pw_lesson_entry *entries;
    uint32_t count;
};
/* Load every NN-name.md of directories; of one that is in several, the first counts, so that a
 * translation stands before what it translates. All but the last may be missing. The caller owns
 * it: pw_lessons_free. NULL where the last cannot be read. */
struct pw_lessons *pw_lessons_load(const char *const *directories, uint32_t count,
                                   struct pw_error *error);
void pw_lessons_free(struct pw_lessons *lessons);
/* By number ("6", "06"), id, or the id's words ("three-packets-to-agree"); or NULL. */
const struct pw_lesson_entry *pw_lessons_find(const struct pw_lessons *lessons, const char *name);

/* A task by its id: "6.2", "06.2"; or NULL. *entry gets its lesson. */
const struct pw_task *pw_lessons_find_task(const struct pw_lessons *lessons, const char *id,
                                           const struct pw_lesson_entry **entry);

/* What a step shows. */
struct pw_place {
    const struct pw_session *session; /* NULL: its capture cannot be opened */
    const char *capture;
    uint32_t shown;     /* row on the screen while the step is read; PW_NONE: none (yet) */
    uint32_t asked;     /* row its question is about, or PW_NONE; may lie behind shown */
    bool hidden;        /* the asked packet is to be hidden until the answer */
    const char **light; /* field (or layer) ids to light */
    uint32_t light_count;
};
/* Where a step stands, found by walking the lesson from its start, so that any step may be entered
 * from any side. */
void pw_lesson_place(const struct pw_lesson *lesson, uint32_t step,
                     const struct pw_captures *captures, struct pw_place *place);

/* Prove a lesson: format, captures, selectors, one right answer to each question, every claim.
 * Calls report with each fault as FILE:LINE: message; returns how many there were. */
uint32_t pw_lesson_check(const char *path, const struct pw_captures *captures,
                         void (*report)(void *self, const char *fault), void *self);

/* Is a lesson written so that it can be learned from? Lengths, exit questions, words that nobody
 * has explained, links. Faults are reported as above, and not those of its format; 0 where it
 * cannot be read. Without a glossary, words are not looked at. */
uint32_t pw_lesson_review(const char *path, const struct pw_glossary *glossary,
                          void (*report)(void *self, const char *fault), void *self);

#endif
