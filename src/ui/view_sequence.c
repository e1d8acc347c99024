/* The numbers of a TCP connection: both sides' counters of bytes, as they advance packet by packet
 * (RFC 9293 section 3.4). */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "dissect/dissect.h"
#include "ui/bench.h"
#include "ui/list.h"
#include "ui/paragraphs.h"
#include "ui/sack.h"

struct state {
    const struct pw_session *session;
    uint32_t conversation;
    uint32_t row; /* it was opened from */
    struct pw_list list;
    struct pw_vector rows; /* uint32_t: the conversation's packets */
    bool raw;
};

enum { OPEN = PW_LIST_ACTIONS, RAW };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {'r', 0, RAW, N_("raw"), N_("numbers as they are written, or counted from each side's start"),
     "r"},
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("packet"), N_("go to the packet"), N_("Enter")},
    {.label = NULL},
};

static uint32_t row_at(const struct state *state, uint32_t i)
{
    return *(const uint32_t *)pw_vector_at(&state->rows, i);
}

static void look(struct state *state)
{
    const struct pw_conversation *c = pw_session_conversation(state->session, state->conversation);
    uint32_t next = state->rows.count
                        ? pw_session_row(state->session, row_at(state, state->rows.count - 1))->next
                        : c->first_row;
    for (; next != PW_NONE; next = pw_session_row(state->session, next)->next)
        *(uint32_t *)pw_vector_add(&state->rows) = next;
}

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_vector_init(&state->rows, sizeof(uint32_t));
    look(state);
    for (uint32_t i = 0; i < state->rows.count && row_at(state, i) <= state->row; i++)
        state->list.selected = i;
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_vector_free(&state->rows);
}

static const struct pw_conversation *conversation_of(const struct state *state)
{
    return pw_session_conversation(state->session, state->conversation);
}

/* A number of a side, counted from its start unless raw ones are wanted. */
static uint32_t shown(const struct state *state, unsigned side, uint32_t number)
{
    const struct pw_side *of = &conversation_of(state)->side[side];
    return state->raw || !of->known ? number : number - of->base;
}

/* SYN and FIN take a number each, as if they were a byte. */
static uint32_t takes(const struct pw_row *row)
{
    return row->payload + !!(row->tcp_flags & PW_TCP_SYN) + !!(row->tcp_flags & PW_TCP_FIN);
}

/* Where both sides stand behind a packet of the list. */
struct standing {
    uint32_t sent[2], acked[2]; /* raw: the next number, and what the other side has acknowledged */
    bool any[2], any_acked[2];
};

static struct standing standing_at(const struct state *state, uint32_t until)
{
    struct standing at = {{0}};
    for (uint32_t i = 0; i <= until && i < state->rows.count; i++) {
        const struct pw_row *row = pw_session_row(state->session, row_at(state, i));
        unsigned side = !!(row->flags & PW_ROW_SERVER);
        uint32_t next = row->seq + takes(row);
        if (!(row->tcp_flags & PW_TCP_RST) &&
            (!at.any[side] || pw_seq_before(at.sent[side], next))) {
            at.sent[side] = next;
            at.any[side] = true;
        }
        if (row->tcp_flags & PW_TCP_ACK &&
            (!at.any_acked[!side] || pw_seq_before(at.acked[!side], row->ack))) {
            at.acked[!side] = row->ack;
            at.any_acked[!side] = true;
        }
    }
    return at;
}

static void draw_counter(const struct state *state, struct pw_cells *cells, int y, unsigned side,
                         const struct standing *at)
{
    struct pw_buffer line = {0};
    uint32_t flight =
        at->any[side] && at->any_acked[side] && pw_seq_before(at->acked[side], at->sent[side])
            ? at->sent[side] - at->acked[side]
            : 0;
    pw_buffer_print(&line, "%s  ", side == PW_CLIENT ? _("client") : _("server"));
    if (!at->any[side])
        pw_buffer_text(&line, _("has sent nothing yet"));
    else
        pw_buffer_print(&line, _("next to send %u"), shown(state, side, at->sent[side]));
    if (at->any_acked[side])
        pw_buffer_print(&line, _(", acknowledged up to %u, %u on the way"),
                        shown(state, side, at->acked[side]), flight);
    pw_cells_put(cells, y, 1, cells->columns - 2,
                 side == PW_CLIENT ? PW_STYLE_CLIENT : PW_STYLE_SERVER, pw_buffer_get(&line));
    pw_buffer_free(&line);
}

static void add_flags(struct pw_buffer *out, uint16_t flags)
{
    static const struct {
        uint16_t bit;
        const char *name;
    } names[] = {{PW_TCP_SYN, "SYN"}, {PW_TCP_FIN, "FIN"}, {PW_TCP_RST, "RST"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].bit)
            pw_buffer_print(out, " %s", names[i].name);
}

