/* `export`: hand-outs of captures and lessons. Returns the exit status. */
#ifndef PW_APP_HANDOUT_H
#define PW_APP_HANDOUT_H

#include "app/options.h"

int pw_command_export(const struct pw_options *options);

#endif
