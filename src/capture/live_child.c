/*
 * The child of a live capture. It opens the device, gives up its rights, and then does one thing:
 * records go from the kernel's ring to the spool (and the file of -w) in batches. It waits for
 * nobody: when the viewer is slow, or stopped, the file only grows.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/fence.h"
#include "capture/live_private.h"

#define TIMEOUT_MS 10        /* the kernel hands over a block that is not full after so long */
#define RING       (8 << 20) /* bytes in the kernel: 10,000 small packets fit several times */
#define BATCH      (1u << 20)
#define AT_ONCE    4096 /* packets taken between two looks at what else there is to do */
#define RETRY_MS   200  /* between two looks whether a device has come back */
#define COUNT_MS   500  /* between two looks at the kernel's counters while packets come */

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

struct record {
    uint32_t seconds, nanoseconds, captured, length;
};

struct child {
    const struct pw_live_options *options;
    pcap_t *pcap;
    int spool, news, save; /* save: -1 where nothing is saved (any more) */
    uint64_t size, saved;  /* bytes in the spool and in the file, whole records only */
    uint64_t keep;
    uint64_t asked_at; /* the size at which the disk was asked how much it really holds */
    uint64_t counted;  /* when the kernel's counters were read, ms */
    uint64_t waiting;  /* packets in the batch */
    bool save_pipe;    /* the file of -w cannot be shortened */
    bool down;         /* the device is not there at present */
    bool uncounted;    /* packets have come since the kernel's counters were read */
    unsigned index;    /* the device's; another one of the same name is another device */
    bool unsaid;       /* there is news to send */
    struct pw_live_news last;
    size_t held;
    uint8_t batch[BATCH];
};

static uint64_t milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

static void tell(struct child *child)
{
    ssize_t sent = send(child->news, &child->last, sizeof child->last, MSG_DONTWAIT | MSG_NOSIGNAL);
    child->unsaid = sent < 0 && errno != EPIPE && errno != ECONNRESET;
}

static void set_text(char text[256], const char *format, ...) __attribute__((format(printf, 2, 3)));
static void set_text(char text[256], const char *format, ...)
{
    struct pw_error safe;
    char raw[512];
    va_list list;
    va_start(list, format);
    vsnprintf(raw, sizeof raw, format, list);
    va_end(list);
    pw_error_set(&safe, "%s", raw);
    size_t length = strnlen(safe.text, 255);
    memcpy(text, safe.text, length);
    text[length] = '\0';
}

/* The first news, and the last: it cannot be done. */
static _Noreturn void give_up(struct child *child, enum pw_live_result result, const char *a,
                              const char *b)
{
    child->last.result = (uint8_t)result;
    child->last.over = true;
    set_text(child->last.trouble, "%s: %s", a, b);
    send(child->news, &child->last, sizeof child->last, MSG_NOSIGNAL);
    _exit(1);
}

