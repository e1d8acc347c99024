/*
 * What this process may do on this machine, and how to say so where it may not: which right is
 * missing, what it means, and what would give it. capabilities(7).
 */
#ifndef PW_CAPTURE_RIGHTS_H
#define PW_CAPTURE_RIGHTS_H

#include <stdbool.h>

#include "base/buffer.h"

/* What stands between a file's capabilities and the process it becomes. */
struct pw_rights_obstacle {
    bool no_new_privileges; /* prctl(2) PR_SET_NO_NEW_PRIVS */
    bool out_of_bounds;     /* CAP_NET_RAW is not in the bounding set */
    bool no_set_id;         /* the program's file system is mounted nosuid */
};

/* True where a capturing socket can be had, found by making one: a capability in a user namespace
 * says nothing about a network that belongs to another. */
bool pw_rights_can_capture(void);
/* True where the program was started so that it can gain no right. */
bool pw_rights_no_new_privileges(void);
/* Append the path of this program, as a shell takes it. */
void pw_rights_program(struct pw_buffer *out);
/* What would keep setcap from helping this program. */
struct pw_rights_obstacle pw_rights_obstacles(void);
/* In one line, why setcap would not help; NULL where nothing stands in its way. */
const char *pw_rights_explain(const struct pw_rights_obstacle *obstacle);

/* The right to capture is missing: which it is, the command that gives it to this very program, and
 * what that means; or why no command would. And the ways on without it. Whole lines, the first one
 * complete in itself. */
void pw_rights_lesson(const char *device, struct pw_buffer *out);
/* The same for a program at `path`, already as a shell takes it, where that stands in the way. */
void pw_rights_teach(const char *device, const char *path,
                     const struct pw_rights_obstacle *obstacle, struct pw_buffer *out);
/* Append a path as a shell takes it: in single quotes where it has to be. */
void pw_rights_quote(const char *path, struct pw_buffer *out);

/* The version of Landlock's interface, landlock(7); 0 where the kernel was built without it, -1
 * where it was not switched on at boot, -2 where a container does not let it be asked. */
int pw_landlock_abi(void);

#endif
