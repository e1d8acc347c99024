/* ui/: playing a capture with its own time, by a clock the tests set. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "ui/play.h"
#include "ui_test.h"

#define MS 1000000ull

/* Where a packet so long after the last is due at a speed, in ms; -1: at once. */
static long due(int speed, uint64_t gap_ms)
{
    struct pw_player player = {.playing = true, .begun = true, .speed = speed};
    return pw_player_takes(&player, gap_ms * MS, 0) ? -1 : (long)(player.wake / MS);
}

void test_player(void)
{
    CU_ASSERT_EQUAL(due(0, 100), 100);
    CU_ASSERT_EQUAL(due(3, 800), 100);
    CU_ASSERT_EQUAL(due(-3, 100), 800);
    CU_ASSERT_EQUAL(due(-3, 2000), 16000);
    CU_ASSERT_EQUAL(due(0, 0), -1);
    /* Silence is no longer than half a second, and shorter where it would have been. */
    CU_ASSERT_EQUAL(due(0, 2000), 2000);
    CU_ASSERT_EQUAL(due(0, 2001), 500);
    CU_ASSERT_EQUAL(due(-3, 7000), 500);
    CU_ASSERT_EQUAL(due(6, 6400), 100);
    CU_ASSERT_EQUAL(due(6, 86400000), 500);
    /* A little lateness is caught up with, so that the pace is kept; a lot is not. */
    struct pw_player player = {.playing = true, .begun = true};
    CU_ASSERT_TRUE(pw_player_takes(&player, 10 * MS, 14 * MS));
    CU_ASSERT_EQUAL(player.from, 10 * MS);
    CU_ASSERT_TRUE(pw_player_takes(&player, 10 * MS, 900 * MS));
    CU_ASSERT_EQUAL(player.from, 900 * MS);
}

/* Let time pass until nothing moves any more, or for so many calls; returns the time it took. */
static uint64_t pass(struct screen *screen, uint64_t *now, int calls)
{
    uint64_t start = *now;
    for (int i = 0; i < calls; i++) {
        uint64_t wait = pw_ui_tick(&screen->ui, *now);
        if (wait == UINT64_MAX)
            break;
        CU_ASSERT_TRUE(wait > 0);
        *now += wait;
    }
    return *now - start;
}

static uint64_t capture_time(const struct screen *screen, uint32_t from, uint32_t to)
{
    return pw_session_row(screen->session, to)->time - pw_session_row(screen->session, from)->time;
}

static bool title_shows(struct screen *screen, uint32_t packet)
{
    char text[40];
    snprintf(text, sizeof text, "packet %u of %u", packet, pw_session_rows(screen->session));
    return screen_shows(screen, text);
}

void test_playing(void)
{
    struct screen screen;
    uint64_t now = 77 * MS;
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    screen_keys(&screen, "Enter");
    /* Nothing moves, nothing wakes up. */
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    uint32_t last = pw_session_rows(screen.session) - 1;
    uint64_t all = capture_time(&screen, 0, last);
    screen_keys(&screen, "x");
    CU_ASSERT_TRUE(screen_shows(&screen, "▶ ×1"));
    uint64_t took = pass(&screen, &now, 10000);
    CU_ASSERT_TRUE(title_shows(&screen, last + 1));
    CU_ASSERT_TRUE(screen_shows(&screen, "Played to the last packet."));
    /* A frame at the most is added to what the capture took. */
    CU_ASSERT_TRUE(took >= all && took < all + 40 * MS);
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    /* The same backwards, and half as fast. */
    screen_keys(&screen, "- X");
    CU_ASSERT_TRUE(screen_shows(&screen, "◀ ×1/2"));
    took = pass(&screen, &now, 10000);
    CU_ASSERT_TRUE(title_shows(&screen, 1));
    CU_ASSERT_TRUE(screen_shows(&screen, "Played back to the first packet."));
    CU_ASSERT_TRUE(took >= 2 * all && took < 2 * all + 40 * MS);
    screen_free(&screen);
}

/* A pause stands still, a step by hand stops, and a question is not played past. */
void test_playing_by_hand(void)
{
    struct screen screen;
    uint64_t now = 1;
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    screen_keys(&screen, "Enter x x");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    screen_keys(&screen, "x");
    CU_ASSERT_NOT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    screen_keys(&screen, "Right");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    CU_ASSERT_TRUE(title_shows(&screen, 2));
    screen_keys(&screen, "p x");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    CU_ASSERT_TRUE(screen_shows(&screen, "What comes next is the question."));
    /* As slow and as fast as it goes. */
    screen_keys(&screen, "Esc -*9");
    CU_ASSERT_TRUE(screen_shows(&screen, "Speed ×1/8: x plays."));
    screen_keys(&screen, "+*20");
    CU_ASSERT_TRUE(screen_shows(&screen, "Speed ×64: x plays."));
    screen_keys(&screen, "x Enter");
    CU_ASSERT_NOT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    /* What covers the walk holds it; what takes a packet apart stops it. */
    screen_keys(&screen, "?");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    screen_keys(&screen, "q");
    CU_ASSERT_NOT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    screen_keys(&screen, "s q");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), UINT64_MAX);
    screen_free(&screen);
}

