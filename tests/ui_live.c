/* ui/: live capture and the lab's scenes on the screen. The packets of a bundled capture come as if
 * they were captured now. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "ui_test.h"

static const char *const scenes[] = {"handshake", "refused", "chat-socketio"};

/* What the program was asked for. */
static struct {
    char filter[64];
    char scene[64];
    bool busy;
} asked;

static bool set_filter(void *self, const char *text, struct pw_error *error)
{
    (void)self;
    if (strcmp(text, "prot 80") == 0)
        return pw_error_set(error, "filter \"%s\": syntax error", text);
    snprintf(asked.filter, sizeof asked.filter, "%s", text);
    return true;
}

static const char *scene_name(void *self, uint32_t i)
{
    (void)self;
    return i < sizeof scenes / sizeof *scenes ? scenes[i] : NULL;
}

static bool play(void *self, const char *scene)
{
    (void)self;
    snprintf(asked.scene, sizeof asked.scene, "%s", scene);
    return !asked.busy;
}

/* So many more packets have come. */
static void come(struct screen *screen, uint32_t count)
{
    uint32_t from = pw_session_rows(screen->session);
    for (uint32_t i = from; i < from + count && i < screen->file.count; i++)
        pw_session_add(screen->session, &screen->file.packets[i]);
    screen->ui.live.seen += count;
    if (!screen->ui.live.paused)
        pw_ui_grown(&screen->ui);
}

static void begin(struct screen *screen, int columns, int rows, bool lab)
{
    memset(&asked, 0, sizeof asked);
    *screen = (struct screen){.file = pcap_file_read(PW_CAPTURES "/upgrade.pcap")};
    screen->session = pw_session_new(pcap_file_store(&screen->file));
    screen->ui.session = screen->session;
    screen->ui.words = screen_words;
    screen->ui.title = lab ? "lab" : "lo";
    screen->ui.voice = PW_STUDENT;
    screen->ui.live.on = true;
    screen->ui.live.set_filter = set_filter;
    if (lab) {
        screen->ui.live.scene_name = scene_name;
        screen->ui.live.play = play;
    }
    pw_cells_size(&screen->cells, columns, rows);
    pw_ui_start_live(&screen->ui, false, lab);
}

static void compare(struct screen *screen, const char *golden)
{
    struct pw_buffer out = {0};
    char path[512];
    screen_write(screen, false, &out);
    snprintf(path, sizeof path, "%s/screens/%s.txt", PW_GOLDEN, golden);
    check_golden(path, &out);
    pw_buffer_free(&out);
}

void test_live_follows_until_one_moves(void)
{
    struct screen screen;
    begin(&screen, 80, 24, false);
    CU_ASSERT(screen_shows(&screen, "lo · live"));
    CU_ASSERT(screen_shows(&screen, "No packets yet."));
    come(&screen, 5);
    CU_ASSERT(screen_shows(&screen, "packet 5 of 5"));
    /* The voice is no move. */
    screen_keys(&screen, "v");
    come(&screen, 2);
    CU_ASSERT(screen_shows(&screen, "packet 7 of 7"));
    screen_keys(&screen, "Up");
    come(&screen, 3);
    CU_ASSERT(screen_shows(&screen, "packet 6 of 10"));
    compare(&screen, "live-held");
    screen_keys(&screen, "Enter");
    come(&screen, 1);
    CU_ASSERT(screen_shows(&screen, "lo · 4 new; F follows"));
    CU_ASSERT(screen_shows(&screen, "packet 6 of 11"));
    screen_keys(&screen, "F");
    CU_ASSERT(screen_shows(&screen, "packet 11 of 11"));
    come(&screen, 1);
    compare(&screen, "live-walk");
    screen_free(&screen);
}

void test_live_pauses(void)
{
    struct screen screen;
    begin(&screen, 80, 24, false);
    come(&screen, 4);
    screen_keys(&screen, "P");
    screen.ui.live.seen += 7;
    CU_ASSERT(screen_shows(&screen, "lo · paused, 7 wait; P goes on"));
    CU_ASSERT(screen_shows(&screen, "packet 4 of 4"));
    screen_keys(&screen, "P");
    screen.ui.live.seen -= 7;
    come(&screen, 7);
    CU_ASSERT(screen_shows(&screen, "packet 11 of 11"));
    screen.ui.live.dropped = 12;
    screen.ui.live.ended = true;
    CU_ASSERT(screen_shows(&screen, "lo · ended · 12 dropped"));
    screen_free(&screen);
}

