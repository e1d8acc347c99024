/* A packet's screen for a class: large letters, few words. */
#ifndef PW_UI_PROJECTOR_H
#define PW_UI_PROJECTOR_H

#include "ui/focus.h"
#include "ui/paragraphs.h"
#include "ui/ui.h"

/* Draw the packet of the focus, or a question mark where it is hidden; below it the prose, or
 * without one what the packet does. Returns how many lines of words there are in all; *box is where
 * they stand. */
uint32_t pw_projector_draw(struct pw_ui *ui, const struct pw_focus *focus, bool hidden,
                           struct pw_cells *cells, struct pw_paragraphs *prose, uint32_t scroll,
                           struct pw_box *box);

#endif
