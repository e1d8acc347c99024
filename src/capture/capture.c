/* Reading a capture in the order of its file: see capture.h. */
#include "capture/capture.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/live_private.h"

/* So many packets in a row may fail to match a filter before the caller gets a word in: about a
 * millisecond's worth. */
#define PATIENCE 8192u

struct pw_capture *pw_capture_new(const char *name)
{
    struct pw_capture *capture = pw_allocate_zero(sizeof *capture);
    size_t size = strlen(name) + 1;
    capture->name = memcpy(pw_allocate(size), name, size);
    capture->fd = -1;
    capture->last = PW_READ_PACKET;
    return capture;
}

struct pw_capture *pw_capture_open(const char *path, struct pw_error *error)
{
    return pw_capture_open_guarded(path, NULL, error);
}

struct pw_capture *pw_capture_open_guarded(const char *path, const struct pw_guard *guard,
                                           struct pw_error *error)
{
    struct pw_capture *capture = pw_capture_new(strcmp(path, "-") == 0 ? "standard input" : path);
    if (pw_open_input(capture, path, guard, error) && pw_open_handle(capture, error))
        return capture;
    pw_capture_close(capture);
    return NULL;
}

void pw_capture_close(struct pw_capture *capture)
{
    if (!capture)
        return;
    pw_handle_close(&capture->handle);
    pw_handle_close(&capture->other);
    if (capture->filtered)
        pcap_freecode(&capture->filter);
    pw_live_close(capture->live);
    if (capture->spool)
        pw_spool_close(capture->spool);
    else if (capture->fd >= 0)
        close(capture->fd);
    free(capture->sections);
    free(capture->name);
    free(capture);
}

