/* Where the lessons and captures are, and where a student's progress is kept. */
#ifndef PW_APP_DATA_H
#define PW_APP_DATA_H

#include <stdbool.h>

#include "base/buffer.h"

/* Append the directory that holds lessons/ and captures/: $PACKETWALK_DATA, else beside the program
 * (../share/packetwalk, or a source tree it was built in), else where it was installed to. */
void pw_data_directory(struct pw_buffer *out);
/* Append data directory, "/" and name. */
void pw_data_path(struct pw_buffer *out, const char *name);
/* The language to speak: the one given (--lang), else the locale's, where there is a folder for it
 * in lessons/; else English. The program's own words follow. False where one was given that is not
 * there; `there` then gets those that are, as "de, en". To be called once, before anything is said.
 */
bool pw_language_choose(const char *given, struct pw_buffer *there);
/* "en", "de": the one chosen. */
const char *pw_language(void);
/* Append data directory, "/lessons/<language>" and name. */
void pw_lessons_path(struct pw_buffer *out, const char *name);
/* Append where the student's or teacher's own things are, below XDG_DATA_HOME, and name: "lessons",
 * "captures/mine.pcap". Empty where there is no home. */
void pw_own_path(struct pw_buffer *out, const char *name);
/* Append the progress file's path below XDG_STATE_HOME, its directory made where it is missing.
 * Empty where there is no home. */
void pw_progress_path(struct pw_buffer *out);

#endif
