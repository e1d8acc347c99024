/* `lesson new CAPTURE`: the beginning of a lesson of one's own. See lessons.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/data.h"
#include "app/lessons.h"
#include "app/reader.h"
#include "app/write.h"
#include "base/translate.h"
#include "teach/skeleton.h"

#define FIRST_NUMBER 50 /* own lessons stand behind the bundled ones */

static void make_folders(const struct pw_buffer *path)
{
    struct pw_arena scratch = {0};
    char *copy = pw_arena_text(&scratch, pw_buffer_get(path), path->length);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
    pw_arena_free(&scratch);
}

/* Nothing that is there is written over. */
static bool write_new(const struct pw_buffer *path, const struct pw_buffer *text,
                      struct pw_error *error)
{
    make_folders(path);
    int descriptor = open(pw_buffer_get(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool good = file && fwrite(text->text, 1, text->length, file) == text->length;
    int why = errno;
    if (file && fclose(file) != 0) {
        why = errno;
        good = false;
    }
    return good || pw_error_set(error, "%s: %s", pw_buffer_get(path), strerror(why));
}

static bool read_bytes(const char *path, struct pw_buffer *bytes, struct pw_error *error)
{
    char piece[65536];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file)
        return pw_error_set(error, "%s: %s", path, strerror(errno));
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        pw_buffer_add(bytes, piece, got);
    bool good = !ferror(file);
    fclose(file);
    return good || pw_error_set(error, "%s: %s", path, strerror(errno));
}

/* A bundled capture stays where it is; any other goes among one's own, so that the lesson finds it
 * when the original has gone. */
static bool keep_capture(const char *file, const char *name, struct pw_error *error)
{
    struct pw_buffer bundled = {0}, own = {0}, bytes = {0};
    pw_data_path(&bundled, "captures/");
    pw_buffer_text(&bundled, name);
    pw_own_path(&own, "captures/");
    pw_buffer_text(&own, name);
    bool good = access(pw_buffer_get(&bundled), R_OK) == 0 ||
                access(pw_buffer_get(&own), R_OK) == 0 ||
                (read_bytes(file, &bytes, error) && write_new(&own, &bytes, error));
    pw_buffer_free(&bundled);
    pw_buffer_free(&own);
    pw_buffer_free(&bytes);
    return good;
}

/* ".../lessons/50-NAME.md", or what -w says. */
static void name_lesson(const struct pw_options *options, const char *name, struct pw_buffer *path)
{
    if (options->save) {
        pw_buffer_text(path, options->save);
        return;
    }
    int number = FIRST_NUMBER;
    do {
        pw_buffer_clear(path);
        pw_own_path(path, "lessons/");
        pw_buffer_print(path, "%d-", number++);
        pw_buffer_add(path, name, strcspn(name, "."));
        pw_buffer_text(path, ".md");
    } while (access(pw_buffer_get(path), F_OK) == 0 && number < 100);
}

static bool begin_lesson(const struct pw_options *options, struct pw_reader *reader,
                         struct pw_error *error)
{
    const char *slash = strrchr(options->file, '/'), *name = slash ? slash + 1 : options->file;
    struct pw_buffer path = {0}, text = {0};
    pw_lesson_skeleton(reader->session, name, &text);
    name_lesson(options, name, &path);
    bool good = keep_capture(options->file, name, error) && write_new(&path, &text, error);
    if (good) {
        printf(_("Written: %s\n"), pw_buffer_get(&path));
        printf(_("Look at it while you write:  packetwalk lesson preview %s\n"),
               pw_buffer_get(&path));
        printf(_("Prove it:                    packetwalk lesson check %s\n"),
               pw_buffer_get(&path));
    }
    pw_buffer_free(&path);
    pw_buffer_free(&text);
    return good;
}

int pw_command_lesson_new(const struct pw_options *options)
{
    struct pw_reader reader;
    struct pw_error error = {{0}};
    if (!pw_reader_open(&reader, options->file, NULL, 0)) {
        pw_complain(&reader.error);
        return 1;
    }
    pw_reader_all(&reader);
    bool good = begin_lesson(options, &reader, &error);
    if (!good)
        pw_complain(&error);
    pw_reader_close(&reader);
    return good ? 0 : 1;
}
