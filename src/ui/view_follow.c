/* A conversation as messages, as a browser's network panel lists them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "dissect/engineio.h"
#include "ui/list.h"
#include "ui/paragraphs.h"
#include "ui/view_walk.h"

#define TIME_FROM    70 /* columns from which there is room for the time */
#define TIME_COLUMNS 14

struct state {
    const struct pw_session *session;
    uint32_t conversation;
    uint32_t row;    /* the packet it was opened from */
    uint32_t engine; /* the Engine.IO session it belongs to, or PW_NONE */
    struct pw_list list;
    struct pw_vector events; /* uint32_t: what was said, in order */
    uint32_t looked_at;      /* events of the session already sorted through */
    struct pw_arena arena;
    uint32_t scroll; /* of the words below */
};

enum { OPEN = PW_LIST_ACTIONS, VOICE, SCROLL_UP, SCROLL_DOWN };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, OPEN, N_("packet"), N_("go to the packet that completed it"),
     N_("Enter")},
    {'v', 0, VOICE, N_("voice"), N_("the next voice: friend, student, engineer"), "v"},
    {'+', 0, SCROLL_DOWN, "", N_("words: on"), NULL},
    {'-', 0, SCROLL_UP, "", N_("words: back"), NULL},
    {.label = NULL},
};

static const struct pw_event *event_at(const struct state *state, uint32_t i)
{
    return pw_session_event(state->session, *(const uint32_t *)pw_vector_at(&state->events, i));
}

/* Where Socket.IO speaks, its packets are what is said: not the messages that carry them. */
static bool is_said(const struct state *state, const struct pw_event *event)
{
    if (event->row == PW_NONE)
        return false;
    if (event->kind == PW_EVENT_ENGINEIO_PACKET)
        return event->result != PW_ENGINEIO_MESSAGE;
    if (event->kind == PW_EVENT_WEBSOCKET_MESSAGE)
        return state->engine == PW_NONE;
    return event->kind >= PW_EVENT_HTTP_REQUEST && event->kind <= PW_EVENT_DNS_RESPONSE &&
           event->kind != PW_EVENT_WEBSOCKET_UPGRADE;
}

/* A session of Socket.IO is followed over all the connections it uses. */
static bool is_here(const struct state *state, const struct pw_event *event)
{
    if (state->engine != PW_NONE && event->engine != PW_NONE)
        return event->engine == state->engine;
    return event->conversation == state->conversation;
}

static void begin_anew(struct state *state, uint32_t engine)
{
    state->engine = engine;
    state->looked_at = 0;
    pw_vector_free(&state->events);
    pw_vector_init(&state->events, sizeof(uint32_t));
}

/* Take in what the session has learned since. */
static void look(struct state *state)
{
    for (; state->looked_at < pw_session_events(state->session); state->looked_at++) {
        const struct pw_event *event = pw_session_event(state->session, state->looked_at);
        if (state->engine == PW_NONE && event->engine != PW_NONE &&
            event->conversation == state->conversation) {
            begin_anew(state, event->engine);
            event = pw_session_event(state->session, 0);
        }
        if (is_here(state, event) && is_said(state, event))
            *(uint32_t *)pw_vector_add(&state->events) = state->looked_at;
    }
}

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_vector_init(&state->events, sizeof(uint32_t));
    state->engine = PW_NONE;
    look(state);
    /* Begin at the message that the packet was part of. */
    for (uint32_t i = 0; i < state->events.count; i++) {
        state->list.selected = i;
        if (event_at(state, i)->row >= state->row)
            break;
    }
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_vector_free(&state->events);
    pw_arena_free(&state->arena);
}

static void add_attribute(struct pw_buffer *out, const struct pw_attribute *attribute)
{
    if (attribute->type == PW_ATTRIBUTE_NUMBER)
        pw_buffer_number(out, attribute->number);
    else if (attribute->type == PW_ATTRIBUTE_TEXT || attribute->type == PW_ATTRIBUTE_JSON)
        pw_text_safe(out, attribute->bytes);
    else if (attribute->type == PW_ATTRIBUTE_HEX)
        pw_buffer_hex(out, attribute->bytes);
}

