/*
 * For a class to look at from the last row: one packet, its name in letters five lines high, an
 * arrow from who sent it, and one thought below. Nothing on it depends on colour.
 */
#include "ui/projector.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"

#define LETTER_ROWS    5
#define LETTER_COLUMNS 6 /* with the gap behind it */

/* Five lines of five dots each, the highest bit of five on the left. */
static const struct {
    char character;
    uint8_t rows[LETTER_ROWS];
} letters[] = {
    {'A', {0x0e, 0x11, 0x1f, 0x11, 0x11}}, {'B', {0x1e, 0x11, 0x1e, 0x11, 0x1e}},
    {'C', {0x0f, 0x10, 0x10, 0x10, 0x0f}}, {'D', {0x1e, 0x11, 0x11, 0x11, 0x1e}},
    {'E', {0x1f, 0x10, 0x1e, 0x10, 0x1f}}, {'F', {0x1f, 0x10, 0x1e, 0x10, 0x10}},
    {'G', {0x0f, 0x10, 0x13, 0x11, 0x0f}}, {'H', {0x11, 0x11, 0x1f, 0x11, 0x11}},
    {'I', {0x1f, 0x04, 0x04, 0x04, 0x1f}}, {'J', {0x07, 0x02, 0x02, 0x12, 0x0c}},
    {'K', {0x11, 0x12, 0x1c, 0x12, 0x11}}, {'L', {0x10, 0x10, 0x10, 0x10, 0x1f}},
    {'M', {0x11, 0x1b, 0x15, 0x11, 0x11}}, {'N', {0x11, 0x19, 0x15, 0x13, 0x11}},
    {'O', {0x0e, 0x11, 0x11, 0x11, 0x0e}}, {'P', {0x1e, 0x11, 0x1e, 0x10, 0x10}},
    {'Q', {0x0e, 0x11, 0x15, 0x12, 0x0d}}, {'R', {0x1e, 0x11, 0x1e, 0x12, 0x11}},
    {'S', {0x0f, 0x10, 0x0e, 0x01, 0x1e}}, {'T', {0x1f, 0x04, 0x04, 0x04, 0x04}},
    {'U', {0x11, 0x11, 0x11, 0x11, 0x0e}}, {'V', {0x11, 0x11, 0x11, 0x0a, 0x04}},
    {'W', {0x11, 0x11, 0x15, 0x1b, 0x11}}, {'X', {0x11, 0x0a, 0x04, 0x0a, 0x11}},
    {'Y', {0x11, 0x0a, 0x04, 0x04, 0x04}}, {'Z', {0x1f, 0x02, 0x04, 0x08, 0x1f}},
    {'0', {0x0e, 0x13, 0x15, 0x19, 0x0e}}, {'1', {0x04, 0x0c, 0x04, 0x04, 0x0e}},
    {'2', {0x1e, 0x01, 0x0e, 0x10, 0x1f}}, {'3', {0x1e, 0x01, 0x0e, 0x01, 0x1e}},
    {'4', {0x12, 0x12, 0x1f, 0x02, 0x02}}, {'5', {0x1f, 0x10, 0x1e, 0x01, 0x1e}},
    {'6', {0x0e, 0x10, 0x1e, 0x11, 0x0e}}, {'7', {0x1f, 0x01, 0x02, 0x04, 0x04}},
    {'8', {0x0e, 0x11, 0x0e, 0x11, 0x0e}}, {'9', {0x0e, 0x11, 0x0f, 0x01, 0x0e}},
    {'+', {0x00, 0x04, 0x0e, 0x04, 0x00}}, {'-', {0x00, 0x00, 0x0e, 0x00, 0x00}},
    {'.', {0x00, 0x00, 0x00, 0x00, 0x04}}, {':', {0x00, 0x04, 0x00, 0x04, 0x00}},
    {'/', {0x01, 0x02, 0x04, 0x08, 0x10}}, {'?', {0x0e, 0x11, 0x06, 0x00, 0x04}},
    {'(', {0x02, 0x04, 0x04, 0x04, 0x02}}, {')', {0x08, 0x04, 0x04, 0x04, 0x08}},
    {'"', {0x0a, 0x0a, 0x00, 0x00, 0x00}},
};

