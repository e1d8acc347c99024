/* The lesson commands that need no screen. Each returns the exit status. */
#ifndef PW_APP_LESSONS_H
#define PW_APP_LESSONS_H

#include "app/options.h"
#include "teach/lesson.h"
#include "teach/progress.h"

/* The lessons of the language in use; NULL, having complained, where they cannot be read. The
 * caller owns them: pw_lessons_free. */
struct pw_lessons *pw_load_lessons(void);
/* The glossary of the language in use; NULL, having complained, where it cannot be read. The caller
 * owns it: pw_glossary_free. */
struct pw_glossary *pw_load_glossary(void);
/* The student's progress; never NULL: what cannot be read is complained of, and none is assumed. */
struct pw_progress *pw_load_progress(void);

/* The lesson of that name, without a fault; NULL, having complained, where there is none. */
const struct pw_lesson_entry *pw_find_lesson(const struct pw_lessons *lessons, const char *name);

/* The task of --task, and the lessons it lives in (pw_lessons_free); NULL, having complained, where
 * there is none of that id. */
const struct pw_task *pw_find_task(const char *id, struct pw_lessons **lessons);

/* `lesson`: the list, one a line with progress. */
int pw_command_lesson_list(void);
/* `lesson tasks`: what there is to do on the wire, one a line. */
int pw_command_lesson_tasks(void);
/* `lesson check [FILE...]`: every fault on standard output; 1 if any. */
int pw_command_lesson_check(const struct pw_options *options);
/* `lesson reset [ID]`. */
int pw_command_lesson_reset(const struct pw_options *options);
/* `lesson new CAPTURE`: a lesson's beginning, among one's own lessons or where -w says. */
int pw_command_lesson_new(const struct pw_options *options);
/* `lesson report`: what was done, as text or JSON lines. */
int pw_command_lesson_report(const struct pw_options *options);
/* `lesson ID` and the menu in plain lines: a conversation where somebody answers, else all of it.
 */
int pw_command_linear(const struct pw_options *options);

#endif
