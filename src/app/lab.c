/* The lab as a whole: see lab.h. */
#include "app/lab.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/lessons.h"
#include "app/reader.h"
#include "app/split.h"
#include "app/stage.h"
#include "app/viewer.h"
#include "app/write.h"
#include "base/temporary.h"
#include "base/translate.h"
#include "capture/loopback.h"
#include "lab/lab.h"

static bool check_scene(const struct pw_options *options)
{
    const struct pw_lab_scene *scene;
    if (!options->scene || pw_lab_scene_find(options->scene))
        return true;
    struct pw_buffer names = {0};
    for (uint32_t i = 0; (scene = pw_lab_scene_at(i)) != NULL; i++)
        pw_buffer_print(&names, "%s%s", i ? ", " : "", scene->name);
    struct pw_error safe;
    pw_error_set(&safe, "lab %s: there is no such scene", options->scene);
    fprintf(stderr, _("packetwalk: %s: there are %s\n"), safe.text, pw_buffer_get(&names));
    pw_buffer_free(&names);
    return false;
}

/* What a program in the lab has said is shown once the screen is given back. */
static void show_output(int output)
{
    char piece[4096];
    ssize_t got;
    off_t at = 0;
    while (output >= 0 && (got = pread(output, piece, sizeof piece, at)) > 0) {
        fwrite(piece, 1, (size_t)got, stdout);
        at += got;
    }
    if (output >= 0)
        close(output);
}

/* A lab that cannot be is no end: the lessons need none of it. */
static int offer_lessons(const struct pw_options *options)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fprintf(stderr, _("packetwalk: the lessons need none of this: packetwalk lesson\n"));
        return 1;
    }
    fprintf(stderr, _("The lessons need none of this. Enter opens them; Ctrl-C ends. "));
    int key = getchar();
    return key == '\n' ? pw_command_lessons(options) : 1;
}

static bool has_screen(const struct pw_options *options)
{
    return isatty(STDOUT_FILENO) && !options->as_json && !options->as_text;
}

/* Play what was asked for, without a screen. */
static int write_lab(const struct pw_options *options, struct pw_reader *reader, int control)
{
    if (options->run)
        pw_stage_begin(control, PW_STAGE_PROGRAM, NULL);
    else if (options->scene)
        pw_stage_begin(control, PW_STAGE_SCENE, options->scene);
    else
        return pw_write_live(options, reader, -1);
    return pw_write_live(options, reader, control);
}

static int show_lab(const struct pw_options *options, struct pw_reader *reader,
                    struct pw_loopback *loopback, const struct pw_stage *stage)
{
    if (options->run)
        pw_stage_begin(loopback->control, PW_STAGE_PROGRAM, NULL);
    else if (options->scene)
        pw_stage_begin(loopback->control, PW_STAGE_SCENE, options->scene);
    int status = pw_view_lab(options, reader, loopback);
    show_output(stage->output);
    return status;
}

/* While there are still rights to: the terminal is split once there is a lab to join. */
static pid_t launch(void *self, void (*body)(void *what), void *what, struct pw_error *error)
{
    struct pw_loopback *loopback = self;
    struct pw_stage *stage = loopback->self;
    pid_t first = pw_loopback_launch(self, body, what, error);
    if (first > 0 && stage->options->shell && has_screen(stage->options))
        stage->split = pw_split_open(first);
    return first;
}

int pw_command_lab(const struct pw_options *options)
{
    bool screen = has_screen(options);
    struct pw_stage stage = {.options = options, .output = -1};
    struct pw_loopback loopback = {.cable = options->cable,
                                   .server = pw_stage_server,
                                   .stage = pw_stage_run,
                                   .self = &stage,
                                   .control = -1};
    struct pw_live_options live = {.device = options->cable ? PW_CABLE_DEVICE : "lo",
                                   .filter = options->filter,
                                   .save = options->save,
                                   .snapshot = options->snapshot,
                                   .keep = options->keep,

                                   .launch = launch,
                                   .self = &loopback};
    struct pw_reader reader;
    int status = 0;
    if (options->join)
        return pw_split_join(options->join);
    if (!check_scene(options))
        return 2;
    if (options->shell && screen && pw_split_start())
        return 1; /* only where tmux could not be started after all */
    if (options->run && screen)
        stage.output = pw_temporary_file();
    if (!pw_reader_begin_live(&reader, options, &live, &status)) {
        pw_complain(&reader.error);
        return loopback.refused ? offer_lessons(options) : status;
    }
    status = screen ? show_lab(options, &reader, &loopback, &stage)
                    : write_lab(options, &reader, loopback.control);
    close(loopback.control);
    pw_reader_close(&reader);
    return status;
}
