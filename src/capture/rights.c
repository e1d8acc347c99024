/* Rights: see rights.h. */
#include "capture/rights.h"

#include <cap-ng.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/text.h"

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

/* Why setcap would not help here, or NULL. */
static const char *why_no_command(const char *path)
{
    struct statvfs about;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
        return "This shell was started so that nothing in it can gain a right (no_new_privs).";
    capng_get_caps_process();
    if (!capng_have_capability(CAPNG_BOUNDING_SET, CAP_NET_RAW))
        return "Nothing in this container can have it: it is not in its bounding set.";
    if (statvfs(path, &about) == 0 && (about.f_flag & ST_NOSUID))
        return "The file system the program lies on gives no rights (nosuid): move it elsewhere.";
    return NULL;
}

void pw_rights_lesson(const char *device, struct pw_buffer *out)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    pw_buffer_text(out, "packetwalk: ");
    pw_text_safe(out, pw_bytes_of(device, strlen(device)));
    pw_buffer_text(out, ": capture needs the right CAP_NET_RAW, which this process does not have\n"
                        "\n"
                        "Who has it may read everything that passes an interface, also what other\n"
                        "users say. That is why the system does not give it to everybody.\n");
    const char *why = why_no_command(path);
    if (why) {
        pw_buffer_print(out, "%s\n", why);
    } else {
        pw_buffer_text(out, "An administrator gives it to this program, for all who may run it:\n"
                            "    sudo setcap cap_net_raw+ep ");
        pw_text_safe(out, pw_bytes_of(path, strlen(path)));
        pw_buffer_text(out, "\n");
    }
    pw_buffer_text(out, "\n"
                        "Without it:\n"
                        "    packetwalk lab           a private network, with something to watch\n"
                        "    packetwalk lesson        lessons, on packets recorded for them\n"
                        "    packetwalk read FILE     what somebody else has captured\n");
}
