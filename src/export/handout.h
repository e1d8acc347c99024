/*
 * Hand-outs: a capture, one conversation of it, or a lesson, as one file to give away. HTML that
 * links sentences, fields and bytes as the screen does; Markdown; or the ladder alone as SVG. The
 * questions' answers stand on a page of their own. Nothing in it asks for another file.
 */
#ifndef PW_EXPORT_HANDOUT_H
#define PW_EXPORT_HANDOUT_H

#include "teach/lesson.h"

enum pw_handout_format { PW_HANDOUT_HTML, PW_HANDOUT_SVG, PW_HANDOUT_MD, PW_HANDOUT_FORMATS };
/* "html", "svg", "md"; PW_HANDOUT_FORMATS for none. */
enum pw_handout_format pw_handout_format_named(const char *name);

/* Packets that are taken apart in one hand-out; of more, those that say something. */
#define PW_HANDOUT_PACKETS 200u
/* Questions made from a capture. */
#define PW_HANDOUT_QUESTIONS 8u

struct pw_handout {
    const char *title;                /* a file's name; of a lesson its own title is taken */
    const char *language;             /* "en" */
    const struct pw_session *session; /* NULL: a lesson */
    uint32_t conversation;            /* its index in the session, or PW_NONE: all */
    const struct pw_lesson *lesson;   /* NULL: a capture */
    const struct pw_captures *captures;
    const struct pw_words *words;
    enum pw_voice voice;
};

/* Append the whole hand-out. */
void pw_handout_write(const struct pw_handout *handout, enum pw_handout_format format,
                      struct pw_buffer *out);

#endif