static const uint8_t *shape_of(char character)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].character == toupper((unsigned char)character))
            return letters[i].rows;
    return NULL;
}

/* What there is no shape for leaves a gap. */
static void draw_large(struct pw_cells *cells, int y, const char *text)
{
    int length = (int)strlen(text);
    int x = (cells->columns - length * LETTER_COLUMNS + 1) / 2;
    for (; *text; text++, x += LETTER_COLUMNS) {
        const uint8_t *rows = shape_of(*text);
        for (int row = 0; rows && row < LETTER_ROWS; row++)
            for (int column = 0; column < 5; column++)
                if (rows[row] >> (4 - column) & 1)
                    pw_cells_fill(cells, y + row, x + column, 1, PW_STYLE_PLAIN, "█");
    }
}

/* What a packet is, in as few letters as the screen has room for: the first of its summary. */
static void name_packet(const struct pw_focus *focus, int columns, char *name, size_t size)
{
    struct pw_buffer summary = {0};
    size_t most = (size_t)(columns / LETTER_COLUMNS), length;
    pw_picture_summary(&focus->tree, &summary);
    const char *text = pw_buffer_get(&summary);
    /* Whole words, as long as they fit; two blanks end what matters most. */
    const char *end = strstr(text, "  ");
    length = end ? (size_t)(end - text) : strlen(text);
    if (most >= size)
        most = size - 1;
    if (length > most) {
        length = most;
        while (length && text[length] != ' ')
            length--;
        if (!length)
            length = most;
    }
    while (length && strchr(" ,", text[length - 1]))
        length--;
    memcpy(name, text, length);
    name[length] = '\0';
    pw_buffer_free(&summary);
}

static void draw_arrow(struct pw_cells *cells, int y, const struct pw_focus *focus)
{
    const struct pw_row *row = pw_session_row(focus->session, focus->row);
    bool server = row->flags & PW_ROW_SERVER;
    const char *client_name = _("CLIENT"), *server_name = _("SERVER");
    int left = pw_text_columns(client_name), right = pw_text_columns(server_name);
    int from = left + 4, to = cells->columns - right - 5;
    pw_cells_put(cells, y, 2, left, PW_STYLE_KEY, client_name);
    pw_cells_put(cells, y, cells->columns - right - 2, right, PW_STYLE_KEY, server_name);
    pw_cells_fill(cells, y, from, to - from, PW_STYLE_PLAIN, "█");
    for (int wing = 1; wing <= 2; wing++) {
        int x = server ? from + wing * 2 : to - 2 - wing * 2;
        pw_cells_fill(cells, y - wing, x, 3, PW_STYLE_PLAIN, "█");
        pw_cells_fill(cells, y + wing, x, 3, PW_STYLE_PLAIN, "█");
    }
    pw_cells_put(cells, y, server ? from - 1 : to, 1, PW_STYLE_PLAIN, server ? "◀" : "▶");
}

/* Said in the friend's voice, with nothing else around it. */
static void add_words(const struct pw_focus *focus, struct pw_paragraphs *words)
{
    for (uint32_t i = 0; i < focus->text_count && i < 1; i++)
        pw_paragraphs_add(words, (struct pw_paragraph){.text = focus->texts[i].said.text});
}

uint32_t pw_projector_draw(struct pw_ui *ui, const struct pw_focus *focus, bool hidden,
                           struct pw_cells *cells, struct pw_paragraphs *prose, uint32_t scroll,
                           struct pw_box *box)
{
    char name[64] = "?";
    struct pw_paragraphs words = {.arena = &ui->scratch};
    bool packet = focus->readable && !hidden;
    int y = 2;
    if (packet)
        name_packet(focus, cells->columns - 4, name, sizeof name);
    if (packet || hidden) {
        draw_large(cells, y, name);
        y += LETTER_ROWS + 3;
    }
    if (packet && pw_session_row(focus->session, focus->row)->conversation != PW_NONE) {
        draw_arrow(cells, y, focus);
        y += 4;
    }
    add_words(focus, &words);
    *box = (struct pw_box){y, 6, cells->rows - y - 2, cells->columns - 12};
    return pw_draw_paragraphs(cells, *box, prose ? prose : &words, scroll);
}
