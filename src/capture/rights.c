/* Rights: see rights.h. */
#include "capture/rights.h"

#include <cap-ng.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"

bool pw_rights_can_capture(void)
{
    /* Protocol 0: bound to nothing, it hears nothing. */
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

bool pw_rights_no_new_privileges(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static bool read_program(char path[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0;
}

void pw_rights_quote(const char *path, struct pw_buffer *out)
{
    static const char plain[] = "/._-+@:,%=";
    bool quoted = !*path;
    for (const char *at = path; *at; at++)
        quoted |= !isalnum((unsigned char)*at) && !strchr(plain, *at);
    if (quoted)
        pw_buffer_byte(out, '\'');
    for (const char *at = path; *at;) {
        size_t run = strcspn(at, "'");
        pw_text_safe(out, pw_bytes_of(at, run));
        at += run;
        if (*at == '\'') {
            pw_buffer_text(out, "'\\''");
            at++;
        }
    }
    if (quoted)
        pw_buffer_byte(out, '\'');
}

void pw_rights_program(struct pw_buffer *out)
{
    char path[PATH_MAX];
    pw_rights_quote(read_program(path) ? path : "packetwalk", out);
}

struct pw_rights_obstacle pw_rights_obstacles(void)
{
    char path[PATH_MAX];
    struct statvfs about;
    capng_get_caps_process();
    return (struct pw_rights_obstacle){
        .no_new_privileges = pw_rights_no_new_privileges(),
        .out_of_bounds = !capng_have_capability(CAPNG_BOUNDING_SET, CAP_NET_RAW),
        .no_set_id =
            read_program(path) && statvfs(path, &about) == 0 && (about.f_flag & ST_NOSUID) != 0,
    };
}

const char *pw_rights_explain(const struct pw_rights_obstacle *obstacle)
{
    if (obstacle->no_new_privileges)
        return _("This shell was started so that nothing in it can gain a right (no_new_privs).");
    if (obstacle->out_of_bounds)
        return _("Nothing in this container can have it: it is not in its bounding set.");
    if (obstacle->no_set_id)
        return _(
            "The file system the program lies on gives no rights (nosuid): move it elsewhere.");
    return NULL;
}

void pw_rights_teach(const char *device, const char *path,
                     const struct pw_rights_obstacle *obstacle, struct pw_buffer *out)
{
    const char *why = pw_rights_explain(obstacle);
    pw_buffer_text(out, "packetwalk: ");
    pw_text_safe(out, pw_bytes_of(device, strlen(device)));
    pw_buffer_text(out,
                   _(": capture needs the right CAP_NET_RAW, which this process does not have\n"
                     "\n"
                     "Who has it may read everything that passes an interface, also what other\n"
                     "users say. That is why the system does not give it to everybody.\n"));
    if (why)
        pw_buffer_print(out, "%s\n", why);
    else
        pw_buffer_print(
            out,
            _("An administrator gives it to this program:\n"
              "    sudo setcap cap_net_raw+ep %s\n"
              "From then on everybody who may run it may read all of this machine's\n"
              "traffic. To keep that to a group: sudo chgrp GROUP and sudo chmod 750 on\n"
              "the same file, and only then setcap.\n"),
            path);
    pw_buffer_text(out,
                   _("\n"
                     "Without it:\n"
                     "    packetwalk lab           a private network, with something to watch\n"
                     "    packetwalk lesson        lessons, on packets recorded for them\n"
                     "    packetwalk read FILE     what somebody else has captured, also as\n"
                     "                             it comes:\n"
                     "    sudo tcpdump -i "));
    pw_rights_quote(device, out);
    pw_buffer_text(out,
                   _(" -U -w - | packetwalk read -\n"
                     "\n"
                     "packetwalk doctor says what else there is and is not on this machine.\n"));
}

void pw_rights_lesson(const char *device, struct pw_buffer *out)
{
    struct pw_rights_obstacle obstacle = pw_rights_obstacles();
    struct pw_buffer path = {0};
    pw_rights_program(&path);
    pw_rights_teach(device, pw_buffer_get(&path), &obstacle, out);
    pw_buffer_free(&path);
}

int pw_landlock_abi(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* ask for the version */);
    if (version >= 0)
        return (int)version;
    return errno == EOPNOTSUPP ? -1 : errno == ENOSYS ? 0 : -2;
}
