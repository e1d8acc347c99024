/*
 * Views: what fills the screen, one at a time, on a stack. A view is one file that ends in a const
 * struct pw_view, and one line in views.def. Footer and help are made from its key table, so that
 * they cannot say what the keys do not do.
 */
#ifndef PW_UI_VIEW_H
#define PW_UI_VIEW_H

#include "ui/cells.h"
#include "ui/ui.h"

/* One thing a view can do. A table ends with an entry without a label. */
struct pw_key_entry {
    int key, other;    /* either does it; 0: none */
    int action;        /* the view's own number for it; 0 is never one */
    const char *label; /* in the footer: "packet" */
    const char *help;  /* on the help screen; NULL: told with the entry before it */
    const char *shown; /* the keys as the footer names them ("←→"); NULL: not in the footer */
};

struct pw_view {
    const char *id;
    const char *title;
    size_t state_size;
    const struct pw_key_entry *keys;
    /* Begin; the state is zeroed. */
    void (*enter)(struct pw_ui *ui, void *state);
    /* Draw on the whole grid but its last line, which is the footer's. */
    void (*draw)(struct pw_ui *ui, void *state, struct pw_cells *cells);
    /* Do an action of the table. */
    void (*act)(struct pw_ui *ui, void *state, int action);
    /* Whether an action would do something now: the footer leaves out those that would not. NULL:
     * all would. */
    bool (*can)(const void *state, int action);
    bool typing; /* letters are text here, q and ? too: the footer does not promise them */
    /* A key no table has: true where the view made something of it. NULL: none are wanted. */
    bool (*type)(struct pw_ui *ui, void *state, int key);
    /* A click on a cell. NULL: clicks mean nothing here. */
    void (*click)(struct pw_ui *ui, void *state, int y, int x);
    /* Go to a packet that a view above it was left with. NULL: it has no packets to go to. */
    void (*see)(struct pw_ui *ui, void *state, uint32_t row);
    /* Show the newest packet: live capture is being followed. NULL: it shows no packet. */
    void (*newest)(struct pw_ui *ui, void *state, uint32_t row);
    /* See pw_ui_tick. NULL: nothing moves by itself here. */
    uint64_t (*tick)(struct pw_ui *ui, void *state, uint64_t now);
    void (*leave)(struct pw_ui *ui, void *state);
};

#define PW_VIEW(name) extern const struct pw_view pw_view_##name;
#include "ui/views.def"
#undef PW_VIEW

/* The terms of the trade that stand on the screen now. */
void pw_view_glossary_open(struct pw_ui *ui);
/* Captures beside each other. */
void pw_view_compare_open(struct pw_ui *ui, const struct pw_compare *compare);

/* Put a view on top of the stack, or in place of the topmost. Returns its zeroed state, before
 * `enter` is called with it: `prepare` fills in what it is to show. */
void pw_ui_open(struct pw_ui *ui, const struct pw_view *view,
                void (*prepare)(void *state, const void *what), const void *what);
/* Go back to the view below; leaving the last one ends the program. */
void pw_ui_back(struct pw_ui *ui);
/* Go back with a packet, to be shown by the view below; where that shows none, a walk opens. */
void pw_ui_back_to(struct pw_ui *ui, uint32_t row);
/* View i in the order of views.def, NULL past the end: for tests and help. */
const struct pw_view *pw_view_at(uint32_t i);

/* The line at the top of every view: what on the left, where on the right. */
void pw_draw_title(struct pw_cells *cells, const char *left, const char *right);
/* Seconds since the first packet: "0.000412 s"; "12.5 s". */
void pw_show_since(struct pw_buffer *out, const struct pw_session *session, uint32_t row);

#endif
