/*
 * One libpcap handle, and where in its file each record starts.
 *
 * libpcap hands out packets but not their places, and the place is what lets a packet be read again
 * without remembering its bytes. In classic pcap (draft-ietf-opsawg-pcap) it is reckoned: 24 bytes
 * of file header, then for every packet 16 bytes of record header and the captured bytes. In pcapng
 * the stream is asked. libpcap does not mind being sent elsewhere, nor being asked again after an
 * error: it keeps no position of its own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/private.h"

#define FILE_HEADER   24u
#define RECORD_HEADER 16u
#define BILLION       1000000000u

#define MAGIC_MICRO  0xa1b2c3d4u
#define MAGIC_NANO   0xa1b23c4du
#define MAGIC_PCAPNG 0x0a0d0d0au

/* LINKTYPE_ values are what files have; DLT_ values are what libpcap gives, and these few differ.
 */
uint32_t pw_handle_linktype(int dlt)
{
    switch (dlt) {
    case DLT_ATM_RFC1483:
        return 100;
    case DLT_RAW:
        return 101;
    case DLT_SLIP_BSDOS:
        return 102;
    case DLT_PPP_BSDOS:
        return 103;
    default:
        return (uint32_t)dlt;
    }
}

static uint32_t read_magic(int fd, uint64_t at)
{
    uint32_t magic = 0;
    return pread(fd, &magic, sizeof magic, (off_t)at) == sizeof magic ? magic : 0;
}

static bool is_magic(uint32_t magic, uint32_t wanted)
{
    return magic == wanted || magic == __builtin_bswap32(wanted);
}

/* libpcap has read the headers: what is the first record's place, and how are more found? */
static void begin(struct pw_handle *handle, uint32_t magic, uint64_t section)
{
    handle->section = section;
    handle->link = pw_handle_linktype(pcap_datalink(handle->pcap));
    /* Zero sends every record of the formats that are like pcap and yet not to ftello. */
    bool classic = is_magic(magic, MAGIC_MICRO) || is_magic(magic, MAGIC_NANO);
    handle->snapshot = classic ? (uint32_t)pcap_snapshot(handle->pcap) : 0;
    handle->next = classic ? FILE_HEADER : (uint64_t)ftello(handle->stream);
    if (magic != MAGIC_PCAPNG)
        return;
    handle->blocks = pw_allocate(sizeof *handle->blocks);
    pw_blocks_init(handle->blocks, handle->place.fd);
    /* A look at the section header teaches the walk its byte order. */
    struct pw_found found;
    pw_blocks_find(handle->blocks, section, &found);
}

enum pw_opened pw_handle_open(struct pw_handle *handle, int fd, uint64_t section,
                              struct pw_error *error)
{
    char text[PCAP_ERRBUF_SIZE] = "";
    uint32_t magic = read_magic(fd, section);
    *handle = (struct pw_handle){.place = {.fd = fd, .at = section}};
    handle->stream = pw_place_open(&handle->place);
    if (!handle->stream) {
        pw_error_set(error, "%s", strerror(errno));
        return PW_OPEN_BAD;
    }
    /* Microseconds are asked for where the file has them: made into nanoseconds by libpcap, broken
     * ones (a million and more) would overflow. */
    handle->micro = is_magic(magic, MAGIC_MICRO);
    handle->pcap = pcap_fopen_offline_with_tstamp_precision(
        handle->stream, handle->micro ? PCAP_TSTAMP_PRECISION_MICRO : PCAP_TSTAMP_PRECISION_NANO,
        text);
    if (!handle->pcap) {
        bool ended = feof(handle->stream) != 0;
        fclose(handle->stream);
        *handle = (struct pw_handle){0};
        pw_error_set(error, "%s", text);
        return ended ? PW_OPEN_SHORT : PW_OPEN_BAD;
    }
    begin(handle, magic, section);
    return PW_OPENED;
}

