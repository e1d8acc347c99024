/* A shell inside the lab: see shell.h. */
#include "app/shell.h"
#include "base/translate.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

/* ps and the like read /proc: show them the lab's processes, where the kernel lets us. */
static void show_own_processes(void)
{
    if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
        mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

/* Who asks from the background for the foreground would be stopped, unless so. */
static void take_foreground(void)
{
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(STDIN_FILENO, getpgrp());
    signal(SIGTTOU, SIG_DFL);
}

void pw_shell_take_back(void)
{
    take_foreground();
}

_Noreturn void pw_shell_become(void)
{
    const char *shell = getenv("SHELL");
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    signal(SIGTSTP, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    setpgid(0, 0);
    take_foreground();
    show_own_processes();
    setenv("PACKETWALK_LAB", "1", 1);
    const char *split = getenv("TMUX");
    puts(_("This shell is inside the lab: nothing is in this network but you and a server.\n"
           "Try: curl http://127.0.0.1:3000/   nc 127.0.0.1 3004   (docs/lab.md has more)"));
    puts(split && *split
             ? _("Ctrl-b and an arrow change between shell and view; exit leaves the shell.")
             : _("exit goes back to the view."));
    fflush(stdout);
    if (shell && *shell)
        execl(shell, shell, (char *)NULL);
    execl("/bin/sh", "sh", (char *)NULL);
    _exit(127);
}
