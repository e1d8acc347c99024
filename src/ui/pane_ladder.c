/* The ladder: both ends, and an arrow for each packet between them. See panes.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/panes.h"

#define NUMBER_COLUMNS 6  /* the mark and the packet's number */
#define NOTE_COLUMNS   12 /* what the packet has brought about */
#define NOTE_FROM      46 /* columns from which there is room for notes */
#define TIME_COLUMNS   11
#define TIME_FROM      76

uint32_t pw_ladder_next(const struct pw_focus *focus, const struct pw_ladder_state *state,
                        uint32_t row)
{
    uint32_t next = state->all ? row + 1 : pw_session_row(focus->session, row)->next;
    if (next >= pw_session_rows(focus->session) || next >= state->until)
        return PW_NONE;
    return next;
}

uint32_t pw_ladder_before(const struct pw_focus *focus, const struct pw_ladder_state *state,
                          uint32_t row)
{
    if (state->all)
        return row ? row - 1 : PW_NONE;
    uint32_t conversation = pw_session_row(focus->session, row)->conversation;
    if (conversation == PW_NONE)
        return PW_NONE;
    /* Rows know the next one of their conversation: the one before is looked for. */
    uint32_t first = pw_session_conversation(focus->session, conversation)->first_row;
    for (uint32_t at = row; at-- > first;)
        if (pw_session_row(focus->session, at)->conversation == conversation)
            return at;
    return PW_NONE;
}

static bool is_answer(const struct pw_tree *tree)
{
    return tree->kind && strstr(tree->kind, "reply");
}

void pw_show_own_address(struct pw_buffer *out, const struct pw_tree *tree, bool sender)
{
    static const char *const ids[][2] = {{"arp.src.proto_ipv4", "arp.dst.proto_ipv4"},
                                         {"ip.src", "ip.dst"},
                                         {"ipv6.src", "ipv6.dst"},
                                         {"eth.src", "eth.dst"}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const struct pw_field *field = pw_tree_find(tree, NULL, ids[i][sender ? 0 : 1], 0);
        if (field) {
            pw_field_show(out, field);
            return;
        }
    }
}

void pw_draw_ends(struct pw_cells *cells, struct pw_box box, const struct pw_focus *focus)
{
    struct pw_buffer left = {0}, right = {0};
    if (!focus->readable)
        return;
    const struct pw_row *row = pw_session_row(focus->session, focus->row);
    if (row->conversation != PW_NONE) {
        const struct pw_conversation *c =
            pw_session_conversation(focus->session, row->conversation);
        const char *note = c->guessed ? "?" : "";
        pw_show_endpoint(&left, &c->endpoint[PW_CLIENT]);
        pw_buffer_print(&left, _(" (client%s)"), note);
        if (memcmp(c->endpoint[0].address, c->endpoint[1].address, sizeof c->endpoint[0].address) ==
            0)
            pw_buffer_print(&right, ":%u", c->endpoint[PW_SERVER].port);
        else
            pw_show_endpoint(&right, &c->endpoint[PW_SERVER]);
        pw_buffer_print(&right, _(" (server%s)"), note);
    } else {
        bool answer = is_answer(&focus->tree);
        pw_show_own_address(&left, &focus->tree, !answer);
        pw_show_own_address(&right, &focus->tree, answer);
    }
    int wide = pw_text_columns(pw_buffer_get(&right));
    int notes = box.columns >= NOTE_FROM ? NOTE_COLUMNS : 0;
    int end = box.x + box.columns - notes;
    /* Both in full where they fit at all. */
    if (pw_text_columns(pw_buffer_get(&left)) + wide + 2 > end - box.x)
        end = box.x + box.columns;
    pw_cells_put(cells, box.y, box.x + 1, end - wide - 1 - box.x - 1, PW_STYLE_CLIENT,
                 pw_buffer_get(&left));
    pw_cells_put(cells, box.y, end - wide, wide, PW_STYLE_SERVER, pw_buffer_get(&right));
    pw_buffer_free(&left);
    pw_buffer_free(&right);
}

