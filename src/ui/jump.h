/* Going to a packet by its number: ':', the number, Enter, as in vi. */
#ifndef PW_UI_JUMP_H
#define PW_UI_JUMP_H

#include "ui/view.h"

/* A zeroed struct is one that nothing is typed in. */
struct pw_jump {
    bool typing;
    struct pw_buffer number;
};

void pw_jump_begin(struct pw_jump *jump);
void pw_jump_free(struct pw_jump *jump);
/* True where the key belongs to the number. `row` is the packet's once it was entered; PW_NONE
 * until then, and where there is no such packet, which is said. */
bool pw_jump_key(struct pw_ui *ui, struct pw_jump *jump, int key, uint32_t *row);
/* Draw what is being typed, in the line above the footer. */
void pw_jump_draw(const struct pw_jump *jump, struct pw_cells *cells);

#endif
