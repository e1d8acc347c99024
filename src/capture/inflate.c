/*
 * gzip (RFC 1952) unpacked slice by slice, by zlib. A gzip file may be several members one after
 * the other, as `cat a.gz b.gz` makes, and tapes pad it with zeros.
 */
#include <stdlib.h>

/* Input is const, as it should always have been. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/memory.h"
#include "capture/private.h"

struct pw_inflate {
    z_stream z;
    bool between; /* behind a whole member: the input may end here */
    bool pending; /* the last step filled its buffer, so there may be more */
    uint8_t out[65536];
};

struct pw_inflate *pw_inflate_open(void)
{
    struct pw_inflate *gzip = pw_allocate_zero(sizeof *gzip);
    /* 15: a window of up to 32 KiB; 16 more: gzip's header and checksum around the deflate data. */
    if (inflateInit2(&gzip->z, 15 + 16) == Z_OK)
        return gzip;
    free(gzip);
    return NULL;
}

void pw_inflate_close(struct pw_inflate *gzip)
{
    if (!gzip)
        return;
    inflateEnd(&gzip->z);
    free(gzip);
}

bool pw_inflate_busy(const struct pw_inflate *gzip)
{
    return gzip->z.avail_in || gzip->pending;
}

void pw_inflate_give(struct pw_inflate *gzip, const uint8_t *data, size_t length)
{
    gzip->z.next_in = data;
    gzip->z.avail_in = (uInt)length;
}

/* How many bytes of the input are used up: where damage is. */
static unsigned long long used(const struct pw_inflate *gzip, const struct pw_spool *spool)
{
    return spool->taken - gzip->z.avail_in;
}

/* Behind a member: skip padding and begin the next. False where there is none (yet). */
static bool next_member(struct pw_inflate *gzip, struct pw_spool *spool)
{
    z_stream *z = &gzip->z;
    while (z->avail_in && *z->next_in == 0) {
        z->next_in++;
        z->avail_in--;
    }
    if (!z->avail_in)
        return false;
    if (*z->next_in != 0x1f)
        return pw_spool_end(spool, "byte %llu: the gzip data is over, and what follows is no gzip",
                            used(gzip, spool));
    inflateReset(z);
    gzip->between = false;
    return true;
}

void pw_inflate_step(struct pw_inflate *gzip, struct pw_spool *spool)
{
    z_stream *z = &gzip->z;
    gzip->pending = false;
    if (gzip->between && !next_member(gzip, spool))
        return;
    z->next_out = gzip->out;
    z->avail_out = sizeof gzip->out;
    int got = inflate(z, Z_SYNC_FLUSH);
    if (!pw_spool_append(spool, gzip->out, sizeof gzip->out - z->avail_out))
        return;
    if (got == Z_STREAM_END)
        gzip->between = true;
    else if (got == Z_OK || got == Z_BUF_ERROR)
        gzip->pending = z->avail_out == 0;
    else
        pw_spool_end(spool, "byte %llu: its gzip data is damaged (%s)", used(gzip, spool),
                     z->msg ? z->msg : "it needs a dictionary");
}

void pw_inflate_finish(struct pw_inflate *gzip, struct pw_spool *spool)
{
    if (gzip->between)
        pw_spool_end(spool, NULL);
    else
        pw_spool_end(spool, "its gzip data is cut short after %llu bytes",
                     (unsigned long long)spool->taken);
}
