/*
 * Reading packets through libpcap, forwards and again: see capture.h. Formats: pcap
 * (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng).
 */
#include "capture/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/growing.h"
#include "capture/spool.h"

#define LINKTYPE_RAW    101u
#define FILE_HEADER     24u        /* bytes of a pcap file's header */
#define RECORD_HEADER   16u        /* and of a record's */
#define HEADER_PATIENCE (1u << 20) /* bytes a capture's first blocks may take */

struct pw_capture {
    char *name;
    char *path;             /* of a plain file; NULL where there is a spool */
    struct pw_spool *spool; /* NULL for a plain file */
    pcap_t *pcap;
    pcap_t *again; /* a second reader from the start, where the first cannot go back */
    struct bpf_program filter;
    bool filtered;
    bool counted;    /* records have the usual header: see next_offset */
    bool displaced;  /* the file's position is not at `offset`: somebody looked again */
    uint64_t offset; /* where the next record starts */
    uint64_t size;   /* of a plain file */
    uint32_t count;  /* records read */
    struct pw_packet last;
    bool last_held; /* last.data is still in libpcap's buffer */
};

static FILE *open_reader(const struct pw_capture *capture)
{
    FILE *in = capture->spool ? pw_spool_reader(capture->spool) : fopen(capture->path, "rbe");
    if (in)
        __fsetlocking(in, FSETLOCKING_BYCALLER);
    return in;
}

static pcap_t *open_pcap(const struct pw_capture *capture, char *why)
{
    FILE *in = open_reader(capture);
    if (!in) {
        snprintf(why, PCAP_ERRBUF_SIZE, "%s", strerror(errno));
        return NULL;
    }
    pcap_t *pcap = pcap_fopen_offline_with_tstamp_precision(in, PCAP_TSTAMP_PRECISION_NANO, why);
    if (!pcap)
        fclose(in);
    return pcap;
}

/* Whether four bytes can start a capture: pcap's magics (libpcap knows three kinds, in two byte
 * orders), or pcapng's section header. */
static bool is_magic(const uint8_t m[4])
{
    static const uint8_t magics[][4] = {{0xa1, 0xb2, 0xc3, 0xd4}, {0xd4, 0xc3, 0xb2, 0xa1},
                                        {0xa1, 0xb2, 0x3c, 0x4d}, {0x4d, 0x3c, 0xb2, 0xa1},
                                        {0xa1, 0xb2, 0xcd, 0x34}, {0x34, 0xcd, 0xb2, 0xa1},
                                        {0x0a, 0x0d, 0x0d, 0x0a}};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (memcmp(m, magics[i], 4) == 0)
            return true;
    return false;
}

/* pcap itself, and not the patched kind with longer record headers, nor pcapng. */
static bool has_usual_records(const struct pw_capture *capture)
{
    uint8_t magic[4] = {0};
    FILE *in = open_reader(capture);
    if (!in)
        return false;
    bool usual = fread(magic, 1, sizeof magic, in) == sizeof magic && is_magic(magic) &&
                 magic[0] != 0x0a && magic[0] != 0x34 && magic[3] != 0x34;
    fclose(in);
    return usual;
}

static bool not_a_capture(const struct pw_capture *capture, struct pw_error *error)
{
    return pw_error_set(error, "%s: not a capture: it does not start as pcap or pcapng files do",
                        capture->name);
}

/* Wait until the spool holds the header that libpcap wants to see first. */
static bool open_spooled(struct pw_capture *capture, struct pw_error *error)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    uint8_t magic[4];
    for (;;) {
        uint64_t before = pw_spool_size(capture->spool);
        if (pw_spool_peek(capture->spool, 0, magic, 4)) {
            if (!is_magic(magic))
                return not_a_capture(capture, error);
            if ((capture->pcap = open_pcap(capture, why)))
                return true;
        }
        bool ended = pw_spool_ended(capture->spool);
        if (ended && !before)
            return pw_error_set(error, "%s: %s", capture->name,
                                pw_spool_trouble(capture->spool)
                                    ? pw_spool_trouble(capture->spool)
                                    : "empty: there is no capture in it");
        if (ended || before > HEADER_PATIENCE)
            return pw_error_set(error, "%s: not a whole capture: %s", capture->name,
                                *why ? why : "it ends before its header does");
        pw_spool_feed(capture->spool, true);
    }
}

static bool open_plain(struct pw_capture *capture, struct pw_error *error)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    capture->pcap = open_pcap(capture, why);
    return capture->pcap || pw_error_set(error, "%s: not a whole capture: %s", capture->name, why);
}

