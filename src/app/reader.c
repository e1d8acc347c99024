/* A capture and its picture: see reader.h. */
#include "app/reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/guard.h"
#include "app/signals.h"
#include "base/buffer.h"

#define KEY_LOG_MAX (64u << 20) /* bytes */

static bool open_file(struct pw_reader *reader, const char *path, const char *filter,
                      uint32_t limit, const struct pw_guard *guard)
{
    *reader = (struct pw_reader){.limit = limit};
    reader->capture = pw_capture_open_guarded(path, guard, &reader->error);
    if (!reader->capture)
        return false;
    if (filter && !pw_capture_filter(reader->capture, filter, &reader->error)) {
        reader->usage = true;
        pw_reader_close(reader);
        return false;
    }
    reader->session = pw_session_new(pw_capture_store(reader->capture));
    return true;
}

bool pw_reader_open(struct pw_reader *reader, const char *path, const char *filter, uint32_t limit)
{
    return open_file(reader, path, filter, limit, NULL);
}

static void end(struct pw_reader *reader, bool bad)
{
    reader->done = true;
    reader->bad = bad;
    pw_session_finish(reader->session);
}

static void take_secrets(struct pw_reader *reader)
{
    struct pw_bytes log = pw_capture_secrets(reader->capture);
    if (log.length)
        pw_session_keys(reader->session, log);
}

bool pw_reader_keys(struct pw_reader *reader, const char *path)
{
    char piece[65536];
    struct pw_buffer log = {0};
    FILE *file = fopen(path, "re");
    size_t got;
    while (file && log.length < KEY_LOG_MAX && (got = fread(piece, 1, sizeof piece, file)) > 0)
        pw_buffer_add(&log, piece, got);
    if (!file || ferror(file))
        pw_error_set(&reader->error, "%s: %s", path, strerror(errno));
    else
        pw_session_keys(reader->session, pw_bytes_of(log.text, log.length));
    bool fine = file && !ferror(file);
    if (file)
        fclose(file);
    pw_buffer_free(&log);
    return fine;
}

bool pw_reader_step(struct pw_reader *reader, bool wait)
{
    struct pw_packet packet;
    if (reader->done)
        return false;
    if (reader->limit && pw_session_rows(reader->session) >= reader->limit) {
        end(reader, false);
        return false;
    }
    for (;;) {
        switch (pw_capture_next(reader->capture, &packet, &reader->error)) {
        case PW_READ_PACKET:
            take_secrets(reader);
            pw_session_add(reader->session, &packet);
            return true;
        case PW_READ_WAIT:
            pw_capture_feed(reader->capture, wait);
            if (!wait || pw_signals_caught())
                return false;
            break;
        case PW_READ_END:
            end(reader, false);
            return false;
        case PW_READ_BAD:
            end(reader, true);
            return false;
        }
    }
}

void pw_reader_all(struct pw_reader *reader)
{
    while (pw_reader_step(reader, true))
        ;
}

void pw_reader_close(struct pw_reader *reader)
{
    pw_session_free(reader->session);
    if (reader->capture)
        pw_capture_close(reader->capture);
    reader->session = NULL;
    reader->capture = NULL;
}

/* What the environment names may not be there yet; what was asked for by name must be. */
static bool begin_keys(struct pw_reader *reader, const struct pw_options *options, int *status)
{
    if (options->keylog && *options->keylog && !pw_reader_keys(reader, options->keylog) &&
        options->keylog_given) {
        *status = 1;
        pw_reader_close(reader);
        return false;
    }
    return true;
}

bool pw_reader_begin_live(struct pw_reader *reader, const struct pw_options *options,
                          const struct pw_live_options *live, int *status)
{
    enum pw_live_result result;
    *reader = (struct pw_reader){.limit = options->count};
    reader->capture = pw_capture_live(live, &result, &reader->error);
    if (!reader->capture) {
        reader->usage = result == PW_LIVE_USAGE;
        reader->forbidden = result == PW_LIVE_FORBIDDEN;
        *status = reader->usage ? 2 : 1;
        return false;
    }
    if (!pw_guard_close(options, &reader->error)) {
        *status = 1;
        pw_reader_close(reader);
        return false;
    }
    reader->session = pw_session_new(pw_capture_store(reader->capture));
    return begin_keys(reader, options, status);
}

bool pw_reader_begin(struct pw_reader *reader, const struct pw_options *options, int *status)
{
    struct pw_guard guard = pw_guard_for(options);
    if (options->device) {
        struct pw_live_options live = {.device = options->device,
                                       .filter = options->filter,
                                       .save = options->save,
                                       .snapshot = options->snapshot,
                                       .keep = options->keep};
        return pw_reader_begin_live(reader, options, &live, status);
    }
    if (!open_file(reader, options->file, options->filter, options->count, &guard)) {
        *status = reader->usage ? 2 : 1;
        return false;
    }
    return begin_keys(reader, options, status);
}
