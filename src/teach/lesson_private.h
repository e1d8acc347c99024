/* What the files of lessons share: faults, and a lesson while it is being read. */
#ifndef PW_TEACH_LESSON_PRIVATE_H
#define PW_TEACH_LESSON_PRIVATE_H

#include "teach/lesson.h"

/* Where faults go, each as FILE:LINE: message. */
struct pw_faults {
    void (*report)(void *self, const char *fault);
    void *self;
    const char *path;
    uint32_t count;
};
void pw_lesson_fault(struct pw_faults *faults, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A step while it is being read: its blocks are those from `first` up to the next step's. */
struct pw_open_step {
    struct pw_step step;
    uint32_t first;
};

struct pw_lesson_reader {
    struct pw_arena *arena;
    struct pw_faults *faults;
    struct pw_lesson *lesson;
    struct pw_vector blocks; /* struct pw_block */
    struct pw_vector steps;  /* struct pw_open_step */
    struct pw_vector claims; /* struct pw_claim */
    struct pw_vector terms;  /* struct pw_mention */
    struct pw_vector links;  /* struct pw_mention */
    uint32_t task_count;
};

/* The step being read; the lesson's opening is made where there is none yet. */
struct pw_step *pw_lesson_reader_step(struct pw_lesson_reader *reader, uint32_t line);
/* A new block of the step being read. */
struct pw_block *pw_lesson_reader_block(struct pw_lesson_reader *reader, enum pw_block_kind kind,
                                        uint32_t line);

/* A line of a fenced block, with the indented lines that go on with it. */
struct pw_directive {
    uint32_t line;
    const char *key;   /* "ask", "why", "-" for an option; "" in claims */
    const char *value; /* behind the colon, on one line */
    uint32_t number;   /* "why 3" */
};

/* Reads Markdown into steps and blocks. */
void pw_lesson_read_markdown(struct pw_lesson_reader *reader, const char *text, size_t length);
/* Reads what stands in a fenced block of one of the four kinds; line is its first one's. False
 * where `word` is none of them. */
bool pw_lesson_read_block(struct pw_lesson_reader *reader, struct pw_bytes word,
                          struct pw_bytes text, uint32_t line);
/* A question's lines; NULL where they make none (and the faults are reported). */
const struct pw_question *pw_lesson_read_question(struct pw_lesson_reader *reader,
                                                  const struct pw_vector *lines, uint32_t line);

/* A task's lines; likewise. */
const struct pw_task *pw_lesson_read_task(struct pw_lesson_reader *reader,
                                          const struct pw_vector *lines, uint32_t line);
/* A capture's file name; NULL, having said so, where it is a path. */
const char *pw_lesson_capture_name(struct pw_lesson_reader *reader,
                                   const struct pw_directive *directive);

/* The whole of it: faults go to `faults`; the lesson is as good as the file. */
struct pw_lesson *pw_lesson_read(const char *path, struct pw_arena *arena,
                                 struct pw_faults *faults);

#endif
