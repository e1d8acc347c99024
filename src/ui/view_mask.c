/* The mask peeler: a WebSocket frame's payload, unmasked byte by byte with the key that runs under
 * it (RFC 6455 section 5.3). */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/bench.h"
#include "ui/view.h"

#define LINES  4 /* of one stretch: masked, key, plain, text */
#define FRAMES 64u

struct frame {
    struct pw_bytes key, masked;
};

struct state {
    const struct pw_session *session;
    uint32_t row;
    struct pw_arena arena; /* holds the packet's tree */
    struct frame frames[FRAMES];
    uint32_t count, frame;
    uint32_t cursor; /* bytes before it are peeled */
    uint32_t in_line;
};

enum { BEFORE = 1, NEXT, UP, DOWN, FIRST, LAST, FRAME_BEFORE, FRAME_NEXT };
static const struct pw_key_entry keys[] = {
    {PW_KEY_LEFT, 'h', BEFORE, N_("byte"), N_("the byte before"), "←→"},
    {PW_KEY_RIGHT, 'l', NEXT, "", N_("peel the next byte"), NULL},
    {PW_KEY_UP, 'k', UP, "", N_("a line back"), NULL},
    {PW_KEY_DOWN, 'j', DOWN, "", N_("a line on"), NULL},
    {PW_KEY_END, 'G', LAST, N_("all"), N_("peel all of it"), N_("End")},
    {PW_KEY_HOME, '<', FIRST, "", N_("put the mask back on"), NULL},
    {'n', 0, FRAME_NEXT, N_("frame"), N_("the next frame of this packet"), "n"},
    {'N', 0, FRAME_BEFORE, "", N_("the frame before"), NULL},
    {.label = NULL},
};

static void find_frames(struct state *state)
{
    struct pw_tree tree;
    pw_picture_tree(state->session, state->row, &state->arena, &tree);
    for (uint32_t i = 0; i < tree.layer_count && state->count < FRAMES; i++) {
        const struct pw_layer *layer = &tree.layers[i];
        const struct pw_field *key = pw_tree_find(&tree, layer, "websocket.masking_key", 0);
        const struct pw_field *masked = pw_tree_find(&tree, layer, "websocket.masked_payload", 0);
        if (key && masked && key->bytes.length == 4)
            state->frames[state->count++] = (struct frame){key->bytes, masked->bytes};
    }
}

static void enter(struct pw_ui *ui, void *it)
{
    (void)ui;
    find_frames(it);
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_arena_free(&state->arena);
}

static uint8_t plain(const struct frame *frame, uint32_t i)
{
    return frame->masked.data[i] ^ frame->key.data[i & 3];
}

static void put_hex(struct pw_cells *cells, int y, int x, uint8_t byte, enum pw_style style)
{
    struct pw_buffer hex = {0};
    pw_buffer_hex(&hex, pw_bytes_of(&byte, 1));
    pw_cells_put(cells, y, x, 2, style, pw_buffer_get(&hex));
    pw_buffer_free(&hex);
}

static const char *shown_character(uint8_t byte, char text[2])
{
    text[0] = byte >= ' ' && byte < 0x7f ? (char)byte : '.';
    text[1] = '\0';
    return text;
}

/* One column: the byte, the key's under it, and, once it is peeled, what they make. */
static void draw_byte(const struct state *state, struct pw_cells *cells, int y, int x, uint32_t i)
{
    const struct frame *frame = &state->frames[state->frame];
    bool here = i == state->cursor, peeled = i <= state->cursor;
    enum pw_style style = here ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
    char text[2];
    put_hex(cells, y, x, frame->masked.data[i], style);
    put_hex(cells, y + 1, x, frame->key.data[i & 3], here ? style : PW_STYLE_DIM);
    if (!peeled)
        return;
    put_hex(cells, y + 2, x, plain(frame, i), here ? style : PW_STYLE_LIT);
    pw_cells_put(cells, y + 3, x, 1, here ? style : PW_STYLE_LIT,
                 shown_character(plain(frame, i), text));
}

static void add_bits(struct pw_buffer *out, uint8_t byte)
{
    for (int bit = 7; bit >= 0; bit--) {
        pw_buffer_byte(out, byte >> bit & 1 ? '1' : '0');
        if (bit == 4)
            pw_buffer_byte(out, ' ');
    }
}

