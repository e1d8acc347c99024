/* The spool: see spool.h. gzip's format: RFC 1952, read through zlib. */
#include "capture/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"

#define SLICE            65536u /* bytes read at once */
#define SLICES_A_FEED    16     /* so that a screen stays alive while a large file is unpacked */
#define WITH_GZIP_HEADER 16     /* added to zlib's window bits */

struct pw_spool {
    int input; /* -1 once it has ended */
    int file;  /* the temporary file; written with pwrite only */
    uint64_t size;
    uint64_t taken; /* input bytes */
    bool gzip, member_open, ended;
    z_stream z;
    const char *trouble;
    char write_error[96];
};

static int open_unlinked(void)
{
    const char *directory = getenv("TMPDIR");
    if (!directory || !*directory)
        directory = "/tmp";
    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    /* Some file systems cannot make a file without a name. */
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/packetwalk-XXXXXX", directory);
    if (length < 0 || (size_t)length >= sizeof path)
        return -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

struct pw_spool *pw_spool_open(int input, struct pw_error *error)
{
    int file = open_unlinked();
    if (file < 0) {
        pw_error_set(error, "no room for a temporary file: %s", strerror(errno));
        close(input);
        return NULL;
    }
    struct pw_spool *spool = pw_allocate_zero(sizeof *spool);
    spool->input = input;
    spool->file = file;
    return spool;
}

void pw_spool_close(struct pw_spool *spool)
{
    if (!spool)
        return;
    if (spool->gzip)
        inflateEnd(&spool->z);
    if (spool->input >= 0)
        close(spool->input);
    close(spool->file);
    free(spool);
}

static void end(struct pw_spool *spool, const char *trouble)
{
    spool->ended = true;
    if (!spool->trouble)
        spool->trouble = trouble;
    if (spool->input >= 0)
        close(spool->input);
    spool->input = -1;
}

static bool put(struct pw_spool *spool, const uint8_t *bytes, size_t length)
{
    while (length) {
        ssize_t wrote = pwrite(spool->file, bytes, length, (off_t)spool->size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            snprintf(spool->write_error, sizeof spool->write_error,
                     "the temporary file cannot grow: %s", strerror(errno));
            end(spool, spool->write_error);
            return false;
        }
        spool->size += (uint64_t)wrote;
        bytes += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

static bool unpack(struct pw_spool *spool, uint8_t *bytes, size_t length)
{
    uint8_t out[SLICE];
    spool->z.next_in = bytes;
    spool->z.avail_in = (uInt)length;
    while (spool->z.avail_in || spool->z.avail_out == 0) {
        spool->z.next_out = out;
        spool->z.avail_out = sizeof out;
        int answer = inflate(&spool->z, Z_NO_FLUSH);
        if (!put(spool, out, sizeof out - spool->z.avail_out))
            return false;
        spool->member_open = answer != Z_STREAM_END;
        /* A gzip file may be several, one after the other. */
        if (answer == Z_STREAM_END && spool->z.avail_in)
            inflateReset(&spool->z);
        else if (answer == Z_STREAM_END || answer == Z_BUF_ERROR)
            break;
        else if (answer != Z_OK) {
            end(spool, "the gzip data is broken");
            return false;
        }
    }
    return true;
}

/* The first two bytes decide; one byte alone is waited for. */
static bool take(struct pw_spool *spool, uint8_t *bytes, size_t length)
{
    if (!spool->taken && length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
        spool->gzip = inflateInit2(&spool->z, MAX_WBITS + WITH_GZIP_HEADER) == Z_OK;
        spool->member_open = true;
    }
    spool->taken += length;
    return spool->gzip ? unpack(spool, bytes, length) : put(spool, bytes, length);
}

/* Fill at least two bytes of the first slice, so that gzip can be told. */
static ssize_t read_slice(struct pw_spool *spool, uint8_t *bytes)
{
    ssize_t length;
    size_t have = 0;
    size_t least = spool->taken ? 1 : 2;
    do {
        length = read(spool->input, bytes + have, SLICE - have);
        if (length > 0)
            have += (size_t)length;
    } while ((length < 0 && errno == EINTR) || (length > 0 && have < least));
    return have ? (ssize_t)have : length;
}

static bool readable(const struct pw_spool *spool, bool wait)
{
    struct pollfd on = {.fd = spool->input, .events = POLLIN};
    return poll(&on, 1, wait ? -1 : 0) > 0;
}

void pw_spool_feed(struct pw_spool *spool, bool wait)
{
    uint8_t bytes[SLICE];
    for (int i = 0; i < SLICES_A_FEED && !spool->ended; i++) {
        if (!readable(spool, wait && i == 0))
            return;
        ssize_t length = read_slice(spool, bytes);
        if (length < 0) {
            end(spool, "the input cannot be read");
            return;
        }
        if (length == 0) {
            end(spool, spool->gzip && spool->member_open ? "the gzip data ends early" : NULL);
            return;
        }
        if (!take(spool, bytes, (size_t)length))
            return;
    }
}

bool pw_spool_ended(const struct pw_spool *spool)
{
    return spool->ended;
}

const char *pw_spool_trouble(const struct pw_spool *spool)
{
    return spool->trouble;
}

uint64_t pw_spool_size(const struct pw_spool *spool)
{
    return spool->size;
}

FILE *pw_spool_reader(const struct pw_spool *spool)
{
    /* Opened anew, not duplicated: each reader has a position of its own. */
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", spool->file);
    return fopen(path, "rbe");
}

int pw_spool_descriptor(const struct pw_spool *spool)
{
    return spool->input;
}

bool pw_spool_peek(const struct pw_spool *spool, uint64_t offset, void *out, size_t length)
{
    return offset + length <= spool->size &&
           pread(spool->file, out, length, (off_t)offset) == (ssize_t)length;
}
