/* The commands that write to standard output: explain and json. Each returns the exit status. */
#ifndef PW_APP_WRITE_H
#define PW_APP_WRITE_H

#include "app/options.h"

int pw_command_explain(const struct pw_options *options);
int pw_command_json(const struct pw_options *options);

struct pw_reader;

/* One line on standard error: "packetwalk: what went wrong". */
void pw_complain(const struct pw_error *error);
/* A live capture, or what is played in the lab until it ends (control: the lab's, or -1), as the
 * options want it written. Returns the exit status. */
int pw_write_live(const struct pw_options *options, struct pw_reader *reader, int control);
/* What a capture is called: its file, its device, or the lab's scene. */
const char *pw_capture_name(const struct pw_options *options);
/* Why a capture could not be opened; where a right is missing, which, and what to do. */
void pw_complain_reader(const struct pw_reader *reader, const struct pw_options *options);
/* After a live capture: one line with its counts. False, having complained, where saving failed. */
bool pw_tell_counts(const struct pw_options *options, const struct pw_reader *reader);
/* Load the words of the language in use; NULL, having complained, where they cannot be read. */
struct pw_words *pw_load_words(void);
/* Save what was read to -w's file, if there is one. False, having complained, where that fails. */
bool pw_save_if_asked(const struct pw_options *options, struct pw_reader *reader);

#endif
