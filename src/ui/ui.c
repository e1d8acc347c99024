/* The stack of views, the footer, and the keys every view has: see ui.h and view.h. */
#include "ui/ui.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/live.h"
#include "ui/view.h"
#include "ui/view_lesson.h"
#include "ui/view_walk.h"

#define SMALLEST_COLUMNS 40
#define SMALLEST_ROWS    12

static const struct pw_view *const views[] = {
#define PW_VIEW(name) &pw_view_##name,
#include "ui/views.def"
#undef PW_VIEW
};

const struct pw_view *pw_view_at(uint32_t i)
{
    return i < sizeof views / sizeof *views ? views[i] : NULL;
}

void pw_ui_open(struct pw_ui *ui, const struct pw_view *view,
                void (*prepare)(void *state, const void *what), const void *what)
{
    if (ui->depth == PW_UI_DEPTH)
        return;
    void *state = pw_allocate_zero(view->state_size);
    if (prepare)
        prepare(state, what);
    ui->stack[ui->depth++] = (struct pw_open_view){.view = view, .state = state};
    if (view->enter)
        view->enter(ui, state);
}

void pw_ui_back(struct pw_ui *ui)
{
    struct pw_open_view *top = &ui->stack[--ui->depth];
    if (top->view->leave)
        top->view->leave(ui, top->state);
    free(top->state);
    ui->done = ui->depth == 0;
}

void pw_ui_back_to(struct pw_ui *ui, uint32_t row)
{
    pw_ui_back(ui);
    struct pw_open_view *top = ui->depth ? &ui->stack[ui->depth - 1] : NULL;
    if (top && top->view->see)
        top->view->see(ui, top->state, row);
    else if (top)
        pw_view_walk_open(ui, row, false);
}

void pw_ui_free(struct pw_ui *ui)
{
    while (ui->depth)
        pw_ui_back(ui);
    pw_buffer_free(&ui->message);
    pw_buffer_free(&ui->live.filter);
    pw_arena_free(&ui->scratch);
}

void pw_ui_say(struct pw_ui *ui, const char *text)
{
    pw_buffer_clear(&ui->message);
    pw_buffer_text(&ui->message, text);
}

void pw_ui_start_capture(struct pw_ui *ui)
{
    pw_ui_open(ui, &pw_view_conversations, NULL, NULL);
}

void pw_ui_start_live(struct pw_ui *ui, bool played, bool choose)
{
    ui->live.following = true;
    ui->live.walks = played;
    pw_ui_open(ui, &pw_view_conversations, NULL, NULL);
    pw_view_packets_open(ui, 0);
    if (choose)
        pw_ui_open(ui, &pw_view_scenes, NULL, NULL);
}

void pw_ui_show_task(struct pw_ui *ui)
{
    pw_ui_open(ui, &pw_view_task, NULL, NULL);
}

void pw_ui_task_done(struct pw_ui *ui)
{
    pw_view_lesson_task_done(ui);
}

void pw_ui_start_menu(struct pw_ui *ui)
{
    pw_ui_open(ui, &pw_view_menu, NULL, NULL);
}

void pw_ui_start_lesson(struct pw_ui *ui, const struct pw_lesson *lesson, bool test)
{
    pw_view_lesson_open(ui, lesson);
    if (test)
        pw_view_lesson_test(ui);
}

void pw_ui_lesson_changed(struct pw_ui *ui, const struct pw_lesson *lesson)
{
    while (ui->depth > 1)
        pw_ui_back(ui);
    pw_view_lesson_changed(ui, lesson);
}

/* The keys of a table with their labels, from x on, as many as fit before `end`; with a view: those
 * that do something in it now. */
static int draw_keys(struct pw_cells *cells, const struct pw_key_entry *table,
                     const struct pw_open_view *in, int x, int end)
{
    int y = cells->rows - 1;
    for (const struct pw_key_entry *entry = table; entry->label; entry++) {
        if (!entry->shown || (in && in->view->can && !in->view->can(in->state, entry->action)))
            continue;
        int wide = pw_text_columns(pw_translate(entry->shown)) + 1 +
                   pw_text_columns(pw_translate(entry->label));
        if (x + wide > end)
            break;
        x = pw_cells_put(cells, y, x, wide, PW_STYLE_KEY, pw_translate(entry->shown));
        x = pw_cells_put(cells, y, x + 1, wide, PW_STYLE_PLAIN, pw_translate(entry->label)) + 2;
    }
    return x;
}

/* ? and q are always there, but where text is typed. */
static void draw_footer(const struct pw_ui *ui, struct pw_cells *cells)
{
    const struct pw_open_view *top = &ui->stack[ui->depth - 1];
    int last = pw_text_columns(_("help")) + pw_text_columns(_("back")) + 6;
    int y = cells->rows - 1;
    int end = cells->columns - (top->view->typing ? 0 : last + 2);
    int x = draw_keys(cells, top->view->keys, top, 1, end);
    if (ui->live.on && top->view->newest)
        x = draw_keys(cells, pw_live_keys, NULL, x, end);
    if (ui->live.play && top->view->newest)
        x = draw_keys(cells, pw_lab_keys, NULL, x, end);
    if (top->view->typing)
        return;
    x = pw_cells_put(cells, y, x, 1, PW_STYLE_KEY, "?");
    x = pw_cells_put(cells, y, x + 1, last, PW_STYLE_PLAIN, _("help")) + 2;
    x = pw_cells_put(cells, y, x, 1, PW_STYLE_KEY, "q");
    pw_cells_put(cells, y, x + 1, last, PW_STYLE_PLAIN, _("back"));
}

