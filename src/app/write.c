/* explain and json: see write.h. */
#include "app/write.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/data.h"
#include "app/lessons.h"
#include "app/reader.h"
#include "app/signals.h"
#include "app/stage.h"
#include "base/translate.h"
#include "capture/rights.h"
#include "export/export.h"

#define ENOUGH 65536u /* bytes gathered before they are written, while more packets are at hand */

void pw_complain(const struct pw_error *error)
{
    fprintf(stderr, "packetwalk: %s\n", error->text);
}

void pw_complain_reader(const struct pw_reader *reader, const struct pw_options *options)
{
    if (!reader->forbidden) {
        pw_complain(&reader->error);
        return;
    }
    struct pw_buffer lesson = {0};
    pw_rights_lesson(options->device, &lesson);
    fputs(pw_buffer_get(&lesson), stderr);
    pw_buffer_free(&lesson);
}

const char *pw_capture_name(const struct pw_options *options)
{
    if (options->command == PW_COMMAND_LAB)
        return options->scene ? options->scene : "lab";
    if (options->device)
        return options->device;
    return strcmp(options->file, "-") == 0 ? _("standard input") : options->file;
}

bool pw_tell_counts(const struct pw_options *options, const struct pw_reader *reader)
{
    struct pw_live_counts counts;
    const char *saving = pw_capture_save_trouble(reader->capture);
    pw_capture_listen(reader->capture);
    pw_capture_counts(reader->capture, &counts);
    fprintf(
        stderr,
        _("packetwalk: %s: %llu packets captured, %u shown, %llu dropped by the kernel, %llu by "
          "packetwalk\n"),
        pw_capture_name(options), (unsigned long long)counts.seen, pw_session_rows(reader->session),
        (unsigned long long)counts.kernel_dropped, (unsigned long long)counts.dropped);
    if (counts.given_up)
        fprintf(stderr, _("packetwalk: %s: the oldest %llu MiB were given up: --keep keeps more\n"),
                pw_capture_name(options), (unsigned long long)(counts.given_up >> 20));
    if (saving)
        fprintf(stderr, "packetwalk: %s\n", saving);
    return !saving;
}

static struct pw_words *load_words(const char *directory)
{
    struct pw_error error = {{0}};
    struct pw_words *words = pw_words_load(directory, &error);
    if (!words)
        pw_complain(&error);
    return words;
}

struct pw_words *pw_load_words(void)
{
    struct pw_buffer path = {0};
    struct pw_words *spoken = NULL;
    pw_lessons_path(&path, "/explain");
    if (strcmp(pw_language(), "en") != 0 && access(pw_buffer_get(&path), R_OK) == 0)
        spoken = load_words(pw_buffer_get(&path));
    pw_buffer_clear(&path);
    pw_data_path(&path, "lessons/en/explain");
    struct pw_words *english = load_words(pw_buffer_get(&path));
    pw_buffer_free(&path);
    if (!spoken)
        return english;
    /* What is not translated is said in English. */
    pw_words_fall_back(spoken, english);
    return spoken;
}

bool pw_save_if_asked(const struct pw_options *options, struct pw_reader *reader)
{
    struct pw_error error = {{0}};
    if (!options->save || pw_capture_save(reader->capture, options->save, &error))
        return true;
    pw_complain(&error);
    return false;
}

/* Write all of it. False where the reader of the pipe has gone, or the disk is full. */
static bool flush(struct pw_buffer *out, int *status)
{
    const char *at = pw_buffer_get(out);
    size_t left = out->length;
    while (left) {
        ssize_t wrote = write(STDOUT_FILENO, at, left);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            /* A reader that has seen enough, as head does, is no error of ours. */
            if (errno != EPIPE) {
                fprintf(stderr, _("packetwalk: standard output: %s\n"), strerror(errno));
                *status = 1;
            }
            return false;
        }
        at += wrote;
        left -= (size_t)wrote;
    }
    pw_buffer_clear(out);
    return true;
}

/* One of the two writers, told apart by which pointer is set. */
struct writer {
    struct pw_json *json;
    struct pw_explain *explain;
    struct pw_task_watch *watch; /* --task, or NULL */
    uint32_t told;               /* parts of it that were told */
};