/* What was said: the text, else the bytes in hex; false where the event has neither. */
static bool show_content(struct pw_buffer *out, const struct pw_description *description)
{
    static const char *const names[] = {"call", "text", "comment", "hex", "reason",
                                        "sid",  "data", "says",    "name"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pw_attribute *attribute = pw_description_get(description, names[i]);
        if (attribute) {
            add_attribute(out, attribute);
            return true;
        }
    }
    return false;
}

/* "text", "ping", "GET", "101": what the message is, in a word. */
static void show_what(struct pw_buffer *out, const struct pw_description *description)
{
    static const char *const names[] = {"opcode", "method", "status", "carrier"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pw_attribute *attribute = pw_description_get(description, names[i]);
        if (attribute && i == 3)
            attribute = pw_description_get(description, "kind");
        if (attribute) {
            add_attribute(out, attribute);
            return;
        }
    }
    const char *dot = strrchr(description->event, '.');
    pw_buffer_text(out, dot ? dot + 1 : description->event);
}

static void show_length(struct pw_buffer *out, const struct pw_description *description)
{
    const struct pw_attribute *length = pw_description_get(description, "length");
    if (!length)
        length = pw_description_get(description, "body_length");
    if (length)
        add_attribute(out, length);
}

/* "stream 1: /chat", "stream 1, to packet 6": a request or an answer of HTTP/2. */
static void show_stream(struct pw_buffer *out, const struct pw_description *description)
{
    const struct pw_attribute *stream = pw_description_get(description, "stream");
    const struct pw_attribute *target = pw_description_get(description, "target");
    const struct pw_attribute *request = pw_description_get(description, "request_packet");
    pw_buffer_print(out, _("stream %u"), stream ? (unsigned)stream->number : 0);
    if (target) {
        pw_buffer_text(out, ": ");
        add_attribute(out, target);
    } else if (request) {
        pw_buffer_print(out, _(", to packet %u"), (unsigned)request->number);
    }
}

static void show_line(struct pw_buffer *out, const struct state *state,
                      const struct pw_event *event, const struct pw_description *description)
{
    bool http = event->kind == PW_EVENT_HTTP_REQUEST || event->kind == PW_EVENT_HTTP_RESPONSE;
    if (http && event->extra == PW_HTTP_VERSION_2)
        show_stream(out, description);
    else if (event->message != PW_NONE && http)
        pw_picture_message(state->session, event->message, out);
    else
        show_content(out, description);
}

static void draw_entry(struct state *state, struct pw_cells *cells, int y, uint32_t index)
{
    const struct pw_event *event = event_at(state, index);
    bool selected = index == state->list.selected;
    bool sent = event->side == PW_CLIENT;
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_description description;
    struct pw_buffer what = {0}, length = {0}, line = {0}, packet = {0};
    pw_arena_reset(&state->arena);
    pw_picture_event(state->session, *(const uint32_t *)pw_vector_at(&state->events, index),
                     &state->arena, &description);
    show_what(&what, &description);
    show_length(&length, &description);
    show_line(&line, state, event, &description);
    pw_buffer_print(&packet, "%u", event->row + 1);
    int end = cells->columns;
    if (selected)
        pw_cells_fill(cells, y, 1, end - 1, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, 1, 6, style, pw_buffer_get(&packet));
    pw_cells_put(cells, y, 8, 1,
                 selected ? style
                 : sent   ? PW_STYLE_CLIENT
                          : PW_STYLE_SERVER,
                 sent ? "→" : "←");
    pw_cells_put(cells, y, 10, 9, style, pw_buffer_get(&what));
    int wide = pw_text_columns(pw_buffer_get(&length));
    pw_cells_put(cells, y, 27 - wide, wide, style, pw_buffer_get(&length));
    int x = 29;
    if (end >= TIME_FROM) {
        struct pw_buffer since = {0};
        pw_show_since(&since, state->session, event->row);
        wide = pw_text_columns(pw_buffer_get(&since));
        pw_cells_put(cells, y, x + TIME_COLUMNS - 2 - wide, wide, style, pw_buffer_get(&since));
        pw_buffer_free(&since);
        x += TIME_COLUMNS;
    }
    pw_cells_put(cells, y, x, end - x - 1, style, pw_buffer_get(&line));
    pw_buffer_free(&what);
    pw_buffer_free(&length);
    pw_buffer_free(&line);
    pw_buffer_free(&packet);
}

