/*
 * The lab's first process: it plays scenes, runs programs and opens shells inside the private
 * loopback, as it is told. When it ends, everything in the lab ends.
 */
#ifndef PW_APP_STAGE_H
#define PW_APP_STAGE_H

#include "app/options.h"

/* What both ends know before the lab begins. */
struct pw_stage {
    const struct pw_options *options;
    int output; /* where a program's output goes; -1: where ours goes */
    bool split; /* a shell was opened beside the view */
};

/* For struct pw_loopback. */
void pw_stage_server(void *stage, int ready);
void pw_stage_run(void *stage, int control);

/* The near end. */
enum pw_stage_what { PW_STAGE_SCENE, PW_STAGE_PROGRAM, PW_STAGE_SHELL };
/* Begin a scene (by its name), the options' program, or a shell on this terminal. */
bool pw_stage_begin(int control, enum pw_stage_what what, const char *name);
/* True once what was begun has ended, with its exit status; then, or where the lab has gone. Waits
 * for it if `wait`, until a signal comes. */
bool pw_stage_ended(int control, bool wait, int *status);

#endif
