/* Lessons without a screen: see lessons.h. */
#include "app/lessons.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/data.h"
#include "app/library.h"
#include "app/write.h"
#include "base/translate.h"

/* A lesson without its capture cannot be played; the others can. */
static void find_captures(struct pw_lessons *lessons)
{
    for (uint32_t i = 0; i < lessons->count; i++) {
        struct pw_lesson_entry *entry = &lessons->entries[i];
        if (!entry->lesson || pw_library_has(entry->lesson->capture))
            continue;
        entry->fault =
            pw_arena_print(&lessons->arena, _("%s:%u: the capture %s is not there"), entry->path,
                           (unsigned)entry->lesson->line, entry->lesson->capture);
        entry->lesson = NULL;
    }
}

struct pw_lessons *pw_load_lessons(void)
{
    struct pw_buffer own = {0}, spoken = {0}, english = {0};
    struct pw_error error = {{0}};
    pw_own_path(&own, "lessons");
    pw_lessons_path(&spoken, "");
    pw_data_path(&english, "lessons/en");
    /* One's own first; what is not translated is there in English. */
    const char *const directories[] = {pw_buffer_get(&own), pw_buffer_get(&spoken),
                                       pw_buffer_get(&english)};
    struct pw_lessons *lessons = pw_lessons_load(directories, 3, &error);
    if (lessons)
        find_captures(lessons);
    else
        pw_complain(&error);
    pw_buffer_free(&own);
    pw_buffer_free(&spoken);
    pw_buffer_free(&english);
    return lessons;
}

struct pw_glossary *pw_load_glossary(void)
{
    struct pw_buffer path = {0};
    struct pw_error error = {{0}};
    pw_lessons_path(&path, "/glossary.md");
    if (access(pw_buffer_get(&path), R_OK) != 0) {
        pw_buffer_clear(&path);
        pw_data_path(&path, "lessons/en/glossary.md");
    }
    struct pw_glossary *glossary = pw_glossary_load(pw_buffer_get(&path), &error);
    if (!glossary)
        pw_complain(&error);
    pw_buffer_free(&path);
    return glossary;
}

struct pw_progress *pw_load_progress(void)
{
    struct pw_buffer path = {0};
    struct pw_error error = {{0}};
    pw_progress_path(&path);
    struct pw_progress *progress = pw_progress_load(pw_buffer_get(&path), &error);
    if (!progress) {
        pw_complain(&error);
        progress = pw_progress_load("", &error);
    }
    pw_buffer_free(&path);
    return progress;
}

const struct pw_task *pw_find_task(const char *id, struct pw_lessons **lessons)
{
    const struct pw_lesson_entry *entry;
    *lessons = pw_load_lessons();
    const struct pw_task *task = *lessons ? pw_lessons_find_task(*lessons, id, &entry) : NULL;
    if (task)
        return task;
    struct pw_error error;
    pw_error_set(&error, "--task %s: there is no such task: packetwalk lesson tasks lists them",
                 id);
    if (*lessons)
        pw_complain(&error);
    pw_lessons_free(*lessons);
    *lessons = NULL;
    return NULL;
}

int pw_command_lesson_tasks(void)
{
    struct pw_lessons *lessons = pw_load_lessons();
    if (!lessons)
        return 1;
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        for (uint32_t k = 0; lesson && k < lesson->step_count; k++)
            if (lesson->steps[k].task)
                printf("%-6s %s\n", lesson->steps[k].task->id, lesson->steps[k].task->ask);
    }
    pw_lessons_free(lessons);
    return 0;
}

static void keep_first(void *self, const char *fault)
{
    struct pw_error *error = self;
    if (!error->text[0])
        pw_error_set(error, "%s", fault);
}