static void draw_bits(struct pw_cells *cells, int y, const char *label, uint8_t byte)
{
    struct pw_buffer line = {0};
    pw_buffer_print(&line, "%-8s 0x%02x  ", label, byte);
    add_bits(&line, byte);
    pw_cells_put(cells, y, 1, cells->columns - 2, PW_STYLE_PLAIN, pw_buffer_get(&line));
    pw_buffer_free(&line);
}

/* The byte under the cursor, bit by bit. */
static void draw_sum(const struct state *state, struct pw_cells *cells, int y)
{
    const struct frame *frame = &state->frames[state->frame];
    uint32_t i = state->cursor;
    struct pw_buffer text = {0}, key = {0};
    char character[2];
    pw_buffer_print(&key, _("key[%u]"), i & 3);
    draw_bits(cells, y, _("masked"), frame->masked.data[i]);
    draw_bits(cells, y + 1, pw_buffer_get(&key), frame->key.data[i & 3]);
    draw_bits(cells, y + 2, _("plain"), plain(frame, i));
    pw_buffer_print(&text, _("\"%s\": a bit is 1 where the two above differ (XOR)"),
                    shown_character(plain(frame, i), character));
    pw_cells_put(cells, y + 2, 27, cells->columns - 28, PW_STYLE_LIT, pw_buffer_get(&text));
    pw_buffer_free(&text);
    pw_buffer_free(&key);
}

static void draw_grid(struct state *state, struct pw_cells *cells)
{
    static const char *const labels[LINES] = {N_("masked"), N_("key"), N_("plain"), N_("text")};
    const struct frame *frame = &state->frames[state->frame];
    int left = 9, height = cells->rows - 6;
    state->in_line = cells->columns >= left + 16 * 3 ? 16 : 8;
    uint32_t stretches = height / (LINES + 1) > 0 ? (uint32_t)(height / (LINES + 1)) : 1;
    uint32_t first = state->cursor / state->in_line / stretches * stretches * state->in_line;
    for (uint32_t s = 0; s < stretches; s++) {
        uint32_t start = first + s * state->in_line;
        int y = 2 + (int)s * (LINES + 1);
        if (start >= frame->masked.length)
            return;
        for (int line = 0; line < LINES; line++)
            pw_cells_put(cells, y + line, 1, left - 2, PW_STYLE_DIM, pw_translate(labels[line]));
        for (uint32_t i = start; i < frame->masked.length && i < start + state->in_line; i++)
            draw_byte(state, cells, y, left + (int)(i - start) * 3, i);
    }
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_buffer where = {0};
    (void)ui;
    pw_buffer_print(&where, _("packet %u, frame %u of %u, byte %u of %zu"), state->row + 1,
                    state->frame + 1, state->count, state->cursor + 1,
                    state->frames[state->frame].masked.length);
    pw_draw_title(cells, _("The mask peeler"), pw_buffer_get(&where));
    draw_grid(state, cells);
    draw_sum(state, cells, cells->rows - 4);
    pw_buffer_free(&where);
}

static void go_to_frame(struct state *state, uint32_t frame)
{
    if (frame >= state->count)
        return;
    state->frame = frame;
    state->cursor = 0;
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t last = (uint32_t)state->frames[state->frame].masked.length - 1;
    uint32_t line = state->in_line ? state->in_line : 16;
    (void)ui;
    if (action == BEFORE)
        state->cursor -= state->cursor > 0;
    else if (action == NEXT)
        state->cursor += state->cursor < last;
    else if (action == UP)
        state->cursor -= state->cursor >= line ? line : state->cursor;
    else if (action == DOWN)
        state->cursor += last - state->cursor >= line ? line : last - state->cursor;
    else if (action == FIRST)
        state->cursor = 0;
    else if (action == LAST)
        state->cursor = last;
    else if (action == FRAME_NEXT)
        go_to_frame(state, state->frame + 1);
    else if (action == FRAME_BEFORE)
        go_to_frame(state, state->frame - 1);
}

static void prepare(void *it, const void *what)
{
    *(struct state *)it = *(const struct state *)what;
}

bool pw_view_mask_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row)
{
    struct state state = {.session = session, .row = row};
    struct state probe = state;
    find_frames(&probe);
    bool any = probe.count > 0;
    pw_arena_free(&probe.arena);
    if (any)
        pw_ui_open(ui, &pw_view_mask, prepare, &state);
    return any;
}

const struct pw_view pw_view_mask = {
    .id = "mask",
    .title = N_("The mask peeler"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .leave = leave,
};
