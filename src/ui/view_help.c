/* Help, made from the key table of the view it was asked for in. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/live.h"

struct state {
    uint32_t top;
    uint32_t lines, height; /* when it was drawn */
};

enum { UP = 1, DOWN, PAGE_UP, PAGE_DOWN };
static const struct pw_key_entry keys[] = {
    {PW_KEY_UP, 'k', UP, N_("scroll"), N_("a line up"), "↑↓"},
    {PW_KEY_DOWN, 'j', DOWN, "", N_("a line down"), NULL},
    {PW_KEY_PAGE_UP, 'b', PAGE_UP, "", N_("a page up"), NULL},
    {PW_KEY_PAGE_DOWN, ' ', PAGE_DOWN, "", N_("a page down"), NULL},
    {.label = NULL},
};

/* Keys every view has: ui.c. */
static const struct pw_key_entry everywhere[] = {
    {'T', 0, 1, "", N_("the task: what is done, and what proves it"), NULL}, /* with a task only */
    {'g', 0, 1, "", N_("what the words on this screen mean"), NULL},
    {'q', PW_KEY_ESCAPE, 1, "", N_("back; from the first screen: end"), NULL},
    {'Q', 0, 1, "", N_("end the program"), NULL},
    {'?', 0, 1, "", N_("this help"), NULL},
    {'L' - '@', 0, 1, "", N_("draw the screen anew"), NULL},
    {.label = NULL},
};

static void show_key(struct pw_buffer *out, int key)
{
    static const struct {
        int key;
        const char *name;
    } names[] = {
        {PW_KEY_ENTER, N_("Enter")},
        {PW_KEY_ESCAPE, N_("Esc")},
        {PW_KEY_TAB, N_("Tab")},
        {PW_KEY_BACKTAB, N_("Shift-Tab")},
        {PW_KEY_BACKSPACE, N_("Backspace")},
        {PW_KEY_UP, "↑"},
        {PW_KEY_DOWN, "↓"},
        {PW_KEY_LEFT, "←"},
        {PW_KEY_RIGHT, "→"},
        {PW_KEY_HOME, N_("Home")},
        {PW_KEY_END, N_("End")},
        {PW_KEY_PAGE_UP, N_("PgUp")},
        {PW_KEY_PAGE_DOWN, N_("PgDn")},
        {' ', N_("Space")},
        {'L' - '@', N_("Ctrl-L")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].key == key) {
            pw_buffer_text(out, pw_translate(names[i].name));
            return;
        }
    }
    pw_utf8_add(out, (uint32_t)key);
}

static void draw_entries(struct pw_cells *cells, struct state *state, const char *title,
                         const struct pw_key_entry *table)
{
    int y = 2 + (int)state->lines - (int)state->top;
    if (y >= 2 && y < cells->rows - 1)
        pw_cells_put(cells, y, 1, cells->columns - 2, PW_STYLE_KEY, title);
    state->lines++;
    for (const struct pw_key_entry *entry = table; entry->label; entry++, state->lines++) {
        y = 2 + (int)state->lines - (int)state->top;
        if (y < 2 || y >= cells->rows - 1)
            continue;
        struct pw_buffer shown = {0};
        show_key(&shown, entry->key);
        if (entry->other) {
            pw_buffer_text(&shown, "  ");
            show_key(&shown, entry->other);
        }
        pw_cells_put(cells, y, 3, 14, PW_STYLE_KEY, pw_buffer_get(&shown));
        pw_cells_put(cells, y, 18, cells->columns - 19, PW_STYLE_PLAIN, pw_translate(entry->help));
        pw_buffer_free(&shown);
    }
    state->lines++;
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    const struct pw_view *below = ui->depth > 1 ? ui->stack[ui->depth - 2].view : &pw_view_help;
    pw_draw_title(cells, pw_translate(below->title), _("help"));
    state->height = (uint32_t)(cells->rows - 3);
    state->lines = 0;
    draw_entries(cells, state, _("Keys here"), below->keys);
    if (ui->live.on)
        draw_entries(cells, state, _("While packets come"), pw_live_keys);
    if (ui->live.play)
        draw_entries(cells, state, _("In the lab"), pw_lab_keys);
    draw_entries(cells, state, _("Keys everywhere"), ui->task ? everywhere : everywhere + 1);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    (void)ui;
    uint32_t most = state->lines > state->height ? state->lines - state->height : 0;
    uint32_t by = action == PAGE_UP || action == PAGE_DOWN ? state->height : 1;
    if (action == UP || action == PAGE_UP)
        state->top -= state->top < by ? state->top : by;
    else
        state->top = most - state->top < by ? most : state->top + by;
    if (state->top > most)
        state->top = most;
}

const struct pw_view pw_view_help = {
    .id = "help",
    .title = N_("Help"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
};
