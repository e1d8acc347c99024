/* `lab`: a private loopback with a server, clients and a view of it, for which no rights are
 * needed. */
#ifndef PW_APP_LAB_H
#define PW_APP_LAB_H

#include "app/options.h"

/* Returns the exit status. */
int pw_command_lab(const struct pw_options *options);

#endif
