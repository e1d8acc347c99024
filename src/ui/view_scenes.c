/* The lab's scenes: what can be played, and what each is about. */
#include "base/translate.h"
#include "ui/list.h"
#include "ui/live.h"
#include "ui/paragraphs.h"

struct state {
    struct pw_list list;
};

enum { PLAY = PW_LIST_ACTIONS, VOICE };
static const struct pw_key_entry keys[] = {
    PW_LIST_KEYS,
    {PW_KEY_ENTER, PW_KEY_RIGHT, PLAY, N_("play"), N_("play the scene, and watch its packets"),
     N_("Enter")},
    {'v', 0, VOICE, N_("voice"), N_("the next voice: friend, student, engineer"), "v"},
    {.label = NULL},
};

static uint32_t count_scenes(const struct pw_ui *ui)
{
    uint32_t count = 0;
    while (ui->live.scene_name(ui->live.self, count))
        count++;
    return count;
}

static const char *words_of(struct pw_ui *ui, const char *name)
{
    struct pw_said said = {.text = ""};
    const char *key = pw_arena_print(&ui->scratch, "scene %s", name);
    pw_words_key(ui->words, ui->voice, key, NULL, &ui->scratch, &said);
    return said.text ? said.text : "";
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    struct pw_list *list = &state->list;
    uint32_t count = count_scenes(ui);
    int about = cells->rows >= 20 ? 6 : 3;
    pw_draw_title(cells, pw_live_title(ui), _("scenes"));
    pw_list_keep(list, count, cells->rows - 4 - about);
    for (uint32_t i = list->top; i < count && (int)(i - list->top) < list->height; i++) {
        int y = 2 + (int)(i - list->top);
        bool selected = i == list->selected;
        enum pw_style style = selected ? PW_STYLE_SELECTED : PW_STYLE_PLAIN;
        if (selected)
            pw_cells_fill(cells, y, 1, cells->columns - 2, style, " ");
        pw_cells_put(cells, y, 0, 1, PW_STYLE_PLAIN, selected ? "▸" : " ");
        pw_cells_put(cells, y, 2, cells->columns - 4, style, ui->live.scene_name(ui->live.self, i));
    }
    int y = cells->rows - 1 - about;
    pw_cells_rule(cells, y - 1, 0, cells->columns, pw_voice_name(ui->voice));
    struct pw_paragraphs text = {.arena = &ui->scratch};
    if (list->selected < count)
        pw_paragraphs_add(
            &text, (struct pw_paragraph){
                       .text = words_of(ui, ui->live.scene_name(ui->live.self, list->selected))});
    pw_draw_paragraphs(cells, (struct pw_box){y, 0, about, cells->columns}, &text, 0);
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    uint32_t count = count_scenes(ui);
    if (pw_list_act(&state->list, action, count) || !count)
        return;
    if (action == VOICE) {
        ui->voice = (enum pw_voice)((ui->voice + 1) % PW_VOICES);
        ui->voice_chosen = true;
        return;
    }
    const char *name = ui->live.scene_name(ui->live.self, state->list.selected);
    if (!ui->live.play(ui->live.self, name)) {
        pw_ui_say(ui, _("A scene is being played: wait for its end."));
        return;
    }
    /* The packets of the scene are what is watched now. */
    pw_ui_back(ui);
    ui->live.following = true;
    ui->live.paused = false;
    ui->live.walks = ui->depth && ui->stack[ui->depth - 1].view == &pw_view_packets;
    struct pw_buffer said = {0};
    pw_buffer_print(&said, "%s", name);
    pw_ui_say(ui, pw_buffer_get(&said));
    pw_buffer_free(&said);
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)x;
    if (pw_list_click(&state->list, y - 2, count_scenes(ui)))
        act(ui, state, PLAY);
}

const struct pw_view pw_view_scenes = {
    .id = "scenes",
    .title = N_("The lab's scenes"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .draw = draw,
    .act = act,
    .click = click,
};
