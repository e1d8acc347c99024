/* The grid: see cells.h. */
#include "ui/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void pw_cells_size(struct pw_cells *cells, int columns, int rows)
{
    if (columns < 1)
        columns = 1;
    if (rows < 1)
        rows = 1;
    if (columns != cells->columns || rows != cells->rows) {
        size_t count = (size_t)columns * (size_t)rows;
        cells->cell = pw_reallocate(cells->cell, count * sizeof *cells->cell);
        cells->columns = columns;
        cells->rows = rows;
    }
    pw_cells_clear(cells);
}

void pw_cells_clear(struct pw_cells *cells)
{
    struct pw_cell empty = {.text = " "};
    for (int i = 0; i < cells->columns * cells->rows; i++)
        cells->cell[i] = empty;
}

void pw_cells_free(struct pw_cells *cells)
{
    free(cells->cell);
    *cells = (struct pw_cells){0};
}

/* What stands for a character where there are only plain ones. */
static const char *plain(uint32_t character)
{
    static const struct {
        uint32_t character;
        const char *plain;
    } table[] = {
        {0x2192, ">"}, {0x2190, "<"}, {0x25b6, ">"},  {0x25c0, "<"},  {0x25b8, ">"}, {0x2502, "|"},
        {0x251c, "|"}, {0x2524, "|"}, {0x2500, "-"},  {0x2501, "="},  {0x00b7, "."}, {0x2013, "-"},
        {0x2014, "-"}, {0x2026, "."}, {0x201c, "\""}, {0x201d, "\""}, {0x2018, "'"}, {0x2019, "'"},
        {0x2022, "*"}, {0x2713, "+"}, {0x2717, "x"},  {0x00d7, "x"},  {0x21c4, "="}, {0x00a7, "s"},
        {0x2191, "^"}, {0x2193, "v"}, {0x2248, "~"},  {0x2212, "-"},  {0x2588, "#"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].character == character)
            return table[i].plain;
    return "?";
}

static struct pw_cell *cell_at(const struct pw_cells *cells, int y, int x)
{
    if (x < 0 || y < 0 || x >= cells->columns || y >= cells->rows)
        return NULL;
    return &cells->cell[y * cells->columns + x];
}

static void blank(struct pw_cell *cell)
{
    cell->text[0] = ' ';
    cell->text[1] = '\0';
}

/* Writing over one half of a wide character leaves a space where the other was. */
static void part_wide(struct pw_cells *cells, int y, int x)
{
    struct pw_cell *here = cell_at(cells, y, x), *before = cell_at(cells, y, x - 1);
    struct pw_cell *behind = cell_at(cells, y, x + 1);
    if (here && !here->text[0] && before)
        blank(before);
    if (behind && !behind->text[0])
        blank(behind);
}

static void set(struct pw_cells *cells, int y, int x, enum pw_style style, const char *text,
                size_t length)
{
    struct pw_cell *cell = cell_at(cells, y, x);
    if (!cell || length >= sizeof cell->text)
        return;
    part_wide(cells, y, x);
    memcpy(cell->text, text, length);
    cell->text[length] = '\0';
    cell->style = (uint8_t)style;
}

/* A mark that takes no column joins the character before it. */
static void join_mark(struct pw_cells *cells, int y, int x, const char *text, size_t length)
{
    struct pw_cell *cell = cell_at(cells, y, x - 1);
    if (cell && !cell->text[0])
        cell = cell_at(cells, y, x - 2);
    if (!cell || cells->ascii || strlen(cell->text) + length >= sizeof cell->text)
        return;
    size_t have = strlen(cell->text);
    memcpy(cell->text + have, text, length);
    cell->text[have + length] = '\0';
}

int pw_cells_put_part(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                      const char *text, size_t length)
{
    int end = x + width;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t took = pw_utf8_next((const uint8_t *)text + at, length - at, &character);
        const char *shown = text + at;
        size_t size = took;
        int columns = 1;
        if (character == PW_UTF8_BAD || !pw_text_allowed(character)) {
            shown = "?";
            size = 1;
        } else if (cells->ascii && character > 0x7e) {
            shown = plain(character);
            size = 1;
            columns = pw_text_width(character) ? 1 : 0;
        } else {
            columns = pw_text_width(character);
        }
        at += took;
        if (columns == 0) {
            join_mark(cells, y, x, shown, size);
            continue;
        }
        if (x + columns > end)
            break;
        set(cells, y, x, style, shown, size);
        if (columns == 2)
            set(cells, y, x + 1, style, "", 0);
        x += columns;
    }
    return x;
}

