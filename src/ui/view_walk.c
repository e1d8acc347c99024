/* The walk, the heart of the program: one packet after the other, told in plain words. */
#include "ui/view_walk.h"

#include "base/text.h"
#include "base/translate.h"
#include "teach/predict.h"
#include "ui/ask.h"
#include "ui/jump.h"
#include "ui/live.h"
#include "ui/play.h"

struct state {
    struct pw_scene scene;
    uint32_t row; /* to begin at */
    bool all;
    struct pw_player player;
    struct pw_jump jump;
    struct pw_ask ask;
    struct pw_arena asked; /* holds the question */
    uint32_t answer;       /* the packet it is about */
    uint32_t turn;         /* how often another question was asked for here */
};

enum { READ_ON = PW_PLAYER_ACTIONS, READ_BACK, PREDICT, FOLLOW, ALL, FIND, JUMP };
static const struct pw_key_entry keys[] = {
    PW_SCENE_KEYS,
    {'p', 0, PREDICT, N_("predict"), N_("be asked what comes next; again: another question"), "p"},
    {'f', 0, FOLLOW, N_("follow"), N_("read the conversation as messages"), "f"},
    PW_PLAYER_KEYS,
    {' ', 0, READ_ON, "", N_("read on: the rest of the words, then the next packet"), NULL},
    {PW_KEY_BACKSPACE, 0, READ_BACK, "", N_("the packet before"), NULL},
    {'a', 0, ALL, "", N_("all packets of the capture, or this conversation's"), NULL},
    {'s', 0, PW_SCENE_SEQUENCE, "", N_("this connection's sequence numbers"), NULL},
    PW_SCENE_MORE_KEYS,
    {'/', 0, FIND, "", N_("find a text in the packet list, from here on"), NULL},
    {':', 0, JUMP, "", N_("to a packet by its number: type it, then Enter"), NULL},
    {.label = NULL},
};

static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    struct pw_scene *scene = &state->scene;
    scene->focus = (struct pw_focus){
        .session = ui->session, .words = ui->words, .voice = ui->voice, .row = state->row};
    scene->ladder = (struct pw_ladder_state){.all = state->all, .until = PW_NONE};
    if (pw_session_row(ui->session, state->row)->conversation == PW_NONE)
        scene->ladder.all = true;
    pw_focus_make(&scene->focus);
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_focus_free(&state->scene.focus);
    pw_arena_free(&state->asked);
    pw_jump_free(&state->jump);
}

/* "packet 4 of 31 · 0.000412 s", counted in what the ladder shows. */
static void show_place(struct pw_buffer *out, const struct pw_scene *scene)
{
    const struct pw_session *session = scene->focus.session;
    uint32_t row = scene->focus.row;
    pw_buffer_print(out, _("packet %u of %u · "), row + 1, pw_session_rows(session));
    pw_show_since(out, session, row);
}

static void draw_title(struct pw_ui *ui, const struct state *state, struct pw_cells *cells)
{
    struct pw_buffer what = {0}, where = {0};
    if (state->player.playing) {
        pw_player_show(&state->player, &what);
        pw_buffer_text(&what, " · ");
    }
    pw_buffer_text(&what, pw_live_title(ui));
    show_place(&where, &state->scene);
    pw_draw_title(cells, pw_buffer_get(&what), pw_buffer_get(&where));
    pw_buffer_free(&what);
    pw_buffer_free(&where);
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_buffer rule = {0};
    draw_title(ui, state, cells);
    if (state->ask.question) {
        struct pw_paragraphs prose = {.arena = &ui->scratch};
        pw_ask_show(&state->ask, &prose);
        if (pw_ask_open(&state->ask))
            pw_ask_how(&state->ask, &rule);
        else
            pw_buffer_text(&rule, _("revealed"));
        pw_scene_draw(ui, &state->scene, cells, &prose, pw_buffer_get(&rule));
    } else {
        pw_scene_draw(ui, &state->scene, cells, NULL, NULL);
    }
    pw_jump_draw(&state->jump, cells);
    pw_buffer_free(&rule);
}

static void stop_asking(struct state *state)
{
    state->ask = (struct pw_ask){0};
    state->scene.ladder.until = PW_NONE;
    state->scene.ladder.asking = false;
    state->scene.scroll = 0;
}

/* Ask about the next packet, or the one that is shown; pressed again, ask something else. */
static void predict(struct pw_ui *ui, struct state *state)
{
    struct pw_scene *scene = &state->scene;
    uint32_t shown = scene->focus.row;
    state->turn = state->ask.question ? state->turn + 1 : 0;
    stop_asking(state);
    uint32_t next = pw_ladder_next(&scene->focus, &scene->ladder, shown);
    pw_arena_reset(&state->asked);
    struct pw_prediction asked =
        pw_predict_turn(ui->words, ui->session, shown, next, state->turn, &state->asked);
    if (!asked.question) {
        pw_ui_say(ui, next == PW_NONE ? _("No packet comes after this one.")
                                      : _("Nothing can be asked here."));
        return;
    }
    pw_ask_begin(&state->ask, asked.question, ui->session, asked.row);
    state->answer = asked.question->hide ? next : shown;
    /* What is selected lights up: of what is asked, nothing may. */
    scene->focus.level = PW_LEVEL_PACKET;
    pw_scene_go(scene, shown);
    if (!asked.question->hide)
        return;
    scene->ladder.until = next;
    scene->ladder.asking = true;
}

