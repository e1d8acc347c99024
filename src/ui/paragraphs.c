/* Prose with styles: see paragraphs.h. */
#include "ui/paragraphs.h"

#include <string.h>

#include "base/text.h"

#define LINES 400 /* of one paragraph */

void pw_paragraphs_add(struct pw_paragraphs *paragraphs, struct pw_paragraph paragraph)
{
    if (!paragraph.text || !*paragraph.text)
        return;
    if (paragraphs->count == paragraphs->room) {
        struct pw_paragraph *old = paragraphs->list;
        paragraphs->room = paragraphs->room ? 2 * paragraphs->room : 16;
        paragraphs->list =
            pw_arena_take(paragraphs->arena, paragraphs->room * sizeof *paragraphs->list);
        if (old)
            memcpy(paragraphs->list, old, paragraphs->count * sizeof *old);
    }
    paragraphs->list[paragraphs->count++] = paragraph;
}

static uint32_t draw_one(struct pw_cells *cells, struct pw_box box, const struct pw_paragraph *p,
                         uint32_t line, uint32_t scroll)
{
    struct pw_line lines[LINES];
    int indent = 1 + (p->mark ? pw_text_columns(p->mark) : 0);
    uint32_t count = pw_wrap(p->text, box.columns - indent - 1, lines, LINES);
    for (uint32_t i = 0; i < count && i < LINES; i++, line++) {
        if (line < scroll || line - scroll >= (uint32_t)box.rows)
            continue;
        int y = box.y + (int)(line - scroll);
        if (i == 0 && p->mark)
            pw_cells_put(cells, y, box.x + 1, indent, p->style, p->mark);
        pw_cells_put_part(cells, y, box.x + indent, box.columns - indent, p->style,
                          p->text + lines[i].start, lines[i].length);
    }
    return line;
}

uint32_t pw_draw_paragraphs(struct pw_cells *cells, struct pw_box box,
                            struct pw_paragraphs *paragraphs, uint32_t scroll)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < paragraphs->count; i++) {
        if (paragraphs->list[i].gap && line)
            line++;
        if (paragraphs->news == i + 1)
            paragraphs->news_line = line;
        line = draw_one(cells, box, &paragraphs->list[i], line, scroll);
    }
    return line;
}
