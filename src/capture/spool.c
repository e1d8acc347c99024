/*
 * The spool: what comes through a pipe, or packed with gzip, written to a temporary file that has
 * no name, so that nothing is left behind however the program ends. It is read while it grows.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/temporary.h"
#include "capture/private.h"

#define SLICE (1u << 20) /* bytes one feed moves at most, about: a few milliseconds */

struct pw_spool *pw_spool_open(int input, struct pw_error *error)
{
    struct stat about;
    int fd = pw_temporary_file();
    if (fd < 0) {
        pw_error_set(error,
                     "%s: no temporary file can be made there: %s; set TMPDIR to a folder "
                     "where it can",
                     pw_temporary_folder(), strerror(errno));
        close(input);
        return NULL;
    }
    struct pw_spool *spool = pw_allocate_zero(sizeof *spool);
    spool->fd = fd;
    spool->input = input;
    spool->waits = true;
    if (fstat(input, &about) == 0 && S_ISREG(about.st_mode)) {
        spool->waits = false;
        spool->input_size = (uint64_t)about.st_size;
    }
    return spool;
}

void pw_spool_close(struct pw_spool *spool)
{
    if (!spool)
        return;
    if (spool->input >= 0)
        close(spool->input);
    pw_inflate_close(spool->gzip);
    close(spool->fd);
    free(spool);
}

bool pw_spool_end(struct pw_spool *spool, const char *format, ...)
{
    if (format) {
        char text[256];
        va_list list;
        va_start(list, format);
        vsnprintf(text, sizeof text, format, list);
        va_end(list);
        pw_error_set(&spool->why, "%s", text);
    }
    if (spool->input >= 0)
        close(spool->input);
    spool->input = -1;
    spool->ended = true;
    return false;
}

bool pw_spool_append(struct pw_spool *spool, const void *data, size_t length)
{
    const uint8_t *at = data;
    while (length) {
        ssize_t wrote = pwrite(spool->fd, at, length, (off_t)spool->size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return pw_spool_end(spool,
                                "it does not fit into the temporary file in %s: %s; set "
                                "TMPDIR to a folder with more room",
                                pw_temporary_folder(), strerror(wrote < 0 ? errno : ENOSPC));
        at += wrote;
        length -= (size_t)wrote;
        spool->size += (uint64_t)wrote;
    }
    return true;
}

/* gzip's magic: two bytes that say so, and 8 for deflate, the only method there ever was. */
static bool looks_gzip(const uint8_t *data, size_t length)
{
    return length >= 3 && data[0] == 0x1f && data[1] == 0x8b && data[2] == 8;
}

/* Bytes at the start of the buffer go where they belong. */
static void absorb(struct pw_spool *spool, size_t length)
{
    if (!spool->sniffed) {
        spool->sniffed = true;
        if (looks_gzip(spool->buffer, length)) {
            spool->gzip = pw_inflate_open();
            if (!spool->gzip) {
                pw_spool_end(spool, "its gzip data cannot be unpacked: %s", strerror(ENOMEM));
                return;
            }
        }
    }
    if (spool->gzip)
        pw_inflate_give(spool->gzip, spool->buffer, length);
    else
        pw_spool_append(spool, spool->buffer, length);
}

static void take(struct pw_spool *spool)
{
    ssize_t got =
        read(spool->input, spool->buffer + spool->held, sizeof spool->buffer - spool->held);
    if (got < 0) {
        if (errno != EINTR && errno != EAGAIN)
            pw_spool_end(spool, "it cannot be read: %s", strerror(errno));
        return;
    }
    spool->taken += (uint64_t)got;
    spool->held += (size_t)got;
    if (!spool->sniffed && got && spool->held < 3)
        return; /* a pipe may bring its first bytes one by one */
    size_t length = spool->held;
    spool->held = 0;
    if (length)
        absorb(spool, length);
    if (got || spool->ended)
        return;
    if (spool->gzip)
        pw_inflate_finish(spool->gzip, spool);
    else
        pw_spool_end(spool, NULL);
}

static bool ready(const struct pw_spool *spool, bool wait)
{
    struct pollfd ask = {.fd = spool->input, .events = POLLIN};
    return poll(&ask, 1, wait ? -1 : 0) > 0;
}

void pw_spool_feed(struct pw_spool *spool, bool wait)
{
    uint64_t size = spool->size, taken = spool->taken;
    while (!spool->ended && spool->size - size < SLICE && spool->taken - taken < SLICE) {
        if (spool->gzip && pw_inflate_busy(spool->gzip)) {
            pw_inflate_step(spool->gzip, spool);
        } else {
            bool idle = spool->size == size && spool->taken == taken;
            if (spool->waits && !ready(spool, wait && idle))
                return;
            take(spool);
        }
    }
}

int pw_spool_descriptor(const struct pw_spool *spool)
{
    if (spool->ended || !spool->waits || (spool->gzip && pw_inflate_busy(spool->gzip)))
        return -1;
    return spool->input;
}
