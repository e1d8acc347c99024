/* The packet list: every packet of the capture, a line each. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/list.h"
#include "ui/panes.h"
#include "ui/view_walk.h"

struct state {
    struct pw_list list;
};

enum { OPEN = PW_LIST_ACTIONS };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS("packet"),
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, "walk", "walk on from this packet", "Enter"},
    {.label = NULL},
};

/* Where from and where to, as far as the packet says. */
static void show_way(struct pw_buffer *out, const struct pw_session *session, uint32_t index,
                     const struct pw_tree *tree)
{
    const struct pw_row *row = pw_session_row(session, index);
    if (row->conversation != PW_NONE) {
        const struct pw_conversation *c = pw_session_conversation(session, row->conversation);
        int from = row->flags & PW_ROW_SERVER ? PW_SERVER : PW_CLIENT;
        pw_show_endpoint(out, &c->endpoint[from]);
        pw_buffer_text(out, " → ");
        pw_show_endpoint(out, &c->endpoint[1 - from]);
        return;
    }
    struct pw_buffer from = {0}, to = {0};
    pw_show_own_address(&from, tree, true);
    pw_show_own_address(&to, tree, false);
    if (from.length && to.length)
        pw_buffer_print(out, "%s → %s", pw_buffer_get(&from), pw_buffer_get(&to));
    pw_buffer_free(&from);
    pw_buffer_free(&to);
}

static void draw_entry(struct pw_cells *cells, int y, const struct pw_session *session,
                       uint32_t index, bool selected)
{
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_arena arena = {0};
    struct pw_tree tree = {0};
    struct pw_buffer way = {0}, summary = {0}, since = {0};
    if (pw_picture_tree(session, index, &arena, &tree)) {
        show_way(&way, session, index, &tree);
        pw_picture_summary(&tree, &summary);
    }
    pw_show_since(&since, session, index);
    char number[16];
    snprintf(number, sizeof number, "%6u", index + 1);
    int end = cells->columns, x = 8;
    if (selected)
        pw_cells_fill(cells, y, 1, end - 1, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, 1, 7, style, number);
    if (end >= 70) {
        pw_cells_put(cells, y, x + 1, 14, style, pw_buffer_get(&since));
        x += 14;
    }
    int room = end >= 100 ? 44 : end >= 70 ? 36 : 0;
    if (room) {
        pw_cells_put(cells, y, x + 1, room - 1, style, pw_buffer_get(&way));
        x += room;
    }
    pw_cells_put(cells, y, x + 1, end - x - 1, style, pw_buffer_get(&summary));
    pw_buffer_free(&way);
    pw_buffer_free(&summary);
    pw_buffer_free(&since);
    pw_arena_free(&arena);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct pw_list *list = &((struct state *)it)->list;
    uint32_t count = pw_session_rows(ui->session);
    struct pw_buffer where = {0};
    pw_list_keep(list, count, cells->rows - 2);
    pw_buffer_print(&where, "packet %u of %u", count ? list->selected + 1 : 0, count);
    pw_draw_title(cells, ui->title, pw_buffer_get(&where));
    pw_buffer_free(&where);
    for (uint32_t i = list->top; i < count && (int)(i - list->top) < list->height; i++)
        draw_entry(cells, 1 + (int)(i - list->top), ui->session, i, i == list->selected);
    if (!count)
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN, "No packets yet.");
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t count = pw_session_rows(ui->session);
    if (!pw_list_act(&state->list, action, count) && count)
        pw_view_walk_open(ui, state->list.selected, true);
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 1, pw_session_rows(ui->session)))
        act(ui, state, OPEN);
}

static void prepare(void *it, const void *row)
{
    ((struct state *)it)->list.selected = *(const uint32_t *)row;
}

void pw_view_packets_open(struct pw_ui *ui, uint32_t row)
{
    pw_ui_open(ui, &pw_view_packets, prepare, &row);
}

const struct pw_view pw_view_packets = {
    .id = "packets",
    .title = "Every packet of a capture",
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .click = click,
};