static void draw_message(struct pw_ui *ui, struct pw_cells *cells)
{
    struct pw_buffer text = {0};
    if (ui->message.length) {
        pw_buffer_text(&text, pw_buffer_get(&ui->message));
    } else if (ui->task && ui->stack[ui->depth - 1].view != &pw_view_task) {
        uint32_t parts = pw_task_watch_task(ui->task)->part_count;
        uint32_t done = pw_task_watch_done(ui->task);
        if (done == parts)
            pw_buffer_text(&text, _("task done: T shows what proves it"));
        else
            pw_buffer_print(&text, _("task: %u of %u done%s; T"), done, parts,
                            *pw_task_watch_near(ui->task) ? _(", not quite") : "");
    } else if (ui->reading && ui->session && !ui->live.on) {
        pw_buffer_print(&text, _("reading: %u packets"), pw_session_rows(ui->session));
        if (ui->total)
            pw_buffer_print(&text, ", %u %%",
                            (unsigned int)(ui->read * 100 / (ui->total ? ui->total : 1)));
    }
    if (text.length) {
        int columns = pw_text_columns(pw_buffer_get(&text)) + 2;
        if (columns > cells->columns)
            columns = cells->columns;
        int x = cells->columns - columns, y = cells->rows - 2;
        pw_cells_fill(cells, y, x, columns, PW_STYLE_SELECTED, " ");
        pw_cells_put(cells, y, x + 1, columns - 2, PW_STYLE_SELECTED, pw_buffer_get(&text));
    }
    pw_buffer_free(&text);
}

void pw_ui_draw(struct pw_ui *ui, struct pw_cells *cells)
{
    pw_cells_clear(cells);
    ui->columns = cells->columns;
    ui->rows = cells->rows;
    if (!ui->depth)
        return;
    if (cells->columns < SMALLEST_COLUMNS || cells->rows < SMALLEST_ROWS) {
        pw_cells_put(cells, 0, 0, cells->columns, PW_STYLE_PLAIN,
                     _("Please make the window larger:"));
        pw_cells_put(cells, 1, 0, cells->columns, PW_STYLE_PLAIN, _("40 columns and 12 rows."));
        return;
    }
    struct pw_open_view *top = &ui->stack[ui->depth - 1];
    pw_arena_reset(&ui->scratch);
    top->view->draw(ui, top->state, cells);
    draw_message(ui, cells);
    draw_footer(ui, cells);
}

static const struct pw_key_entry *find_entry(const struct pw_view *view, int key)
{
    for (const struct pw_key_entry *entry = view->keys; entry->label; entry++)
        if (key == entry->key || (entry->other && key == entry->other))
            return entry;
    return NULL;
}

static void global_key(struct pw_ui *ui, int key)
{
    switch (key) {
    case 'q':
    case PW_KEY_ESCAPE:
        pw_ui_back(ui);
        break;
    case 'Q':
        while (ui->depth)
            pw_ui_back(ui);
        break;
    case 'T':
        if (ui->task && ui->stack[ui->depth - 1].view != &pw_view_task)
            pw_ui_open(ui, &pw_view_task, NULL, NULL);
        break;
    case 'g':
        pw_view_glossary_open(ui);
        break;
    case '?':
        if (ui->stack[ui->depth - 1].view != &pw_view_help)
            pw_ui_open(ui, &pw_view_help, NULL, NULL);
        break;
    case 'L' - '@':
        ui->repaint = true;
        break;
    default:
        break;
    }
}

void pw_ui_key(struct pw_ui *ui, int key, int y, int x)
{
    if (!ui->depth)
        return;
    struct pw_open_view *top = &ui->stack[ui->depth - 1];
    pw_arena_reset(&ui->scratch);
    pw_buffer_clear(&ui->message);
    if (key == PW_KEY_CLICK) {
        pw_live_hold(ui);
        if (top->view->click)
            top->view->click(ui, top->state, y, x);
        return;
    }
    /* Text being typed comes before everything else. */
    if (top->view->type && top->view->type(ui, top->state, key))
        return;
    if (pw_live_key(ui, key))
        return;
    const struct pw_key_entry *entry = find_entry(top->view, key);
    if (!entry) {
        global_key(ui, key);
        return;
    }
    if (key != 'v' && top->view->newest)
        pw_live_hold(ui);
    top->view->act(ui, top->state, entry->action);
}

uint64_t pw_ui_tick(struct pw_ui *ui, uint64_t now)
{
    struct pw_open_view *top = ui->depth ? &ui->stack[ui->depth - 1] : NULL;
    return top && top->view->tick ? top->view->tick(ui, top->state, now) : UINT64_MAX;
}

void pw_draw_title(struct pw_cells *cells, const char *left, const char *right)
{
    pw_cells_fill(cells, 0, 0, cells->columns, PW_STYLE_TITLE, " ");
    int wide = pw_text_columns(right);
    int room = cells->columns - wide - 4;
    if (room < 10)
        room = cells->columns - 2;
    pw_cells_put(cells, 0, 1, room, PW_STYLE_TITLE, left);
    if (room == cells->columns - wide - 4)
        pw_cells_put(cells, 0, cells->columns - wide - 1, wide, PW_STYLE_TITLE, right);
}

void pw_show_since(struct pw_buffer *out, const struct pw_session *session, uint32_t row)
{
    uint64_t start = pw_session_row(session, 0)->time, here = pw_session_row(session, row)->time;
    /* A clock may be set back while it is captured. */
    const char *sign = here < start ? "-" : "";
    uint64_t since = here < start ? start - here : here - start;
    pw_buffer_print(out, "%s%llu.%06llu s", sign, (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
}
