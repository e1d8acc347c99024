/* Compressed bytes made plain: see inflater.h. */
#include "base/inflater.h"

#include <stdlib.h>

/* Input is const, as it should always have been. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/memory.h"

#define PIECE 16384u /* plain bytes handed on at once */

struct pw_inflater {
    z_stream z;
    enum pw_coding coding;
    bool begun;
    bool again; /* gzip: a member has ended, and nothing came of what follows it (yet) */
    bool over;  /* and nothing will: it begins no further member */
};

/* What zlib calls them: negative, no wrapping; 16 more, gzip. */
static int window_bits(enum pw_coding coding)
{
    return coding == PW_CODING_RAW ? -15 : coding == PW_CODING_GZIP ? 15 + 16 : 15;
}

struct pw_inflater *pw_inflater_new(enum pw_coding coding)
{
    if (coding == PW_CODING_NONE || coding == PW_CODING_OTHER)
        return NULL;
    struct pw_inflater *inflater = pw_allocate_zero(sizeof *inflater);
    inflater->coding = coding;
    if (inflateInit2(&inflater->z, window_bits(coding)) == Z_OK)
        return inflater;
    free(inflater);
    return NULL;
}

/* zlib's wrapping begins with 8 in the low half of its first byte; raw deflate of any use does not
 * (RFC 1950 section 2.2). */
static void choose_wrapping(struct pw_inflater *inflater, struct pw_bytes bytes)
{
    if (!inflater->begun && bytes.length && inflater->coding == PW_CODING_DEFLATE &&
        (bytes.data[0] & 15) != 8)
        inflateReset2(&inflater->z, -15);
    inflater->begun |= bytes.length > 0;
}

/* Behind the end of one comes the next: a member of gzip, or in messages a block after one that
 * called itself the last, which may lean on all that came before (RFC 7692 section 7.2.3.4). */
static int begin_next(struct pw_inflater *inflater)
{
    if (inflater->coding == PW_CODING_RAW)
        return inflateResetKeep(&inflater->z);
    inflater->again = true;
    return inflateReset(&inflater->z);
}

bool pw_inflater_feed(struct pw_inflater *inflater, struct pw_bytes bytes, pw_inflated *sink,
                      void *self)
{
    uint8_t out[PIECE];
    if (inflater->over)
        return true;
    choose_wrapping(inflater, bytes);
    inflater->z.next_in = bytes.data;
    inflater->z.avail_in = (uInt)bytes.length;
    for (;;) {
        inflater->z.next_out = out;
        inflater->z.avail_out = sizeof out;
        int answer = inflate(&inflater->z, Z_SYNC_FLUSH);
        size_t made = sizeof out - inflater->z.avail_out;
        inflater->again &= !made;
        if (made && !sink(self, pw_bytes_of(out, made)))
            return false;
        if (answer == Z_STREAM_END && inflater->z.avail_in && inflater->coding != PW_CODING_DEFLATE)
            answer = begin_next(inflater);
        else if (answer == Z_STREAM_END)
            return true;
        if (answer == Z_BUF_ERROR ||
            (answer == Z_OK && inflater->z.avail_out && !inflater->z.avail_in))
            return true;
        /* What stands behind the last member is padding or anything: gzip leaves it alone. */
        inflater->over = answer != Z_OK && inflater->again;
        if (answer != Z_OK)
            return inflater->over;
    }
}

void pw_inflater_restart(struct pw_inflater *inflater)
{
    inflateReset2(&inflater->z, window_bits(inflater->coding));
    inflater->begun = inflater->again = inflater->over = false;
}

void pw_inflater_free(struct pw_inflater *inflater)
{
    if (!inflater)
        return;
    inflateEnd(&inflater->z);
    free(inflater);
}
