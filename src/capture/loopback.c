/* A private loopback: see loopback.h. */
#include "capture/loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capture/loopback_net.h"
#include "capture/namespaces.h"

/* What the first process says before anything else. */
struct report {
    bool up;
    bool refused;
    char why[400];
};

struct within {
    struct pw_loopback *loopback;
    void (*body)(void *what);
    void *what;
    uid_t uid;
    gid_t gid;
    int control;
};

static _Noreturn void fail(const struct within *in, bool refused, const struct pw_error *error)
{
    struct report report = {.refused = refused};
    size_t length = strnlen(error->text, sizeof report.why - 1);
    memcpy(report.why, error->text, length);
    send(in->control, &report, sizeof report, MSG_NOSIGNAL);
    _exit(1);
}

static _Noreturn void refuse(const struct within *in, enum pw_namespace_step step)
{
    struct pw_error error;
    pw_namespaces_reason(step, errno, &error);
    fail(in, true, &error);
}

static _Noreturn void broken(const struct within *in, const char *what)
{
    struct pw_error error;
    pw_error_set(&error, "lab: %s: %s", what, strerror(errno));
    fail(in, false, &error);
}

/* Inside we are who we are outside: a shell there shows the same name. */
static void map_ourselves(const struct within *in)
{
    if (!pw_namespaces_map(in->uid, in->gid))
        refuse(in, PW_NAMESPACE_MAP);
}

/* ping needs no right of its own where its user's group may send echo requests. */
static void allow_ping(const struct within *in)
{
    char groups[64];
    snprintf(groups, sizeof groups, "%u %u", in->gid, in->gid);
    pw_setting_write("/proc/sys/net/ipv4/ping_group_range", groups);
}

static void set_loopback_up(const struct within *in)
{
    if (!pw_net_up("lo"))
        refuse(in, PW_NAMESPACE_UP);
    allow_ping(in);
}

/* The server's process: where there is a cable it is another host, which waits to be connected. */
static _Noreturn void serve(const struct within *in, int ready, int connected)
{
    char byte;
    if (in->loopback->cable &&
        (unshare(CLONE_NEWNET) != 0 || !pw_net_up("lo") || !pw_net_no_ipv6() ||
         write(ready, "", 1) != 1 || read(connected, &byte, 1) != 1 ||
         !pw_net_configure(PW_CABLE_DEVICE, PW_CABLE_SERVER, 2)))
        _exit(1);
    close(in->control);
    in->loopback->server(in->loopback->self, ready);
    _exit(1);
}

static void connect_hosts(const struct within *in, pid_t server, int connected)
{
    if (!pw_net_no_ipv6() || !pw_net_cable(PW_CABLE_DEVICE, server) ||
        !pw_net_configure(PW_CABLE_DEVICE, PW_CABLE_CLIENT, 1))
        broken(in, "the cable cannot be laid");
    if (write(connected, "", 1) != 1)
        broken(in, "the far host is gone");
}

static void start_server(const struct within *in)
{
    int ready[2], connected[2];
    char byte;
    if (pipe2(ready, O_CLOEXEC) != 0 || pipe2(connected, O_CLOEXEC) != 0)
        broken(in, "no pipe can be made");
    pid_t server = fork();
    if (server < 0)
        broken(in, "no process can be started");
    if (server == 0) {
        close(ready[0]);
        close(connected[1]);
        serve(in, ready[1], connected[0]);
    }
    close(ready[1]);
    close(connected[0]);
    if (in->loopback->cable) {
        if (read(ready[0], &byte, 1) != 1)
            broken(in, "there can be no second host");
        connect_hosts(in, server, connected[1]);
    }
    if (read(ready[0], &byte, 1) != 1) {
        errno = ECHILD;
        broken(in, "its server has not started");
    }
    close(ready[0]);
    close(connected[1]);
}

/* The first process: what is not its own business it does not keep open. */
static _Noreturn void begin(const struct within *in)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "packetwalk-lab");
    map_ourselves(in);
    set_loopback_up(in);
    start_server(in);
    pid_t capture = fork();
    if (capture == 0) {
        close(in->control);
        in->body(in->what);
    }
    if (capture < 0)
        broken(in, "no process can be started");
    struct report report = {.up = true};
    if (send(in->control, &report, sizeof report, MSG_NOSIGNAL) < 0)
        _exit(1);
    int control = dup2(in->control, STDERR_FILENO + 1);
    if (control < 0 || fcntl(control, F_SETFD, FD_CLOEXEC) != 0 ||
        syscall(SYS_close_range, STDERR_FILENO + 2, ~0u, 0) != 0)
        _exit(1);
    in->loopback->stage(in->loopback->self, control);
    _exit(1);
}

static bool hear(struct pw_loopback *loopback, struct pw_error *error)
{
    struct report report;
    ssize_t got;
    do
        got = recv(loopback->control, &report, sizeof report, 0);
    while (got < 0 && errno == EINTR);
    if (got == (ssize_t)sizeof report && report.up)
        return true;
    loopback->refused = got == (ssize_t)sizeof report && report.refused;
    return pw_error_set(
        error, "%s", got == (ssize_t)sizeof report ? report.why : "lab: it ended before it began");
}

pid_t pw_loopback_launch(void *self, void (*body)(void *what), void *what, struct pw_error *error)
{
    struct pw_loopback *loopback = self;
    struct within in = {
        .loopback = loopback, .body = body, .what = what, .uid = geteuid(), .gid = getegid()};
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        pw_error_set(error, "lab: no socket can be made: %s", strerror(errno));
        return -1;
    }
    /* A program with rights of its own may not write the maps in its own /proc, unless so. */
    prctl(PR_SET_DUMPABLE, 1);
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID,
                                 NULL, NULL, NULL, NULL);
    if (child == 0) {
        close(ends[0]);
        in.control = ends[1];
        begin(&in);
    }
    close(ends[1]);
    loopback->control = ends[0];
    if (child < 0) {
        loopback->refused = true;
        pw_namespaces_reason(PW_NAMESPACE_MAKE, errno, error);
    } else if (hear(loopback, error)) {
        loopback->first = child;
        return child;
    }
    close(loopback->control);
    loopback->control = -1;
    return -1;
}
