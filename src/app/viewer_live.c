/* Live capture and the lab in the event loop: see viewer_private.h. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lessons.h"
#include "app/shell.h"
#include "app/signals.h"
#include "app/stage.h"
#include "app/viewer_private.h"
#include "app/write.h"
#include "base/translate.h"
#include "lab/lab.h"
#include "ui/screen.h"

/* Counts and troubles of a live capture. */
void pw_viewer_show_live(struct pw_viewer *viewer)
{
    struct pw_capture *capture = viewer->reader->capture;
    struct pw_ui_live *live = &viewer->ui.live;
    struct pw_live_counts counts;
    pw_capture_counts(capture, &counts);
    live->seen = counts.seen;
    live->dropped = counts.kernel_dropped + counts.dropped;
    live->ended = viewer->reader->done;
    /* What came through a pipe and has ended is a capture like any other. */
    if (live->ended && !live->set_filter)
        live->on = false;
    const char *trouble = pw_capture_save_trouble(capture);
    if (!trouble)
        trouble = pw_capture_trouble(capture);
    if (!trouble && counts.given_up)
        trouble = _("The oldest packets' bytes are given up: more than --keep has come.");
    if (trouble && trouble != viewer->said)
        pw_ui_say(&viewer->ui, trouble);
    viewer->said = trouble;
}

static bool set_filter(void *self, const char *text, struct pw_error *error)
{
    struct pw_viewer *viewer = self;
    return pw_capture_filter(viewer->reader->capture, text, error);
}

void pw_viewer_make_live(struct pw_viewer *viewer, const struct pw_options *options)
{
    struct pw_ui_live *live = &viewer->ui.live;
    live->on = true;
    live->self = viewer;
    live->set_filter = set_filter;
    if (options->filter)
        pw_buffer_text(&live->filter, options->filter);
}

void pw_viewer_make_growing(struct pw_viewer *viewer)
{
    viewer->ui.live.on = true;
    viewer->ui.live.held_at = pw_session_rows(viewer->reader->session);
}

static const char *scene_name(void *viewer, uint32_t i)
{
    const struct pw_lab_scene *scene = pw_lab_scene_at(i);
    (void)viewer;
    return scene ? scene->name : NULL;
}

static bool play(void *self, const char *scene)
{
    struct pw_viewer *viewer = self;
    if (viewer->playing)
        return false;
    viewer->playing = pw_stage_begin(viewer->lab->control, PW_STAGE_SCENE, scene);
    return viewer->playing;
}

void pw_viewer_make_lab(struct pw_viewer *viewer, const struct pw_options *options,
                        const struct pw_loopback *lab)
{
    viewer->lab = lab;
    viewer->playing = options->scene || options->run;
    viewer->ui.live.scene_name = scene_name;
    viewer->ui.live.play = play;
}

/* What was played has ended. */
void pw_viewer_hear_lab(struct pw_viewer *viewer)
{
    int status;
    if (!viewer->playing || !pw_stage_ended(viewer->lab->control, false, &status))
        return;
    viewer->playing = false;
    pw_ui_say(&viewer->ui,
              status ? _("It has ended, and did not go as it was meant to.")
                     : _("That was all. Home goes to the first packet, S to the scenes."));
    viewer->changed = true;
}

/* A shell has the terminal to itself; packets that come meanwhile wait in the spool. */
void pw_viewer_open_shell(struct pw_viewer *viewer)
{
    struct pw_error error = {{0}};
    int status;
    viewer->ui.live.shell = false;
    if (viewer->playing) {
        pw_ui_say(&viewer->ui, _("A scene is being played: wait for its end."));
        return;
    }
    pw_screen_close();
    printf(_("\nAnother terminal joins with:  packetwalk lab --join %d\n"),
           (int)viewer->lab->first);
    fflush(stdout);
    if (pw_stage_begin(viewer->lab->control, PW_STAGE_SHELL, NULL))
        while (!pw_stage_ended(viewer->lab->control, true, &status) && !pw_signals_caught())
            ;
    pw_shell_take_back();
    if (!pw_screen_open(viewer->ascii, &error)) {
        pw_complain(&error);
        viewer->ui.done = true;
    }
    viewer->changed = viewer->ui.repaint = true;
}

bool pw_viewer_make_task(struct pw_viewer *viewer, const struct pw_options *options)
{
    if (!options->task)
        return true;
    const struct pw_task *task = pw_find_task(options->task, &viewer->lessons);
    if (!task)
        return false;
    viewer->watch = pw_task_watch_new(task, viewer->reader->session, 0);
    viewer->ui.task = viewer->watch;
    return true;
}

bool pw_viewer_end_task(struct pw_viewer *viewer)
{
    bool done = true;
    if (viewer->watch) {
        while (pw_task_watch_behind(viewer->watch))
            pw_task_watch_look(viewer->watch);
        done = pw_task_watch_done(viewer->watch) == pw_task_watch_task(viewer->watch)->part_count;
    }
    pw_task_watch_free(viewer->watch);
    pw_lessons_free(viewer->lessons);
    viewer->watch = NULL;
    viewer->ui.task = NULL;
    return done;
}

bool pw_viewer_watch(struct pw_viewer *viewer)
{
    if (!viewer->watch)
        return false;
    if (pw_task_watch_look(viewer->watch)) {
        const char *near = pw_task_watch_near(viewer->watch);
        if (*near)
            pw_ui_say(&viewer->ui, near);
        viewer->changed = true;
    }
    return pw_task_watch_behind(viewer->watch);
}

/* The lab is a program of its own: this one goes on where it was when that has ended. */
static bool run_lab(const char *id)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "packetwalk", "lab", "--shell", "--task", id, (char *)NULL);
        _exit(127);
    }
    /* Ctrl-C is for the lab. */
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void pw_viewer_do_task(struct pw_viewer *viewer)
{
    struct pw_error error = {{0}};
    const struct pw_task *task = viewer->ui.wish;
    viewer->ui.wish = NULL;
    pw_screen_close();
    bool done = run_lab(task->id);
    if (!pw_screen_open(viewer->ascii, &error)) {
        pw_complain(&error);
        viewer->ui.done = true;
    }
    if (done)
        pw_ui_task_done(&viewer->ui);
    else
        pw_ui_say(&viewer->ui, _("The task is not done yet; t tries again."));
    viewer->changed = viewer->ui.repaint = true;
}

void pw_viewer_start_live(struct pw_viewer *viewer, const struct pw_options *options)
{
    bool played = options->scene || options->run;
    /* Where there is a shell to work in, its packets come first, and not what could be played. */
    pw_ui_start_live(&viewer->ui, played,
                     viewer->lab && !played && !options->shell && !viewer->watch);
    if (viewer->watch)
        pw_ui_show_task(&viewer->ui);
    const struct pw_stage *stage = viewer->lab ? viewer->lab->self : NULL;
    if (stage && options->shell && !stage->split)
        pw_ui_say(&viewer->ui,
                  _("! opens a shell in the lab here: there is no tmux to split with"));
}
