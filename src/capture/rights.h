/*
 * What this process may do on this machine, and how to say so where it may not: which right is
 * missing, what it means, and what would give it.
 */
#ifndef PW_CAPTURE_RIGHTS_H
#define PW_CAPTURE_RIGHTS_H

#include "base/buffer.h"
#include "base/error.h"

/* What making a private loopback takes, in order. */
enum pw_namespace_step {
    PW_NAMESPACE_MAKE, /* clone(2) with CLONE_NEWUSER and CLONE_NEWNET */
    PW_NAMESPACE_MAP,  /* writing setgroups, gid_map, uid_map */
    PW_NAMESPACE_UP,   /* using the rights one has inside: bringing lo up */
};

/* Why a step failed with that errno, on this machine, and what would mend it: one line. */
void pw_namespaces_reason(enum pw_namespace_step step, int number, struct pw_error *error);

/* The right to capture is missing: which it is, the command that gives it to this very program, and
 * what that means; or why no command would. And the ways on without it. Whole lines, the first one
 * complete in itself. */
void pw_rights_lesson(const char *device, struct pw_buffer *out);

#endif