static void draw_row(const struct state *state, struct pw_cells *cells, int y, uint32_t i)
{
    uint32_t index = row_at(state, i);
    const struct pw_row *row = pw_session_row(state->session, index);
    unsigned side = !!(row->flags & PW_ROW_SERVER);
    bool selected = i == state->list.selected;
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_buffer line = {0};
    pw_buffer_print(&line, "%6u %s %10u %6u %10u", index + 1, side == PW_CLIENT ? "→" : "←",
                    shown(state, side, row->seq), row->payload,
                    shown(state, side, row->seq + takes(row)));
    if (row->tcp_flags & PW_TCP_ACK)
        pw_buffer_print(&line, " %10u", shown(state, !side, row->ack));
    else
        pw_buffer_print(&line, " %10s", "-");
    add_flags(&line, row->tcp_flags);
    if (row->flags & (PW_ROW_REPEATED | PW_ROW_DUPLICATE))
        pw_buffer_text(&line, row->flags & PW_ROW_DUPLICATE ? _("  seen twice") : _("  again"));
    if (row->flags & PW_ROW_EARLY)
        pw_buffer_text(&line, _("  early: bytes before it are missing"));
    if (selected)
        pw_cells_fill(cells, y, 1, cells->columns - 2, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, 1, cells->columns - 2, style, pw_buffer_get(&line));
    pw_buffer_free(&line);
}

static void say_sent(const struct state *state, struct pw_buffer *out, const struct pw_row *row,
                     unsigned side)
{
    const char *who = side == PW_CLIENT ? _("client") : _("server");
    uint32_t first = shown(state, side, row->seq);
    if (row->tcp_flags & PW_TCP_SYN)
        pw_buffer_print(out, _("The %s's SYN takes number %u; its first byte will be %u. "), who,
                        first, first + 1);
    else if (row->payload)
        pw_buffer_print(out, _("The %s's bytes %u to %u. "), who, first, first + row->payload - 1);
    if (row->tcp_flags & PW_TCP_FIN)
        pw_buffer_print(out, _("Its FIN takes number %u. "), first + row->payload);
    if (!takes(row) && !(row->tcp_flags & PW_TCP_RST))
        pw_buffer_print(out, _("No bytes: the %s's counter stays at %u. "), who, first);
}

/* What the numbers of a packet say, in words. */
static const char *say(const struct state *state, const struct pw_row *row,
                       const struct pw_sack *sack, struct pw_arena *arena)
{
    struct pw_buffer text = {0};
    unsigned side = !!(row->flags & PW_ROW_SERVER);
    say_sent(state, &text, row, side);
    if (row->tcp_flags & PW_TCP_ACK) {
        uint32_t ack = shown(state, !side, row->ack);
        pw_buffer_print(
            &text, _("Acknowledgment %u: it has everything of the %s up to %u and waits for %u."),
            ack, side == PW_CLIENT ? _("server") : _("client"), ack - 1, ack);
    }
    if (sack->count) {
        pw_buffer_text(&text, _(" SACK: later bytes have arrived (#). Missing is "));
        pw_sack_say(sack, &text, sack->ack - shown(state, !side, sack->ack));
        pw_buffer_text(&text, ".");
    }
    const char *kept = pw_arena_text(arena, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    return kept;
}

/* The selected packet in words, and what SACK says as a bar over them. */
static void draw_words(struct pw_ui *ui, const struct state *state, struct pw_cells *cells,
                       int words)
{
    uint32_t index = row_at(state, state->list.selected);
    const struct pw_row *row = pw_session_row(state->session, index);
    struct pw_paragraphs prose = {.arena = &ui->scratch};
    struct pw_sack sack;
    int y = cells->rows - 1 - words;
    pw_cells_rule(cells, y - 1, 0, cells->columns, _("what these numbers say"));
    if (pw_sack_read(&sack, state->session, index, &ui->scratch)) {
        unsigned other = !(row->flags & PW_ROW_SERVER);
        pw_sack_draw(&sack, cells, y++, sack.ack - shown(state, other, sack.ack));
        words--;
    }
    pw_paragraphs_add(&prose, (struct pw_paragraph){.text = say(state, row, &sack, &ui->scratch)});
    pw_draw_paragraphs(cells, (struct pw_box){y, 0, words, cells->columns}, &prose, 0);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    int words = cells->rows > 16 ? 4 : 2;
    look(state);
    struct standing at = standing_at(state, state->list.selected);
    pw_draw_title(cells, _("Sequence numbers"),
                  state->raw ? _("as written") : _("from each side's start"));
    draw_counter(state, cells, 1, PW_CLIENT, &at);
    draw_counter(state, cells, 2, PW_SERVER, &at);
    pw_cells_put(cells, 3, 1, cells->columns - 2, PW_STYLE_DIM,
                 _("packet       seq  bytes       next        ack"));
    pw_list_keep(&state->list, state->rows.count, cells->rows - 6 - words);
    for (uint32_t i = state->list.top;
         i < state->rows.count && (int)(i - state->list.top) < state->list.height; i++)
        draw_row(state, cells, 4 + (int)(i - state->list.top), i);
    draw_words(ui, state, cells, words);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    if (pw_list_act(&state->list, action, state->rows.count))
        return;
    if (action == RAW)
        state->raw = !state->raw;
    else
        pw_ui_back_to(ui, row_at(state, state->list.selected));
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 4, state->rows.count))
        act(ui, state, OPEN);
}

static void prepare(void *it, const void *what)
{
    *(struct state *)it = *(const struct state *)what;
}

bool pw_view_sequence_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row)
{
    const struct pw_row *from = pw_session_row(session, row);
    if (from->conversation == PW_NONE || from->transport != 6)
        return false;
    struct state state = {.session = session, .conversation = from->conversation, .row = row};
    pw_ui_open(ui, &pw_view_sequence, prepare, &state);
    return true;
}

const struct pw_view pw_view_sequence = {
    .id = "sequence",
    .title = N_("A connection's sequence numbers"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
    .leave = leave,
};
