/* The packet list: every packet of the capture, a line each. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/jump.h"
#include "ui/list.h"
#include "ui/live.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/view_walk.h"

/* Packets looked through at one key: about a third of a second. */
#define LOOKED_AT_ONCE 100000u
#define WANTED_MOST    64 /* bytes of what to find */

struct state {
    struct pw_list list;
    bool typing;             /* what to find is being typed */
    struct pw_buffer wanted; /* what to find */
    bool from_walk;          /* what is chosen is shown by the view below */
    struct pw_jump jump;
};

enum { OPEN = PW_LIST_ACTIONS, FIND, FIND_NEXT, FIND_BEFORE, JUMP };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("walk"), N_("walk on from this packet"), N_("Enter")},
    {'/', 0, FIND, N_("find"), N_("find a text in these lines: type it, then Enter"), "/"},
    {'n', 0, FIND_NEXT, "", N_("the next packet with that text"), NULL},
    {'N', 0, FIND_BEFORE, "", N_("the packet before with that text"), NULL},
    {':', 0, JUMP, "", N_("to a packet by its number: type it, then Enter"), NULL},
    {.label = NULL},
};

/* Where from and where to, as far as the packet says; tree is NULL where its bytes are gone. */
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
    if (!tree)
        return;
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
    } else {
        show_way(&way, session, index, NULL);
        pw_buffer_text(&summary, _("its bytes are gone"));
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

/* Whether the line of a packet holds what is wanted, small and capital letters alike. */
static bool is_wanted(const struct pw_session *session, uint32_t row, const char *wanted)
{
    struct pw_arena arena = {0};
    struct pw_tree tree = {0};
    struct pw_buffer line = {0};
    bool found = false;
    if (pw_picture_tree(session, row, &arena, &tree)) {
        show_way(&line, session, row, &tree);
        pw_buffer_byte(&line, ' ');
        pw_picture_summary(&tree, &line);
        found = strcasestr(pw_buffer_get(&line), wanted) != NULL;
    }
    pw_buffer_free(&line);
    pw_arena_free(&arena);
    return found;
}

/* Go to the next line that is wanted, or the one before; from the last to the first. */
static void find(struct pw_ui *ui, struct state *state, bool backwards)
{
    uint32_t count = pw_session_rows(ui->session), row = state->list.selected;
    uint32_t most = count < LOOKED_AT_ONCE ? count : LOOKED_AT_ONCE;
    if (!state->wanted.length) {
        pw_ui_say(ui, _("/ asks what to find."));
        return;
    }
    for (uint32_t i = 0; i < most; i++) {
        row = backwards ? (row ? row : count) - 1 : (row + 1) % count;
        if (is_wanted(ui->session, row, pw_buffer_get(&state->wanted))) {
            state->list.selected = row;
            return;
        }
    }
    if (most < count)
        state->list.selected = row;
    pw_ui_say(ui, most < count ? _("Not in these 100,000 packets; n looks on from here.")
                               : _("No packet's line has that text."));
}

/* What is found is looked at in the list; where the walk asked and gave up, it is back at once. */
static void end_typing(struct pw_ui *ui, struct state *state, bool entered)
{
    state->typing = false;
    if (entered && state->wanted.length)
        find(ui, state, false);
    else if (state->from_walk)
        pw_ui_back(ui);
}

static bool type(struct pw_ui *ui, void *it, int key)
{
    struct state *state = it;
    uint32_t row;
    if (pw_jump_key(ui, &state->jump, key, &row)) {
        if (row != PW_NONE)
            state->list.selected = row;
        return true;
    }
    if (!state->typing)
        return false;
    enum pw_prompt_key done = pw_prompt_key(&state->wanted, key, WANTED_MOST);
    if (done != PW_PROMPT_TYPED)
        end_typing(ui, state, done == PW_PROMPT_ENTER);
    return true;
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_list *list = &state->list;
    uint32_t count = pw_session_rows(ui->session);
    struct pw_buffer where = {0};
    pw_list_keep(list, count, cells->rows - 2);
    pw_buffer_print(&where, _("packet %u of %u"), count ? list->selected + 1 : 0, count);
    pw_draw_title(cells, pw_live_title(ui), pw_buffer_get(&where));
    pw_buffer_free(&where);
    for (uint32_t i = list->top; i < count && (int)(i - list->top) < list->height; i++)
        draw_entry(cells, 1 + (int)(i - list->top), ui->session, i, i == list->selected);
    if (!count)
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN, _("No packets yet."));
    if (state->typing)
        pw_prompt_draw(cells, cells->rows - 2, "/", &state->wanted);
    pw_jump_draw(&state->jump, cells);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t count = pw_session_rows(ui->session);
    if (pw_list_act(&state->list, action, count) || !count)
        return;
    if (action == FIND) {
        state->typing = true;
        pw_buffer_clear(&state->wanted);
    } else if (action == JUMP) {
        pw_jump_begin(&state->jump);
    } else if (action == OPEN && state->from_walk) {
        pw_ui_back_to(ui, state->list.selected);
    } else if (action == OPEN) {
        pw_view_walk_open(ui, state->list.selected, true);
    } else {
        find(ui, state, action == FIND_BEFORE);
    }
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_buffer_free(&state->wanted);
    pw_jump_free(&state->jump);
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 1, pw_session_rows(ui->session)))
        act(ui, state, OPEN);
}

static void newest(struct pw_ui *ui, void *it, uint32_t row)
{
    (void)ui;
    ((struct state *)it)->list.selected = row;
}

static void prepare(void *it, const void *row)
{
    ((struct state *)it)->list.selected = *(const uint32_t *)row;
}

static void prepare_finding(void *it, const void *row)
{
    struct state *state = it;
    prepare(it, row);
    state->typing = state->from_walk = true;
}

void pw_view_packets_open(struct pw_ui *ui, uint32_t row)
{
    pw_ui_open(ui, &pw_view_packets, prepare, &row);
}

void pw_view_packets_find(struct pw_ui *ui, uint32_t row)
{
    pw_ui_open(ui, &pw_view_packets, prepare_finding, &row);
}

const struct pw_view pw_view_packets = {
    .id = "packets",
    .title = N_("Every packet of a capture"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .type = type,
    .click = click,
    .newest = newest,
    .leave = leave,
};
