/* The commands that write to standard output: explain and json. Each returns the exit status. */
#ifndef PW_APP_WRITE_H
#define PW_APP_WRITE_H

#include "app/options.h"

int pw_command_explain(const struct pw_options *options);
int pw_command_json(const struct pw_options *options);

struct pw_reader;

/* One line on standard error: "packetwalk: what went wrong". */
void pw_complain(const struct pw_error *error);
/* Why a capture could not be opened; where a right is missing, which, and what to do. */
void pw_complain_reader(const struct pw_reader *reader, const struct pw_options *options);
/* After a live capture: one line with its counts. False, having complained, where saving failed. */
bool pw_tell_counts(const struct pw_options *options, const struct pw_reader *reader);
/* Load the words of the language in use; NULL, having complained, where they cannot be read. */
struct pw_words *pw_load_words(void);
/* Save what was read to -w's file, if there is one. False, having complained, where that fails. */
bool pw_save_if_asked(const struct pw_options *options, struct pw_reader *reader);

#endif