bool pw_capture_filter(struct pw_capture *capture, const char *expression, struct pw_error *error)
{
    struct bpf_program program;
    if (pcap_compile(capture->handle.pcap, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return pw_error_set(error, "filter \"%s\": %s", expression,
                            pcap_geterr(capture->handle.pcap));
    if (capture->live) {
        /* It compiles; the kernel's end of it is the child's. */
        pcap_freecode(&program);
        return pw_live_filter(capture->live, expression, error);
    }
    if (capture->filtered)
        pcap_freecode(&capture->filter);
    capture->filter = program;
    capture->filtered = true;
    return true;
}

/* How many bytes lie in the file behind the last whole record. */
static unsigned long long rest(const struct pw_capture *capture)
{
    struct stat about;
    uint64_t size = fstat(capture->fd, &about) == 0 ? (uint64_t)about.st_size : 0;
    return size > capture->handle.next ? size - capture->handle.next : 0;
}

/* Reading is over: for good, and with the same answer however often one asks. */
static enum pw_read finish(struct pw_capture *capture, enum pw_step step, struct pw_error *error)
{
    const struct pw_spool *spool = capture->spool;
    unsigned long long count = capture->count;
    unsigned long long at = capture->handle.next;
    capture->last = PW_READ_BAD;
    if (step == PW_STEP_BROKEN)
        pw_error_set(&capture->why, "%s: broken after packet %llu, at byte %llu: %s", capture->name,
                     count, at, pcap_geterr(capture->handle.pcap));
    else if (spool && spool->why.text[0])
        pw_error_set(&capture->why, "%s: stopped after packet %llu: %s", capture->name, count,
                     spool->why.text);
    else if (capture->live && capture->live->last.trouble[0])
        pw_error_set(&capture->why, "%s", capture->live->last.trouble);
    else if (step == PW_STEP_CUT)
        pw_error_set(&capture->why, "%s: cut short after packet %llu, %llu bytes into the next",
                     capture->name, count, rest(capture));
    else
        capture->last = PW_READ_END;
    if (capture->last == PW_READ_BAD)
        *error = capture->why;
    return capture->last;
}

/* pcapng only: remember where each section starts, for looking into an earlier one again. */
static void note_section(struct pw_capture *capture)
{
    uint64_t section = capture->handle.section;
    uint32_t count = capture->section_count;
    if (count && capture->sections[count - 1] == section)
        return;
    if ((count & (count - 1)) == 0) /* full at every power of two: then make it twice as long */
        capture->sections =
            pw_reallocate(capture->sections, (count ? 2 * (size_t)count : 1) * sizeof section);
    capture->sections[capture->section_count++] = section;
}

bool pw_capture_matches(const struct pw_capture *capture, const struct pw_packet *packet)
{
    struct pcap_pkthdr header = {.caplen = packet->captured, .len = packet->length};
    return !capture->filtered || pcap_offline_filter(&capture->filter, &header, packet->data);
}

/* PW_READ_WAIT here means: not a whole record yet, and the file still grows. */
static enum pw_read read_one(struct pw_capture *capture, struct pw_packet *packet,
                             struct pw_error *error)
{
    /* Asked before reading: what comes in between is then read the next time, not lost. */
    bool grows = pw_capture_grows(capture);
    struct pw_handle *handle = &capture->handle;
    struct pw_found found;
    if (grows && handle->blocks && !pw_blocks_find(handle->blocks, handle->next, &found))
        return PW_READ_WAIT;
    capture->held.data = NULL;
    enum pw_step step = pw_handle_next(handle, packet);
    if (capture->live)
        pw_live_give_up(capture->live, capture->fd, handle->next);
    if (step != PW_STEP_PACKET)
        return grows && step != PW_STEP_BROKEN ? PW_READ_WAIT : finish(capture, step, error);
    capture->count++;
    if (handle->blocks)
        note_section(capture);
    return PW_READ_PACKET;
}

enum pw_read pw_capture_next(struct pw_capture *capture, struct pw_packet *packet,
                             struct pw_error *error)
{
    capture->skipping = false;
    if (capture->last != PW_READ_PACKET) {
        if (capture->last == PW_READ_BAD)
            *error = capture->why;
        return capture->last;
    }
    for (unsigned tried = 0; tried < PATIENCE; tried++) {
        enum pw_read got = read_one(capture, packet, error);
        /* News of more may have come while the end was looked at. */
        if (got == PW_READ_WAIT && capture->live && pw_live_hear(capture->live))
            continue;
        if (got != PW_READ_PACKET)
            return got;
        if (pw_capture_matches(capture, packet)) {
            capture->held = *packet;
            return got;
        }
    }
    capture->skipping = true;
    return PW_READ_WAIT;
}

struct pw_bytes pw_capture_secrets(struct pw_capture *capture)
{
    const struct pw_blocks *blocks = capture->handle.blocks;
    size_t given = capture->secrets_given;
    if (!blocks || blocks->secrets.length == given)
        return pw_bytes_of(NULL, 0);
    capture->secrets_given = blocks->secrets.length;
    return pw_bytes_of(blocks->secrets.text + given, blocks->secrets.length - given);
}

bool pw_capture_grows(const struct pw_capture *capture)
{
    return capture->live ? !capture->live->ended : capture->spool && !capture->spool->ended;
}

void pw_capture_feed(struct pw_capture *capture, bool wait)
{
    if (!pw_capture_grows(capture))
        return;
    if (capture->live)
        pw_live_wait(capture->live, wait);
    else
        pw_spool_feed(capture->spool, wait && !capture->skipping);
}

int pw_capture_descriptor(const struct pw_capture *capture)
{
    if (capture->live)
        return capture->live->ended ? -1 : capture->live->news;
    return capture->spool && !capture->skipping ? pw_spool_descriptor(capture->spool) : -1;
}

void pw_capture_progress(const struct pw_capture *capture, uint64_t *done, uint64_t *total)
{
    const struct pw_spool *spool = capture->spool;
    struct stat about;
    *done = capture->handle.next;
    *total = 0;
    if (!spool && !capture->live) {
        *total = fstat(capture->fd, &about) == 0 ? (uint64_t)about.st_size : 0;
    } else if (spool && spool->input_size) {
        /* How much there is in all is known only of what is packed, so count in that. */
        double share = spool->size ? (double)*done / (double)spool->size : 0;
        *done = (uint64_t)(share * (double)spool->taken);
        *total = spool->input_size;
    } else if (spool && spool->ended) {
        *total = spool->size;
    }
}
