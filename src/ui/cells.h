/*
 * A grid of cells: what views draw on. It knows nothing of terminals, so a screen is tested as
 * text. Text arrives safe (base/text.h); a control character that gets here all the same is drawn
 * as '?'.
 */
#ifndef PW_UI_CELLS_H
#define PW_UI_CELLS_H

#include "base/buffer.h"

/* What a cell means. Colours and attributes are chosen in curses.c; none carries meaning by colour
 * alone. */
enum pw_style {
    PW_STYLE_PLAIN,
    PW_STYLE_TITLE,    /* the line at the top */
    PW_STYLE_DIM,      /* less important */
    PW_STYLE_SELECTED, /* where the keys act */
    PW_STYLE_LIT,      /* bytes and words that belong to each other */
    PW_STYLE_KEY,      /* a key in the footer */
    PW_STYLE_CLIENT,
    PW_STYLE_SERVER,
    PW_STYLE_GOOD, /* a right answer */
    PW_STYLE_BAD,  /* a wrong answer, a fault */
    PW_STYLE_ASK,  /* a question */
    PW_STYLES
};

struct pw_cell {
    char text[12]; /* one character with its combining marks; "" in the second column of a wide one
                    */
    uint8_t style;
};

struct pw_cells {
    int columns, rows;
    bool ascii; /* draw with plain characters only */
    struct pw_cell *cell;
};

/* Make it that large, and empty. A zeroed struct is a grid of no size. */
void pw_cells_size(struct pw_cells *cells, int columns, int rows);
void pw_cells_clear(struct pw_cells *cells);
void pw_cells_free(struct pw_cells *cells);

/* Draw text in one line from column x on, at most `width` columns; what does not fit ends in "…".
 * Returns the column behind it. Outside the grid nothing is drawn. */
int pw_cells_put(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                 const char *text);
/* The same for the first `length` bytes of text, without an ellipsis. */
int pw_cells_put_part(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                      const char *text, size_t length);
/* Fill a stretch of a line with one character. */
void pw_cells_fill(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                   const char *character);
/* Give a stretch of a line another style. */
void pw_cells_style(struct pw_cells *cells, int y, int x, int width, enum pw_style style);
/* A rule across the stretch with a label near its right end. */
void pw_cells_rule(struct pw_cells *cells, int y, int x, int width, const char *label);

/* A line of wrapped text: a stretch of it. */
struct pw_line {
    uint32_t start, length;
};
/* Break text into lines of at most `width` columns, at spaces and newlines. Fills at most `room`;
 * returns how many there are in all. */
uint32_t pw_wrap(const char *text, int width, struct pw_line *lines, uint32_t room);

/* The grid as text, a line a row, without spaces at line ends. With styles, every change of style
 * is marked: {T}title{-}. */
void pw_cells_write(const struct pw_cells *cells, bool styles, struct pw_buffer *out);

#endif