/* What TCP's numbers tell of a packet, in a word or two. */
static const char *analysis_note(const struct pw_event *event)
{
    static const char *const notes[] = {
        [PW_ANALYSIS_RETRANSMISSION] = N_("sent again"),
        [PW_ANALYSIS_FAST_RETRANSMISSION] = N_("sent again"),
        [PW_ANALYSIS_SPURIOUS_RETRANSMISSION] = N_("sent again"),
        [PW_ANALYSIS_OUT_OF_ORDER] = N_("overtaken"),
        [PW_ANALYSIS_DUPLICATE_PACKET] = N_("came twice"),
        [PW_ANALYSIS_DUPLICATE_ACK] = N_("dup ACK"),
        [PW_ANALYSIS_LOST_SEGMENT] = N_("gap before"),
        [PW_ANALYSIS_ACK_LOST_SEGMENT] = N_("gap"),
        [PW_ANALYSIS_ZERO_WINDOW] = N_("no room"),
        [PW_ANALYSIS_ZERO_WINDOW_PROBE] = N_("room?"),
        [PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK] = N_("no room"),
        [PW_ANALYSIS_WINDOW_UPDATE] = N_("new window"),
        [PW_ANALYSIS_WINDOW_FULL] = N_("window full"),
        [PW_ANALYSIS_KEEP_ALIVE] = N_("keep-alive"),
        [PW_ANALYSIS_KEEP_ALIVE_ACK] = N_("still here"),
        [PW_ANALYSIS_PORT_REUSED] = N_("port again"),
    };
    return pw_translate(notes[event->result]);
}

/* What a packet has brought about, in a word or two; what went wrong on its way says so only where
 * nothing more is to be said. */
static void add_note(struct pw_buffer *out, const struct pw_session *session, uint32_t row)
{
    uint32_t end = pw_row_events_end(session, row);
    uint8_t flags = pw_session_row(session, row)->flags;
    const struct pw_event *analysis = NULL;
    const char *note = NULL;
    for (uint32_t i = pw_session_row(session, row)->first_event; i < end; i++) {
        const struct pw_event *event = pw_session_event(session, i);
        if (event->kind == PW_EVENT_TCP_HANDSHAKE)
            note = event->result == PW_HANDSHAKE_COMPLETE  ? _("connected")
                   : event->result == PW_HANDSHAKE_REFUSED ? _("refused")
                                                           : note;
        else if (event->kind == PW_EVENT_TCP_CLOSE)
            note = event->result == PW_CLOSE_RESET ? _("reset")
                   : event->result == PW_CLOSE_FIN ? _("closed")
                                                   : _("half closed");
        else if (event->kind == PW_EVENT_WEBSOCKET_UPGRADE)
            note = event->result == PW_UPGRADE_ACCEPTED ? "WebSocket" : _("no upgrade");
        else if (event->kind == PW_EVENT_TLS_HANDSHAKE)
            note = event->result ? _("TLS failed") : _("encrypted");
        else if (event->kind == PW_EVENT_WEBSOCKET_VIOLATION)
            note = _("against RFC");
        else if (event->kind == PW_EVENT_TCP_ANALYSIS && !analysis)
            analysis = event;
    }
    if (!note && analysis)
        note = analysis_note(analysis);
    else if (!note && flags & PW_ROW_DUPLICATE)
        note = _("seen twice");
    else if (!note && flags & PW_ROW_REPEATED)
        note = _("sent again");
    else
        analysis = NULL;
    pw_buffer_text(out, note ? note : "");
    if (analysis && analysis->result == PW_ANALYSIS_DUPLICATE_ACK)
        pw_buffer_print(out, " %u", analysis->analysis.number);
}

/* An arrow with its label in the middle: ├──── SYN ────▶│ */
static void draw_arrow(struct pw_cells *cells, int y, int x, int columns, bool to_left,
                       enum pw_style style, const char *label)
{
    if (columns < 8)
        return;
    int inner = columns - 4, wide = pw_text_columns(label);
    if (wide > inner - 2)
        wide = inner - 2;
    pw_cells_put(cells, y, x, 1, PW_STYLE_DIM, to_left ? "│" : "├");
    pw_cells_put(cells, y, x + columns - 1, 1, PW_STYLE_DIM, to_left ? "┤" : "│");
    pw_cells_fill(cells, y, x + 1, columns - 2, style, "─");
    pw_cells_put(cells, y, to_left ? x + 1 : x + columns - 2, 1, style, to_left ? "◀" : "▶");
    int at = x + 2 + (inner - wide - 2) / 2;
    pw_cells_put(cells, y, at, 1, style, " ");
    int end = pw_cells_put(cells, y, at + 1, wide, style, label);
    pw_cells_put(cells, y, end, 1, style, " ");
}

