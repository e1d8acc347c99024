/* The bytes, as a hex dump teaches to read them: offset, hex, text. See panes.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/panes.h"

/* A space, four digits or more, and space behind them: one column less in a narrow window. */
static int offset_columns(int each)
{
    return each >= 16 ? 7 : 6;
}

int pw_bytes_in_line(int columns)
{
    return columns >= 142 ? 32 : columns >= 75 ? 16 : columns >= 40 ? 8 : 4;
}

void pw_bytes_label(struct pw_buffer *out, const struct pw_focus *focus)
{
    if (!focus->readable)
        return;
    const struct pw_byte_source *source = &focus->tree.sources[focus->source];
    if (focus->tree.source_count > 1)
        pw_buffer_print(out, _("%u of %u: "), focus->source + 1u, focus->tree.source_count);
    const struct pw_row *row = pw_session_row(focus->session, focus->row);
    pw_buffer_print(out, "%s, %zu", pw_translate(source->name), source->bytes.length);
    if (focus->source == 0 && row->captured < row->length)
        pw_buffer_print(out, _(" of %u"), row->length);
    pw_buffer_text(out, source->bytes.length == 1 ? _(" byte") : _(" bytes"));
}

/* The first byte in sight: the line of the first lit byte (or the cursor) is the second one where
 * there is one before it. */
static uint32_t first_byte(struct pw_box box, const struct pw_focus *focus)
{
    uint32_t each = (uint32_t)pw_bytes_in_line(box.columns);
    uint32_t length = (uint32_t)pw_focus_source(focus).length;
    uint32_t lines = (length + each - 1) / each, want = UINT32_MAX;
    for (uint32_t i = 0; i < focus->lit_count; i++)
        if (focus->lit[i].source == focus->source && focus->lit[i].offset < want)
            want = focus->lit[i].offset;
    if (focus->level == PW_LEVEL_BYTE)
        want = focus->byte;
    if (want == UINT32_MAX || lines <= (uint32_t)box.rows)
        return 0;
    uint32_t line = want / each;
    line = line ? line - 1 : 0;
    if (line + (uint32_t)box.rows > lines)
        line = lines - (uint32_t)box.rows;
    return line * each;
}

/* Columns from the box's left to byte i of a line: a gap in the middle helps counting. */
static int hex_column(int i, int each)
{
    return offset_columns(each) + 3 * i + (i >= each / 2 ? 1 : 0);
}

static int text_column(int each)
{
    return hex_column(each, each) + 1;
}

static enum pw_style style_of(const struct pw_focus *focus, uint32_t byte)
{
    if (focus->level == PW_LEVEL_BYTE && byte == focus->byte)
        return PW_STYLE_SELECTED;
    return pw_focus_is_lit(focus, focus->source, byte) ? PW_STYLE_LIT : PW_STYLE_PLAIN;
}

static void draw_line(struct pw_cells *cells, struct pw_box box, int y,
                      const struct pw_focus *focus, uint32_t start)
{
    static const char digits[] = "0123456789abcdef";
    struct pw_bytes bytes = pw_focus_source(focus);
    int each = pw_bytes_in_line(box.columns);
    char offset[16];
    snprintf(offset, sizeof offset, "%04x", start);
    pw_cells_put(cells, y, box.x + 1, offset_columns(each) - 1, PW_STYLE_DIM, offset);
    for (int i = 0; i < each && start + (uint32_t)i < bytes.length; i++) {
        uint32_t at = start + (uint32_t)i;
        uint8_t byte = bytes.data[at];
        enum pw_style style = style_of(focus, at);
        char hex[3] = {digits[byte >> 4], digits[byte & 15], '\0'};
        char text[2] = {byte >= 0x20 && byte < 0x7f ? (char)byte : '.', '\0'};
        int x = box.x + hex_column(i, each);
        pw_cells_put_part(cells, y, x, 2, style, hex, 2);
        /* A lit stretch is one bar, not a row of islands. */
        if (style == PW_STYLE_LIT && i + 1 < each && at + 1 < bytes.length &&
            style_of(focus, at + 1) == PW_STYLE_LIT)
            pw_cells_style(cells, y, x + 2, box.x + hex_column(i + 1, each) - x - 2, style);
        pw_cells_put_part(cells, y, box.x + text_column(each) + i, 1, style, text, 1);
    }
}

void pw_draw_bytes(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus)
{
    uint32_t each = (uint32_t)pw_bytes_in_line(box.columns);
    uint32_t length = (uint32_t)pw_focus_source(focus).length;
    uint32_t at = first_byte(box, focus);
    for (int y = box.y; y < box.y + box.rows && at < length; y++, at += each)
        draw_line(cells, box, y, focus, at);
}

uint32_t pw_bytes_at(struct pw_box box, const struct pw_focus *focus, int y, int x)
{
    int each = pw_bytes_in_line(box.columns);
    if (y < box.y || y >= box.y + box.rows)
        return PW_NONE;
    uint32_t line = first_byte(box, focus) + (uint32_t)((y - box.y) * each);
    for (int i = 0; i < each; i++) {
        int hex = box.x + hex_column(i, each);
        if ((x >= hex && x < hex + 2) || x == box.x + text_column(each) + i)
            return line + (uint32_t)i < pw_focus_source(focus).length ? line + (uint32_t)i
                                                                      : PW_NONE;
    }
    return PW_NONE;
}
