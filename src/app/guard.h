/* The fence the program closes around itself before it reads a packet: capture/fence.h says what it
 * does, this knows what must stay within. */
#ifndef PW_APP_GUARD_H
#define PW_APP_GUARD_H

#include "app/options.h"
#include "capture/capture.h"

/* Give up every right, and every file but those the options need. */
bool pw_guard_close(const struct pw_options *options, struct pw_error *error);
/* The same, for a capture to call when its input is open. The options must outlive it. */
struct pw_guard pw_guard_for(const struct pw_options *options);

#endif
