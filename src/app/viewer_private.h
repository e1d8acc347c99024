/* What the files of the event loop share: viewer.c the loop, viewer_live.c what live capture and
 * the lab add to it. */
#ifndef PW_APP_VIEWER_PRIVATE_H
#define PW_APP_VIEWER_PRIVATE_H

#include "app/viewer.h"
#include "ui/ui.h"

struct pw_viewer {
    struct pw_ui ui;
    struct pw_cells cells;
    struct pw_reader *reader;      /* NULL in lessons */
    uint64_t drawn;                /* when the screen was last drawn */
    uint64_t due;                  /* when something moves by itself; UINT64_MAX: nothing does */
    bool changed;                  /* the screen must be drawn now */
    bool grown;                    /* there is more to show than was drawn */
    const char *said;              /* the last trouble of a live capture that was shown */
    const struct pw_loopback *lab; /* or NULL */
    bool playing;                  /* something is being played in the lab */
    struct pw_lessons *lessons;    /* that --task is of, or NULL */
    struct pw_task_watch *watch;   /* --task, or NULL */
    struct pw_preview *preview;    /* a lesson that is being written, or NULL */
    bool ascii;
};

/* Has the lesson's file been saved? Then it is read anew. */
void pw_viewer_hear_preview(struct pw_viewer *viewer);
/* What to poll for that; -1: nothing. */
int pw_viewer_preview_descriptor(const struct pw_viewer *viewer);
/* The event loop, until the last view is left. */
void pw_viewer_loop(struct pw_viewer *viewer);
bool pw_viewer_open_screen(const struct pw_options *options);
void pw_viewer_close(struct pw_viewer *viewer);

/* Packets come from a device, or from the lab, while they are looked at. */
void pw_viewer_make_live(struct pw_viewer *viewer, const struct pw_options *options);
void pw_viewer_make_lab(struct pw_viewer *viewer, const struct pw_options *options,
                        const struct pw_loopback *lab);
/* They come through a pipe, from tcpdump say: they can be followed too. */
void pw_viewer_make_growing(struct pw_viewer *viewer);
/* The first screen of live capture, or of the lab. */
void pw_viewer_start_live(struct pw_viewer *viewer, const struct pw_options *options);
/* Hand on counts and troubles of a live capture. */
void pw_viewer_show_live(struct pw_viewer *viewer);
/* Has what was played in the lab ended? */
void pw_viewer_hear_lab(struct pw_viewer *viewer);
/* Begin to watch for --task, if there is one. False, having complained, where it is none. */
bool pw_viewer_make_task(struct pw_viewer *viewer, const struct pw_options *options);
/* Watch no more. False where there was a task, and it is not done. */
bool pw_viewer_end_task(struct pw_viewer *viewer);
/* Look for the task in what has come. True where there is more to look at. */
bool pw_viewer_watch(struct pw_viewer *viewer);
/* A lesson's task: give the terminal to a lab in which it can be done, and take it back. */
void pw_viewer_do_task(struct pw_viewer *viewer);
/* Give the terminal to a shell in the lab, and take it back. */
void pw_viewer_open_shell(struct pw_viewer *viewer);

#endif
