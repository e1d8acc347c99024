/* Bytes kept for later: see spill.h. */
#include "base/spill.h"

#include <string.h>
#include <unistd.h>

#include "base/temporary.h"

#define IN_MEMORY (1u << 20) /* from here on they go to a file */

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length) {
        ssize_t wrote = write(file, bytes, length);
        if (wrote <= 0)
            return false;
        bytes += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

static void flush(struct pw_spill *spill)
{
    if (!spill->has_file) {
        spill->file = pw_temporary_file();
        if (spill->file < 0) {
            spill->full = true;
            return;
        }
        spill->has_file = true;
    }
    if (!write_all(spill->file, spill->memory.text, spill->memory.length)) {
        spill->full = true;
        return;
    }
    spill->written += spill->memory.length;
    pw_buffer_clear(&spill->memory);
}

uint64_t pw_spill_add(struct pw_spill *spill, const void *bytes, size_t length)
{
    if (spill->memory.length + length > IN_MEMORY && spill->memory.length && !spill->full)
        flush(spill);
    uint64_t at = spill->written + spill->memory.length;
    spill->full |= length > PW_SPILL_MAX - at;
    if (spill->full)
        return UINT64_MAX;
    pw_buffer_add(&spill->memory, bytes, length);
    return at;
}

bool pw_spill_get(const struct pw_spill *spill, uint64_t at, void *into, size_t length)
{
    uint64_t end = spill->written + spill->memory.length;
    uint8_t *out = into;
    if (at > end || length > end - at)
        return false;
    while (length && at < spill->written) {
        size_t here = length < spill->written - at ? length : (size_t)(spill->written - at);
        ssize_t got = pread(spill->file, out, here, (off_t)at);
        if (got <= 0)
            return false;
        out += got;
        at += (uint64_t)got;
        length -= (size_t)got;
    }
    if (length)
        memcpy(out, spill->memory.text + (at - spill->written), length);
    return true;
}

void pw_spill_free(struct pw_spill *spill)
{
    if (spill->has_file)
        close(spill->file);
    pw_buffer_free(&spill->memory);
    *spill = (struct pw_spill){.has_file = false};
}
