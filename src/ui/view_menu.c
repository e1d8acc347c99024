/* The lesson menu: what there is to learn, and how far one has come. */
#include "ui/paragraphs.h"
#include "ui/view.h"
#include "ui/view_lesson.h"

struct state {
    uint32_t selected, top;
    int height; /* lines of the list when it was drawn */
};

enum { UP = 1, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST, OPEN };
static const struct pw_key_entry keys[] = {
    {PW_KEY_UP, 'k', UP, "choose", "the lesson above", "↑↓"},
    {PW_KEY_DOWN, 'j', DOWN, "", "the lesson below", NULL},
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, "open", "open the lesson where you left it", "Enter"},
    {PW_KEY_PAGE_UP, 'b', PAGE_UP, "", "a page up", NULL},
    {PW_KEY_PAGE_DOWN, ' ', PAGE_DOWN, "", "a page down", NULL},
    {PW_KEY_HOME, 'g', FIRST, "", "the first lesson", NULL},
    {PW_KEY_END, 'G', LAST, "", "the last lesson", NULL},
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
        pw_buffer_print(&left, "%2u  %s", entry->lesson->number, entry->lesson->title);
        pw_buffer_print(&right, "%u min   ", entry->lesson->minutes);
        if (at.done >= steps)
            pw_buffer_text(&right, "     ✓ done");
        else if (at.step)
            pw_buffer_print(&right, "step %2u/%2u", at.step, steps);
        else
            pw_buffer_text(&right, "        new");
    } else {
        pw_buffer_print(&left, " ✗  %s", entry->id);
        pw_buffer_text(&right, "has a fault");
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
                pw_paragraphs_add(&about, (struct pw_paragraph){.gap = true,
                                                                .text = first->blocks[i].text});
    }
    pw_draw_paragraphs(cells, box, &about, 0);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    uint32_t count = ui->lessons->count;
    int about = cells->rows >= 20 ? 8 : 3;
    pw_draw_title(cells, "packetwalk: what really happens when I connect?", "lessons");
    state->height = cells->rows - 4 - about;
    pw_list_keep(&state->selected, &state->top, count, state->height);
    for (uint32_t i = state->top; i < count && (int)(i - state->top) < state->height; i++)
        draw_entry(cells, 2 + (int)(i - state->top), ui, &ui->lessons->entries[i],
                   i == state->selected);
    if (!count) {
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN, "There is no lesson here.");
        return;
    }
    int y = cells->rows - 1 - about;
    pw_cells_rule(cells, y - 1, 0, cells->columns, "about");
    draw_about(cells, ui, (struct pw_box){y, 0, about, cells->columns},
               &ui->lessons->entries[state->selected]);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t count = ui->lessons->count, page = state->height > 0 ? (uint32_t)state->height : 1;
    if (!count)
        return;
    switch (action) {
    case UP:
        state->selected -= state->selected > 0;
        break;
    case DOWN:
        state->selected += state->selected + 1 < count;
        break;
    case PAGE_UP:
        state->selected -= state->selected < page ? state->selected : page;
        break;
    case PAGE_DOWN:
        state->selected += state->selected + page < count ? page : count - 1 - state->selected;
        break;
    case FIRST:
        state->selected = 0;
        break;
    case LAST:
        state->selected = count - 1;
        break;
    default: {
        const struct pw_lesson_entry *entry = &ui->lessons->entries[state->selected];
        if (entry->lesson)
            pw_view_lesson_open(ui, entry->lesson);
        else
            pw_ui_say(ui, "This lesson's file has a fault: packetwalk lesson check");
        break;
    }
    }
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (y < 2 || y - 2 >= state->height || state->top + (uint32_t)(y - 2) >= ui->lessons->count)
        return;
    uint32_t clicked = state->top + (uint32_t)(y - 2);
    if (clicked == state->selected)
        act(ui, state, OPEN);
    else
        state->selected = clicked;
}

/* Begin at the lesson that is next: the first one not done. */
static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    for (uint32_t i = 0; i < ui->lessons->count; i++) {
        const struct pw_lesson_entry *entry = &ui->lessons->entries[i];
        if (entry->lesson &&
            pw_progress_get(ui->progress, entry->id).done < entry->lesson->step_count) {
            state->selected = i;
            return;
        }
    }
}

const struct pw_view pw_view_menu = {
    .id = "menu",
    .title = "The lessons",
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
};
