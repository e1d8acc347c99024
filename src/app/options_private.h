/* What the files of the command line share: reading one option's value. Each answers false, with
 * what is wrong in error. */
#ifndef PW_APP_OPTIONS_PRIVATE_H
#define PW_APP_OPTIONS_PRIVATE_H

#include "app/options.h"

bool pw_option_count(const char *text, uint32_t *count, struct pw_error *error);
bool pw_option_conversation(const char *text, uint32_t *number, struct pw_error *error);
bool pw_option_seed(const char *text, uint64_t *seed, struct pw_error *error);
bool pw_option_questions(const char *text, uint32_t *count, struct pw_error *error);
bool pw_option_voice(const char *text, struct pw_options *options, struct pw_error *error);
bool pw_option_size(const char *text, uint64_t *size, struct pw_error *error);
bool pw_option_snapshot(const char *text, uint32_t *snapshot, struct pw_error *error);

#endif
