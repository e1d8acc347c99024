/* Where the lessons and captures are, and where a student's progress is kept. */
#ifndef PW_APP_DATA_H
#define PW_APP_DATA_H

#include "base/buffer.h"

/* Append the directory that holds lessons/ and captures/: $PACKETWALK_DATA, else beside the program
 * (../share/packetwalk, or a source tree it was built in), else where it was installed to. */
void pw_data_directory(struct pw_buffer *out);
/* Append data directory, "/" and name. */
void pw_data_path(struct pw_buffer *out, const char *name);
/* Append data directory, "/lessons/<language>" and name: the language of the locale where there is
 * such a folder, else English. */
void pw_lessons_path(struct pw_buffer *out, const char *name);
/* Append the progress file's path below XDG_STATE_HOME, its directory made where it is missing.
 * Empty where there is no home. */
void pw_progress_path(struct pw_buffer *out);

#endif
