/* The conversation list: who, how long, how far the handshake got, what it became. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/list.h"
#include "ui/live.h"
#include "ui/view_walk.h"

struct state {
    struct pw_list list;
};

enum { OPEN = PW_LIST_ACTIONS, PACKETS, FOLLOW };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("walk"), N_("walk through the conversation"),
     N_("Enter")},
    {'f', 0, FOLLOW, N_("follow"), N_("read the conversation as messages"), "f"},
    {'a', 'p', PACKETS, N_("all packets"), N_("the list of every packet of the capture"), "a"},
    {.label = NULL},
};

/* Nanoseconds as people read them: "0.4 ms", "12.5 s". */
static void show_span(struct pw_buffer *out, uint64_t ns)
{
    if (ns < 1000000u)
        pw_buffer_print(out, "%llu µs", (unsigned long long)(ns / 1000u));
    else if (ns < 1000000000u)
        pw_buffer_print(out, _("%llu.%llu ms"), (unsigned long long)(ns / 1000000u),
                        (unsigned long long)(ns % 1000000u / 100000u));
    else
        pw_buffer_print(out, "%llu.%llu s", (unsigned long long)(ns / 1000000000u),
                        (unsigned long long)(ns % 1000000000u / 100000000u));
}

static void show_who(struct pw_buffer *out, const struct pw_conversation *c)
{
    pw_show_endpoint(out, &c->endpoint[PW_CLIENT]);
    pw_buffer_text(out, " → ");
    if (memcmp(c->endpoint[0].address, c->endpoint[1].address, sizeof c->endpoint[0].address) == 0)
        pw_buffer_print(out, ":%u", c->endpoint[PW_SERVER].port);
    else
        pw_show_endpoint(out, &c->endpoint[PW_SERVER]);
}

/* How far the opening got and how it ended, in few words. */
static void show_fate(struct pw_buffer *out, const struct pw_conversation *c)
{
    if (c->transport != 6)
        return;
    pw_buffer_text(out, pw_translate(pw_opening_name((enum pw_opening)c->opening)));
    if (c->closing != PW_CLOSING_OPEN)
        pw_buffer_print(out, ", %s", pw_translate(pw_closing_name((enum pw_closing)c->closing)));
}

struct columns {
    int who, packets, span, speaks, fate; /* where each begins; 0: there is no room for it */
};

static struct columns columns_for(int width)
{
    struct columns at = {.who = 8};
    if (width >= 70)
        at = (struct columns){8, width - 41, width - 36, width - 27, width - 17};
    if (width >= 100)
        at = (struct columns){8, width - 62, width - 54, width - 43, width - 30};
    else if (width < 70)
        at.speaks = width - 10;
    return at;
}

static void put(struct pw_cells *cells, int y, int x, int end, enum pw_style style,
                const char *text)
{
    if (x)
        pw_cells_put(cells, y, x, end - x - 1, style, text);
}