/* The words about the selected message, and all of what it says. */
static void draw_about(struct pw_ui *ui, struct state *state, struct pw_cells *cells,
                       struct pw_box box)
{
    struct pw_paragraphs about = {.arena = &ui->scratch};
    struct pw_description description;
    struct pw_said said = {0};
    struct pw_tree tree = {0};
    struct pw_buffer content = {0};
    const struct pw_event *event = event_at(state, state->list.selected);
    pw_picture_tree(state->session, event->row, &ui->scratch, &tree);
    pw_picture_event(state->session,
                     *(const uint32_t *)pw_vector_at(&state->events, state->list.selected),
                     &ui->scratch, &description);
    pw_words_event(ui->words, ui->voice, &description, &tree, &ui->scratch, &said);
    pw_paragraphs_add(&about, (struct pw_paragraph){.text = said.text});
    if (show_content(&content, &description))
        pw_paragraphs_add(&about, (struct pw_paragraph){
                                      .style = PW_STYLE_LIT,
                                      .gap = true,
                                      .text = pw_arena_text(&ui->scratch, pw_buffer_get(&content),
                                                            content.length)});
    uint32_t lines = pw_draw_paragraphs(cells, box, &about, state->scroll);
    if (state->scroll + (uint32_t)box.rows > lines)
        state->scroll = lines > (uint32_t)box.rows ? lines - (uint32_t)box.rows : 0;
    pw_buffer_free(&content);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    const struct pw_conversation *c = pw_session_conversation(state->session, state->conversation);
    struct pw_buffer left = {0}, right = {0};
    look(state);
    pw_show_endpoint(&left, &c->endpoint[PW_CLIENT]);
    pw_buffer_text(&left, " ⇄ ");
    pw_show_endpoint(&left, &c->endpoint[PW_SERVER]);
    uint32_t count = state->events.count;
    if (state->engine != PW_NONE)
        pw_buffer_print(&right, _("session %u, "), state->engine);
    pw_buffer_print(&right, P_("%u message", "%u messages", count), count);
    pw_draw_title(cells, pw_buffer_get(&left), pw_buffer_get(&right));
    pw_buffer_free(&left);
    pw_buffer_free(&right);
    pw_cells_put(cells, 1, 1, cells->columns - 2, PW_STYLE_DIM,
                 cells->columns >= TIME_FROM
                     ? _("packet → from the client   length        time  what was said")
                     : _("packet → from the client   length  what was said"));
    int about = cells->rows / 3;
    pw_list_keep(&state->list, count, cells->rows - 4 - about);
    for (uint32_t i = state->list.top; i < count && (int)(i - state->list.top) < state->list.height;
         i++)
        draw_entry(state, cells, 2 + (int)(i - state->list.top), i);
    if (!count) {
        pw_cells_put(cells, 2, 1, cells->columns - 2, PW_STYLE_PLAIN,
                     _("No message that packetwalk knows was complete in this conversation."));
        return;
    }
    int y = cells->rows - 1 - about;
    pw_cells_rule(cells, y - 1, 0, cells->columns, pw_voice_name(ui->voice));
    draw_about(ui, state, cells, (struct pw_box){y, 0, about, cells->columns});
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    if (pw_list_act(&state->list, action, state->events.count)) {
        state->scroll = 0;
        return;
    }
    if (action == VOICE) {
        ui->voice = (enum pw_voice)((ui->voice + 1u) % PW_VOICES);
        ui->voice_chosen = true;
    } else if (action == SCROLL_DOWN) {
        state->scroll++;
    } else if (action == SCROLL_UP) {
        state->scroll -= state->scroll > 0;
    } else if (state->events.count) {
        pw_ui_back_to(ui, event_at(state, state->list.selected)->row);
    }
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 2, state->events.count))
        act(ui, state, OPEN);
}

static void prepare(void *it, const void *what)
{
    *(struct state *)it = *(const struct state *)what;
}

void pw_view_follow_open(struct pw_ui *ui, const struct pw_session *session, uint32_t conversation,
                         uint32_t row)
{
    struct state state = {.session = session, .conversation = conversation, .row = row};
    pw_ui_open(ui, &pw_view_follow, prepare, &state);
}

const struct pw_view pw_view_follow = {
    .id = "follow",
    .title = N_("A conversation as messages"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
    .leave = leave,
};
