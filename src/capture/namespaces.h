/*
 * A private network needs a user namespace and a network namespace: user_namespaces(7),
 * network_namespaces(7). Distributions and containers refuse them in different ways and at
 * different steps; what a refusal means here, and what would mend it, is said in one place.
 */
#ifndef PW_CAPTURE_NAMESPACES_H
#define PW_CAPTURE_NAMESPACES_H

#include <sys/types.h>

#include "base/error.h"

/* What making a private loopback takes, in order. */
enum pw_namespace_step {
    PW_NAMESPACE_MAKE, /* clone(2) with CLONE_NEWUSER and CLONE_NEWNET */
    PW_NAMESPACE_MAP,  /* writing setgroups, gid_map, uid_map */
    PW_NAMESPACE_UP,   /* using the rights one has inside: bringing lo up, capturing from it */
};

/* What an administrator can set, from /proc/sys; -1 where the kernel has no such setting. */
struct pw_namespace_settings {
    long user_most;  /* user.max_user_namespaces */
    long net_most;   /* user.max_net_namespaces */
    long for_users;  /* kernel.unprivileged_userns_clone: Debian's up to 10, and some others' */
    long restricted; /* kernel.apparmor_restrict_unprivileged_userns: Ubuntu's from 23.10 */
};

struct pw_namespace_settings pw_namespaces_settings(void);
/* Why a step failed with that errno under such settings, and what would mend it: one line, which
 * begins with "lab: ". Always false. */
bool pw_namespaces_explain(const struct pw_namespace_settings *settings,
                           enum pw_namespace_step step, int number, struct pw_error *error);
/* The same, with this machine's settings. */
bool pw_namespaces_reason(enum pw_namespace_step step, int number, struct pw_error *error);

/* Inside a new user namespace: be who we are outside. False, with errno, where that is refused. */
bool pw_namespaces_map(uid_t uid, gid_t gid);
/* Write a setting, as of /proc. False, with errno, where that cannot be done. */
bool pw_setting_write(const char *path, const char *text);

/* Try it for real, in a child that ends at once: the namespaces, the maps, lo, and a socket that
 * captures. Ubuntu lets the first pass and refuses a later one. False, with the reason. */
bool pw_namespaces_allowed(struct pw_error *error);

#endif
