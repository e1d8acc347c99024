/* Where captured records go: see live_sink.h. */
#include "capture/live_sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A record's header in a classic pcap file with times in nanoseconds, in this machine's order. */
struct record {
    uint32_t seconds, nanoseconds, captured, length;
};

void pw_live_text(char text[256], const char *format, ...)
{
    struct pw_error safe;
    char raw[512];
    va_list list;
    va_start(list, format);
    vsnprintf(raw, sizeof raw, format, list);
    va_end(list);
    pw_error_set(&safe, "%s", raw);
    size_t length = strnlen(safe.text, 255);
    memcpy(text, safe.text, length);
    text[length] = '\0';
}

/* As much as goes, which is all of it or less with errno. */
static size_t write_all(int fd, const uint8_t *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t wrote = write(fd, bytes + done, length - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    return done;
}

/* How many of the batch's first bytes are whole records. */
static size_t whole_records(const struct pw_live_sink *sink, size_t length)
{
    struct record record;
    size_t at = 0;
    while (at + sizeof record <= length) {
        memcpy(&record, sink->batch + at, sizeof record);
        if (record.captured > length - at - sizeof record)
            break;
        at += sizeof record + record.captured;
    }
    return at;
}

/* The file keeps what it has, whole records only; the capture goes on without it. */
static void stop_saving(struct pw_live_sink *sink)
{
    pw_live_text(sink->news->saving, "%s: saved no further: %s", sink->path, strerror(errno));
    if (!sink->save_pipe && ftruncate(sink->save, (off_t)sink->saved) != 0)
        pw_live_text(sink->news->saving, "%s: cut short: %s", sink->path, strerror(errno));
    close(sink->save);
    sink->save = -1;
}

/* True while the disk holds no more of the spool than it may: the viewer gives back what is old,
 * and where it does not keep up, packets are dropped rather than the disk filled. */
static bool has_room(struct pw_live_sink *sink)
{
    struct stat about;
    if (sink->size - sink->asked_at < sink->keep / 16)
        return true;
    if (fstat(sink->spool, &about) == 0 && (uint64_t)about.st_blocks * 512u > 2 * sink->keep)
        return false;
    sink->asked_at = sink->size;
    return true;
}

void pw_live_sink_flush(struct pw_live_sink *sink)
{
    if (!sink->held)
        return;
    sink->news->seen += sink->waiting;
    if (has_room(sink) && write_all(sink->spool, sink->batch, sink->held) == sink->held) {
        sink->size += sink->held;
    } else {
        /* Half a batch may stand there: back to the last whole record. */
        sink->news->dropped += sink->waiting;
        if (ftruncate(sink->spool, (off_t)sink->size) != 0 ||
            lseek(sink->spool, (off_t)sink->size, SEEK_SET) < 0)
            sink->news->over = true;
    }
    if (sink->save >= 0) {
        size_t wrote = write_all(sink->save, sink->batch, sink->held);
        sink->saved += whole_records(sink, wrote);
        if (wrote < sink->held)
            stop_saving(sink);
    }
    sink->held = 0;
    sink->waiting = 0;
    sink->flushed = true;
}

void pw_live_sink_add(struct pw_live_sink *sink, const struct pcap_pkthdr *header,
                      const uint8_t *data)
{
    struct record record = {.seconds = (uint32_t)header->ts.tv_sec,
                            .nanoseconds = (uint32_t)header->ts.tv_usec,
                            .captured = header->caplen,
                            .length = header->len};
    size_t size = sizeof record + header->caplen;
    if (size > sizeof sink->batch)
        return;
    if (sink->held + size > sizeof sink->batch)
        pw_live_sink_flush(sink);
    memcpy(sink->batch + sink->held, &record, sizeof record);
    memcpy(sink->batch + sink->held + sizeof record, data, header->caplen);
    sink->held += size;
    sink->waiting++;
}

/* A FIFO that nobody reads is an error, not something to wait for; afterwards its reader is. */
static int open_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
    if (fd >= 0 && fcntl(fd, F_SETFL, 0) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

bool pw_live_sink_open(struct pw_live_sink *sink)
{
    struct stat about;
    sink->save = -1;
    if (!sink->path)
        return true;
    sink->save = strcmp(sink->path, "-") == 0 ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                                              : open_file(sink->path);
    if (sink->save < 0 || fstat(sink->save, &about) != 0)
        return false;
    sink->save_pipe = !S_ISREG(about.st_mode);
    return true;
}

bool pw_live_sink_begin(struct pw_live_sink *sink, uint32_t snapshot, uint32_t link,
                        const char **which)
{
    const struct {
        uint32_t magic;
        uint16_t major, minor;
        uint32_t zone, accuracy, snapshot, link;
    } header = {.magic = 0xa1b23c4du, .major = 2, .minor = 4, .snapshot = snapshot, .link = link};
    memcpy(sink->batch, &header, sizeof header);
    *which = "temporary file";
    if (write_all(sink->spool, sink->batch, sizeof header) != sizeof header)
        return false;
    *which = sink->path;
    if (sink->save >= 0 && write_all(sink->save, sink->batch, sizeof header) != sizeof header)
        return false;
    sink->size = sink->saved = sizeof header;
    return true;
}
