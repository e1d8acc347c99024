/* The onion of a Socket.IO packet: what carries it, and its own digits, one by one. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/bench.h"
#include "ui/list.h"
#include "ui/paragraphs.h"

#define PARTS 64u

/* One skin or digit: some bytes, and the field they are. */
struct part {
    const struct pw_layer *layer;
    const struct pw_field *field; /* NULL: the layer as a whole */
    struct pw_bytes text;
};

struct state {
    const struct pw_session *session;
    uint32_t row;
    struct pw_arena arena;
    struct pw_tree tree;
    struct part parts[PARTS];
    uint32_t count;
    struct pw_list list;
};

enum { VOICE = PW_LIST_ACTIONS };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {'v', 0, VOICE, N_("voice"), N_("the next voice: friend, student, engineer"), "v"},
    {.label = NULL},
};

static bool is_onion(const struct pw_layer *layer)
{
    return strcmp(layer->protocol->id, "engineio") == 0 ||
           strcmp(layer->protocol->id, "socketio") == 0;
}

static void add(struct state *state, const struct pw_layer *layer, const struct pw_field *field,
                struct pw_bytes text)
{
    if (state->count < PARTS)
        state->parts[state->count++] = (struct part){layer, field, text};
}

static struct pw_bytes bytes_of(const struct pw_tree *tree, uint8_t source, uint32_t offset,
                                uint32_t length)
{
    struct pw_bytes bytes = tree->sources[source].bytes;
    if (offset > bytes.length || length > bytes.length - offset)
        return pw_bytes_of(NULL, 0);
    return pw_bytes_of(bytes.data + offset, length);
}

static void add_fields(struct state *state, const struct pw_layer *layer)
{
    for (uint32_t f = layer->first; f < layer->first + layer->count; f++) {
        const struct pw_field *field = &state->tree.fields[f];
        bool call = strcmp(field->def->id, "socketio.call") == 0;
        add(state, layer, field,
            call ? field->bytes
                 : bytes_of(&state->tree, field->source, field->offset, field->length));
    }
}

/* What carries the packet is a skin; of the packet itself every part counts. */
static void peel(struct state *state)
{
    bool any = false;
    pw_picture_tree(state->session, state->row, &state->arena, &state->tree);
    for (uint32_t i = 0; i < state->tree.layer_count; i++) {
        const struct pw_layer *layer = &state->tree.layers[i];
        if (is_onion(layer))
            any = true;
        else if (layer->osi >= 3)
            add(state, layer, NULL,
                bytes_of(&state->tree, layer->source, layer->offset, layer->length));
        if (is_onion(layer))
            add_fields(state, layer);
    }
    if (!any)
        state->count = 0;
}

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    peel(state);
    while (state->list.selected + 1 < state->count && !state->parts[state->list.selected].field)
        state->list.selected++;
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_arena_free(&state->arena);
}

static void show_label(struct pw_buffer *out, const struct part *part)
{
    if (!part->field) {
        pw_buffer_text(out, part->layer->protocol->label);
        return;
    }
    pw_buffer_print(out, "%*s%s: %s", (int)part->field->def->indent, "",
                    part->layer->protocol->label, part->field->def->label);
    const char *name = pw_name_of(part->field->def->names, part->field->number);
    if (name)
        pw_buffer_print(out, ", %s", name);
}

static void show_text(struct pw_buffer *out, const struct part *part)
{
    if (part->field)
        pw_text_brief(out, part->text, 200);
    else
        pw_buffer_print(out, _("%zu bytes around what it carries"), part->text.length);
}

static void draw_part(const struct state *state, struct pw_cells *cells, int y, uint32_t i)
{
    const struct part *part = &state->parts[i];
    bool selected = i == state->list.selected;
    enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    struct pw_buffer label = {0}, text = {0};
    int wide = cells->columns >= 64 ? 36 : 20;
    show_label(&label, part);
    show_text(&text, part);
    if (selected)
        pw_cells_fill(cells, y, 1, cells->columns - 2, style, " ");
    pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
    pw_cells_put(cells, y, 1, wide - 2, style, pw_buffer_get(&label));
    pw_cells_put(cells, y, wide, cells->columns - wide - 1,
                 selected      ? style
                 : part->field ? PW_STYLE_LIT
                               : PW_STYLE_DIM,
                 pw_buffer_get(&text));
    pw_buffer_free(&label);
    pw_buffer_free(&text);
}

static void draw_words(struct pw_ui *ui, const struct state *state, struct pw_cells *cells,
                       struct pw_box box)
{
    const struct part *part = &state->parts[state->list.selected];
    struct pw_paragraphs prose = {.arena = &ui->scratch};
    struct pw_said said = {0};
    if (part->field)
        pw_words_field(ui->words, ui->voice, &state->tree, part->layer, part->field, &ui->scratch,
                       &said);
    else
        pw_words_layer(ui->words, ui->voice, &state->tree, part->layer, &ui->scratch, &said);
    pw_paragraphs_add(&prose, (struct pw_paragraph){.text = said.text});
    pw_draw_paragraphs(cells, box, &prose, 0);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_buffer where = {0};
    int words = cells->rows > 16 ? 5 : 3;
    pw_buffer_print(&where, _("packet %u"), state->row + 1);
    pw_draw_title(cells, _("The Socket.IO onion"), pw_buffer_get(&where));
    pw_buffer_free(&where);
    pw_list_keep(&state->list, state->count, cells->rows - 3 - words);
    for (uint32_t i = state->list.top;
         i < state->count && (int)(i - state->list.top) < state->list.height; i++)
        draw_part(state, cells, 1 + (int)(i - state->list.top), i);
    int y = cells->rows - 1 - words;
    pw_cells_rule(cells, y - 1, 0, cells->columns, pw_voice_name(ui->voice));
    draw_words(ui, state, cells, (struct pw_box){y, 0, words, cells->columns});
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    if (pw_list_act(&state->list, action, state->count))
        return;
    ui->voice = (enum pw_voice)((ui->voice + 1u) % PW_VOICES);
    ui->voice_chosen = true;
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)ui;
    (void)x;
    pw_list_click(&state->list, y - 1, state->count);
}

static void prepare(void *it, const void *what)
{
    *(struct state *)it = *(const struct state *)what;
}

bool pw_view_onion_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row)
{
    struct state state = {.session = session, .row = row};
    peel(&state);
    bool any = state.count > 0;
    pw_arena_free(&state.arena);
    state = (struct state){.session = session, .row = row};
    if (any)
        pw_ui_open(ui, &pw_view_onion, prepare, &state);
    return any;
}

const struct pw_view pw_view_onion = {
    .id = "onion",
    .title = N_("The Socket.IO onion"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .click = click,
    .leave = leave,
};
