/* packetwalk: what really happens when I connect? Commands are told apart here, nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/data.h"
#include "app/doctor.h"
#include "app/handout.h"
#include "app/lab.h"
#include "app/lessons.h"
#include "app/questions.h"
#include "app/signals.h"
#include "app/viewer.h"
#include "app/write.h"
#include "base/memory.h"
#include "base/translate.h"
#include "capture/live.h"
#include "ui/screen.h"

static void no_memory(void)
{
    static const char message[] = "packetwalk: no memory left: try fewer packets, with -c N\n";
    pw_screen_close();
    ssize_t wrote = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(wrote < 0 ? 2 : 1);
}

static int list_lessons(void)
{
    int status = pw_command_lesson_list();
    fprintf(stderr, _("packetwalk: no terminal here: packetwalk lesson ID tells one as text, and "
                      "packetwalk --help says what else there is\n"));
    return status;
}

static int list_devices(void)
{
    struct pw_buffer list = {0};
    struct pw_error error = {{0}};
    bool listed = pw_capture_devices(&list, &error);
    if (listed)
        fputs(pw_buffer_get(&list), stdout);
    else
        pw_complain(&error);
    pw_buffer_free(&list);
    return listed ? 0 : 1;
}

/* A screen can be drawn, and nobody has asked for plain lines. */
static bool has_screen(const struct pw_options *options)
{
    const char *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !options->linear && !(kind && strcmp(kind, "dumb") == 0);
}

static int run(const struct pw_options *options)
{
    bool terminal = has_screen(options);
    switch (options->command) {
    case PW_COMMAND_MENU:
        if (terminal)
            return pw_command_lessons(options);
        return options->linear || isatty(STDOUT_FILENO) ? pw_command_linear(options)
                                                        : list_lessons();
    case PW_COMMAND_LESSON:
        if (!options->lesson)
            return pw_command_lesson_list();
        return terminal ? pw_command_lessons(options) : pw_command_linear(options);
    case PW_COMMAND_LESSON_CHECK:
        return pw_command_lesson_check(options);
    case PW_COMMAND_LESSON_TASKS:
        return pw_command_lesson_tasks();
    case PW_COMMAND_LESSON_NEW:
        return pw_command_lesson_new(options);
    case PW_COMMAND_LESSON_PREVIEW:
        return pw_command_preview(options);
    case PW_COMMAND_LESSON_REPORT:
        return pw_command_lesson_report(options);
    case PW_COMMAND_LESSON_RESET:
        return pw_command_lesson_reset(options);
    case PW_COMMAND_READ:
        return options->linear ? pw_command_explain(options) : pw_command_read(options);
    case PW_COMMAND_LIVE:
        /* Without a screen the story is told line by line. */
        return terminal ? pw_command_read(options) : pw_command_explain(options);
    case PW_COMMAND_LAB:
        return pw_command_lab(options);
    case PW_COMMAND_DEVICES:
        return list_devices();
    case PW_COMMAND_DOCTOR:
        return pw_command_doctor();
    case PW_COMMAND_EXPLAIN:
        return pw_command_explain(options);
    case PW_COMMAND_EXPORT:
        return pw_command_export(options);
    case PW_COMMAND_JSON:
        return pw_command_json(options);
    case PW_COMMAND_QUESTIONS:
        return pw_command_questions(options);
    case PW_COMMAND_HELP:
        fputs(pw_options_help(), stdout);
        return 0;
    case PW_COMMAND_VERSION:
        printf("packetwalk %s\n", PW_VERSION);
        return 0;
    }
    return 2;
}

/* A full disk is told; a reader that has seen enough, as head does, is no error of ours. */
static int finish_output(int status)
{
    if (fflush(stdout) == 0 || errno == EPIPE)
        return status;
    fprintf(stderr, _("packetwalk: standard output: %s\n"), strerror(errno));
    return 1;
}

/* A file of ours must not become standard output by chance: a closed one becomes one that answers
 * as closed ones do. */
static void fill_descriptors(void)
{
    int fd;
    do
        fd = open("/dev/null", fcntl(STDIN_FILENO, F_GETFD) < 0 ? O_WRONLY : O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

/* Before anything is said. */
static bool speak(const char *language)
{
    struct pw_buffer there = {0};
    struct pw_error error;
    bool chosen = pw_language_choose(language, &there);
    if (!chosen) {
        pw_error_set(&error, "--lang %s: there is no such language: there are %s", language,
                     pw_buffer_get(&there));
        pw_complain(&error);
    }
    pw_buffer_free(&there);
    return chosen;
}

int main(int argc, char **argv)
{
    struct pw_options options;
    struct pw_error error = {{0}};
    fill_descriptors();
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN);
    pw_no_memory = no_memory;
    if (!speak(pw_options_language(argc, argv)))
        return 2;
    if (!pw_options_read(&options, argc, argv, &error)) {
        pw_complain(&error);
        pw_options_free(&options);
        return 2;
    }
    int status = finish_output(run(&options));
    pw_options_free(&options);
    /* Whoever started us learns that a signal ended us, as from any program. */
    if (pw_signals_caught()) {
        int number = pw_signals_caught();
        signal(number, SIG_DFL);
        raise(number);
    }
    return status;
}