/* Decide how a descriptor is read: in place, or through a spool. Owns fd. */
static bool open_descriptor(struct pw_capture *capture, int fd, const char *path,
                            struct pw_error *error)
{
    struct stat info;
    uint8_t magic[4] = {0};
    ssize_t got = -1;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        close(fd);
        return pw_error_set(error, "%s: is a directory, not a capture", capture->name);
    }
    if (path && S_ISREG(info.st_mode))
        got = pread(fd, magic, sizeof magic, 0);
    if (got < 0 || (got >= 2 && magic[0] == 0x1f && magic[1] == 0x8b)) {
        capture->spool = pw_spool_open(fd, error);
        return capture->spool && open_spooled(capture, error);
    }
    close(fd);
    if (got == 0)
        return pw_error_set(error, "%s: empty: there is no capture in it", capture->name);
    if (got < 4 || !is_magic(magic))
        return not_a_capture(capture, error);
    capture->size = (uint64_t)info.st_size;
    capture->path = strdup(path);
    return open_plain(capture, error);
}

struct pw_capture *pw_capture_open(const char *path, struct pw_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        pw_error_set(error, "%s: cannot be opened: %s", path, strerror(errno));
        return NULL;
    }
    struct pw_capture *capture = pw_allocate_zero(sizeof *capture);
    capture->name = strdup(standard ? "standard input" : path);
    if (!open_descriptor(capture, fd, standard ? NULL : path, error)) {
        pw_capture_close(capture);
        return NULL;
    }
    capture->offset = (uint64_t)ftello(pcap_file(capture->pcap));
    capture->counted = capture->offset == FILE_HEADER && has_usual_records(capture);
    return capture;
}

void pw_capture_close(struct pw_capture *capture)
{
    if (!capture)
        return;
    if (capture->filtered)
        pcap_freecode(&capture->filter);
    if (capture->pcap)
        pcap_close(capture->pcap);
    if (capture->again)
        pcap_close(capture->again);
    pw_spool_close(capture->spool);
    free(capture->path);
    free(capture->name);
    free(capture);
}

