/*
 * Lessons as a conversation in plain lines: one sentence a line, no drawing, nothing repainted. For
 * screen readers and Braille, dumb terminals, pipes and logs; and for tests, which can read every
 * word of a lesson this way. Nothing here reads or writes a file: lines come in, text goes out.
 */
#ifndef PW_EXPORT_LINEAR_H
#define PW_EXPORT_LINEAR_H

#include "teach/lesson.h"
#include "teach/progress.h"

struct pw_linear_world {
    const struct pw_lessons *lessons;
    const struct pw_captures *captures;
    const struct pw_words *words;
    const struct pw_glossary *glossary;
    struct pw_progress *progress; /* changed as lessons are done */
    enum pw_voice voice;
    bool voice_given; /* by the student: a lesson then does not set it */
    bool answers;     /* lines will come in; else everything is told, answers too */
};

struct pw_linear;

/* The world stays the caller's and must outlive it. The caller owns it: pw_linear_free. */
struct pw_linear *pw_linear_new(const struct pw_linear_world *world);
void pw_linear_free(struct pw_linear *linear);

/* Append the list of lessons and ask for one. */
void pw_linear_menu(struct pw_linear *linear, struct pw_buffer *out);
/* Begin a lesson where the student stopped; `fast`: only its exit questions. */
void pw_linear_begin(struct pw_linear *linear, const struct pw_lesson *lesson, bool fast,
                     struct pw_buffer *out);
/* A line was typed (NULL: there are no more): append what comes of it. False once it is over. */
bool pw_linear_read(struct pw_linear *linear, const char *line, struct pw_buffer *out);

#endif
