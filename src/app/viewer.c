/* The event loop: see viewer.h. */
#include "app/viewer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/lessons.h"
#include "app/library.h"
#include "app/signals.h"
#include "app/viewer_private.h"
#include "app/write.h"
#include "ui/screen.h"

#define SLICE_NS    5000000u   /* of indexing between two looks at the keyboard */
#define PROGRESS_NS 100000000u /* between two drawings of progress */
#define LIVE_NS     25000000u  /* between two drawings of live packets */
#define STEPS       64         /* packets read between two looks at the clock */

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void show_progress(struct pw_viewer *viewer)
{
    struct pw_reader *reader = viewer->reader;
    pw_capture_progress(reader->capture, &viewer->ui.read, &viewer->ui.total);
    viewer->ui.reading = !reader->done;
    if (reader->bad)
        viewer->ui.trouble = reader->error.text;
    viewer->grown = true;
}

static bool is_paused(const struct pw_viewer *viewer)
{
    return viewer->ui.live.on && viewer->ui.live.paused;
}

/* Index for one slice. True where there is more to do at once. */
static bool read_slice(struct pw_viewer *viewer)
{
    struct pw_reader *reader = viewer->reader;
    if (!reader || reader->done)
        return false;
    if (is_paused(viewer)) {
        /* What comes is kept all the same. */
        pw_capture_listen(reader->capture);
        pw_capture_feed(reader->capture, false);
        pw_viewer_show_live(viewer);
        viewer->grown = true;
        return false;
    }
    uint32_t rows = pw_session_rows(reader->session);
    uint64_t end = now() + SLICE_NS;
    bool more = true;
    do {
        for (int i = 0; i < STEPS && more; i++)
            more = pw_reader_step(reader, false);
    } while (more && now() < end);
    if (viewer->ui.live.on) {
        pw_viewer_show_live(viewer);
        /* Nothing has changed where nothing came. */
        viewer->grown |= pw_session_rows(reader->session) != rows;
    } else {
        show_progress(viewer);
    }
    if (reader->done)
        viewer->changed = true;
    /* Where feeding needs no waiting, a packet that is not there yet is there after more of it. */
    return !reader->done && (more || pw_capture_descriptor(reader->capture) < 0);
}

static uint64_t draw_period(const struct pw_viewer *viewer)
{
    return viewer->ui.live.on ? LIVE_NS : PROGRESS_NS;
}

/* Milliseconds poll may wait: -1 until something happens. */
static int patience(const struct pw_viewer *viewer, bool busy)
{
    if (busy)
        return 0;
    uint64_t time = now(), due = viewer->due;
    if (viewer->grown && viewer->drawn + draw_period(viewer) < due)
        due = viewer->drawn + draw_period(viewer);
    if (due == UINT64_MAX)
        return -1;
    return due <= time ? 0 : (int)((due - time) / 1000000u) + 1;
}

/* False where the terminal has gone. */
static bool wait_for_input(struct pw_viewer *viewer, bool busy)
{
    struct pollfd on[4] = {{.fd = pw_screen_descriptor(), .events = POLLIN},
                           {.fd = -1, .events = POLLIN},
                           {.fd = viewer->playing ? viewer->lab->control : -1, .events = POLLIN},
                           {.fd = pw_viewer_preview_descriptor(viewer), .events = POLLIN}};
    if (viewer->reader && !viewer->reader->done)
        on[1].fd = pw_capture_descriptor(viewer->reader->capture);
    if (poll(on, 4, patience(viewer, busy)) < 0)
        return errno == EINTR;
    return !(on[0].revents & (POLLHUP | POLLERR | POLLNVAL));
}

static void take_keys(struct pw_viewer *viewer)
{
    int y = 0, x = 0, key;
    while (!viewer->ui.done && (key = pw_screen_key(&y, &x)) != 0) {
        if (key > 0)
            pw_ui_key(&viewer->ui, key, y, x);
        viewer->changed = true;
    }
}

static void save_progress(struct pw_viewer *viewer)
{
    struct pw_error error = {{0}};
    if (!viewer->ui.progress_changed)
        return;
    viewer->ui.progress_changed = false;
    if (!pw_progress_save(viewer->ui.progress, &error))
        pw_ui_say(&viewer->ui, error.text);
}

/* Do what is due on the screen itself: a capture that is played goes on. */
static void tick(struct pw_viewer *viewer)
{
    uint64_t time = now(), wait = pw_ui_tick(&viewer->ui, time);
    viewer->due = wait == UINT64_MAX ? UINT64_MAX : time + wait;
    viewer->changed |= viewer->ui.moved;
    viewer->ui.moved = false;
}

static void draw(struct pw_viewer *viewer)
{
    uint64_t time = now();
    if (!viewer->changed && !(viewer->grown && time - viewer->drawn >= draw_period(viewer)))
        return;
    pw_ui_grown(&viewer->ui);
    pw_screen_size(&viewer->cells);
    pw_ui_draw(&viewer->ui, &viewer->cells);
    pw_screen_show(&viewer->cells, viewer->ui.repaint);
    viewer->ui.repaint = viewer->changed = viewer->grown = false;
    viewer->drawn = time;
}

