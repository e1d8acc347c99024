/* A line of text that is being typed. */
#ifndef PW_UI_PROMPT_H
#define PW_UI_PROMPT_H

#include "ui/view.h"

enum pw_prompt_key {
    PW_PROMPT_TYPED, /* the text may have changed */
    PW_PROMPT_ENTER, /* it is done */
    PW_PROMPT_LEFT,  /* it is not wanted any more */
};

/* What a key does to the text, which stays below `most` bytes. */
enum pw_prompt_key pw_prompt_key(struct pw_buffer *text, int key, size_t most);
/* Draw it on line y, behind a mark such as "/": its end where it does not fit. */
void pw_prompt_draw(struct pw_cells *cells, int y, const char *mark, const struct pw_buffer *text);

#endif
