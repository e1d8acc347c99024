/* The task that is watched for: its parts, what proves those that are done, and what was seen
 * instead. */
#include "base/translate.h"
#include "ui/list.h"
#include "ui/live.h"
#include "ui/paragraphs.h"
#include "ui/view_walk.h"

struct state {
    struct pw_list list;
    uint32_t hints; /* that were asked for */
};

enum { OPEN = PW_LIST_ACTIONS, HINT };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("packet"),
     N_("walk from the packet that proves the part"), N_("Enter")},
    {'i', 0, HINT, N_("hint"), N_("a hint, and then a plainer one"), "i"},
    {.label = NULL},
};

static void add_proof(struct pw_paragraphs *text, const struct pw_task_watch *watch, uint32_t part)
{
    const uint32_t *rows;
    uint32_t count = pw_task_watch_evidence(watch, part, &rows);
    struct pw_buffer line = {0};
    pw_buffer_print(&line, "%s", P_("proved by packet", "proved by packets", count));
    for (uint32_t i = 0; i < count; i++)
        pw_buffer_print(&line, "%s%u", i ? ", " : " ", rows[i] + 1);
    if (count)
        pw_paragraphs_add(
            text, (struct pw_paragraph){
                      .mark = "      ",
                      .style = PW_STYLE_DIM,
                      .text = pw_arena_text(text->arena, pw_buffer_get(&line), line.length)});
    pw_buffer_free(&line);
}

static void add_parts(struct pw_paragraphs *text, const struct pw_task_watch *watch,
                      uint32_t selected)
{
    const struct pw_task *task = pw_task_watch_task(watch);
    uint32_t done = pw_task_watch_done(watch);
    for (uint32_t i = 0; i < task->part_count; i++) {
        bool here = i == selected && task->part_count > 1;
        const char *mark = i < done ? (here ? "▸ ✓ " : "  ✓ ") : here ? "▸ · " : "  · ";
        pw_paragraphs_add(text,
                          (struct pw_paragraph){.gap = true,
                                                .mark = mark,
                                                .style = i < done ? PW_STYLE_GOOD : PW_STYLE_PLAIN,
                                                .text = task->parts[i].text});
        add_proof(text, watch, i);
    }
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    const struct pw_task *task = pw_task_watch_task(ui->task);
    struct pw_paragraphs text = {.arena = &ui->scratch};
    const char *near = pw_task_watch_near(ui->task);
    pw_list_keep(&state->list, task->part_count, (int)task->part_count);
    pw_draw_title(cells, pw_live_title(ui), pw_arena_print(&ui->scratch, _("task %s"), task->id));
    pw_paragraphs_add(&text, (struct pw_paragraph){.style = PW_STYLE_KEY, .text = task->title});
    pw_paragraphs_add(&text, (struct pw_paragraph){.gap = true, .text = task->ask});
    add_parts(&text, ui->task, state->list.selected);
    if (*near)
        pw_paragraphs_add(
            &text,
            (struct pw_paragraph){.gap = true, .mark = " ✗ ", .style = PW_STYLE_BAD, .text = near});
    for (uint32_t i = 0; i < state->hints; i++)
        pw_paragraphs_add(&text, (struct pw_paragraph){.gap = i == 0,
                                                       .mark = " ? ",
                                                       .style = PW_STYLE_ASK,
                                                       .text = task->hints[i]});
    if (pw_task_watch_done(ui->task) == task->part_count)
        pw_paragraphs_add(&text,
                          (struct pw_paragraph){.gap = true,
                                                .style = PW_STYLE_GOOD,
                                                .text = task->after ? task->after : _("Done.")});
    if (pw_task_watch_done(ui->task) == task->part_count)
        pw_paragraphs_add(
            &text, (struct pw_paragraph){.gap = true, .text = _("The task is done: Q leaves.")});
    pw_draw_paragraphs(cells, (struct pw_box){2, 1, cells->rows - 4, cells->columns - 2}, &text, 0);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    const struct pw_task *task = pw_task_watch_task(ui->task);
    const uint32_t *rows;
    if (pw_list_act(&state->list, action, task->part_count))
        return;
    if (action == HINT && state->hints < task->hint_count)
        state->hints++;
    else if (action == HINT)
        pw_ui_say(ui, _("There are no more hints."));
    else if (pw_task_watch_evidence(ui->task, state->list.selected, &rows))
        pw_view_walk_open(ui, rows[0], false);
    else
        pw_ui_say(ui, _("This part is not done yet: no packet proves it."));
}

const struct pw_view pw_view_task = {
    .id = "task",
    .title = N_("The task"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
};
