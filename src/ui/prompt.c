/* A line of text that is being typed: see prompt.h. */
#include "ui/prompt.h"

#include "base/text.h"

static void forget_last_character(struct pw_buffer *text)
{
    while (text->length && ((uint8_t)text->text[--text->length] & 0xc0) == 0x80)
        ;
    if (text->text)
        text->text[text->length] = '\0';
}

enum pw_prompt_key pw_prompt_key(struct pw_buffer *text, int key, size_t most)
{
    if (key == PW_KEY_ENTER)
        return PW_PROMPT_ENTER;
    if (key == PW_KEY_ESCAPE)
        return PW_PROMPT_LEFT;
    if (key == PW_KEY_BACKSPACE)
        forget_last_character(text);
    else if (key == 'U' - '@')
        pw_buffer_clear(text);
    else if (key <= 0x10ffff && pw_text_allowed((uint32_t)key) && text->length + 4 < most)
        pw_utf8_add(text, (uint32_t)key);
    return PW_PROMPT_TYPED;
}

void pw_prompt_draw(struct pw_cells *cells, int y, const char *mark, const struct pw_buffer *text)
{
    struct pw_buffer line = {0};
    const char *from = pw_buffer_get(text);
    int room = cells->columns - 3 - pw_text_columns(mark);
    while (pw_text_columns(from) > room)
        do
            from++;
        while (((uint8_t)*from & 0xc0) == 0x80);
    pw_buffer_print(&line, "%s%s_", mark, from);
    pw_cells_fill(cells, y, 0, cells->columns, PW_STYLE_ASK, " ");
    pw_cells_put(cells, y, 1, cells->columns - 2, PW_STYLE_ASK, pw_buffer_get(&line));
    pw_buffer_free(&line);
}
