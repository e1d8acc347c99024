/* The seven rungs, and the fields of one of them: see panes.h. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "dissect/dissect.h"
#include "ui/panes.h"

/* The first of count lines that a box shows, so that `selected` is among them. */
static uint32_t top_for(uint32_t selected, uint32_t count, int rows)
{
    uint32_t lines = rows > 0 ? (uint32_t)rows : 1;
    if (count <= lines || selected < lines / 2)
        return 0;
    uint32_t top = selected - lines / 2;
    return top + lines > count ? count - lines : top;
}

uint32_t pw_rungs_top(struct pw_box box, const struct pw_focus *focus)
{
    return top_for(focus->rung, 7, box.rows);
}

uint32_t pw_fields_top(struct pw_box box, const struct pw_focus *focus)
{
    return top_for(focus->item, focus->item_count, box.rows);
}

void pw_draw_rungs(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus)
{
    if (!focus->readable)
        return;
    uint32_t top = pw_rungs_top(box, focus);
    for (uint32_t i = top; i < 7 && (int)(i - top) < box.rows; i++) {
        const struct pw_rung *rung = &focus->rungs[i];
        int y = box.y + (int)(i - top);
        bool selected = focus->level == PW_LEVEL_RUNG && i == focus->rung;
        enum pw_style style = selected      ? PW_STYLE_SELECTED
                              : rung->layer ? PW_STYLE_PLAIN
                                            : PW_STYLE_DIM;
        struct pw_buffer text = {0};
        pw_buffer_print(&text, "%u %-12s %s", rung->osi, pw_translate(rung->name), rung->title);
        if (selected)
            pw_cells_fill(cells, y, box.x + 1, box.columns - 1, style, " ");
        pw_cells_put(cells, y, box.x, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
        pw_cells_put(cells, y, box.x + 1, box.columns - 1, style, pw_buffer_get(&text));
        pw_buffer_free(&text);
    }
}

static void draw_item(struct pw_cells *cells, struct pw_box box, int y,
                      const struct pw_focus *focus, uint32_t index)
{
    const struct pw_item *item = &focus->items[index];
    const struct pw_layer *layer = &focus->tree.layers[item->layer];
    bool selected = focus->level == PW_LEVEL_FIELD && index == focus->item;
    if (item->field == PW_NONE) {
        int x = box.x + 1;
        if (layer->quoted)
            x = pw_cells_put(cells, y, x, box.columns - 1, PW_STYLE_KEY, _("quoted: "));
        pw_cells_put(cells, y, x, box.x + box.columns - x, PW_STYLE_KEY, layer->protocol->name);
        return;
    }
    const struct pw_field *field = &focus->tree.fields[item->field];
    bool lit = field->length && pw_focus_is_lit(focus, field->source, field->offset);
    enum pw_style style = selected ? PW_STYLE_SELECTED : lit ? PW_STYLE_LIT : PW_STYLE_PLAIN;
    struct pw_buffer text = {0};
    pw_buffer_text(&text, field->def->label);
    if (field->def->format != PW_GROUP) {
        pw_buffer_text(&text, ": ");
        pw_field_show(&text, field);
    }
    int indent = 1 + 2 * field->def->indent;
    if (selected)
        pw_cells_fill(cells, y, box.x + 1, box.columns - 1, style, " ");
    pw_cells_put(cells, y, box.x, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, box.x + indent, box.columns - indent, style, pw_buffer_get(&text));
    pw_buffer_free(&text);
}

void pw_draw_fields(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus)
{
    uint32_t top = pw_fields_top(box, focus);
    for (uint32_t i = top; i < focus->item_count && (int)(i - top) < box.rows; i++)
        draw_item(cells, box, box.y + (int)(i - top), focus, i);
}