static void print_entry(const struct pw_lesson_entry *entry, const struct pw_captures *captures,
                        const struct pw_progress *progress)
{
    struct pw_error error = {{0}};
    struct pw_progress_entry at = pw_progress_get(progress, entry->id);
    if (!entry->lesson) {
        printf(_("%-42s  cannot be opened: %s\n"), entry->id, entry->fault);
        return;
    }
    /* Its capture may have been changed since it was written. */
    if (pw_lesson_check(entry->path, captures, keep_first, &error)) {
        printf(_("%-42s  has a fault: %s\n"), entry->id, error.text);
        return;
    }
    uint32_t steps = entry->lesson->step_count;
    printf(_("%-42s  %2u min  "), entry->id, entry->lesson->minutes);
    if (at.done >= steps)
        printf(_("done\n"));
    else if (at.step)
        printf(_("step %u of %u\n"), at.step, steps);
    else
        printf(_("new\n"));
}

int pw_command_lesson_list(void)
{
    struct pw_lessons *lessons = pw_load_lessons();
    if (!lessons)
        return 1;
    struct pw_library library = {0};
    struct pw_captures captures = pw_library_captures(&library);
    struct pw_progress *progress = pw_load_progress();
    for (uint32_t i = 0; i < lessons->count; i++)
        print_entry(&lessons->entries[i], &captures, progress);
    pw_library_free(&library);
    pw_progress_free(progress);
    pw_lessons_free(lessons);
    return 0;
}

static void print_fault(void *self, const char *fault)
{
    (void)self;
    printf("%s\n", fault);
}

/* What it claims, and then, where it can be read at all, how it is written. */
static uint32_t check_file(const char *path, const struct pw_captures *captures,
                           const struct pw_glossary *glossary)
{
    return pw_lesson_check(path, captures, print_fault, NULL) +
           pw_lesson_review(path, glossary, print_fault, NULL);
}

int pw_command_lesson_check(const struct pw_options *options)
{
    struct pw_library library = {0};
    struct pw_captures captures = pw_library_captures(&library);
    uint32_t faults = 0;
    struct pw_glossary *glossary = pw_load_glossary();
    faults += !glossary;
    for (char **file = options->files; file && *file; file++) {
        struct pw_arena scratch = {0};
        const char *slash = strrchr(*file, '/');
        library.beside = slash ? pw_arena_text(&scratch, *file, (size_t)(slash - *file)) : ".";
        faults += check_file(*file, &captures, glossary);
        pw_library_free(&library);
        pw_arena_free(&scratch);
    }
    library.beside = NULL;
    if (!options->files || !*options->files) {
        struct pw_lessons *lessons = pw_load_lessons();
        faults += !lessons;
        for (uint32_t i = 0; lessons && i < lessons->count; i++)
            faults += check_file(lessons->entries[i].path, &captures, glossary);
        pw_lessons_free(lessons);
        struct pw_words *words = pw_load_words();
        faults += !words;
        pw_words_free(words);
    }
    pw_glossary_free(glossary);
    pw_library_free(&library);
    return faults ? 1 : 0;
}

const struct pw_lesson_entry *pw_find_lesson(const struct pw_lessons *lessons, const char *name)
{
    struct pw_error error = {{0}};
    const struct pw_lesson_entry *entry = pw_lessons_find(lessons, name);
    if (!entry)
        pw_error_set(&error, "lesson %s: there is none: packetwalk lesson lists them", name);
    else if (!entry->lesson)
        pw_error_set(&error, "%s", entry->fault);
    if (entry && entry->lesson)
        return entry;
    pw_complain(&error);
    return NULL;
}

int pw_command_lesson_reset(const struct pw_options *options)
{
    struct pw_error error = {{0}};
    struct pw_lessons *lessons = pw_load_lessons();
    struct pw_progress *progress = pw_load_progress();
    const struct pw_lesson_entry *entry = NULL;
    bool good = lessons != NULL;
    if (good && options->lesson)
        good = (entry = pw_find_lesson(lessons, options->lesson)) != NULL;
    if (good) {
        pw_progress_reset(progress, entry ? entry->id : NULL);
        good = pw_progress_save(progress, &error);
        if (!good)
            pw_complain(&error);
    }
    pw_progress_free(progress);
    pw_lessons_free(lessons);
    return good ? 0 : 1;
}
