/*
 * A private loopback: a network of the student's own, in a user and a network namespace, for which
 * no rights are needed where the kernel lets users have any. What runs in it has process ids of its
 * own too: when its first process ends, for whatever reason, everything in it ends.
 *
 * user_namespaces(7), network_namespaces(7), pid_namespaces(7), veth(4)
 */
#ifndef PW_CAPTURE_LOOPBACK_H
#define PW_CAPTURE_LOOPBACK_H

#include <sys/types.h>

#include "base/error.h"

/* Two hosts on a cable, instead of one with a loopback: the client's side is captured. */
#define PW_CABLE_DEVICE "eth0"
#define PW_CABLE_CLIENT "10.0.0.1"
#define PW_CABLE_SERVER "10.0.0.2"

struct pw_loopback {
    bool cable;
    /* What runs in it, each in a process of its own, none of which returns: the server, in the far
     * host where there is a cable, which writes a byte to `ready` once it listens; and the stage,
     * the first process there is, which hears and speaks through `control`. */
    void (*server)(void *self, int ready);
    void (*stage)(void *self, int control);
    void *self;
    int control;  /* the near end, once it runs; -1 before */
    pid_t first;  /* its first process, as it is called out here */
    bool refused; /* it could not be made because the kernel, or who keeps it, does not allow it */
};

/* Make it, with body(what) in it as well: pw_live_options.launch, with a struct pw_loopback as
 * self. Answers its first process; -1, with a line in error that names the remedy, where it cannot
 * be made. */
pid_t pw_loopback_launch(void *loopback, void (*body)(void *what), void *what,
                         struct pw_error *error);

#endif