static void write_task(struct writer *writer, struct pw_buffer *out)
{
    if (!writer->watch || !pw_task_watch_look(writer->watch))
        return;
    if (writer->json)
        pw_json_task(writer->watch, writer->told, out);
    else
        pw_explain_task(writer->watch, writer->told, out);
    writer->told = pw_task_watch_done(writer->watch);
}

static void write_packet(struct writer *writer, uint32_t row, struct pw_buffer *out)
{
    if (writer->json)
        pw_json_packet(writer->json, row, out);
    else
        pw_explain_packet(writer->explain, row, out);
    write_task(writer, out);
}

static void write_end(struct writer *writer, const struct pw_reader *reader, struct pw_buffer *out)
{
    if (writer->json)
        pw_json_end(writer->json, reader->bad, out);
    else
        pw_explain_end(writer->explain, reader->bad ? reader->error.text : NULL, out);
}

/* Wait for packets; for the end of what is played in the lab too, with which the capture ends. */
static void wait_for(struct pw_reader *reader, int *control, int *status)
{
    struct pollfd on[2] = {{.fd = pw_capture_descriptor(reader->capture), .events = POLLIN},
                           {.fd = *control, .events = POLLIN}};
    if (poll(on, 2, -1) > 0 && on[1].revents && pw_stage_ended(*control, false, status)) {
        pw_capture_stop(reader->capture);
        *control = -1;
    }
}

static int write_all(struct pw_reader *reader, struct writer *writer, int control)
{
    struct pw_buffer out = {0};
    int status = 0;
    bool open = true, stopped = false;
    while (open) {
        /* Interrupted, what has come is still told, and the end. */
        if (pw_signals_caught() && !stopped) {
            stopped = true;
            pw_signals_release();
            pw_capture_stop(reader->capture);
        }
        bool added = pw_reader_step(reader, false);
        if (added)
            write_packet(writer, pw_session_rows(reader->session) - 1, &out);
        else if (reader->done)
            break;
        /* Before waiting for more, what is known is shown. */
        if (!added || out.length >= ENOUGH)
            open = flush(&out, &status);
        if (!added && open && control >= 0)
            wait_for(reader, &control, &status);
        else if (!added && open && pw_reader_step(reader, true))
            write_packet(writer, pw_session_rows(reader->session) - 1, &out);
    }
    if (open) {
        write_end(writer, reader, &out);
        flush(&out, &status);
    }
    pw_buffer_free(&out);
    return status;
}

static int write_capture(const struct pw_options *options, struct pw_reader *reader, bool json,
                         int control)
{
    struct pw_words *words = pw_load_words();
    struct writer writer = {0};
    struct pw_lessons *lessons = NULL;
    const struct pw_task *task = options->task ? pw_find_task(options->task, &lessons) : NULL;
    bool live = pw_capture_is_live(reader->capture);
    int status = 1;
    if (words && (task || !options->task)) {
        if (task)
            writer.watch = pw_task_watch_new(task, reader->session, 0);
        if (live)
            pw_signals_catch();
        if (json)
            writer.json = pw_json_new(reader->session, words);
        else
            writer.explain =
                pw_explain_new(reader->session, words, options->voice, pw_capture_name(options));
        status = write_all(reader, &writer, control);
        if (reader->bad) {
            pw_complain(&reader->error);
            status = 1;
        }
        if (live ? !pw_tell_counts(options, reader) : !pw_save_if_asked(options, reader))
            status = 1;
    }
    if (task && pw_task_watch_done(writer.watch) < task->part_count)
        status = 1;
    pw_task_watch_free(writer.watch);
    pw_json_free(writer.json);
    pw_explain_free(writer.explain);
    pw_words_free(words);
    pw_lessons_free(lessons);
    return status;
}

static int run(const struct pw_options *options, bool json)
{
    struct pw_reader reader;
    int status = 0;
    if (!pw_reader_begin(&reader, options, &status)) {
        pw_complain_reader(&reader, options);
        return status;
    }
    status = write_capture(options, &reader, json, -1);
    pw_reader_close(&reader);
    return status;
}

int pw_write_live(const struct pw_options *options, struct pw_reader *reader, int control)
{
    return write_capture(options, reader, options->as_json, control);
}

int pw_command_explain(const struct pw_options *options)
{
    return run(options, false);
}

int pw_command_json(const struct pw_options *options)
{
    return run(options, true);
}
