/*
 * Tasks: what a student does on the wire, in parts that packets prove. Written in lessons as
 * conditions (docs/lesson-format.md), watched while packets come.
 */
#ifndef PW_TEACH_TASK_H
#define PW_TEACH_TASK_H

#include "base/buffer.h"
#include "teach/select.h"

#define PW_TASK_PARTS    8u  /* of a task */
#define PW_TASK_EVIDENCE 12u /* packets remembered as the proof of a part */
#define PW_TASK_TRIES    32u /* conversations followed at a time; the oldest is forgotten */

/* Something that is not it: what is said when it is seen instead. */
struct pw_near {
    uint32_t line;
    const struct pw_match *match;
    const char *text; /* a template: {server}, {code}... of the event */
    bool spoils;      /* "unless": the try is over with it, and begins anew */
    struct pw_near *next;
};

struct pw_part {
    uint32_t line;
    const char *text;
    const struct pw_match *match;
    bool elsewhere; /* need not be in the conversation of the part before */
    struct pw_near *nears;
};

struct pw_task {
    uint32_t line;
    char id[16];       /* "06.2": the lesson's number, the how many-th task of it */
    const char *title; /* the step's */
    const char *ask;   /* what to do */
    const char *after; /* said when it is done; or NULL */
    const char **hints;
    uint32_t hint_count;
    struct pw_part parts[PW_TASK_PARTS];
    uint32_t part_count;
    const char *proof; /* a capture in which it is done: file name */
};

struct pw_task_watch;

/* Watch for a task in the rows from `from` on. The caller owns it: pw_task_watch_free. Task and
 * session must outlive it. */
struct pw_task_watch *pw_task_watch_new(const struct pw_task *task,
                                        const struct pw_session *session, uint32_t from);
void pw_task_watch_free(struct pw_task_watch *watch);
/* Look at what was added since, some thousand rows at most. True where a part was fulfilled, or a
 * near miss was seen. */
bool pw_task_watch_look(struct pw_task_watch *watch);
/* True while there are rows it has not looked at. */
bool pw_task_watch_behind(const struct pw_task_watch *watch);

const struct pw_task *pw_task_watch_task(const struct pw_task_watch *watch);
/* How many parts are fulfilled, in order; and by which rows. */
uint32_t pw_task_watch_done(const struct pw_task_watch *watch);
uint32_t pw_task_watch_evidence(const struct pw_task_watch *watch, uint32_t part,
                                const uint32_t **rows);
/* What was seen instead, safe to show; "" where nothing was since the last part was fulfilled. */
const char *pw_task_watch_near(const struct pw_task_watch *watch);

#endif
