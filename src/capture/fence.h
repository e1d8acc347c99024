/*
 * The fence around whoever reads packets: no rights, no way to get any, and no file but those it
 * needs. What the kernel has of it is used; docs/rights.md says which version has what.
 */
#ifndef PW_CAPTURE_FENCE_H
#define PW_CAPTURE_FENCE_H

#include "base/error.h"

/* What may still be opened. Lists end with NULL; a path that is not there is left out. */
struct pw_fence {
    const char *const *read;  /* files, or folders with all that is in them */
    const char *const *write; /* likewise: read, written, made and removed */
};

/* Become the user who called sudo, where one did; give up every capability, and the way to get any
 * by running another program. False, with a line in error, where one is left. */
bool pw_fence_drop(struct pw_error *error);
/* Allow nothing but what is listed, and no TCP connection; where the kernel has no Landlock this
 * does nothing. False where it has it and refuses. For builds with sanitizers it does nothing. */
bool pw_fence_close(const struct pw_fence *fence, struct pw_error *error);

#endif