int pw_cells_put(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                 const char *text)
{
    if (width <= 0)
        return x;
    if (pw_text_columns(text) <= width)
        return pw_cells_put_part(cells, y, x, width, style, text, strlen(text));
    int end = pw_cells_put_part(cells, y, x, width - 1, style, text, strlen(text));
    return pw_cells_put_part(cells, y, end, 1, style, "…", strlen("…"));
}

void pw_cells_fill(struct pw_cells *cells, int y, int x, int width, enum pw_style style,
                   const char *character)
{
    for (int i = 0; i < width; i++)
        pw_cells_put_part(cells, y, x + i, 1, style, character, strlen(character));
}

void pw_cells_style(struct pw_cells *cells, int y, int x, int width, enum pw_style style)
{
    for (int i = 0; i < width; i++) {
        struct pw_cell *cell = cell_at(cells, y, x + i);
        if (cell)
            cell->style = (uint8_t)style;
    }
}

void pw_cells_rule(struct pw_cells *cells, int y, int x, int width, const char *label)
{
    pw_cells_fill(cells, y, x, width, PW_STYLE_DIM, "─");
    int columns = pw_text_columns(label);
    if (!columns || columns + 6 > width)
        return;
    int at = x + width - columns - 4;
    pw_cells_put(cells, y, at, 1, PW_STYLE_DIM, " ");
    pw_cells_put(cells, y, at + 1, columns, PW_STYLE_DIM, label);
    pw_cells_put(cells, y, at + 1 + columns, 1, PW_STYLE_DIM, " ");
}

uint32_t pw_wrap(const char *text, int width, struct pw_line *lines, uint32_t room)
{
    uint32_t count = 0;
    size_t length = strlen(text);
    if (width < 1)
        width = 1;
    for (size_t at = 0; at < length;) {
        size_t start = at, last_space = 0, end = at;
        int columns = 0;
        bool newline = false;
        while (end < length) {
            uint32_t character;
            size_t took = pw_utf8_next((const uint8_t *)text + end, length - end, &character);
            newline = character == '\n';
            int wide = character == PW_UTF8_BAD ? 1 : pw_text_width(character);
            if (newline || columns + wide > width)
                break;
            if (character == ' ')
                last_space = end;
            columns += wide;
            end += took;
        }
        /* A word longer than the line is cut; a line that fills it exactly may end at its space. */
        if (end < length && !newline && text[end] != ' ' && last_space > start)
            end = last_space;
        if (end == start && !newline)
            end++;
        if (count < room)
            lines[count] = (struct pw_line){(uint32_t)start, (uint32_t)(end - start)};
        count++;
        at = end;
        if (at < length && (text[at] == ' ' || text[at] == '\n'))
            at++;
    }
    return count;
}

void pw_cells_write(const struct pw_cells *cells, bool styles, struct pw_buffer *out)
{
    static const char marks[PW_STYLES] = "-TDSLKCVGBA";
    for (int y = 0; y < cells->rows; y++) {
        int end = cells->columns;
        while (end > 0 && strcmp(cell_at(cells, y, end - 1)->text, " ") == 0 &&
               (!styles || cell_at(cells, y, end - 1)->style == PW_STYLE_PLAIN))
            end--;
        uint8_t style = PW_STYLE_PLAIN;
        for (int x = 0; x < end; x++) {
            const struct pw_cell *cell = cell_at(cells, y, x);
            if (styles && cell->style != style)
                pw_buffer_print(out, "{%c}", marks[cell->style]);
            style = cell->style;
            pw_buffer_text(out, cell->text);
        }
        pw_buffer_text(out, styles && style != PW_STYLE_PLAIN ? "{-}\n" : "\n");
    }
}