static void draw_entry(struct pw_cells *cells, int y, const struct pw_session *session,
                       uint32_t index, bool selected)
{
    const struct pw_conversation *c = pw_session_conversation(session, index);
    struct columns at = columns_for(cells->columns);
    int end = cells->columns;
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_buffer text[5] = {{0}};
    show_who(&text[0], c);
    pw_buffer_print(&text[1], "%4u", c->packets);
    show_span(&text[2], pw_session_row(session, c->last_row)->time -
                            pw_session_row(session, c->first_row)->time);
    pw_buffer_text(&text[3],
                   pw_translate(pw_application_name((enum pw_application)c->application)));
    show_fate(&text[4], c);
    if (selected)
        pw_cells_fill(cells, y, 1, end - 1, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    struct pw_buffer name = {0};
    pw_buffer_print(&name, "%s %u", c->transport == 6 ? "TCP" : "UDP", c->number);
    put(cells, y, 1, at.who, style, pw_buffer_get(&name));
    put(cells, y, at.who, at.packets ? at.packets : at.speaks, style, pw_buffer_get(&text[0]));
    put(cells, y, at.packets, at.span, style, pw_buffer_get(&text[1]));
    put(cells, y, at.span, at.speaks, style, pw_buffer_get(&text[2]));
    put(cells, y, at.speaks, at.fate ? at.fate : end, style, pw_buffer_get(&text[3]));
    put(cells, y, at.fate, end + 1, style, pw_buffer_get(&text[4]));
    for (int i = 0; i < 5; i++)
        pw_buffer_free(&text[i]);
    pw_buffer_free(&name);
}

static void draw_heads(struct pw_cells *cells)
{
    struct columns at = columns_for(cells->columns);
    int end = cells->columns;
    put(cells, 1, 1, at.who, PW_STYLE_DIM, _("what"));
    put(cells, 1, at.who, at.packets ? at.packets - 3 : at.speaks, PW_STYLE_DIM,
        _("who asked → who answered"));
    /* Above the last digits of the numbers. */
    put(cells, 1, at.packets ? at.packets - 3 : 0, at.span + 1, PW_STYLE_DIM, _("packets"));
    put(cells, 1, at.span, at.speaks, PW_STYLE_DIM, _("lasted"));
    put(cells, 1, at.speaks, at.fate ? at.fate : end, PW_STYLE_DIM, _("speaks"));
    put(cells, 1, at.fate, end + 1, PW_STYLE_DIM, _("handshake, end"));
}

static void draw_totals(const struct pw_ui *ui, struct pw_cells *cells)
{
    const struct pw_totals *totals = pw_session_totals(ui->session);
    struct pw_buffer text = {0};
    uint32_t packets = pw_session_rows(ui->session);
    uint32_t conversations = pw_session_conversations(ui->session);
    pw_buffer_print(&text, P_("%u packet", "%u packets", packets), packets);
    pw_buffer_text(&text, ", ");
    pw_buffer_print(&text, P_("%u conversation", "%u conversations", conversations), conversations);
    if (totals->dropped)
        pw_buffer_print(&text, _("; %u things left out: more than packetwalk keeps"),
                        totals->dropped);
    pw_cells_put(cells, cells->rows - 2, 1, cells->columns - 2, PW_STYLE_DIM, pw_buffer_get(&text));
    pw_buffer_free(&text);
    if (ui->trouble)
        pw_cells_put(cells, cells->rows - 3, 1, cells->columns - 2, PW_STYLE_BAD, ui->trouble);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    uint32_t count = pw_session_conversations(ui->session);
    pw_draw_title(cells, pw_live_title(ui), _("conversations"));
    draw_heads(cells);
    pw_list_keep(&state->list, count, cells->rows - 4 - (ui->trouble ? 1 : 0));
    for (uint32_t i = state->list.top; i < count && (int)(i - state->list.top) < state->list.height;
         i++)
        draw_entry(cells, 2 + (int)(i - state->list.top), ui->session, i,
                   i == state->list.selected);
    if (!count)
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN,
                     pw_session_rows(ui->session) ? _("No conversations: a shows all packets.")
                     : ui->reading                ? _("Waiting for the first packet.")
                                                  : _("There are no packets in this capture."));
    draw_totals(ui, cells);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t count = pw_session_conversations(ui->session);
    if (pw_list_act(&state->list, action, count))
        return;
    const struct pw_conversation *c =
        count ? pw_session_conversation(ui->session, state->list.selected) : NULL;
    if (action == PACKETS)
        pw_view_packets_open(ui, c ? c->first_row : 0);
    else if (!c)
        pw_ui_say(ui, _("There is no conversation to open."));
    else if (action == OPEN)
        pw_view_walk_open(ui, c->first_row, false);
    else
        pw_view_follow_open(ui, ui->session, state->list.selected, c->first_row);
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 2, pw_session_conversations(ui->session)))
        act(ui, state, OPEN);
}

static void newest(struct pw_ui *ui, void *it, uint32_t row)
{
    uint32_t conversation = pw_session_row(ui->session, row)->conversation;
    if (conversation != PW_NONE)
        ((struct state *)it)->list.selected = conversation;
}

const struct pw_view pw_view_conversations = {
    .id = "conversations",
    .title = N_("The conversations of a capture"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .click = click,
    .newest = newest,
};