/* As much as goes, which is all of it or less with errno. */
static size_t write_all(int fd, const uint8_t *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t wrote = write(fd, bytes + done, length - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    return done;
}

/* How many of the batch's first bytes are whole records. */
static size_t whole_records(const struct child *child, size_t length)
{
    struct record record;
    size_t at = 0;
    while (at + sizeof record <= length) {
        memcpy(&record, child->batch + at, sizeof record);
        if (record.captured > length - at - sizeof record)
            break;
        at += sizeof record + record.captured;
    }
    return at;
}

/* The file keeps what it has, whole records only; the capture goes on without it. */
static void stop_saving(struct child *child)
{
    set_text(child->last.saving, "%s: saved no further: %s", child->options->save, strerror(errno));
    if (!child->save_pipe && ftruncate(child->save, (off_t)child->saved) != 0)
        set_text(child->last.saving, "%s: cut short: %s", child->options->save, strerror(errno));
    close(child->save);
    child->save = -1;
    child->unsaid = true;
}

/* True while the disk holds no more of the spool than it may: the viewer gives back what is old,
 * and where it does not keep up, packets are dropped rather than the disk filled. */
static bool has_room(struct child *child)
{
    struct stat about;
    if (child->size - child->asked_at < child->keep / 16)
        return true;
    if (fstat(child->spool, &about) == 0 && (uint64_t)about.st_blocks * 512u > 2 * child->keep)
        return false;
    child->asked_at = child->size;
    return true;
}

static void flush(struct child *child)
{
    if (!child->held)
        return;
    child->last.seen += child->waiting;
    if (has_room(child) && write_all(child->spool, child->batch, child->held) == child->held) {
        child->size += child->held;
    } else {
        /* Half a batch may stand there: back to the last whole record. */
        child->last.dropped += child->waiting;
        if (ftruncate(child->spool, (off_t)child->size) != 0 ||
            lseek(child->spool, (off_t)child->size, SEEK_SET) < 0)
            child->last.over = true;
    }
    if (child->save >= 0) {
        size_t wrote = write_all(child->save, child->batch, child->held);
        child->saved += whole_records(child, wrote);
        if (wrote < child->held)
            stop_saving(child);
    }
    child->held = 0;
    child->waiting = 0;
    child->unsaid = child->uncounted = true;
}

static void take(u_char *self, const struct pcap_pkthdr *header, const u_char *data)
{
    /* The argument is an u_char only so that pcap_dispatch can pass anything. */
    struct child *child = (struct child *)(void *)self;
    struct record record = {.seconds = (uint32_t)header->ts.tv_sec,
                            .nanoseconds = (uint32_t)header->ts.tv_usec,
                            .captured = header->caplen,
                            .length = header->len};
    size_t size = sizeof record + header->caplen;
    if (size > sizeof child->batch)
        return;
    if (child->held + size > sizeof child->batch)
        flush(child);
    memcpy(child->batch + child->held, &record, sizeof record);
    memcpy(child->batch + child->held + sizeof record, data, header->caplen);
    child->held += size;
    child->waiting++;
}

static void count_drops(struct child *child)
{
    struct pcap_stat stat;
    child->counted = milliseconds();
    child->uncounted = false;
    if (pcap_stats(child->pcap, &stat) == 0 && stat.ps_drop != child->last.kernel_dropped) {
        child->last.kernel_dropped = stat.ps_drop;
        child->unsaid = true;
    }
}

/* On lo every packet passes twice, out and in; libpcap leaves the first out, but only after it took
 * room in the ring. */
static void ignore_outgoing(struct child *child)
{
    int yes = 1;
    if (strcmp(child->options->device, "lo") == 0)
        setsockopt(pcap_fileno(child->pcap), SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes);
}

static bool set_filter(struct child *child, const char *text)
{
    struct bpf_program program;
    if (pcap_compile(child->pcap, &program, text, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return false;
    bool set = pcap_setfilter(child->pcap, &program) == 0;
    pcap_freecode(&program);
    return set;
}

static void open_device(struct child *child)
{
    const struct pw_live_options *options = child->options;
    char text[PCAP_ERRBUF_SIZE] = "";
    const char *name = options->device;
    child->pcap = pcap_create(name, text);
    if (!child->pcap)
        give_up(child, PW_LIVE_FAILED, name, text);
    pcap_t *pcap = child->pcap;
    pcap_set_snaplen(pcap, (int)(options->snapshot ? options->snapshot : PW_LIVE_SNAPSHOT));
    pcap_set_timeout(pcap, TIMEOUT_MS);
    pcap_set_buffer_size(pcap, RING);
    pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    int got = pcap_activate(pcap);
    if (got == PCAP_ERROR_PERM_DENIED)
        give_up(child, PW_LIVE_FORBIDDEN, name,
                "capture needs the right CAP_NET_RAW, which this process does not have");
    if (got == PCAP_ERROR_NO_SUCH_DEVICE)
        give_up(child, PW_LIVE_FAILED, name, "no such interface: packetwalk -D lists them");
    if (got == PCAP_ERROR_IFACE_NOT_UP)
        give_up(child, PW_LIVE_FAILED, name, "the interface is down");
    if (got < 0)
        give_up(child, PW_LIVE_FAILED, name,
                *pcap_geterr(pcap) ? pcap_geterr(pcap) : pcap_statustostr(got));
    /* "any" can say which interface a packet came through. */
    if (strcmp(name, "any") == 0)
        pcap_set_datalink(pcap, DLT_LINUX_SLL2);
    child->index = if_nametoindex(name);
    ignore_outgoing(child);
    if (options->filter && !set_filter(child, options->filter)) {
        set_text(text, "filter \"%s\"", options->filter);
        give_up(child, PW_LIVE_USAGE, text, pcap_geterr(pcap));
    }
    if (pcap_setnonblock(pcap, 1, text) != 0)
        give_up(child, PW_LIVE_FAILED, name, text);
}

static void open_save(struct child *child)
{
    const char *path = child->options->save;
    child->save = -1;
    if (!path)
        return;
    struct stat about;
    child->save = strcmp(path, "-") == 0
                      ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                      : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (child->save < 0 || fstat(child->save, &about) != 0)
        give_up(child, PW_LIVE_FAILED, path, strerror(errno));
    child->save_pipe = !S_ISREG(about.st_mode);
}

/* The header of a classic pcap file, times in nanoseconds, in this machine's byte order. */
static void write_headers(struct child *child)
{
    const struct {
        uint32_t magic;
        uint16_t major, minor;
        uint32_t zone, accuracy, snapshot, link;
    } header = {.magic = 0xa1b23c4du,
                .major = 2,
                .minor = 4,
                .snapshot = (uint32_t)pcap_snapshot(child->pcap),
                .link = pw_handle_linktype(pcap_datalink(child->pcap))};
    memcpy(child->batch, &header, sizeof header);
    if (write_all(child->spool, child->batch, sizeof header) != sizeof header)
        give_up(child, PW_LIVE_FAILED, "temporary file", strerror(errno));
    child->size = sizeof header;
    if (child->save >= 0 && write_all(child->save, child->batch, sizeof header) != sizeof header)
        give_up(child, PW_LIVE_FAILED, child->options->save, strerror(errno));
    child->saved = sizeof header;
}

/* Names in a filter are looked up in these. */
static const char *const lookups[] = {"/etc/services",  "/etc/protocols",   "/etc/hosts",
                                      "/etc/networks",  "/etc/ethers",      "/etc/nsswitch.conf",
                                      "/etc/host.conf", "/etc/resolv.conf", NULL};

static void close_fence(struct child *child)
{
    struct pw_error error;
    struct pw_fence fence = {.read = lookups};
    if (!pw_fence_drop(&error))
        give_up(child, PW_LIVE_FAILED, child->options->device, error.text);
    /* As whoever we are from here on: the file of -w is theirs. */
    open_save(child);
    if (!pw_fence_close(&fence, &error))
        give_up(child, PW_LIVE_FAILED, child->options->device, error.text);
}

/* False where the viewer wants no more. */
static bool obey(struct child *child)
{
    char text[PW_LIVE_FILTER_MAX];
    ssize_t got = recv(child->news, text, sizeof text, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0)
        return false;
    text[got - 1] = '\0';
    if (!set_filter(child, text)) {
        set_text(child->last.trouble, "filter \"%s\": %s", text, pcap_geterr(child->pcap));
        child->unsaid = true;
    }
    return true;
}

/* libpcap has given an error: has the device gone for good, or may it come back? */
static bool lost_device(struct child *child)
{
    const char *name = child->options->device;
    if (if_nametoindex(name) != child->index) {
        set_text(child->last.trouble, "%s: the interface is gone", name);
        return true;
    }
    if (!child->down)
        set_text(child->last.trouble, "%s: the interface went down: nothing comes from it", name);
    child->unsaid |= !child->down;
    child->down = true;
    return false;
}

/* Whether the interface is up: one that is down gives no error a second time. */
static bool is_up(const char *name)
{
    struct ifreq ask = {.ifr_flags = 0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return true;
    memcpy(ask.ifr_name, name, strnlen(name, IFNAMSIZ - 1));
    bool up = ioctl(fd, SIOCGIFFLAGS, &ask) == 0 && (ask.ifr_flags & IFF_UP);
    close(fd);
    return up;
}

static void come_back(struct child *child)
{
    child->down = false;
    child->last.trouble[0] = '\0';
    child->unsaid = true;
}

/* Take what there is, at most AT_ONCE packets. Answers how many; -1 where there will be no more. */
static int dispatch(struct child *child)
{
    int got = pcap_dispatch(child->pcap, AT_ONCE, take, (u_char *)child);
    bool lost = got < 0 && lost_device(child);
    flush(child);
    if (child->down && got >= 0 && (got > 0 || is_up(child->options->device)))
        come_back(child);
    return lost || child->last.over ? -1 : got < 0 ? 0 : got;
}

/* How long there is nothing to do unless something comes. */
static int patience(const struct child *child)
{
    if (child->unsaid || child->down)
        return RETRY_MS;
    return child->uncounted ? COUNT_MS : -1;
}

static void loop(struct child *child)
{
    struct pollfd on[2] = {{.events = POLLIN}, {.fd = child->news, .events = POLLIN}};
    int got = 0;
    while (got >= 0) {
        /* A device that is down makes poll answer at once, for ever. */
        on[0].fd = child->down ? -1 : pcap_get_selectable_fd(child->pcap);
        /* What is left of a block that was begun is not waited for. */
        if (poll(on, 2, got == AT_ONCE ? 0 : patience(child)) < 0 && errno != EINTR)
            return;
        if (on[1].revents && !obey(child))
            return;
        got = dispatch(child);
        if (child->uncounted && milliseconds() - child->counted >= COUNT_MS)
            count_drops(child);
        if (child->unsaid)
            tell(child);
    }
}

void pw_live_capture(void *what)
{
    const struct pw_live_body *body = what;
    struct child *child = pw_allocate_zero(sizeof *child);
    close(body->other);
    child->options = body->options;
    child->spool = body->spool;
    child->news = body->news;
    child->keep = body->options->keep ? body->options->keep : PW_LIVE_KEEP;
    /* The keyboard's signals are for the viewer; the viewer's end of the socket is for us. */
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    open_device(child);
    close_fence(child);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    write_headers(child);
    tell(child);
    loop(child);
    /* What is in the kernel's open block comes when its time is over. */
    poll(NULL, 0, 2 * TIMEOUT_MS);
    while (!child->last.over && dispatch(child) > 0)
        ;
    count_drops(child);
    child->last.over = true;
    send(child->news, &child->last, sizeof child->last, MSG_NOSIGNAL);
    _exit(0);
}
