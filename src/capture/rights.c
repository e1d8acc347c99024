/* Rights: see rights.h. */
#include "capture/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A number in /proc/sys; -1 where there is no such setting. */
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

void pw_namespaces_reason(enum pw_namespace_step step, int number, struct pw_error *error)
{
    static const char lab[] = "lab: a private loopback needs user namespaces";
    (void)step;
    if (read_setting("/proc/sys/user/max_user_namespaces") == 0)
        pw_error_set(error,
                     "%s, and this machine allows none: an administrator can, with sysctl "
                     "-w user.max_user_namespaces=10000",
                     lab);
    else if (read_setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
        pw_error_set(error,
                     "%s, and this machine keeps them for root: an administrator can allow "
                     "them, with sysctl -w kernel.unprivileged_userns_clone=1",
                     lab);
    else if (read_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
        pw_error_set(error,
                     "%s, and AppArmor refuses them here: an administrator can allow them, "
                     "with sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
                     lab);
    else if (number == EINVAL || number == ENOSYS)
        pw_error_set(error, "%s, and this kernel has none", lab);
    else if (number == ENOSPC || number == EUSERS)
        pw_error_set(error, "%s, and there are as many as this machine allows: end another lab",
                     lab);
    else
        pw_error_set(error,
                     "%s, and they are refused here (%s), as containers do: run it outside "
                     "the container, or have its seccomp profile allow them",
                     lab, strerror(number));
}
