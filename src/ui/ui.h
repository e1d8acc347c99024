/*
 * The screen's state and what the event loop does with it: hand it keys, ask it to draw. Nothing
 * here reads a file, a clock or a terminal.
 */
#ifndef PW_UI_UI_H
#define PW_UI_UI_H

#include "teach/lesson.h"
#include "teach/progress.h"
#include "teach/task.h"
#include "teach/words.h"
#include "ui/cells.h"

/* Keys that are no character. */
enum {
    PW_KEY_ENTER = '\n',
    PW_KEY_ESCAPE = 27,
    PW_KEY_TAB = '\t',
    PW_KEY_BACKSPACE = 8,
    PW_KEY_UP = 0x110000,
    PW_KEY_DOWN,
    PW_KEY_LEFT,
    PW_KEY_RIGHT,
    PW_KEY_HOME,
    PW_KEY_END,
    PW_KEY_PAGE_UP,
    PW_KEY_PAGE_DOWN,
    PW_KEY_BACKTAB,
    PW_KEY_CLICK, /* the place is handed over beside it */
};

struct pw_view;

/* One view on the stack. */
struct pw_open_view {
    const struct pw_view *view;
    void *state;
};

#define PW_UI_DEPTH 16

/* Packets that come from a device while they are looked at. */
struct pw_ui_live {
    bool on;
    bool ended;             /* no more will come */
    uint64_t seen, dropped; /* packets captured so far, and those lost on the way */
    struct pw_buffer filter;
    void *self; /* for what follows */
    /* Capture only what matches. False, with the reason in error, where that does not compile.
     * NULL where packets come through a pipe. */
    bool (*set_filter)(void *self, const char *text, struct pw_error *error);
    /* The lab's: scene i by its name, or NULL; begin one, false while another is played. NULL where
     * this is no lab. */
    const char *(*scene_name)(void *self, uint32_t i);
    bool (*play)(void *self, const char *scene);
    bool shell; /* a shell inside the lab is wanted: whoever opens one resets this */
    /* The ui's own. */
    bool following; /* the newest packet is shown */
    bool walks;     /* and a walk opens with it */
    bool paused;
    uint32_t held_at; /* rows there were when following ended */
};

struct pw_ui {
    /* What is looked at: set by whoever makes the ui, never changed by it. */
    const struct pw_session *session; /* NULL in the lesson menu */
    const struct pw_words *words;
    const struct pw_glossary *glossary; /* NULL where there is none */
    const struct pw_lessons *lessons;   /* NULL where there are none to show */
    const struct pw_captures *captures; /* for lessons */
    struct pw_progress *progress;       /* for lessons: changed as they are done */
    bool progress_changed;              /* it should be saved: whoever does resets this */
    const char *title;                  /* a capture's name */
    bool reading;                       /* the session still grows */
    uint64_t read, total;               /* bytes of it, while it does; total 0: not known */
    const char *trouble;                /* the input ended badly: one line, or NULL */
    struct pw_ui_live live;
    const struct pw_task_watch *task; /* what is watched for, or NULL */
    const struct pw_task *wish;       /* a task is to be done now: whoever sees to it resets this */
    /* The ui's own. */
    enum pw_voice voice;
    bool projector;    /* for a class to look at: large letters, few words */
    int columns, rows; /* of the grid last drawn on */
    bool voice_chosen; /* by the student: a lesson then does not set it */
    struct pw_open_view stack[PW_UI_DEPTH];
    uint32_t depth;
    struct pw_buffer message;
    struct pw_arena scratch; /* for one draw or one key */
    bool done;               /* the last view was left, or Q pressed */
    bool repaint;            /* ^L: draw everything anew */
    bool moved;              /* something moved without a key: whoever draws it resets this */
};

/* Begin with a capture's conversations, with the packets of a live capture as they come, with the
 * lesson menu, or with one lesson; live, `played`: a walk begins with the first packet; `choose`:
 * among the lab's scenes. What is looked at must be set before. */
void pw_ui_start_capture(struct pw_ui *ui);
void pw_ui_start_live(struct pw_ui *ui, bool played, bool choose);
void pw_ui_start_menu(struct pw_ui *ui);
/* test: its exit questions alone. */
void pw_ui_start_lesson(struct pw_ui *ui, const struct pw_lesson *lesson, bool test);
/* The lesson on the screen was read anew: show it, at the step it stood at. */
void pw_ui_lesson_changed(struct pw_ui *ui, const struct pw_lesson *lesson);
void pw_ui_free(struct pw_ui *ui);
/* Say something in the line above the footer until the next key. Text is copied. */
void pw_ui_say(struct pw_ui *ui, const char *text);

/* The session has grown: where live capture is followed, show the newest packet. */
void pw_ui_grown(struct pw_ui *ui);
/* Time has passed: do what is due. `now` is any clock's that never goes back, in nanoseconds.
 * Returns how long until it is to be called again; UINT64_MAX: nothing moves by itself. */
uint64_t pw_ui_tick(struct pw_ui *ui, uint64_t now);

/* Show the task that is watched for. */
void pw_ui_show_task(struct pw_ui *ui);
/* A task that was wished for was done: the lesson on the screen remembers it. */
void pw_ui_task_done(struct pw_ui *ui);

/* Draw the topmost view and its footer on a grid of the size it has. */
void pw_ui_draw(struct pw_ui *ui, struct pw_cells *cells);
/* A key was pressed: a Unicode character or PW_KEY_. y and x count for PW_KEY_CLICK only. */
void pw_ui_key(struct pw_ui *ui, int key, int y, int x);

#endif
