/* A capture and its picture: see reader.h. */
#include "app/reader.h"

bool pw_reader_open(struct pw_reader *reader, const char *path, const char *filter, uint32_t limit)
{
    *reader = (struct pw_reader){.limit = limit};
    reader->capture = pw_capture_open(path, &reader->error);
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

static void end(struct pw_reader *reader, bool bad)
{
    reader->done = true;
    reader->bad = bad;
    pw_session_finish(reader->session);
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
            pw_session_add(reader->session, &packet);
            return true;
        case PW_READ_WAIT:
            pw_capture_feed(reader->capture, wait);
            if (!wait)
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