void pw_handle_close(struct pw_handle *handle)
{
    if (handle->pcap)
        pcap_close(handle->pcap);
    if (handle->blocks)
        pw_blocks_end(handle->blocks);
    free(handle->blocks);
    *handle = (struct pw_handle){0};
}

/*
 * Seconds since 1970 are an unsigned 32-bit number in classic pcap, which lasts until 2106; libpcap
 * reads it as a signed one, which is negative from 2038 on. pcapng's time has 64 bits.
 */
static uint64_t nanoseconds(const struct pw_handle *handle, const struct timeval *time)
{
    uint32_t fraction = (uint32_t)time->tv_usec;
    if (!handle->blocks)
        return (uint64_t)(uint32_t)time->tv_sec * BILLION +
               (uint64_t)fraction * (handle->micro ? 1000u : 1u);
    if (time->tv_sec < 0)
        return 0;
    if ((uint64_t)time->tv_sec >= UINT64_MAX / BILLION)
        return UINT64_MAX;
    return (uint64_t)time->tv_sec * BILLION + fraction;
}

static void fill(const struct pw_handle *handle, const struct pcap_pkthdr *header,
                 const u_char *data, struct pw_packet *packet)
{
    *packet = (struct pw_packet){
        .time = nanoseconds(handle, &header->ts),
        .offset = handle->next,
        .length = header->len,
        .captured = header->caplen,
        .link = handle->link,
        .data = data,
    };
}

/*
 * A pcapng packet was read, and the stream now stands at `after`. Blocks of other kinds may have
 * come before it (statistics, names, keys, a new section with its interfaces). The packet's own
 * block must be remembered, not theirs: reading an interface twice would make it two.
 */
static void place_block(struct pw_handle *handle, uint64_t after, struct pw_packet *packet)
{
    /* Most packet blocks are 32 bytes around the packet, padded to 4: then none came between. */
    uint64_t plain = 32u + ((packet->captured + 3ull) & ~3ull);
    struct pw_found found;
    if (after - handle->next != plain && pw_blocks_find(handle->blocks, handle->next, &found)) {
        packet->offset = found.packet;
        if (found.section != UINT64_MAX)
            handle->section = found.section;
    }
    handle->next = after;
}

static enum pw_step failed(const struct pw_handle *handle, int got)
{
    if (got == PCAP_ERROR_BREAK)
        return PW_STEP_END;
    return feof(handle->stream) ? PW_STEP_CUT : PW_STEP_BROKEN;
}

/* Send the stream elsewhere: also out of an end of file or an error it was in. */
static bool move(struct pw_handle *handle, uint64_t to)
{
    clearerr(handle->stream);
    return fseeko(handle->stream, (off_t)to, SEEK_SET) == 0;
}

enum pw_step pw_handle_next(struct pw_handle *handle, struct pw_packet *packet)
{
    struct pcap_pkthdr *header;
    const u_char *data;
    if (handle->moved && !move(handle, handle->next))
        return PW_STEP_BROKEN;
    handle->moved = false;
    int got = pcap_next_ex(handle->pcap, &header, &data);
    if (got != 1) {
        handle->moved = true;
        return failed(handle, got);
    }
    fill(handle, header, data, packet);
    /* Where libpcap has shortened a packet to the file's snapshot length, more was read than it
     * says. */
    if (header->caplen < handle->snapshot)
        handle->next += RECORD_HEADER + header->caplen;
    else if (handle->blocks)
        place_block(handle, (uint64_t)ftello(handle->stream), packet);
    else
        handle->next = (uint64_t)ftello(handle->stream);
    return PW_STEP_PACKET;
}

enum pw_step pw_handle_at(struct pw_handle *handle, uint64_t offset, struct pw_packet *packet)
{
    struct pcap_pkthdr *header;
    const u_char *data;
    handle->moved = true;
    if (!move(handle, offset))
        return PW_STEP_BROKEN;
    int got = pcap_next_ex(handle->pcap, &header, &data);
    if (got != 1)
        return failed(handle, got);
    fill(handle, header, data, packet);
    packet->offset = offset;
    return PW_STEP_PACKET;
}