static void draw_time(struct pw_cells *cells, int y, int x, const struct pw_focus *focus,
                      uint32_t row)
{
    const struct pw_row *first = pw_session_row(focus->session, 0);
    uint64_t here = pw_session_row(focus->session, row)->time;
    struct pw_buffer text = {0};
    uint64_t since = here < first->time ? 0 : here - first->time;
    pw_buffer_print(&text, "%llu.%06llu", (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
    int wide = pw_text_columns(pw_buffer_get(&text));
    pw_cells_put(cells, y, x + TIME_COLUMNS - 1 - wide, wide, PW_STYLE_DIM, pw_buffer_get(&text));
    pw_buffer_free(&text);
}

static void draw_row(struct pw_cells *cells, struct pw_box box, int y, const struct pw_focus *focus,
                     uint32_t index)
{
    const struct pw_row *row = pw_session_row(focus->session, index);
    bool selected = index == focus->row;
    bool other = row->conversation != pw_session_row(focus->session, focus->row)->conversation;
    struct pw_arena arena = {0};
    struct pw_tree tree = {0};
    struct pw_buffer label = {0};
    if (pw_picture_tree(focus->session, index, &arena, &tree))
        pw_picture_summary(&tree, &label);
    else
        pw_buffer_text(&label, _("gone"));
    bool to_left =
        row->conversation != PW_NONE ? (row->flags & PW_ROW_SERVER) != 0 : is_answer(&tree);
    enum pw_style style = to_left ? PW_STYLE_SERVER : PW_STYLE_CLIENT;
    style = selected ? PW_STYLE_SELECTED : other ? PW_STYLE_DIM : style;
    char number[16];
    snprintf(number, sizeof number, "%4u", index + 1);
    pw_cells_put(cells, y, box.x, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    int x = pw_cells_put(cells, y, box.x + 1, 9, selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN,
                         number) +
            1;
    int end = box.x + box.columns;
    if (box.columns >= TIME_FROM) {
        draw_time(cells, y, x, focus, index);
        x += TIME_COLUMNS;
    }
    if (box.columns >= NOTE_FROM) {
        struct pw_buffer note = {0};
        add_note(&note, focus->session, index);
        end -= NOTE_COLUMNS;
        pw_cells_put(cells, y, end + 1, NOTE_COLUMNS - 1, PW_STYLE_GOOD, pw_buffer_get(&note));
        pw_buffer_free(&note);
    }
    draw_arrow(cells, y, x, end - x, to_left, style, pw_buffer_get(&label));
    pw_buffer_free(&label);
    pw_arena_free(&arena);
}

/* The first row that a box of so many lines shows: the selected one stands in its middle, but the
 * ladder's beginning at the top, where the box has room for it. */
static uint32_t first_shown(struct pw_box box, const struct pw_focus *focus,
                            const struct pw_ladder_state *state)
{
    int behind = state->asking ? 1 : 0;
    for (uint32_t at = focus->row; behind < box.rows / 2 && at != PW_NONE; behind++)
        at = pw_ladder_next(focus, state, at);
    uint32_t top = focus->row;
    for (int above = box.rows - 1 - behind; above > 0; above--) {
        uint32_t before = pw_ladder_before(focus, state, top);
        if (before == PW_NONE)
            break;
        top = before;
    }
    return top;
}

void pw_draw_ladder(struct pw_cells *cells, struct pw_box box, struct pw_focus *focus,
                    const struct pw_ladder_state *state)
{
    if (focus->row == PW_NONE) {
        if (state->asking)
            pw_cells_put(cells, box.y, box.x + 1, box.columns - 1, PW_STYLE_ASK, "?");
        return;
    }
    uint32_t row = first_shown(box, focus, state);
    int y = box.y;
    for (; y < box.y + box.rows && row != PW_NONE; y++) {
        draw_row(cells, box, y, focus, row);
        row = pw_ladder_next(focus, state, row);
    }
    if (state->asking && y < box.y + box.rows && row == PW_NONE)
        pw_cells_put(cells, y, box.x + NUMBER_COLUMNS - 1, box.columns - NUMBER_COLUMNS,
                     PW_STYLE_ASK, _("?  what comes next?"));
}

uint32_t pw_ladder_row_at(struct pw_box box, const struct pw_focus *focus,
                          const struct pw_ladder_state *state, int y)
{
    if (focus->row == PW_NONE || y < box.y || y >= box.y + box.rows)
        return PW_NONE;
    uint32_t row = first_shown(box, focus, state);
    for (int at = box.y; at < y && row != PW_NONE; at++)
        row = pw_ladder_next(focus, state, row);
    return row;
}
