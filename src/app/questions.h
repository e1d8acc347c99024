/* The command that makes questions from a capture. Returns the exit status. */
#ifndef PW_APP_QUESTIONS_H
#define PW_APP_QUESTIONS_H

#include "app/options.h"

int pw_command_questions(const struct pw_options *options);

#endif