/* While more may come the end is waited at without waking up, and what comes is played. */
void test_playing_what_grows(void)
{
    struct screen screen;
    uint64_t now = 1;
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    struct pw_session *whole = screen.session;
    struct pw_session *growing = pw_session_new(pcap_file_store(&screen.file));
    for (uint32_t i = 0; i < 4; i++)
        pw_session_add(growing, &screen.file.packets[i]);
    screen.ui.session = screen.session = growing;
    screen.ui.reading = true;
    screen_keys(&screen, "Enter x + +");
    pass(&screen, &now, 10000);
    CU_ASSERT_TRUE(title_shows(&screen, 4));
    CU_ASSERT_TRUE(screen_shows(&screen, "▶ ×4"));
    for (uint32_t i = 4; i < screen.file.count; i++)
        pw_session_add(growing, &screen.file.packets[i]);
    pw_session_finish(growing);
    pass(&screen, &now, 10000);
    CU_ASSERT_TRUE(title_shows(&screen, screen.file.count));
    screen.ui.reading = false;
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now + 100 * MS), UINT64_MAX);
    CU_ASSERT_TRUE(screen_shows(&screen, "Played to the last packet."));
    pw_ui_free(&screen.ui);
    screen.ui = (struct pw_ui){0};
    pw_session_free(growing);
    screen.session = whole;
    screen_free(&screen);
}

/* Silence is skipped, and said while it is. Three SYNs that nobody answers, and the end of it: 1.0,
 * 2.0 and 4.2 s lie between them. */
void test_playing_silence(void)
{
    static const char *const said[] = {"4.2 s of silence skipped", "2.0 s of silence skipped"};
    struct screen screen;
    uint64_t now = 1;
    screen_capture(&screen, "unanswered.pcap", 80, 24, false);
    screen_keys(&screen, "a End Enter X");
    for (uint32_t i = 0; i < 2; i++) {
        uint64_t wait = pw_ui_tick(&screen.ui, now);
        CU_ASSERT_EQUAL(wait, 500 * MS);
        CU_ASSERT_TRUE(title_shows(&screen, 4 - i));
        CU_ASSERT_TRUE(screen_shows(&screen, said[i]));
        now += wait;
    }
    /* What is no silence has its time, and nothing is said. */
    CU_ASSERT_TRUE(pw_ui_tick(&screen.ui, now) > 900 * MS);
    CU_ASSERT_TRUE(title_shows(&screen, 2));
    CU_ASSERT_EQUAL(screen.ui.message.length, 0);
    /* Faster, silence is still no longer than that. */
    screen_keys(&screen, "End X X X +");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), 500 * MS);
    screen_keys(&screen, "v");
    CU_ASSERT_EQUAL(screen.ui.message.length, 0);
    screen_keys(&screen, "+");
    CU_ASSERT_EQUAL(pw_ui_tick(&screen.ui, now), 500 * MS);
    CU_ASSERT_TRUE(screen_shows(&screen, said[0]));
    screen_free(&screen);
}

/* ':' and a number go there, in the walk and in the list; '/' in the walk asks the list. */
void test_jumping(void)
{
    struct screen screen;
    screen_capture(&screen, "dns.pcap", 80, 24, false);
    screen_keys(&screen, "a : 1 x 2");
    CU_ASSERT_TRUE(screen_shows(&screen, ":12_"));
    screen_keys(&screen, "Enter");
    CU_ASSERT_TRUE(title_shows(&screen, 12));
    screen_keys(&screen, "Enter : 2 0 Back 1 Enter");
    CU_ASSERT_TRUE(title_shows(&screen, 21));
    screen_keys(&screen, ": 0 Enter");
    CU_ASSERT_TRUE(title_shows(&screen, 21));
    screen_keys(&screen, ": 9 9 9 9 9 9 9 9 9 9 9 9 Enter");
    CU_ASSERT_TRUE(screen_shows(&screen, "There is no such packet: they go from 1 to 28."));
    screen_keys(&screen, ": Enter : 3 Esc");
    CU_ASSERT_TRUE(title_shows(&screen, 21));
    uint32_t depth = screen.ui.depth;
    screen_keys(&screen, "/ M X Enter");
    CU_ASSERT_EQUAL(screen.ui.depth, depth + 1);
    CU_ASSERT_TRUE(title_shows(&screen, 9));
    screen_keys(&screen, "n Enter");
    CU_ASSERT_EQUAL(screen.ui.depth, depth);
    CU_ASSERT_TRUE(title_shows(&screen, 10));
    screen_keys(&screen, "/ M Esc");
    CU_ASSERT_EQUAL(screen.ui.depth, depth);
    CU_ASSERT_TRUE(title_shows(&screen, 10));
    screen_free(&screen);
}
