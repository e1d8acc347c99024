/* The lab's first process: see stage.h. */
#include "app/stage.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/shell.h"
#include "capture/loopback.h"
#include "lab/lab.h"

#define NAME_MAX_BYTES 64

struct command {
    enum pw_stage_what what;
    char name[NAME_MAX_BYTES];
};

static const char *server_address(const struct pw_stage *stage)
{
    return stage->options->cable ? PW_CABLE_SERVER : "127.0.0.1";
}

/* The keyboard's signals are not for what runs unseen. */
static void ignore_keyboard(void (*handler)(int))
{
    signal(SIGINT, handler);
    signal(SIGQUIT, handler);
    signal(SIGTSTP, handler);
    signal(SIGHUP, handler);
}

void pw_stage_server(void *self, int ready)
{
    ignore_keyboard(SIG_IGN);
    _exit(pw_lab_serve(server_address(self), ready));
}

static _Noreturn void run_program(const struct pw_stage *stage)
{
    int output = stage->output;
    ignore_keyboard(SIG_DFL);
    if (output >= 0 && (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0))
        _exit(126);
    /* What we write goes to standard output, so what it writes does not. */
    if (output < 0 && dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        _exit(126);
    execvp(stage->options->run[0], stage->options->run);
    fprintf(stderr, "packetwalk: %s: %s\n", stage->options->run[0], strerror(errno));
    _exit(127);
}

static pid_t begin(struct pw_stage *stage, const struct command *command)
{
    sigset_t none;
    pid_t child = fork();
    if (child != 0)
        return child;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (command->what == PW_STAGE_PROGRAM)
        run_program(stage);
    if (command->what == PW_STAGE_SHELL)
        pw_shell_become();
    const struct pw_lab_scene *scene = pw_lab_scene_find(command->name);
    const struct pw_lab_stage lab = {.server = server_address(stage)};
    ignore_keyboard(SIG_IGN);
    _exit(scene ? scene->play(&lab) : 1);
}

static void answer(int control, int status)
{
    int number = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (send(control, &number, sizeof number, MSG_NOSIGNAL) < 0)
        _exit(1);
}

/* Whoever has lost their parent is ours, and is let go. */
static pid_t reap(int control, pid_t playing)
{
    int status;
    pid_t gone;
    while ((gone = waitpid(-1, &status, WNOHANG)) > 0) {
        if (gone != playing)
            continue;
        answer(control, status);
        playing = 0;
    }
    return playing;
}

static pid_t obey(struct pw_stage *stage, int control, pid_t playing)
{
    struct command command;
    ssize_t got = recv(control, &command, sizeof command, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return playing;
    /* The viewer has gone, and with us goes the lab. */
    if (got != (ssize_t)sizeof command)
        _exit(0);
    command.name[NAME_MAX_BYTES - 1] = '\0';
    if (playing)
        return playing;
    playing = begin(stage, &command);
    if (playing < 0) {
        answer(control, 126 << 8);
        playing = 0;
    }
    return playing;
}

void pw_stage_run(void *self, int control)
{
    struct signalfd_siginfo ignored;
    sigset_t children;
    pid_t playing = 0;
    ignore_keyboard(SIG_IGN);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    struct pollfd on[2] = {{.fd = control, .events = POLLIN}, {.fd = ended, .events = POLLIN}};
    while (ended >= 0 && (poll(on, 2, -1) >= 0 || errno == EINTR)) {
        if (on[1].revents && read(ended, &ignored, sizeof ignored) > 0)
            playing = reap(control, playing);
        if (on[0].revents)
            playing = obey(self, control, playing);
    }
    _exit(1);
}

bool pw_stage_begin(int control, enum pw_stage_what what, const char *name)
{
    struct command command = {.what = what};
    if (name)
        memcpy(command.name, name, strnlen(name, NAME_MAX_BYTES - 1));
    return send(control, &command, sizeof command, MSG_NOSIGNAL) == (ssize_t)sizeof command;
}

bool pw_stage_ended(int control, bool wait, int *status)
{
    ssize_t got = recv(control, status, sizeof *status, wait ? 0 : MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (got != (ssize_t)sizeof *status)
        *status = 1;
    return true;
}
