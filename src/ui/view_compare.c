/* The same thing done in several ways, each capture in a column of its own: they scroll together,
 * and below each stands what it has cost so far. */
#include "base/translate.h"
#include "teach/compare.h"
#include "ui/list.h"
#include "ui/paragraphs.h"
#include "ui/view.h"

#define SUMS 5 /* lines of them below the columns */

struct state {
    const struct pw_compare *compare;
    const struct pw_session *session[PW_COMPARE_MAX];
    struct pw_list list;
};

static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {.label = NULL},
};

static uint32_t longest(const struct state *state)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < state->compare->count; i++)
        if (state->session[i] && pw_session_rows(state->session[i]) > most)
            most = pw_session_rows(state->session[i]);
    return most;
}

/* "12 → GET /wait" */
static void draw_packet(struct pw_ui *ui, struct pw_cells *cells, struct pw_box box,
                        const struct pw_session *session, uint32_t row, bool selected)
{
    struct pw_buffer text = {0};
    struct pw_tree tree;
    const struct pw_row *packet = pw_session_row(session, row);
    bool server = packet->flags & PW_ROW_SERVER;
    const char *way = packet->conversation == PW_NONE ? "·" : server ? "←" : "→";
    pw_buffer_print(&text, "%3u %s ", row + 1, way);
    if (pw_picture_tree(session, row, &ui->scratch, &tree))
        pw_picture_summary(&tree, &text);
    enum pw_style style = server ? PW_STYLE_SERVER : PW_STYLE_CLIENT;
    /* Packets that carry nothing are what the others cost. */
    if (!packet->payload)
        style = PW_STYLE_DIM;
    pw_cells_put(cells, box.y, box.x, box.columns - 1, selected ? PW_STYLE_SELECTED : style,
                 pw_buffer_get(&text));
    pw_buffer_free(&text);
}

static void draw_sum(struct pw_cells *cells, struct pw_box box, int line, const char *what,
                     uint64_t far, uint64_t all)
{
    struct pw_buffer text = {0};
    pw_buffer_print(&text, "%llu/%llu %s", (unsigned long long)far, (unsigned long long)all, what);
    pw_cells_put(cells, box.y + line, box.x, box.columns - 1, PW_STYLE_PLAIN, pw_buffer_get(&text));
    pw_buffer_free(&text);
}

static void draw_column(struct pw_ui *ui, const struct state *state, struct pw_cells *cells,
                        struct pw_box box, uint32_t i)
{
    const struct pw_list *list = &state->list;
    const struct pw_session *session = state->session[i];
    pw_cells_put(cells, 1, box.x, box.columns - 1, PW_STYLE_KEY, state->compare->of[i].title);
    if (!session) {
        pw_cells_put(cells, 2, box.x, box.columns - 1, PW_STYLE_BAD, _("cannot be read"));
        return;
    }
    uint32_t rows = pw_session_rows(session);
    for (uint32_t row = list->top; row < rows && (int)(row - list->top) < list->height; row++)
        draw_packet(ui, cells, (struct pw_box){2 + (int)(row - list->top), box.x, 1, box.columns},
                    session, row, row == list->selected);
    struct pw_cost far = pw_cost_of(session, list->selected + 1);
    struct pw_cost all = pw_cost_of(session, UINT32_MAX);
    box.y = cells->rows - 1 - SUMS;
    draw_sum(cells, box, 0, _("packets"), far.packets, all.packets);
    draw_sum(cells, box, 1, _("bytes"), far.bytes, all.bytes);
    draw_sum(cells, box, 2, _("connections"), far.connections, all.connections);
    draw_sum(cells, box, 3, _("requests"), far.requests, all.requests);
    draw_sum(cells, box, 4, _("round trips"), far.round_trips, all.round_trips);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    int columns = cells->columns / (int)state->compare->count;
    pw_list_keep(&state->list, longest(state), cells->rows - 4 - SUMS);
    pw_draw_title(cells, _("The same, in several ways"), _("so far / in all"));
    for (uint32_t i = 0; i < state->compare->count; i++)
        draw_column(ui, state, cells, (struct pw_box){2, (int)i * columns, 0, columns}, i);
    pw_cells_rule(cells, cells->rows - 2 - SUMS, 0, cells->columns, _("what it cost"));
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    (void)ui;
    pw_list_act(&state->list, action, longest(state));
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)ui;
    (void)x;
    pw_list_click(&state->list, y - 2, longest(state));
}

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    for (uint32_t i = 0; i < state->compare->count; i++)
        state->session[i] = ui->captures->open(ui->captures->self, state->compare->of[i].capture);
}

static void prepare(void *it, const void *compare)
{
    ((struct state *)it)->compare = compare;
}

void pw_view_compare_open(struct pw_ui *ui, const struct pw_compare *compare)
{
    pw_ui_open(ui, &pw_view_compare, prepare, compare);
}

const struct pw_view pw_view_compare = {
    .id = "compare",
    .title = N_("Captures beside each other"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
};
