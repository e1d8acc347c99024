/* Live capture on the screen: see live.h. */
#include "ui/live.h"

#include <string.h>

#include "base/translate.h"
#include "ui/view_walk.h"

const struct pw_key_entry pw_live_keys[] = {
    {'F', 0, 1, "", N_("follow the newest packet again"), NULL},
    {'P', 0, 1, N_("pause"), N_("pause, and go on: nothing is lost meanwhile"), "P"},
    {'C', 0, 1, N_("filter"), N_("change what is captured: a filter in BPF"), "C"},
    {.label = NULL},
};

const struct pw_key_entry pw_lab_keys[] = {
    {'S', 0, 1, N_("scenes"), N_("the lab's scenes: play one, and watch"), "S"},
    {'!', 0, 1, N_("shell"), N_("a shell inside the lab; exit comes back"), "!"},
    {.label = NULL},
};

static void follow(struct pw_ui *ui)
{
    ui->live.following = true;
    ui->live.paused = false;
    pw_ui_grown(ui);
}

void pw_live_hold(struct pw_ui *ui)
{
    if (!ui->live.on || !ui->live.following)
        return;
    ui->live.following = false;
    ui->live.held_at = pw_session_rows(ui->session);
}

static void open_in_lab(struct pw_ui *ui, int key)
{
    if (!ui->live.play)
        pw_ui_say(ui, _("There are scenes in the lab only: packetwalk lab"));
    else if (key == 'S')
        pw_ui_open(ui, &pw_view_scenes, NULL, NULL);
    else
        ui->live.shell = true;
}

bool pw_live_key(struct pw_ui *ui, int key)
{
    const struct pw_view *top = ui->stack[ui->depth - 1].view;
    if (!ui->live.on)
        return false;
    switch (key) {
    case 'F':
        follow(ui);
        return true;
    case 'P':
        ui->live.paused = !ui->live.paused;
        return true;
    case 'C':
        if (!ui->live.set_filter)
            pw_ui_say(ui, _("What comes through a pipe is filtered where it is captured."));
        else if (top != &pw_view_filter)
            pw_ui_open(ui, &pw_view_filter, NULL, NULL);
        return true;
    case 'S':
    case '!':
        if (top != &pw_view_scenes || key == '!')
            open_in_lab(ui, key);
        return true;
    default:
        return false;
    }
}

void pw_ui_grown(struct pw_ui *ui)
{
    uint32_t rows = ui->session ? pw_session_rows(ui->session) : 0;
    if (!ui->live.on || !ui->live.following || ui->live.paused || !ui->depth || !rows)
        return;
    struct pw_open_view *top = &ui->stack[ui->depth - 1];
    pw_arena_reset(&ui->scratch);
    if (ui->live.walks) {
        ui->live.walks = false;
        pw_view_walk_open(ui, rows - 1, false);
    } else if (top->view->newest) {
        top->view->newest(ui, top->state, rows - 1);
    }
}

static void show_state(const struct pw_ui *ui, struct pw_buffer *out)
{
    const struct pw_ui_live *live = &ui->live;
    uint32_t rows = pw_session_rows(ui->session);
    uint64_t waiting = live->seen > rows ? live->seen - rows : 0;
    if (live->ended)
        pw_buffer_text(out, _(" · ended"));
    else if (live->paused)
        pw_buffer_print(out, _(" · paused, %llu wait; P goes on"), (unsigned long long)waiting);
    else if (live->following)
        pw_buffer_text(out, _(" · live"));
    else
        pw_buffer_print(out, _(" · %u new; F follows"), rows - live->held_at);
    if (live->dropped)
        pw_buffer_print(out, _(" · %llu dropped"), (unsigned long long)live->dropped);
}

const char *pw_live_title(struct pw_ui *ui)
{
    const char *slash = strrchr(ui->title, '/');
    const char *name = slash && slash[1] ? slash + 1 : ui->title;
    if (!ui->live.on)
        return name;
    struct pw_buffer text = {0};
    pw_buffer_text(&text, name);
    show_state(ui, &text);
    const char *title = pw_arena_text(&ui->scratch, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    return title;
}
