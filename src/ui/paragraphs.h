/* Prose with styles: what lessons, questions and help are shown as. */
#ifndef PW_UI_PARAGRAPHS_H
#define PW_UI_PARAGRAPHS_H

#include "base/memory.h"
#include "ui/panes.h"

struct pw_paragraph {
    enum pw_style style;
    bool gap;         /* an empty line before it */
    const char *mark; /* stands before its first line, the others are indented by it; or NULL */
    const char *text; /* safe to show */
};

/* A list that grows in an arena. */
struct pw_paragraphs {
    struct pw_arena *arena;
    struct pw_paragraph *list;
    uint32_t count, room;
    uint32_t news;      /* the paragraph that is new to the reader, counted from 1; 0: none is */
    uint32_t news_line; /* the line it begins at: set by drawing */
};

/* Texts are not copied. One without text is left out. */
void pw_paragraphs_add(struct pw_paragraphs *paragraphs, struct pw_paragraph paragraph);
/* Draw them from line `scroll` on; returns how many lines there are in all. */
uint32_t pw_draw_paragraphs(struct pw_cells *cells, struct pw_box box,
                            struct pw_paragraphs *paragraphs, uint32_t scroll);

#endif
