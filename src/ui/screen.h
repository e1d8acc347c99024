/* The terminal: the only part of the ui that knows curses. */
#ifndef PW_UI_SCREEN_H
#define PW_UI_SCREEN_H

#include "base/error.h"
#include "ui/cells.h"
#include "ui/ui.h"

/* Take the terminal over. False, with one line in error, where it cannot be used. ascii asks for
 * plain characters even where the locale has more. */
bool pw_screen_open(bool ascii, struct pw_error *error);
/* Give it back as it was; harmless where it was not taken. */
void pw_screen_close(void);
/* What to poll for keys. */
int pw_screen_descriptor(void);
/* Make the grid as large as the terminal, and say whether plain characters are to be used. */
void pw_screen_size(struct pw_cells *cells);
/* Show the grid; with `all`, repaint everything. */
void pw_screen_show(const struct pw_cells *cells, bool all);
/* The next key that was pressed: 0 where there is none waiting, -1 where the window's size changed.
 * For PW_KEY_CLICK, *y and *x are its place. Never waits. */
int pw_screen_key(int *y, int *x);

#endif
