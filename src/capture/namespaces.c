/* User and network namespaces: see namespaces.h. */
#include "capture/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/loopback_net.h"

#define LAB "lab: a private loopback needs user namespaces"

static long read_setting(const char *path)
{
    char text[32] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    return got > 0 ? strtol(text, NULL, 10) : -1;
}

struct pw_namespace_settings pw_namespaces_settings(void)
{
    return (struct pw_namespace_settings){
        .user_most = read_setting("/proc/sys/user/max_user_namespaces"),
        .net_most = read_setting("/proc/sys/user/max_net_namespaces"),
        .for_users = read_setting("/proc/sys/kernel/unprivileged_userns_clone"),
        .restricted = read_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
    };
}

/* There is a limit, and it is reached. */
static bool explain_limit(const struct pw_namespace_settings *settings, struct pw_error *error)
{
    if (settings->user_most == 0 || settings->net_most == 0)
        return pw_error_set(error,
                            LAB ", and this machine allows none: an administrator can, with "
                                "sysctl -w user.max_%s_namespaces=10000",
                            settings->user_most == 0 ? "user" : "net");
    return pw_error_set(error, LAB ", and there are as many as this machine allows: end another "
                                   "lab");
}

/* Somebody does not want it: the kernel's setting, AppArmor, a container. */
static bool explain_refusal(const struct pw_namespace_settings *settings,
                            enum pw_namespace_step step, int number, struct pw_error *error)
{
    if (step == PW_NAMESPACE_MAKE && settings->for_users == 0)
        return pw_error_set(error, LAB ", and this machine keeps them for root: an administrator "
                                       "can allow them, with sysctl -w "
                                       "kernel.unprivileged_userns_clone=1");
    if (settings->restricted > 0)
        return pw_error_set(error, LAB ", and AppArmor refuses them here: an administrator can "
                                       "allow them, with sysctl -w "
                                       "kernel.apparmor_restrict_unprivileged_userns=0 (or for "
                                       "packetwalk alone: docs/rights.md)");
    if (step == PW_NAMESPACE_MAKE)
        return pw_error_set(error,
                            LAB ", and they are refused here (%s), as containers do: run it "
                                "outside the container, or have its seccomp profile allow them",
                            strerror(number));
    return pw_error_set(error,
                        LAB ", and what is inside one may not %s here (%s), as a container or a "
                            "security module can have it: run it outside, or have that allow it",
                        step == PW_NAMESPACE_MAP ? "say who it is" : "use its own network",
                        strerror(number));
}

bool pw_namespaces_explain(const struct pw_namespace_settings *settings,
                           enum pw_namespace_step step, int number, struct pw_error *error)
{
    bool make = step == PW_NAMESPACE_MAKE;
    switch (number) {
    case EPERM:
    case EACCES:
        return explain_refusal(settings, step, number, error);
    case ENOSPC:
    case EUSERS: /* what kernels before 4.9 said */
        return explain_limit(settings, error);
    case EINVAL:
    case ENOSYS:
        if (make)
            return pw_error_set(error, LAB ", and this kernel has none: it was built without "
                                           "CONFIG_USER_NS or CONFIG_NET_NS");
        break;
    default:
        break;
    }
    return pw_error_set(error, LAB ", and there is none to be had: %s", strerror(number));
}

bool pw_namespaces_reason(enum pw_namespace_step step, int number, struct pw_error *error)
{
    struct pw_namespace_settings settings = pw_namespaces_settings();
    return pw_namespaces_explain(&settings, step, number, error);
}

bool pw_setting_write(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t wrote = write(fd, text, strlen(text));
    int why = errno;
    close(fd);
    errno = why;
    return wrote == (ssize_t)strlen(text);
}

bool pw_namespaces_map(uid_t uid, gid_t gid)
{
    char map[64];
    /* Without rights outside, gid_map may only be written once setgroups(2) is given up. */
    if (!pw_setting_write("/proc/self/setgroups", "deny") && errno != ENOENT)
        return false;
    snprintf(map, sizeof map, "%u %u 1", gid, gid);
    if (!pw_setting_write("/proc/self/gid_map", map))
        return false;
    snprintf(map, sizeof map, "%u %u 1", uid, uid);
    return pw_setting_write("/proc/self/uid_map", map);
}

/* How far a try has come: number is 0 where all went well. */
struct tried {
    enum pw_namespace_step step;
    int number;
};

static _Noreturn void try_inside(int report, uid_t uid, gid_t gid)
{
    struct tried tried = {.step = PW_NAMESPACE_MAP};
    if (!pw_namespaces_map(uid, gid)) {
        tried.number = errno;
    } else {
        tried.step = PW_NAMESPACE_UP;
        if (!pw_net_up("lo") || socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0) < 0)
            tried.number = errno;
    }
    _exit(write(report, &tried, sizeof tried) == (ssize_t)sizeof tried ? 0 : 1);
}

bool pw_namespaces_allowed(struct pw_error *error)
{
    struct tried tried = {.step = PW_NAMESPACE_MAKE, .number = ECHILD};
    uid_t uid = geteuid();
    gid_t gid = getegid();
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0)
        return pw_error_set(error, "lab: no pipe can be made: %s", strerror(errno));
    /* A program with rights of its own may not write the maps in its own /proc, unless so. */
    prctl(PR_SET_DUMPABLE, 1);
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID,
                                 NULL, NULL, NULL, NULL);
    if (child == 0)
        try_inside(report[1], uid, gid);
    if (child < 0)
        tried.number = errno;
    close(report[1]);
    ssize_t got;
    do
        got = child < 0 ? 0 : read(report[0], &tried, sizeof tried);
    while (got < 0 && errno == EINTR);
    close(report[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return tried.number == 0 || pw_namespaces_reason(tried.step, tried.number, error);
}
