/* The panes of a packet's screen, each drawn on a stretch of the grid from one focus. */
#ifndef PW_UI_PANES_H
#define PW_UI_PANES_H

#include "ui/cells.h"
#include "ui/focus.h"

/* A stretch of the grid. */
struct pw_box {
    int y, x, rows, columns;
};

/* Which packets the ladder shows, and where it stands. */
struct pw_ladder_state {
    bool all;       /* every packet of the capture; else those of one conversation */
    uint32_t until; /* rows from here on are hidden: PW_NONE hides none */
    bool asking;    /* and one stands for the packet that is asked about */
};

/* The row after or before one in what the ladder shows, or PW_NONE. */
uint32_t pw_ladder_next(const struct pw_focus *focus, const struct pw_ladder_state *state,
                        uint32_t row);
uint32_t pw_ladder_before(const struct pw_focus *focus, const struct pw_ladder_state *state,
                          uint32_t row);
/* The sender's address of a packet (or the receiver's), as far as it has one of any kind. */
void pw_show_own_address(struct pw_buffer *out, const struct pw_tree *tree, bool sender);
/* The header line with both ends, and an arrow a packet below it. */
void pw_draw_ends(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus);
void pw_draw_ladder(struct pw_cells *cells, struct pw_box box, struct pw_focus *focus,
                    const struct pw_ladder_state *state);
/* The row that the ladder shows in a line of the box, or PW_NONE: for clicks. */
uint32_t pw_ladder_row_at(struct pw_box box, const struct pw_focus *focus,
                          const struct pw_ladder_state *state, int y);

/* The seven rungs; and the fields of the selected one. */
void pw_draw_rungs(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus);
void pw_draw_fields(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus);
/* The first rung, or item, that such a box shows. */
uint32_t pw_rungs_top(struct pw_box box, const struct pw_focus *focus);
uint32_t pw_fields_top(struct pw_box box, const struct pw_focus *focus);

/* The words, from line `scroll` on, the sentence that is lit in its style. Returns how many lines
 * there are in all. */
uint32_t pw_draw_words(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus,
                       uint32_t scroll);

/* The bytes of the source shown, lit ones in their style; scrolled so that the first lit byte (or
 * the cursor) is in sight. */
void pw_draw_bytes(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus);
/* The byte a click on the box means, or PW_NONE. */
uint32_t pw_bytes_at(struct pw_box box, const struct pw_focus *focus, int y, int x);
int pw_bytes_in_line(int columns);
/* What the rule above the bytes says: "packet, 126 bytes"; "unmasked (2 of 2)". */
void pw_bytes_label(struct pw_buffer *out, const struct pw_focus *focus);

#endif
