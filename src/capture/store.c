/*
 * Looking at a packet again: go to where its record starts and read it once more. What comes back
 * is compared with what was there the first time, because a file can change under our hands, and
 * because in pcapng what a packet's time means depends on the section it is in.
 */
#include "capture/private.h"

static bool same(const struct pw_packet *a, const struct pw_packet *b)
{
    return a->time == b->time && a->length == b->length && a->captured == b->captured;
}

/* The start of the section that offset lies in. */
static uint64_t section_of(const struct pw_capture *capture, uint64_t offset)
{
    uint32_t low = 0, high = capture->section_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (capture->sections[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return capture->sections[low];
}

static bool open_section(struct pw_capture *capture, uint64_t section)
{
    struct pw_error ignored;
    pw_handle_close(&capture->other);
    return pw_handle_open(&capture->other, capture->fd, section, &ignored) == PW_OPENED;
}

/* Read a section from its start, learning its interfaces on the way, until offset is reached. */
static bool scan(struct pw_capture *capture, uint64_t section, uint64_t offset,
                 struct pw_packet *out)
{
    if (!open_section(capture, section))
        return false;
    while (pw_handle_next(&capture->other, out) == PW_STEP_PACKET)
        if (out->offset >= offset)
            return out->offset == offset;
    return false;
}

/*
 * The reading handle is in another section by now, and has that one's interfaces in mind. A second
 * handle is opened where the packet's section starts. Interfaces mostly stand at the start of their
 * section, so reading one packet teaches it all of them; where they do not, read up to the packet.
 */
static bool fetch_section(struct pw_capture *capture, const struct pw_packet *wanted,
                          struct pw_packet *out)
{
    uint64_t section = section_of(capture, wanted->offset);
    struct pw_handle *other = &capture->other;
    if (!other->pcap || other->section != section) {
        if (!open_section(capture, section) || pw_handle_next(other, out) != PW_STEP_PACKET)
            return false;
    }
    if (pw_handle_at(other, wanted->offset, out) == PW_STEP_PACKET && same(wanted, out))
        return true;
    return scan(capture, section, wanted->offset, out) && same(wanted, out);
}

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    struct pw_capture *capture = self;
    const struct pw_packet *held = &capture->held;
    /* Mostly it is the packet that was just read that somebody wants to see whole. */
    if (held->data && held->offset == wanted->offset && same(wanted, held)) {
        *out = *held;
        return true;
    }
    capture->held.data = NULL;
    bool got = (pw_handle_at(&capture->handle, wanted->offset, out) == PW_STEP_PACKET &&
                same(wanted, out)) ||
               (capture->section_count && fetch_section(capture, wanted, out));
    if (got)
        capture->held = *out;
    return got;
}

struct pw_store pw_capture_store(struct pw_capture *capture)
{
    return (struct pw_store){.self = capture, .fetch = fetch};
}
