/* Going to a packet by its number: see jump.h. */
#include "ui/jump.h"

#include "base/translate.h"
#include "ui/prompt.h"

#define DIGITS 10 /* of the largest number a row can have */

void pw_jump_begin(struct pw_jump *jump)
{
    jump->typing = true;
    pw_buffer_clear(&jump->number);
}

void pw_jump_free(struct pw_jump *jump)
{
    pw_buffer_free(&jump->number);
}

/* The row of the packet with the number that was typed, or PW_NONE. */
static uint32_t find(struct pw_ui *ui, const struct pw_jump *jump)
{
    uint32_t rows = pw_session_rows(ui->session);
    uint64_t number = 0;
    for (size_t i = 0; i < jump->number.length; i++)
        number = number * 10 + (uint64_t)(jump->number.text[i] - '0');
    if (number && number <= rows)
        return (uint32_t)(number - 1);
    if (jump->number.length) {
        struct pw_buffer text = {0};
        pw_buffer_print(&text, _("There is no such packet: they go from 1 to %u."), rows);
        pw_ui_say(ui, pw_buffer_get(&text));
        pw_buffer_free(&text);
    }
    return PW_NONE;
}

bool pw_jump_key(struct pw_ui *ui, struct pw_jump *jump, int key, uint32_t *row)
{
    *row = PW_NONE;
    if (!jump->typing)
        return false;
    bool digit = key >= '0' && key <= '9' && jump->number.length < DIGITS;
    if (key > ' ' && key != PW_KEY_ESCAPE && !digit)
        return true;
    enum pw_prompt_key done = pw_prompt_key(&jump->number, key, DIGITS + 4);
    jump->typing = done == PW_PROMPT_TYPED;
    if (done == PW_PROMPT_ENTER)
        *row = find(ui, jump);
    return true;
}

void pw_jump_draw(const struct pw_jump *jump, struct pw_cells *cells)
{
    if (jump->typing)
        pw_prompt_draw(cells, cells->rows - 2, ":", &jump->number);
}
