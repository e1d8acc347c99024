/* Playing a capture with its own time: see play.h. */
#include "ui/play.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"

#define SECOND       1000000000u
#define FRAME        (SECOND / 60) /* at least so long between two pictures */
#define SILENCE      (2 * SECOND)  /* of the capture: longer ones are skipped */
#define SKIPPED      (SECOND / 2)  /* and take so long instead */
#define LAG          (SECOND / 10) /* later than that is not caught up with */
#define MOST_AT_ONCE 65536u        /* packets passed by in one frame */

void pw_player_stop(struct pw_player *player)
{
    player->playing = player->begun = false;
    player->silence = 0;
}

/* Play, or stand still: 'x' stops whatever plays, 'X' only what plays backwards already. */
static void toggle(struct pw_player *player, bool backwards)
{
    bool on = !player->playing || (backwards && !player->backwards);
    pw_player_stop(player);
    player->playing = on;
    player->backwards = backwards;
}

/* So many doublings faster, or slower, within what there is. */
static void change_speed(struct pw_player *player, int by)
{
    int speed = player->speed + by;
    if (speed < PW_PLAY_SLOWEST || speed > PW_PLAY_FASTEST)
        return;
    player->speed = speed;
    /* The wait going on is counted anew, at this speed. */
    player->wake = 0;
}

static void show_speed(const struct pw_player *player, struct pw_buffer *out)
{
    if (player->speed < 0)
        pw_buffer_print(out, "×1/%u", 1u << -player->speed);
    else
        pw_buffer_print(out, "×%u", 1u << player->speed);
}

void pw_player_show(const struct pw_player *player, struct pw_buffer *out)
{
    pw_buffer_text(out, player->backwards ? "◀ " : "▶ ");
    show_speed(player, out);
}

/* Where nothing plays the title does not show the speed. */
static void say_speed(struct pw_ui *ui, const struct pw_player *player)
{
    struct pw_buffer text = {0};
    pw_buffer_text(&text, _("Speed "));
    show_speed(player, &text);
    pw_buffer_text(&text, _(": x plays."));
    pw_ui_say(ui, pw_buffer_get(&text));
    pw_buffer_free(&text);
}

bool pw_player_act(struct pw_player *player, struct pw_ui *ui, int action)
{
    switch (action) {
    case PW_PLAYER_PLAY:
    case PW_PLAYER_BACK:
        toggle(player, action == PW_PLAYER_BACK);
        return true;
    case PW_PLAYER_FASTER:
    case PW_PLAYER_SLOWER:
        change_speed(player, action == PW_PLAYER_FASTER ? 1 : -1);
        if (!player->playing)
            say_speed(ui, player);
        return true;
    default:
        return false;
    }
}

bool pw_player_takes(struct pw_player *player, uint64_t gap, uint64_t now)
{
    bool silent = gap > SILENCE;
    uint64_t wait = gap >> (player->speed > 0 ? player->speed : 0);
    if (!silent && player->speed < 0)
        wait <<= -player->speed;
    bool skipped = silent && (wait > SKIPPED || player->speed < 0);
    if (skipped)
        wait = SKIPPED;
    uint64_t due = player->from + wait;
    if (due > now) {
        player->silence = skipped ? gap : 0;
        if (player->wake < due)
            player->wake = due;
        return false;
    }
    player->silence = 0;
    player->from = now - due > LAG ? now : due;
    return true;
}

static uint32_t neighbour(const struct pw_player *player, const struct pw_scene *scene,
                          uint32_t row)
{
    return player->backwards ? pw_ladder_before(&scene->focus, &scene->ladder, row)
                             : pw_ladder_next(&scene->focus, &scene->ladder, row);
}

/* The time between a packet and its neighbour; none where the clock was set back between them. */
static uint64_t gap_to(const struct pw_player *player, const struct pw_session *session,
                       uint32_t row, uint32_t other)
{
    uint64_t here = pw_session_row(session, row)->time;
    uint64_t there = pw_session_row(session, other)->time;
    uint64_t early = player->backwards ? there : here, late = player->backwards ? here : there;
    return late > early ? late - early : 0;
}

/* The row that is due now, and whether there is none behind it. However many packets come in one
 * frame, only so many are passed by at once: the keyboard must not wait for the others. */
static uint32_t row_due(struct pw_player *player, const struct pw_scene *scene, uint64_t now,
                        bool *end)
{
    uint32_t first = scene->focus.row, row = first;
    do {
        uint32_t next = neighbour(player, scene, row);
        *end = next == PW_NONE;
        if (*end || !pw_player_takes(player, gap_to(player, scene->focus.session, row, next), now))
            return row;
        row = next;
    } while ((row > first ? row - first : first - row) < MOST_AT_ONCE);
    return row;
}

static void show_silence(uint64_t silence, struct pw_buffer *out)
{
    pw_buffer_print(out, _("%llu.%llu s of silence skipped"),
                    (unsigned long long)(silence / SECOND),
                    (unsigned long long)(silence % SECOND / (SECOND / 10)));
}

/* Say what is skipped while it is; take back what was said before, if it still stands there. */
static void say_silence(struct pw_ui *ui, uint64_t before, uint64_t now)
{
    struct pw_buffer text = {0};
    /* A key takes back what is said, and may have changed how long it holds. */
    if (before == now && (!now || ui->message.length))
        return;
    show_silence(now ? now : before, &text);
    if (now)
        pw_ui_say(ui, pw_buffer_get(&text));
    else if (strcmp(pw_buffer_get(&ui->message), pw_buffer_get(&text)) == 0)
        pw_ui_say(ui, "");
    ui->moved = true;
    pw_buffer_free(&text);
}

uint64_t pw_player_tick(struct pw_player *player, struct pw_ui *ui, struct pw_scene *scene,
                        uint64_t now)
{
    if (!player->playing)
        return UINT64_MAX;
    if (!player->begun) {
        player->begun = true;
        player->from = now;
        player->wake = 0;
    }
    if (now < player->wake)
        return player->wake - now;
    player->wake = now + FRAME;
    bool end = false;
    uint64_t silence = player->silence;
    uint32_t row = row_due(player, scene, now, &end);
    if (row != scene->focus.row) {
        pw_scene_go(scene, row);
        ui->moved = true;
    }
    say_silence(ui, silence, player->silence);
    if (!end)
        return player->wake - now;
    bool grows = ui->reading || (ui->live.on && !ui->live.ended);
    if (player->backwards || !grows) {
        pw_ui_say(ui, player->backwards ? _("Played back to the first packet.")
                                        : _("Played to the last packet."));
        pw_player_stop(player);
        ui->moved = true;
    }
    return UINT64_MAX;
}