void pw_viewer_loop(struct pw_viewer *viewer)
{
    bool busy = true;
    pw_signals_catch();
    viewer->changed = true;
    while (!viewer->ui.done && !pw_signals_caught()) {
        tick(viewer);
        draw(viewer);
        if (!wait_for_input(viewer, busy))
            break;
        take_keys(viewer);
        if (viewer->ui.wish)
            pw_viewer_do_task(viewer);
        if (viewer->ui.live.shell)
            pw_viewer_open_shell(viewer);
        pw_viewer_hear_lab(viewer);
        pw_viewer_hear_preview(viewer);
        save_progress(viewer);
        busy = read_slice(viewer);
        busy |= pw_viewer_watch(viewer);
    }
}

void pw_viewer_close(struct pw_viewer *viewer)
{
    pw_screen_close();
    pw_ui_free(&viewer->ui);
    pw_cells_free(&viewer->cells);
}

bool pw_viewer_open_screen(const struct pw_options *options)
{
    struct pw_error error = {{0}};
    if (pw_screen_open(options->ascii, &error))
        return true;
    pw_complain(&error);
    return false;
}

static int end_capture(const struct pw_options *options, struct pw_reader *reader, bool live)
{
    if (reader->bad)
        pw_complain(&reader->error);
    bool fine = live ? pw_tell_counts(options, reader) : pw_save_if_asked(options, reader);
    return reader->bad || !fine ? 1 : 0;
}

static int read_capture(const struct pw_options *options, struct pw_reader *reader,
                        const struct pw_words *words, const struct pw_loopback *lab)
{
    struct pw_viewer viewer = {.reader = reader, .ascii = options->ascii};
    viewer.ui = (struct pw_ui){.session = reader->session,
                               .words = words,
                               .title = pw_capture_name(options),
                               .projector = options->projector,
                               .voice = options->voice};
    bool live = options->device || lab;
    struct pw_glossary *glossary = pw_load_glossary();
    viewer.ui.glossary = glossary;
    if (live)
        pw_viewer_make_live(&viewer, options);
    if (lab)
        pw_viewer_make_lab(&viewer, options, lab);
    if (!pw_viewer_make_task(&viewer, options) || !pw_viewer_open_screen(options)) {
        pw_glossary_free(glossary);
        return 1;
    }
    /* What a few milliseconds can read stands on the first screen already. */
    read_slice(&viewer);
    if (!live && !reader->done && pw_capture_descriptor(reader->capture) >= 0)
        pw_viewer_make_growing(&viewer);
    if (live)
        pw_viewer_start_live(&viewer, options);
    else
        pw_ui_start_capture(&viewer.ui);
    pw_viewer_loop(&viewer);
    bool done = pw_viewer_end_task(&viewer);
    pw_viewer_close(&viewer);
    pw_glossary_free(glossary);
    int status = end_capture(options, reader, live);
    return done ? status : 1;
}

int pw_command_read(const struct pw_options *options)
{
    struct pw_reader reader;
    int status = 0;
    if (!pw_reader_begin(&reader, options, &status)) {
        pw_complain_reader(&reader, options);
        return status;
    }
    struct pw_words *words = pw_load_words();
    status = words ? read_capture(options, &reader, words, NULL) : 1;
    pw_words_free(words);
    pw_reader_close(&reader);
    return status;
}

int pw_view_lab(const struct pw_options *options, struct pw_reader *reader,
                const struct pw_loopback *lab)
{
    struct pw_words *words = pw_load_words();
    int status = words ? read_capture(options, reader, words, lab) : 1;
    pw_words_free(words);
    return status;
}

/* The menu, or one lesson alone, until it is left. */
static void show_lessons(const struct pw_options *options, const struct pw_lessons *lessons,
                         const struct pw_words *words, const struct pw_lesson_entry *entry)
{
    struct pw_library library = {0};
    struct pw_captures captures = pw_library_captures(&library);
    struct pw_progress *progress = pw_load_progress();
    struct pw_glossary *glossary = pw_load_glossary();
    struct pw_viewer viewer = {.ascii = options->ascii,
                               .ui = {.words = words,
                                      .glossary = glossary,
                                      .lessons = lessons,
                                      .captures = &captures,
                                      .progress = progress,
                                      .projector = options->projector,
                                      .voice_chosen = options->voice_given,
                                      .voice = options->voice}};
    if (entry)
        pw_ui_start_lesson(&viewer.ui, entry->lesson, options->fast);
    else
        pw_ui_start_menu(&viewer.ui);
    pw_viewer_loop(&viewer);
    save_progress(&viewer);
    pw_viewer_close(&viewer);
    pw_glossary_free(glossary);
    pw_progress_free(progress);
    pw_library_free(&library);
}

int pw_command_lessons(const struct pw_options *options)
{
    struct pw_lessons *lessons = pw_load_lessons();
    struct pw_words *words = lessons ? pw_load_words() : NULL;
    const struct pw_lesson_entry *entry = NULL;
    bool good = words != NULL;
    if (good && options->lesson)
        good = (entry = pw_find_lesson(lessons, options->lesson)) != NULL;
    if (good && (good = pw_viewer_open_screen(options)))
        show_lessons(options, lessons, words, entry);
    pw_words_free(words);
    pw_lessons_free(lessons);
    return good ? 0 : 1;
}
