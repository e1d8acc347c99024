/* The terms of the trade on a screen, each with what it means; Tab: all there are. */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "ui/list.h"
#include "ui/paragraphs.h"
#include "ui/view.h"

struct state {
    struct pw_list list;
    bool *marks; /* which terms the screen below has */
    bool all;
};

enum { ALL = PW_LIST_ACTIONS };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_TAB, 0, ALL, N_("all"), N_("every term there is, or those of the screen"), N_("Tab")},
    {.label = NULL},
};

/* Term i of those that are listed, or NULL. */
static const struct pw_term *term_at(const struct pw_ui *ui, const struct state *state, uint32_t i)
{
    for (uint32_t k = 0; k < pw_glossary_count(ui->glossary); k++)
        if ((state->all || state->marks[k]) && i-- == 0)
            return pw_glossary_term(ui->glossary, k);
    return NULL;
}

static uint32_t count_terms(const struct pw_ui *ui, const struct state *state)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < pw_glossary_count(ui->glossary); k++)
        count += state->all || state->marks[k];
    return count;
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_list *list = &state->list;
    uint32_t count = count_terms(ui, state);
    int about = cells->rows >= 20 ? 6 : 4;
    pw_draw_title(cells, state->all ? _("Every term of the trade") : _("The terms on this screen"),
                  _("glossary"));
    pw_list_keep(list, count, cells->rows - 4 - about);
    for (uint32_t i = list->top; i < count && (int)(i - list->top) < list->height; i++) {
        int y = 2 + (int)(i - list->top);
        enum pw_style style = i == list->selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
        pw_cells_fill(cells, y, 1, cells->columns - 2, style, " ");
        pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, i == list->selected ? "▸" : " ");
        pw_cells_put(cells, y, 2, cells->columns - 4, style, term_at(ui, state, i)->name);
    }
    const struct pw_term *term = term_at(ui, state, list->selected);
    int y = cells->rows - 1 - about;
    pw_cells_rule(cells, y - 1, 0, cells->columns, term ? term->name : "");
    struct pw_paragraphs text = {.arena = &ui->scratch};
    pw_paragraphs_add(&text,
                      (struct pw_paragraph){.text = term ? term->text
                                                         : _("No term of the trade stands here. "
                                                             "Tab shows all there are.")});
    pw_draw_paragraphs(cells, (struct pw_box){y, 0, about, cells->columns}, &text, 0);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    if (pw_list_act(&state->list, action, count_terms(ui, state)) || action != ALL)
        return;
    const struct pw_term *term = term_at(ui, state, state->list.selected);
    state->all = !state->all;
    state->list.selected = 0;
    for (uint32_t i = 0; term && term_at(ui, state, i); i++)
        if (term_at(ui, state, i) == term)
            state->list.selected = i;
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    pw_list_click(&state->list, y - 2, count_terms(ui, state));
}

static void leave(struct pw_ui *ui, void *it)
{
    (void)ui;
    free(((struct state *)it)->marks);
}

/* What stands on the screen now, as one text: a term may go on in the next line. */
static void read_screen(struct pw_ui *ui, struct pw_buffer *text)
{
    struct pw_cells cells = {0};
    pw_cells_size(&cells, ui->columns, ui->rows);
    pw_ui_draw(ui, &cells);
    pw_cells_write(&cells, false, text);
    pw_cells_free(&cells);
    pw_arena_reset(&ui->scratch);
}

static void prepare(void *it, const void *marks)
{
    struct state *state = it;
    memcpy(&state->marks, marks, sizeof state->marks);
}

void pw_view_glossary_open(struct pw_ui *ui)
{
    if (!ui->glossary || !pw_glossary_count(ui->glossary) || !ui->depth ||
        ui->stack[ui->depth - 1].view == &pw_view_glossary)
        return;
    struct pw_buffer text = {0};
    bool *marks = pw_allocate_zero(pw_glossary_count(ui->glossary) * sizeof *marks);
    read_screen(ui, &text);
    pw_glossary_mark(ui->glossary, pw_bytes_of(pw_buffer_get(&text), text.length), marks);
    pw_buffer_free(&text);
    uint32_t before = ui->depth;
    pw_ui_open(ui, &pw_view_glossary, prepare, &marks);
    if (ui->depth == before)
        free(marks);
}

const struct pw_view pw_view_glossary = {
    .id = "glossary",
    .title = N_("The glossary"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .click = click,
    .leave = leave,
};
