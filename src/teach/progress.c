/* How far a student has come, kept in a plain text file: see progress.h. */
#include "teach/progress.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "teach/condition_value.h"
#include "teach/file.h"

#define PROGRESS_MAX (256u * 1024u) /* bytes read of the file */
#define STEPS_MAX    100000u        /* a number of steps above this is no line of ours */

struct line {
    const char *text; /* as it stands in the file, without its end */
    size_t length;
    const char *lesson; /* NULL: not a line of ours; kept */
    bool gone;          /* forgotten: not written again */
    struct pw_progress_entry entry;
};

struct pw_progress {
    struct pw_arena arena;
    struct pw_vector lines;
    const char *path;
};

static bool take_number(struct pw_bytes *text, uint32_t *number)
{
    uint64_t wide;
    if (!pw_value_number(pw_text_word(text), &wide) || wide > STEPS_MAX)
        return false;
    *number = (uint32_t)wide;
    return true;
}

/* "LESSON step A of B done C" */
static void understand(struct pw_progress *progress, struct line *line)
{
    struct pw_bytes text = pw_bytes_of(line->text, line->length);
    struct pw_bytes lesson = pw_text_word(&text);
    struct pw_progress_entry entry;
    if (!lesson.length || !pw_text_equals(pw_text_word(&text), "step") ||
        !take_number(&text, &entry.step) || !pw_text_equals(pw_text_word(&text), "of") ||
        !take_number(&text, &entry.steps) || !pw_text_equals(pw_text_word(&text), "done") ||
        !take_number(&text, &entry.done) || pw_text_trim(text).length)
        return;
    if (entry.step > entry.steps)
        entry.step = entry.steps;
    if (entry.done > entry.steps)
        entry.done = entry.steps;
    line->lesson = pw_arena_text(&progress->arena, lesson.data, lesson.length);
    line->entry = entry;
}

static void keep_lines(struct pw_progress *progress, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        struct line *line = pw_vector_add(&progress->lines);
        line->length = (size_t)(stop - text);
        line->text = pw_arena_text(&progress->arena, text, line->length);
        understand(progress, line);
        text = stop + 1;
    }
}

struct pw_progress *pw_progress_load(const char *path, struct pw_error *error)
{
    struct pw_progress *progress = pw_allocate_zero(sizeof *progress);
    pw_vector_init(&progress->lines, sizeof(struct line));
    progress->path = pw_arena_text(&progress->arena, path, strlen(path));
    FILE *file = fopen(path, "rb");
    bool good = file || errno == ENOENT || errno == ENOTDIR;
    if (file) {
        char *text = pw_allocate(PROGRESS_MAX);
        size_t length = fread(text, 1, PROGRESS_MAX, file);
        good = !ferror(file);
        if (good && length == PROGRESS_MAX) {
            errno = EFBIG;
            good = false;
        }
        if (good)
            keep_lines(progress, text, length);
        free(text);
    }
    if (!good)
        pw_error_set(error, "%s: %s", path, strerror(errno));
    if (file)
        fclose(file);
    if (good)
        return progress;
    pw_progress_free(progress);
    return NULL;
}

void pw_progress_free(struct pw_progress *progress)
{
    if (!progress)
        return;
    pw_vector_free(&progress->lines);
    pw_arena_free(&progress->arena);
    free(progress);
}

static struct line *find(const struct pw_progress *progress, const char *lesson)
{
    for (uint32_t i = 0; i < progress->lines.count; i++) {
        struct line *line = pw_vector_at(&progress->lines, i);
        if (line->lesson && !line->gone && !strcmp(line->lesson, lesson))
            return line;
    }
    return NULL;
}

struct pw_progress_entry pw_progress_get(const struct pw_progress *progress, const char *lesson)
{
    const struct line *line = find(progress, lesson);
    return line ? line->entry : (struct pw_progress_entry){0};
}

void pw_progress_set(struct pw_progress *progress, const char *lesson,
                     struct pw_progress_entry entry)
{
    struct line *line = find(progress, lesson);
    if (!line) {
        line = pw_vector_add(&progress->lines);
        line->lesson = pw_arena_text(&progress->arena, lesson, strlen(lesson));
    } else if (!memcmp(&line->entry, &entry, sizeof entry)) {
        return;
    }
    line->entry = entry;
    line->text = pw_arena_print(&progress->arena, "%s step %u of %u done %u", lesson,
                                (unsigned)entry.step, (unsigned)entry.steps, (unsigned)entry.done);
    line->length = strlen(line->text);
}

void pw_progress_reset(struct pw_progress *progress, const char *lesson)
{
    for (uint32_t i = 0; i < progress->lines.count; i++) {
        struct line *line = pw_vector_at(&progress->lines, i);
        if (line->lesson && (!lesson || !strcmp(line->lesson, lesson)))
            line->gone = true;
    }
}

/* Make every directory on the way to path; what fails shows when the file is opened. */
static void make_directories(const char *path)
{
    struct pw_arena scratch = {0};
    char *copy = pw_arena_text(&scratch, path, strlen(path));
    for (char *slash = copy; *slash && (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        mkdir(copy, 0700);
        *slash = '/';
    }
    pw_arena_free(&scratch);
}

static bool write_lines(const struct pw_progress *progress, FILE *file)
{
    for (uint32_t i = 0; i < progress->lines.count; i++) {
        const struct line *line = pw_vector_at(&progress->lines, i);
        if (line->gone)
            continue;
        fwrite(line->text, 1, line->length, file);
        fputc('\n', file);
    }
    return fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
}

/* Beside the file, so that putting it in its place is one step. Answers false with errno set. */
static bool write_beside(const struct pw_progress *progress, const char *path)
{
    struct pw_arena scratch = {0};
    char *name = pw_arena_print(&scratch, "%s.XXXXXX", path);
    int descriptor = mkstemp(name);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    bool good = file && write_lines(progress, file);
    int why = errno;
    if (file ? fclose(file) != 0 : descriptor >= 0 && close(descriptor) != 0)
        good = false;
    if (good && rename(name, path) != 0) {
        why = errno;
        good = false;
    }
    if (!good && descriptor >= 0)
        unlink(name);
    pw_arena_free(&scratch);
    errno = why;
    return good;
}

bool pw_progress_save(const struct pw_progress *progress, struct pw_error *error)
{
    make_directories(progress->path);
    /* A link to the file stays a link. */
    char *real = realpath(progress->path, NULL);
    bool good = write_beside(progress, real ? real : progress->path);
    if (!good)
        pw_error_set(error, "%s: %s", progress->path, strerror(errno));
    free(real);
    return good;
}
