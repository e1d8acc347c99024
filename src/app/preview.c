/*
 * `lesson preview FILE`: a lesson on the screen while it is being written. The folder is watched
 * (inotify), for editors save by putting a new file in the old one's place.
 */
#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "app/library.h"
#include "app/lessons.h"
#include "app/viewer_private.h"
#include "app/write.h"
#include "base/translate.h"

struct pw_preview {
    const char *path;
    int descriptor;
    struct pw_arena arenas[2]; /* the lesson that is shown, and the one before */
    unsigned turn;
};

int pw_viewer_preview_descriptor(const struct pw_viewer *viewer)
{
    return viewer->preview ? viewer->preview->descriptor : -1;
}

/* Into the arena that is not in use. */
static const struct pw_lesson *load(struct pw_preview *preview, struct pw_error *error)
{
    struct pw_arena *arena = &preview->arenas[preview->turn ^ 1];
    pw_arena_reset(arena);
    const struct pw_lesson *lesson = pw_lesson_load(preview->path, arena, error);
    if (lesson)
        preview->turn ^= 1;
    return lesson;
}

static void keep_first(void *self, const char *fault)
{
    struct pw_error *error = self;
    if (!error->text[0])
        pw_error_set(error, "%s", fault);
}

static void read_anew(struct pw_viewer *viewer)
{
    struct pw_preview *preview = viewer->preview;
    struct pw_error error = {{0}};
    const struct pw_lesson *lesson = load(preview, &error);
    if (lesson) {
        pw_ui_lesson_changed(&viewer->ui, lesson);
        pw_lesson_check(preview->path, viewer->ui.captures, keep_first, &error);
        if (!error.text[0])
            pw_lesson_review(preview->path, viewer->ui.glossary, keep_first, &error);
    }
    /* Which file it is, is known. */
    size_t known = strlen(preview->path) + 1;
    bool own = strncmp(error.text, preview->path, known - 1) == 0 && strlen(error.text) > known;
    const char *fault = own ? error.text + known : error.text;
    pw_ui_say(&viewer->ui, error.text[0] ? fault : _("Read anew: no fault."));
    viewer->changed = true;
}

void pw_viewer_hear_preview(struct pw_viewer *viewer)
{
    char events[4096] __attribute__((aligned(8)));
    bool saved = false;
    if (!viewer->preview)
        return;
    const char *slash = strrchr(viewer->preview->path, '/');
    const char *name = slash ? slash + 1 : viewer->preview->path;
    ssize_t length;
    while ((length = read(viewer->preview->descriptor, events, sizeof events)) > 0) {
        for (ssize_t at = 0; at < length;) {
            struct inotify_event event;
            memcpy(&event, events + at, sizeof event);
            saved |= event.len && strcmp(events + at + (ssize_t)sizeof event, name) == 0;
            at += (ssize_t)(sizeof event + event.len);
        }
    }
    if (saved)
        read_anew(viewer);
}

static const char *folder_of(const char *path, struct pw_arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash ? pw_arena_text(arena, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

static bool watch(struct pw_preview *preview, const char *folder, struct pw_error *error)
{
    preview->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (preview->descriptor >= 0 &&
        inotify_add_watch(preview->descriptor, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0)
        return true;
    return pw_error_set(error, "%s: it cannot be watched: %s", folder, strerror(errno));
}

static void show(const struct pw_options *options, struct pw_preview *preview,
                 const struct pw_lesson *lesson, const char *folder)
{
    struct pw_error error;
    struct pw_library library = {.beside = folder};
    struct pw_captures captures = pw_library_captures(&library);
    struct pw_words *words = pw_load_words();
    struct pw_glossary *glossary = pw_load_glossary();
    /* Looking at a lesson one writes is no progress. */
    struct pw_progress *progress = pw_progress_load("", &error);
    struct pw_viewer viewer = {.ascii = options->ascii,
                               .preview = preview,
                               .ui = {.words = words,
                                      .glossary = glossary,
                                      .captures = &captures,
                                      .progress = progress,
                                      .projector = options->projector,
                                      .voice_chosen = options->voice_given,
                                      .voice = options->voice}};
    if (words && pw_viewer_open_screen(options)) {
        pw_ui_start_lesson(&viewer.ui, lesson, false);
        read_anew(&viewer);
        pw_viewer_loop(&viewer);
        pw_viewer_close(&viewer);
    }
    pw_progress_free(progress);
    pw_glossary_free(glossary);
    pw_words_free(words);
    pw_library_free(&library);
}

int pw_command_preview(const struct pw_options *options)
{
    struct pw_preview preview = {.path = options->file, .descriptor = -1};
    struct pw_arena arena = {0};
    struct pw_error error;
    const char *folder = folder_of(options->file, &arena);
    const struct pw_lesson *lesson = load(&preview, &error);
    bool good = lesson && watch(&preview, folder, &error);
    if (good)
        show(options, &preview, lesson, folder);
    else
        pw_complain(&error);
    if (preview.descriptor >= 0)
        close(preview.descriptor);
    pw_arena_free(&preview.arenas[0]);
    pw_arena_free(&preview.arenas[1]);
    pw_arena_free(&arena);
    return good ? 0 : 1;
}