/* The right answer was given: show the packet, and keep the words until the next key. */
static void reveal(struct state *state)
{
    struct pw_scene *scene = &state->scene;
    scene->ladder.until = PW_NONE;
    scene->ladder.asking = false;
    pw_scene_go(scene, state->answer);
}

/* Show any packet, asked for from elsewhere. */
static void see(struct pw_ui *ui, void *it, uint32_t row)
{
    struct state *state = it;
    stop_asking(state);
    pw_player_stop(&state->player);
    if (pw_session_row(ui->session, row)->conversation == PW_NONE)
        state->scene.ladder.all = true;
    pw_scene_go(&state->scene, row);
}

static bool type(struct pw_ui *ui, void *it, int key)
{
    struct state *state = it;
    uint32_t row;
    if (pw_jump_key(ui, &state->jump, key, &row)) {
        if (row != PW_NONE)
            see(ui, state, row);
        return true;
    }
    if (!state->ask.question)
        return false;
    if (!pw_ask_open(&state->ask)) {
        stop_asking(state);
        return key == PW_KEY_ENTER;
    }
    if (!pw_ask_key(&state->ask, key))
        return false;
    if (!pw_ask_open(&state->ask))
        reveal(state);
    return true;
}

static void follow(struct pw_ui *ui, const struct pw_scene *scene)
{
    uint32_t conversation = pw_session_row(ui->session, scene->focus.row)->conversation;
    if (conversation == PW_NONE)
        pw_ui_say(ui, _("This packet belongs to no conversation."));
    else
        pw_view_follow_open(ui, ui->session, conversation, scene->focus.row);
}

static void toggle_all(struct pw_ui *ui, struct pw_scene *scene)
{
    if (pw_session_row(ui->session, scene->focus.row)->conversation == PW_NONE) {
        pw_ui_say(ui, _("This packet belongs to no conversation."));
        return;
    }
    scene->ladder.all = !scene->ladder.all;
    pw_ui_say(ui,
              scene->ladder.all ? _("All packets of the capture.") : _("This conversation alone."));
}

static bool act_on_player(struct pw_ui *ui, struct state *state, int action)
{
    bool plays = action == PW_PLAYER_PLAY || action == PW_PLAYER_BACK;
    if (!plays || !state->ask.question)
        return pw_player_act(&state->player, ui, action);
    pw_ui_say(ui, _("What comes next is the question."));
    return true;
}

static bool act_on_scene(struct pw_ui *ui, struct pw_scene *scene, int action)
{
    if (action == READ_ON && pw_scene_read_on(scene))
        return true;
    if (action == READ_ON || action == READ_BACK)
        action = action == READ_ON ? PW_SCENE_JUMP_NEXT : PW_SCENE_JUMP_BEFORE;
    return pw_scene_act(ui, scene, action);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    struct pw_scene *scene = &state->scene;
    uint32_t row = scene->focus.row;
    if (act_on_player(ui, state, action))
        return;
    /* What opens something else leaves a packet that stands still. */
    if (action >= PW_SCENE_ACCEPT && action != READ_ON)
        pw_player_stop(&state->player);
    switch (action) {
    case PREDICT:
        predict(ui, state);
        return;
    case FOLLOW:
        follow(ui, scene);
        return;
    case ALL:
        toggle_all(ui, scene);
        return;
    case FIND:
        pw_view_packets_find(ui, row);
        return;
    case JUMP:
        pw_jump_begin(&state->jump);
        return;
    default:
        break;
    }
    if (action == PW_SCENE_OUT && state->ask.question) {
        stop_asking(state);
        return;
    }
    if (!act_on_scene(ui, scene, action) && action == PW_SCENE_OUT)
        pw_ui_back(ui);
    else if (scene->focus.row != row)
        pw_player_stop(&state->player);
}

static uint64_t tick(struct pw_ui *ui, void *it, uint64_t now)
{
    struct state *state = it;
    return pw_player_tick(&state->player, ui, &state->scene, now);
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)ui;
    uint32_t row = state->scene.focus.row;
    if (state->ask.question)
        return;
    pw_scene_click(&state->scene, y, x);
    if (state->scene.focus.row != row)
        pw_player_stop(&state->player);
}

/* Followed, the ladder is always that of the newest packet's conversation, or all. */
static void newest(struct pw_ui *ui, void *it, uint32_t row)
{
    struct state *state = it;
    (void)ui;
    pw_player_stop(&state->player);
    if (!state->ask.question && row != state->scene.focus.row)
        pw_scene_go(&state->scene, row);
}

struct beginning {
    uint32_t row;
    bool all;
};

static void prepare(void *it, const void *what)
{
    struct state *state = it;
    const struct beginning *beginning = what;
    state->row = beginning->row;
    state->all = beginning->all;
}

void pw_view_walk_open(struct pw_ui *ui, uint32_t row, bool all)
{
    struct beginning beginning = {row, all};
    pw_ui_open(ui, &pw_view_walk, prepare, &beginning);
}

const struct pw_view pw_view_walk = {
    .id = "walk",
    .title = N_("The walk through packets"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .type = type,
    .see = see,
    .newest = newest,
    .click = click,
    .tick = tick,
    .leave = leave,
};
