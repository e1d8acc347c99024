/*
 * A FILE that reads a descriptor at a position of its own.
 *
 * libpcap reads from a FILE. Ours calls pread(2), which takes the position as an argument, so that
 * several can read one descriptor without disturbing each other or a writer, no file has to be
 * opened twice (it may be unlinked, or we may have given up the right to open files by then), and
 * the position of a standard input that is a file stays where it was.
 */
#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <unistd.h>

#include "capture/private.h"

static ssize_t place_read(void *cookie, char *to, size_t size)
{
    struct pw_place *place = cookie;
    ssize_t got;
    do
        got = pread(place->fd, to, size, (off_t)place->at);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        place->at += (uint64_t)got;
    return got;
}

static int place_seek(void *cookie, off64_t *offset, int whence)
{
    struct pw_place *place = cookie;
    off64_t from = whence == SEEK_SET ? 0 : (off64_t)place->at;
    if (whence == SEEK_END || *offset < -from) {
        errno = EINVAL;
        return -1;
    }
    *offset += from;
    place->at = (uint64_t)*offset;
    return 0;
}

FILE *pw_place_open(struct pw_place *place)
{
    cookie_io_functions_t calls = {.read = place_read, .seek = place_seek};
    FILE *stream = fopencookie(place, "r", calls);
    if (!stream)
        return NULL;
    setvbuf(stream, place->buffer, _IOFBF, sizeof place->buffer);
    /* One thread: no lock to take for each of two reads a packet. */
    __fsetlocking(stream, FSETLOCKING_BYCALLER);
    return stream;
}
