/* The accept workbench: how a server proves that it understood the request (RFC 6455
 * section 4.2.2), step by step, with a key that can be changed. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "stream/accept.h"
#include "ui/bench.h"
#include "ui/paragraphs.h"
#include "ui/view.h"

#define KEY_MAX 64u /* characters of a key that are worked with */
#define WIDE    64  /* columns from which a label stands beside its value */
#define LABEL   25

struct state {
    char given[KEY_MAX + 1];  /* the key that was sent */
    char key[KEY_MAX + 1];    /* and as it was changed */
    char answer[KEY_MAX + 1]; /* the server's */
    uint32_t cursor;
};

enum { LEFT = 1, RIGHT, RESET, OUT };
static const struct pw_key_entry keys[] = {
    {PW_KEY_ESCAPE, 0, OUT, N_("back"), N_("leave the workbench: q is a character of keys"),
     N_("Esc")},
    {PW_KEY_LEFT, 0, LEFT, N_("choose"), N_("the character before"), "←→"},
    {PW_KEY_RIGHT, 0, RIGHT, "", N_("the next character"), NULL},
    {PW_KEY_BACKSPACE, 0, RESET, N_("the real key"), N_("put the real key back"), N_("Backspace")},
    {.label = NULL},
};

static void keep(char *into, const struct pw_attribute *attribute)
{
    struct pw_buffer safe = {0};
    if (attribute)
        pw_text_safe(&safe, attribute->bytes);
    size_t length = safe.length < KEY_MAX ? safe.length : KEY_MAX;
    memcpy(into, pw_buffer_get(&safe), length);
    into[length] = '\0';
    pw_buffer_free(&safe);
}

static void reset(struct state *state)
{
    memcpy(state->key, state->given, sizeof state->key);
}

/* A label and its value, beside each other or, where it is narrow, below. Answers the next line. */
static int put(struct pw_cells *cells, int y, const char *label, const char *value,
               enum pw_style style)
{
    if (cells->columns < WIDE) {
        pw_cells_put(cells, y, 1, cells->columns - 2, PW_STYLE_DIM, label);
        pw_cells_put(cells, y + 1, 2, cells->columns - 3, style, value);
        return y + 2;
    }
    pw_cells_put(cells, y, 1, LABEL - 2, PW_STYLE_DIM, label);
    pw_cells_put(cells, y, LABEL, cells->columns - LABEL - 1, style, value);
    return y + 1;
}

/* Where a value starts that `put` has drawn above line y. */
static int value_at(const struct pw_cells *cells)
{
    return cells->columns < WIDE ? 2 : LABEL;
}

/* How many characters agree before the first that does not. */
static uint32_t agreement(const char *one, const char *two)
{
    uint32_t i = 0;
    while (one[i] && one[i] == two[i])
        i++;
    return i;
}

static void draw_steps(const struct state *state, struct pw_cells *cells, int *y)
{
    uint8_t digest[PW_ACCEPT_DIGEST];
    char accept[PW_ACCEPT_LENGTH + 1];
    struct pw_buffer hex = {0};
    struct pw_bytes key = pw_bytes_of(state->key, strlen(state->key));
    pw_websocket_accept(key, accept);
    if (pw_websocket_digest(key, digest))
        pw_buffer_hex(&hex, pw_bytes_of(digest, sizeof digest));
    *y = put(cells, *y, _("the client's key"), state->key, PW_STYLE_CLIENT);
    pw_cells_style(cells, *y - 1, value_at(cells) + (int)state->cursor, 1, PW_STYLE_SELECTED);
    if (cells->rows >= 14)
        *y = put(cells, *y, _("+ the fixed text"), PW_ACCEPT_GUID, PW_STYLE_PLAIN);
    *y = put(cells, *y, _("SHA-1 of both, in hex"), pw_buffer_get(&hex), PW_STYLE_PLAIN);
    *y = put(cells, *y, _("the same in base64"), accept, PW_STYLE_LIT);
    *y = put(cells, *y, _("the server's answer"), state->answer, PW_STYLE_SERVER);
    uint32_t same = agreement(accept, state->answer);
    bool right = !accept[same] && !state->answer[same];
    if (!right)
        pw_cells_put(cells, *y, value_at(cells) + (int)same, 40, PW_STYLE_BAD,
                     _("^ differs from here"));
    else
        pw_cells_put(cells, *y, value_at(cells), 40, PW_STYLE_GOOD, _("the same: it understood"));
    *y += 2;
    pw_buffer_free(&hex);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_paragraphs prose = {.arena = &ui->scratch};
    bool changed = strcmp(state->key, state->given) != 0;
    int y = 1;
    pw_draw_title(cells, _("The accept workbench"), _("RFC 6455 section 4.2.2"));
    if (cells->rows > 16)
        y++;
    draw_steps(state, cells, &y);
    pw_paragraphs_add(
        &prose,
        (struct pw_paragraph){
            .text =
                changed
                    ? _("You changed the key. One other character, and nearly all of the answer "
                        "is another: so no server can have guessed the right one. A client that "
                        "had sent this key would have to end the connection.")
                    : _("The server joins the key and the fixed text, takes the SHA-1 of them, "
                        "and writes that in base64. Who does not know WebSocket does not know "
                        "to do this. It keeps no secret: everybody can compute it, as you see.")});
    pw_paragraphs_add(
        &prose,
        (struct pw_paragraph){.gap = true,
                              .text = _("Choose a character with the arrows and type another.")});
    pw_draw_paragraphs(cells, (struct pw_box){y, 0, cells->rows - 1 - y, cells->columns}, &prose,
                       0);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t length = (uint32_t)strlen(state->key);
    if (action == OUT)
        pw_ui_back(ui);
    else if (action == RESET)
        reset(state);
    else if (action == LEFT && state->cursor)
        state->cursor--;
    else if (action == RIGHT && state->cursor + 1 < length)
        state->cursor++;
}

/* A character of base64 takes the place of the one under the cursor. */
static bool type(struct pw_ui *ui, void *it, int key)
{
    struct state *state = it;
    bool letter = (key >= 'a' && key <= 'z') || (key >= 'A' && key <= 'Z') ||
                  (key >= '0' && key <= '9') || key == '+' || key == '/' || key == '=';
    (void)ui;
    if (!letter || !state->key[state->cursor])
        return false;
    state->key[state->cursor] = (char)key;
    return true;
}

static void prepare(void *it, const void *what)
{
    const struct pw_description *upgrade = what;
    struct state *state = it;
    keep(state->given, pw_description_get(upgrade, "key"));
    keep(state->answer, pw_description_get(upgrade, "accept"));
    reset(state);
}

bool pw_view_accept_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row)
{
    uint32_t conversation = pw_session_row(session, row)->conversation;
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const struct pw_event *event = pw_session_event(session, i);
        struct pw_description upgrade;
        if (event->kind != PW_EVENT_WEBSOCKET_UPGRADE || event->conversation != conversation)
            continue;
        pw_picture_event(session, i, &ui->scratch, &upgrade);
        if (!pw_description_get(&upgrade, "key"))
            continue;
        pw_ui_open(ui, &pw_view_accept, prepare, &upgrade);
        return true;
    }
    return false;
}

const struct pw_view pw_view_accept = {
    .id = "accept",
    .title = N_("The accept workbench"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .typing = true,
    .type = type,
};