bool pw_capture_filter(struct pw_capture *capture, const char *expression, struct pw_error *error)
{
    if (pcap_compile(capture->pcap, &capture->filter, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return pw_error_set(error, "%s: %s", expression, pcap_geterr(capture->pcap));
    capture->filtered = true;
    return true;
}

static uint32_t link_type(pcap_t *pcap)
{
    int link = pcap_datalink(pcap);
    /* The one value among those we read that a system numbers otherwise than files do. */
    return link == DLT_RAW ? LINKTYPE_RAW : (uint32_t)link;
}

static void fill(struct pw_packet *packet, pcap_t *pcap, const struct pcap_pkthdr *header,
                 const uint8_t *data, uint64_t offset)
{
    /* A pcap file's seconds have 32 bits without sign; from 2038 on they come back negative. */
    int64_t seconds = header->ts.tv_sec;
    if (seconds < 0)
        seconds = (int64_t)(uint32_t)seconds;
    *packet = (struct pw_packet){
        .time = (uint64_t)seconds * 1000000000u + (uint64_t)header->ts.tv_usec,
        .offset = offset,
        .length = header->len < header->caplen ? header->caplen : header->len,
        .captured = header->caplen,
        .link = link_type(pcap),
        .data = data,
    };
}

static enum pw_read end_of_input(const struct pw_capture *capture, struct pw_error *error)
{
    const char *trouble = capture->spool ? pw_spool_trouble(capture->spool) : NULL;
    if (!trouble)
        return PW_READ_END;
    pw_error_set(error, "%s: stops after packet %u: %s", capture->name, capture->count, trouble);
    return PW_READ_BAD;
}

static enum pw_read broken(const struct pw_capture *capture, struct pw_error *error)
{
    const char *why = pcap_geterr(capture->pcap);
    const char *trouble = capture->spool ? pw_spool_trouble(capture->spool) : NULL;
    bool cut = strstr(why, "truncated") != NULL;
    pw_error_set(error, "%s: %s after packet %u, at byte %llu: %s", capture->name,
                 cut ? "cut short" : "broken", capture->count, (unsigned long long)capture->offset,
                 trouble ? trouble : why);
    return PW_READ_BAD;
}

/* Where the record behind the one just read starts. In a plain pcap file that can be told from its
 * length, unless libpcap shortened it to the snapshot length; asking the stream costs three times
 * what reading the record did. */
static uint64_t next_offset(const struct pw_capture *capture, const struct pcap_pkthdr *header)
{
    if (capture->counted && header->caplen < (uint32_t)pcap_snapshot(capture->pcap))
        return capture->offset + RECORD_HEADER + header->caplen;
    return (uint64_t)ftello(pcap_file(capture->pcap));
}

enum pw_read pw_capture_next(struct pw_capture *capture, struct pw_packet *packet,
                             struct pw_error *error)
{
    FILE *in = pcap_file(capture->pcap);
    struct pcap_pkthdr *header;
    const uint8_t *data;
    for (;;) {
        if (capture->spool && !pw_spool_ended(capture->spool) &&
            !pw_growing_has_record(capture->spool, capture->offset))
            return PW_READ_WAIT;
        if (capture->displaced) {
            clearerr(in);
            fseeko(in, (off_t)capture->offset, SEEK_SET);
            capture->displaced = false;
        }
        capture->last_held = false;
        int answer = pcap_next_ex(capture->pcap, &header, &data);
        if (answer == PCAP_ERROR_BREAK)
            return end_of_input(capture, error);
        if (answer != 1)
            return broken(capture, error);
        uint64_t offset = capture->offset;
        capture->offset = next_offset(capture, header);
        capture->count++;
        if (capture->filtered && !pcap_offline_filter(&capture->filter, header, data))
            continue;
        fill(packet, capture->pcap, header, data, offset);
        capture->last = *packet;
        capture->last_held = true;
        return PW_READ_PACKET;
    }
}

void pw_capture_feed(struct pw_capture *capture, bool wait)
{
    if (capture->spool)
        pw_spool_feed(capture->spool, wait);
}

int pw_capture_descriptor(const struct pw_capture *capture)
{
    return capture->spool ? pw_spool_descriptor(capture->spool) : -1;
}

static bool is_wanted(const struct pw_packet *wanted, const struct pw_packet *found)
{
    return found->time == wanted->time && found->captured == wanted->captured &&
           found->length == wanted->length;
}

/* Read from the start with a reader of its own: right even where a record means nothing without
 * what stands before it, as in a pcapng file of several sections. */
static bool read_again(struct pw_capture *capture, const struct pw_packet *wanted,
                       struct pw_packet *out)
{
    char why[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const uint8_t *data;
    bool behind = capture->again && (uint64_t)ftello(pcap_file(capture->again)) > wanted->offset;
    if (behind) {
        pcap_close(capture->again);
        capture->again = NULL;
    }
    if (!capture->again)
        capture->again = open_pcap(capture, why);
    while (capture->again) {
        uint64_t offset = (uint64_t)ftello(pcap_file(capture->again));
        if (offset > wanted->offset || pcap_next_ex(capture->again, &header, &data) != 1)
            return false;
        fill(out, capture->again, header, data, offset);
        if (offset == wanted->offset)
            return is_wanted(wanted, out);
    }
    return false;
}

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    struct pw_capture *capture = self;
    FILE *in = pcap_file(capture->pcap);
    struct pcap_pkthdr *header;
    const uint8_t *data;
    if (capture->last_held && capture->last.offset == wanted->offset) {
        *out = capture->last;
        return true;
    }
    capture->displaced = true;
    capture->last_held = false;
    clearerr(in);
    if (fseeko(in, (off_t)wanted->offset, SEEK_SET) == 0 &&
        pcap_next_ex(capture->pcap, &header, &data) == 1) {
        fill(out, capture->pcap, header, data, wanted->offset);
        if (is_wanted(wanted, out)) {
            capture->last = *out;
            capture->last_held = true;
            return true;
        }
    }
    return read_again(capture, wanted, out);
}

struct pw_store pw_capture_store(struct pw_capture *capture)
{
    return (struct pw_store){.self = capture, .fetch = fetch};
}

void pw_capture_progress(const struct pw_capture *capture, uint64_t *done, uint64_t *total)
{
    *done = capture->offset;
    *total = capture->size;
    if (capture->spool)
        *total = pw_spool_ended(capture->spool) ? pw_spool_size(capture->spool) : 0;
}

static bool save_error(const char *path, struct pw_error *error)
{
    return pw_error_set(error, "%s: cannot be written: %s", path, strerror(errno));
}

bool pw_capture_save(struct pw_capture *capture, const char *path, struct pw_error *error)
{
    char why[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const uint8_t *data;
    pcap_t *from = open_pcap(capture, why);
    FILE *to = from ? fopen(path, "wbe") : NULL;
    pcap_dumper_t *dump = to ? pcap_dump_fopen(from, to) : NULL;
    if (!dump) {
        save_error(path, error);
        if (from)
            pcap_close(from);
        return false;
    }
    while ((uint64_t)ftello(pcap_file(from)) < capture->offset &&
           pcap_next_ex(from, &header, &data) == 1)
        if (!capture->filtered || pcap_offline_filter(&capture->filter, header, data))
            pcap_dump((unsigned char *)dump, header, data);
    pcap_close(from);
    /* pcap_dump_flush has been seen to answer 0 on a full disk: the file itself is asked. */
    bool good = fflush(to) == 0 && !ferror(to);
    if (!good)
        save_error(path, error);
    pcap_dump_close(dump);
    return good;
}
