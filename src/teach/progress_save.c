/* Writing a progress file: whole, in one step, and beside whoever else writes it. See progress.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "teach/progress_private.h"

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
        const struct pw_progress_line *line = pw_vector_at(&progress->lines, i);
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

/* What has changed here, put over what is in the file by now. */
static void merge(const struct pw_progress *changes, struct pw_progress *file)
{
    if (changes->forgotten)
        pw_progress_reset(file, NULL);
    for (uint32_t i = 0; i < changes->lines.count; i++) {
        const struct pw_progress_line *line = pw_vector_at(&changes->lines, i);
        if (!line->changed || line->kind == PW_PROGRESS_OTHER)
            continue;
        if (line->gone) {
            struct pw_progress_line *old =
                pw_progress_find(file, line->lesson, line->kind, line->answer.step);
            if (old)
                old->gone = true;
            continue;
        }
        struct pw_progress_line *old =
            pw_progress_find_or_add(file, line->lesson, line->kind, line->answer.step);
        uint32_t done = old->entry.done;
        old->entry = line->entry;
        old->answer = line->answer;
        /* Another copy may be further on in the same lesson. */
        if (done > old->entry.done && done <= old->entry.steps)
            old->entry.done = done;
        pw_progress_write_line(file, old);
    }
}

/* Nobody else writes meanwhile: the directory is locked. Where a file system knows no locks, the
 * last one wins. */
static int lock(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct pw_buffer directory = {0};
    pw_buffer_add(&directory, path, slash ? (size_t)(slash + 1 - path) : 0);
    int descriptor =
        open(slash ? pw_buffer_get(&directory) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    pw_buffer_free(&directory);
    if (descriptor >= 0)
        flock(descriptor, LOCK_EX);
    return descriptor;
}

bool pw_progress_save(struct pw_progress *progress, struct pw_error *error)
{
    /* Without a place to keep it, it is kept as long as the program runs. */
    if (!*progress->path)
        return true;
    make_directories(progress->path);
    /* A link to the file stays a link. */
    char *real = realpath(progress->path, NULL);
    const char *path = real ? real : progress->path;
    int locked = lock(path);
    struct pw_progress *file = pw_progress_load(path, error);
    bool good = file != NULL;
    if (good) {
        merge(progress, file);
        good = write_beside(file, path);
        if (!good)
            pw_error_set(error, "%s: %s", progress->path, strerror(errno));
    }
    for (uint32_t i = 0; good && i < progress->lines.count; i++)
        ((struct pw_progress_line *)pw_vector_at(&progress->lines, i))->changed = false;
    if (good)
        progress->forgotten = false;
    if (locked >= 0)
        close(locked);
    pw_progress_free(file);
    free(real);
    return good;
}
