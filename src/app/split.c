/* View and shell side by side: see split.h. */
#include "app/split.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/shell.h"

#define WORDS 64

/* This command's own words, from /proc; false where there are too many. */
static bool own_words(char *text, size_t size, char *words[], int *count)
{
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    if (got <= 0 || (size_t)got == size - 1)
        return false;
    text[got] = '\0';
    for (char *at = text; at < text + got; at += strlen(at) + 1) {
        if (*count == WORDS)
            return false;
        words[(*count)++] = at;
    }
    return true;
}

static bool own_path(char path[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return true;
}

bool pw_split_start(void)
{
    char name[32], path[PATH_MAX], text[4096];
    char *own[WORDS], *words[WORDS + 16];
    int count = 0, at = 0;
    const char *inside = getenv("TMUX");
    if ((inside && *inside) || !own_path(path) || !own_words(text, sizeof text, own, &count))
        return false;
    snprintf(name, sizeof name, "packetwalk-%d", (int)getpid());
    /* tmux wants words that it could change. Nothing is to live on when its terminal has gone. */
    static char before[][16] = {"tmux", "-L", "", "new-session"};
    static char behind[][24] = {";", "set", "status", "off", ";", "set", "destroy-unattached",
                                "on"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        words[at++] = *before[i] ? before[i] : name;
    words[at++] = path;
    for (int i = 1; i < count; i++)
        words[at++] = own[i];
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        words[at++] = behind[i];
    words[at] = NULL;
    execvp(words[0], words);
    return errno != ENOENT;
}

bool pw_split_open(pid_t first)
{
    char path[PATH_MAX], number[16];
    const char *inside = getenv("TMUX");
    int status;
    if (!inside || !*inside || !own_path(path))
        return false;
    snprintf(number, sizeof number, "%d", (int)first);
    pid_t child = fork();
    if (child == 0) {
        /* Its words would stand on the screen that comes. */
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0)
            dup2(nowhere, STDERR_FILENO);
        execlp("tmux", "tmux", "split-window", "-v", "-l", "40%", path, "lab", "--join", number,
               (char *)NULL);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* Into the namespaces of that process, as its children will be. */
static bool enter(const char *pid)
{
    char *end;
    errno = 0;
    long number = strtol(pid, &end, 10);
    if (errno || end == pid || *end || number <= 1 || number > INT_MAX) {
        errno = EINVAL;
        return false;
    }
    int fd = (int)syscall(SYS_pidfd_open, (pid_t)number, 0);
    bool in = fd >= 0 && setns(fd, CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return in;
}

int pw_split_join(const char *pid)
{
    int status = 0;
    if (!enter(pid)) {
        fprintf(stderr, "packetwalk: lab --join %s: %s: the number is the one the lab names\n", pid,
                errno == EINVAL ? "there is no such lab" : strerror(errno));
        return 1;
    }
    pid_t child = fork();
    if (child == 0)
        pw_shell_become();
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    pw_shell_take_back();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}