void test_live_filter(void)
{
    struct screen screen;
    begin(&screen, 80, 24, false);
    come(&screen, 4);
    screen_keys(&screen, "C p r o t Space 8 0 Enter");
    compare(&screen, "live-filter");
    CU_ASSERT_STRING_EQUAL(asked.filter, "");
    screen_keys(&screen, "Back Back Back Back t Space 8 0");
    CU_ASSERT(screen_shows(&screen, "capture: prot 80_"));
    screen_keys(&screen, "Back*8 p o r t Space 8 0 Enter");
    CU_ASSERT_STRING_EQUAL(asked.filter, "port 80");
    CU_ASSERT(screen_shows(&screen, "only what matches"));
    /* It stands there to be changed; Esc leaves it. */
    screen_keys(&screen, "C 8 0");
    CU_ASSERT(screen_shows(&screen, "capture: port 8080_"));
    screen_keys(&screen, "Esc C");
    CU_ASSERT(screen_shows(&screen, "capture: port 80_"));
    screen_free(&screen);
}

void test_lab_scenes(void)
{
    struct screen screen;
    begin(&screen, 80, 24, true);
    compare(&screen, "scenes-80");
    asked.busy = true;
    screen_keys(&screen, "Down Enter");
    CU_ASSERT(screen_shows(&screen, "A scene is being played"));
    asked.busy = false;
    screen_keys(&screen, "Enter");
    CU_ASSERT_STRING_EQUAL(asked.scene, "refused");
    come(&screen, 3);
    /* A walk has opened, with the newest packet. */
    CU_ASSERT(screen_shows(&screen, "packet 3 of 3"));
    CU_ASSERT(screen_shows(&screen, "connected"));
    screen_keys(&screen, "Left S");
    CU_ASSERT(screen_shows(&screen, "chat-socketio"));
    screen_keys(&screen, "q");
    come(&screen, 1);
    CU_ASSERT(screen_shows(&screen, "lab · 1 new; F follows"));
    screen_keys(&screen, "!");
    CU_ASSERT_TRUE(screen.ui.live.shell);
    screen_free(&screen);
    begin(&screen, 40, 12, true);
    compare(&screen, "scenes-40");
    screen_free(&screen);
    /* Elsewhere there are no scenes. */
    begin(&screen, 80, 24, false);
    screen_keys(&screen, "S");
    CU_ASSERT(screen_shows(&screen, "packetwalk lab"));
    screen_free(&screen);
}

/* A task is watched for: its parts are ticked off, and what was seen instead is said. */
void test_task_on_the_screen(void)
{
    struct screen screen;
    struct pw_error error = {{0}};
    const struct pw_lesson_entry *entry;
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){PW_LESSONS "/en"}, 1, &error);
    begin(&screen, 80, 24, false);
    const struct pw_task *task = pw_lessons_find_task(lessons, "14.3", &entry);
    struct pw_task_watch *watch = pw_task_watch_new(task, screen.session, 0);
    screen.ui.task = watch;
    CU_ASSERT(screen_shows(&screen, "task: 0 of 2 done; T"));
    screen_keys(&screen, "T Enter");
    CU_ASSERT(screen_shows(&screen, "This part is not done yet"));
    come(&screen, 7);
    CU_ASSERT_TRUE(pw_task_watch_look(watch));
    screen_keys(&screen, "i Down");
    compare(&screen, "task-80");
    come(&screen, 22);
    CU_ASSERT_TRUE(pw_task_watch_look(watch));
    compare(&screen, "task-near");
    screen_keys(&screen, "q");
    CU_ASSERT(screen_shows(&screen, "task: 0 of 2 done, not quite; T"));
    screen.ui.task = NULL;
    pw_task_watch_free(watch);
    screen_free(&screen);
    pw_lessons_free(lessons);
}
