/* The words about what is selected: see panes.h. */
#include <string.h>

#include "base/text.h"
#include "ui/panes.h"

#define LINES 400 /* of one paragraph */

struct pen {
    struct pw_cells *cells;
    struct pw_box box;
    uint32_t scroll;
    uint32_t line; /* of all the words */
};

/* Where the next line of words is drawn, or -1 where that is out of sight. */
static int next_line(struct pen *pen)
{
    uint32_t line = pen->line++;
    if (line < pen->scroll || line - pen->scroll >= (uint32_t)pen->box.rows)
        return -1;
    return pen->box.y + (int)(line - pen->scroll);
}

/* Columns of the first `length` bytes of a text. */
static int columns_of(const char *text, uint32_t length)
{
    struct pw_buffer part = {0};
    pw_buffer_add(&part, text, length);
    int columns = pw_text_columns(pw_buffer_get(&part));
    pw_buffer_free(&part);
    return columns;
}

/* Restyle the part of a drawn line that lies in [start, end) of its text. */
static void style_part(struct pen *pen, int y, const char *text, const struct pw_line *line,
                       uint32_t start, uint32_t end, enum pw_style style)
{
    if (start < line->start)
        start = line->start;
    if (end > line->start + line->length)
        end = line->start + line->length;
    if (start >= end)
        return;
    int x = pen->box.x + 1 + columns_of(text + line->start, start - line->start);
    pw_cells_style(pen->cells, y, x, columns_of(text + start, end - start), style);
}

static void draw_text(struct pen *pen, const struct pw_focus *focus, uint32_t index)
{
    const struct pw_text *text = &focus->texts[index];
    const char *words = text->said.text;
    struct pw_line lines[LINES];
    uint32_t lit, lit_start, lit_length;
    if (!focus->sentence ||
        !pw_focus_find_sentence(focus, focus->sentence, &lit, &lit_start, &lit_length))
        lit = PW_NONE;
    if (text->label) {
        int y = next_line(pen);
        if (y >= 0)
            pw_cells_put(pen->cells, y, pen->box.x + 1, pen->box.columns - 2, PW_STYLE_KEY,
                         text->label);
    }
    uint32_t count = pw_wrap(words, pen->box.columns - 2, lines, LINES);
    for (uint32_t i = 0; i < count && i < LINES; i++) {
        int y = next_line(pen);
        if (y < 0)
            continue;
        pw_cells_put_part(pen->cells, y, pen->box.x + 1, pen->box.columns - 2,
                          text->trouble ? PW_STYLE_BAD : PW_STYLE_PLAIN, words + lines[i].start,
                          lines[i].length);
        if (lit == index)
            style_part(pen, y, words, &lines[i], lit_start, lit_start + lit_length, PW_STYLE_LIT);
        for (uint32_t s = 0; s < text->said.span_count && lit != index; s++) {
            const struct pw_span *span = &text->said.spans[s];
            if (span->field && span->length < strlen(words))
                style_part(pen, y, words, &lines[i], span->start, span->start + span->length,
                           PW_STYLE_KEY);
        }
    }
}

uint32_t pw_draw_words(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus,
                       uint32_t scroll)
{
    struct pen pen = {cells, box, scroll, 0};
    for (uint32_t i = 0; i < focus->text_count; i++)
        draw_text(&pen, focus, i);
    return pen.line;
}
