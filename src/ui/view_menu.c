/* The lesson menu: what there is to learn, and how far one has come. */
#include "base/translate.h"
#include "ui/list.h"
#include "ui/paragraphs.h"
#include "ui/view_lesson.h"

struct state {
    struct pw_list list;
};

enum { OPEN = PW_LIST_ACTIONS };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("open"), N_("open the lesson where you left it"),
     N_("Enter")},
    {.label = NULL},
};

static void draw_entry(struct pw_cells *cells, int y, const struct pw_ui *ui,
                       const struct pw_lesson_entry *entry, bool selected)
{
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_progress_entry at = pw_progress_get(ui->progress, entry->id);
    struct pw_buffer left = {0}, right = {0};
    if (entry->lesson) {
        uint32_t steps = entry->lesson->step_count;
        pw_buffer_print(&left, "%2u%c %s", entry->lesson->number,
                        entry->lesson->short_course ? '*' : ' ', entry->lesson->title);
        pw_buffer_print(&right, _("%2u min   "), entry->lesson->minutes);
        if (at.done >= steps)
            pw_buffer_text(&right, _("     ✓ done"));
        else if (at.step)
            pw_buffer_print(&right, _("step %2u/%2u"), at.step, steps);
        else
            pw_buffer_text(&right, _("        new"));
    } else {
        pw_buffer_print(&left, " ✗  %s", entry->id);
        pw_buffer_text(&right, _("has a fault"));
    }
    int width = cells->columns - 2;
    if (selected)
        pw_cells_fill(cells, y, 1, width, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, 1, width - 22, style, pw_buffer_get(&left));
    pw_cells_put(cells, y, width - 20, 21, style, pw_buffer_get(&right));
    pw_buffer_free(&left);
    pw_buffer_free(&right);
}

/* Below the list: what the lesson says of itself, or what is wrong with its file. */
static void draw_about(struct pw_cells *cells, struct pw_ui *ui, struct pw_box box,
                       const struct pw_lesson_entry *entry)
{
    struct pw_paragraphs about = {.arena = &ui->scratch};
    if (!entry->lesson) {
        pw_paragraphs_add(&about,
                          (struct pw_paragraph){.style = PW_STYLE_BAD, .text = entry->fault});
    } else if (entry->lesson->step_count) {
        const struct pw_step *first = &entry->lesson->steps[0];
        for (uint32_t i = 0; i < first->block_count; i++)
            if (first->blocks[i].kind == PW_BLOCK_PARAGRAPH)
                pw_paragraphs_add(
                    &about, (struct pw_paragraph){.gap = true, .text = first->blocks[i].text});
    }
    pw_draw_paragraphs(cells, box, &about, 0);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    uint32_t count = ui->lessons->count;
    int about = cells->rows >= 20 ? 8 : 3;
    pw_draw_title(cells, _("packetwalk: what really happens when I connect?"), _("* short course"));
    struct pw_list *list = &state->list;
    pw_list_keep(list, count, cells->rows - 4 - about);
    for (uint32_t i = list->top; i < count && (int)(i - list->top) < list->height; i++)
        draw_entry(cells, 2 + (int)(i - list->top), ui, &ui->lessons->entries[i],
                   i == list->selected);
    if (!count) {
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN,
                     _("There is no lesson here."));
        return;
    }
    int y = cells->rows - 1 - about;
    pw_cells_rule(cells, y - 1, 0, cells->columns, _("about"));
    draw_about(cells, ui, (struct pw_box){y, 0, about, cells->columns},
               &ui->lessons->entries[list->selected]);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    if (pw_list_act(&state->list, action, ui->lessons->count) || !ui->lessons->count)
        return;
    const struct pw_lesson_entry *entry = &ui->lessons->entries[state->list.selected];
    if (entry->lesson)
        pw_view_lesson_open(ui, entry->lesson);
    else
        pw_ui_say(ui, _("This lesson's file has a fault: packetwalk lesson check"));
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 2, ui->lessons->count))
        act(ui, state, OPEN);
}

/* Begin at the lesson that is next: the first one not done. */
static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    for (uint32_t i = 0; i < ui->lessons->count; i++) {
        const struct pw_lesson_entry *entry = &ui->lessons->entries[i];
        if (entry->lesson &&
            pw_progress_get(ui->progress, entry->id).done < entry->lesson->step_count) {
            state->list.selected = i;
            return;
        }
    }
}

const struct pw_view pw_view_menu = {
    .id = "menu",
    .title = N_("The lessons"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
};
