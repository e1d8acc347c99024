/* Changing what is captured: a line to type a BPF expression in, below the view it was asked in. */
#include "base/translate.h"
#include "ui/prompt.h"

struct state {
    struct pw_buffer text;
    struct pw_error error;
};

static const struct pw_key_entry keys[] = {
    {PW_KEY_ENTER, 0, 1, N_("capture only this"), N_("capture what matches: tcp port 3000"),
     N_("Enter")},
    {'U' - '@', 0, 2, N_("clear"), N_("clear the line: an empty filter captures everything"),
     N_("Ctrl-U")},
    {PW_KEY_ESCAPE, 0, 3, N_("as it was"), N_("leave the filter as it was"), N_("Esc")},
    {.label = NULL},
};

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    pw_buffer_text(&state->text, pw_buffer_get(&ui->live.filter));
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    int y = cells->rows - 3;
    if (ui->depth >= 2) {
        struct pw_open_view *below = &ui->stack[ui->depth - 2];
        below->view->draw(ui, below->state, cells);
    }
    pw_prompt_draw(cells, y, _("capture: "), &state->text);
    pw_cells_fill(cells, y + 1, 0, cells->columns, PW_STYLE_PLAIN, " ");
    if (state->error.text[0])
        pw_cells_put(cells, y + 1, 1, cells->columns - 2, PW_STYLE_BAD, state->error.text);
    else
        pw_cells_put(cells, y + 1, 1, cells->columns - 2, PW_STYLE_DIM,
                     _("BPF, as tcpdump has it: tcp port 3000; host 10.0.0.1; not port 22"));
}

static void apply(struct pw_ui *ui, struct state *state)
{
    state->error.text[0] = '\0';
    if (!ui->live.set_filter(ui->live.self, pw_buffer_get(&state->text), &state->error))
        return;
    pw_buffer_clear(&ui->live.filter);
    pw_buffer_text(&ui->live.filter, pw_buffer_get(&state->text));
    pw_ui_back(ui);
    pw_ui_say(ui, ui->live.filter.length ? _("From here on only what matches is captured.")
                                         : _("From here on everything is captured."));
}

static bool type(struct pw_ui *ui, void *it, int key)
{
    struct state *state = it;
    switch (pw_prompt_key(&state->text, key, 1000)) {
    case PW_PROMPT_ENTER:
        apply(ui, state);
        break;
    case PW_PROMPT_LEFT:
        pw_ui_back(ui);
        break;
    case PW_PROMPT_TYPED:
        state->error.text[0] = '\0';
        break;
    }
    return true;
}

/* All keys are typed. */
static void act(struct pw_ui *ui, void *it, int action)
{
    (void)ui;
    (void)it;
    (void)action;
}

static void leave(struct pw_ui *ui, void *it)
{
    (void)ui;
    pw_buffer_free(&((struct state *)it)->text);
}

const struct pw_view pw_view_filter = {
    .id = "filter",
    .title = N_("What is captured"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .typing = true,
    .type = type,
    .leave = leave,
};
