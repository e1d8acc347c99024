/*
 * The child of a live capture. It opens the device, gives up its rights, and then does one thing:
 * records go from the kernel's ring to the spool (and the file of -w) in batches. It waits for
 * nobody: when the viewer is slow, or stopped, the file only grows.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/fence.h"
#include "capture/live_sink.h"

#define TIMEOUT_MS 10        /* the kernel hands over a block that is not full after so long */
#define RING       (8 << 20) /* bytes in the kernel: 10,000 small packets fit several times */
#define AT_ONCE    4096      /* packets taken between two looks at what else there is to do */
#define RETRY_MS   200       /* between two looks whether a device has come back */
#define COUNT_MS   500       /* between two looks at the kernel's counters while packets come */

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

struct child {
    const struct pw_live_options *options;
    pcap_t *pcap;
    int news;
    bool down;        /* the device is not there at present */
    unsigned index;   /* the device's; another one of the same name is another device */
    uint64_t counted; /* when the kernel's counters were read, ms */
    bool uncounted;   /* packets have come since */
    bool unsaid;      /* there is news to send */
    struct pw_live_news last;
    struct pw_live_sink sink;
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

/* The first news, and the last: it cannot be done. */
static _Noreturn void give_up(struct child *child, enum pw_live_result result, const char *a,
                              const char *b)
{
    child->last.result = (uint8_t)result;
    child->last.over = true;
    pw_live_text(child->last.trouble, "%s: %s", a, b);
    send(child->news, &child->last, sizeof child->last, MSG_NOSIGNAL);
    _exit(1);
}

static void take(u_char *self, const struct pcap_pkthdr *header, const u_char *data)
{
    /* The argument is an u_char only so that pcap_dispatch can pass anything. */
    struct child *child = (struct child *)(void *)self;
    pw_live_sink_add(&child->sink, header, data);
}

static void flush(struct child *child)
{
    pw_live_sink_flush(&child->sink);
    child->unsaid |= child->sink.flushed;
    child->uncounted |= child->sink.flushed;
    child->sink.flushed = false;
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
        pw_live_text(text, "filter \"%s\"", options->filter);
        give_up(child, PW_LIVE_USAGE, text, pcap_geterr(pcap));
    }
    if (pcap_setnonblock(pcap, 1, text) != 0)
        give_up(child, PW_LIVE_FAILED, name, text);
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
    if (!pw_live_sink_open(&child->sink))
        give_up(child, PW_LIVE_FAILED, child->options->save, strerror(errno));
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
        pw_live_text(child->last.trouble, "filter \"%s\": %s", text, pcap_geterr(child->pcap));
        child->unsaid = true;
    }
    return true;
}

/* libpcap has given an error: has the device gone for good, or may it come back? */
static bool lost_device(struct child *child)
{
    const char *name = child->options->device;
    if (if_nametoindex(name) != child->index) {
        pw_live_text(child->last.trouble, "%s: the interface is gone", name);
        return true;
    }
    if (!child->down)
        pw_live_text(child->last.trouble, "%s: the interface went down: nothing comes from it",
                     name);
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
    child->news = body->news;
    child->sink.news = &child->last;
    child->sink.spool = body->spool;
    child->sink.path = body->options->save;
    child->sink.keep = body->options->keep ? body->options->keep : PW_LIVE_KEEP;
    /* The keyboard's signals are for the viewer; the viewer's end of the socket is for us. */
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    open_device(child);
    close_fence(child);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const char *which;
    if (!pw_live_sink_begin(&child->sink, (uint32_t)pcap_snapshot(child->pcap),
                            pw_handle_linktype(pcap_datalink(child->pcap)), &which))
        give_up(child, PW_LIVE_FAILED, which, strerror(errno));
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
