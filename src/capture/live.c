/* The viewer's end of a live capture: see live.h. */
#include "capture/live.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/temporary.h"
#include "capture/live_private.h"

/* Bytes given back to the disk at a time: whole blocks of any file system. */
#define PIECE (1ull << 20)

void pw_live_close(struct pw_live *live)
{
    if (!live)
        return;
    close(live->news);
    if (live->child > 0 && live->launched)
        kill(live->child, SIGKILL);
    if (live->child > 0)
        while (waitpid(live->child, NULL, 0) < 0 && errno == EINTR)
            ;
    free(live);
}

static bool hear(struct pw_live *live)
{
    struct pw_live_news news;
    ssize_t got = recv(live->news, &news, sizeof news, MSG_DONTWAIT);
    if (got == (ssize_t)sizeof news) {
        live->last = news;
        live->ended = news.over;
        return true;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    /* The child has gone without a word. */
    live->ended = true;
    live->last.over = true;
    return true;
}

bool pw_live_hear(struct pw_live *live)
{
    bool heard = false;
    while (!live->ended && hear(live))
        heard = true;
    return heard;
}

void pw_live_wait(struct pw_live *live, bool wait)
{
    struct pollfd on = {.fd = live->news, .events = POLLIN};
    if (wait && !live->ended)
        poll(&on, 1, -1);
}

void pw_live_give_up(struct pw_live *live, int fd, uint64_t read)
{
    if (read < live->kept_from + live->keep + PIECE)
        return;
    uint64_t to = (read - live->keep) / PIECE * PIECE;
    /* Where holes cannot be made the child stops writing at twice what is to be kept. */
    if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)live->kept_from,
                  (off_t)(to - live->kept_from)) == 0)
        live->kept_from = to;
}

bool pw_live_filter(struct pw_live *live, const char *expression, struct pw_error *error)
{
    size_t size = strlen(expression) + 1;
    if (size > PW_LIVE_FILTER_MAX)
        return pw_error_set(error, "filter: longer than %u bytes", PW_LIVE_FILTER_MAX);
    if (send(live->news, expression, size, MSG_NOSIGNAL) == (ssize_t)size)
        return true;
    return pw_error_set(error, "filter \"%s\": %s", expression, strerror(errno));
}

static pid_t fork_child(void (*body)(void *what), void *what, struct pw_error *error)
{
    pid_t child = fork();
    if (child == 0)
        body(what);
    if (child < 0)
        pw_error_set(error, "no process can be started: %s", strerror(errno));
    return child;
}

/* Start the child; the capture gets the spool and the live end. */
static bool start(struct pw_capture *capture, const struct pw_live_options *options,
                  struct pw_error *error)
{
    int ends[2];
    capture->fd = pw_temporary_file();
    if (capture->fd < 0)
        return pw_error_set(error, "%s: no temporary file can be made there: %s",
                            pw_temporary_folder(), strerror(errno));
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return pw_error_set(error, "no socket can be made: %s", strerror(errno));
    struct pw_live *live = pw_allocate_zero(sizeof *live);
    struct pw_live_body body = {
        .options = options, .spool = capture->fd, .news = ends[1], .other = ends[0]};
    live->news = ends[0];
    live->launched = options->launch != NULL;
    live->keep = options->keep ? options->keep : PW_LIVE_KEEP;
    capture->live = live;
    live->child = options->launch ? options->launch(options->self, pw_live_capture, &body, error)
                                  : fork_child(pw_live_capture, &body, error);
    close(ends[1]);
    return live->child > 0;
}

struct pw_capture *pw_capture_live(const struct pw_live_options *options,
                                   enum pw_live_result *result, struct pw_error *error)
{
    struct pw_capture *capture = pw_capture_new(options->device);
    *result = PW_LIVE_FAILED;
    if (start(capture, options, error)) {
        struct pw_live *live = capture->live;
        while (!hear(live))
            pw_live_wait(live, true);
        *result = live->last.result;
        if (*result == PW_LIVE_OPEN && !live->ended && pw_open_handle(capture, error))
            return capture;
        if (*result != PW_LIVE_OPEN || live->ended)
            pw_error_set(error, "%s",
                         live->last.trouble[0] ? live->last.trouble : "the capture has died");
        if (*result == PW_LIVE_OPEN)
            *result = PW_LIVE_FAILED;
    }
    pw_capture_close(capture);
    return NULL;
}

void pw_capture_stop(struct pw_capture *capture)
{
    if (capture->live && !capture->live->stopped) {
        shutdown(capture->live->news, SHUT_WR);
        capture->live->stopped = true;
    }
}

void pw_capture_listen(struct pw_capture *capture)
{
    if (capture->live)
        pw_live_hear(capture->live);
}

bool pw_capture_is_live(const struct pw_capture *capture)
{
    return capture->live && !capture->live->ended;
}

void pw_capture_counts(const struct pw_capture *capture, struct pw_live_counts *counts)
{
    *counts = (struct pw_live_counts){0};
    if (!capture->live)
        return;
    const struct pw_live_news *last = &capture->live->last;
    counts->seen = last->seen;
    counts->kernel_dropped = last->kernel_dropped;
    counts->dropped = last->dropped;
    counts->given_up = capture->live->kept_from;
}

const char *pw_capture_trouble(const struct pw_capture *capture)
{
    return capture->live && capture->live->last.trouble[0] ? capture->live->last.trouble : NULL;
}

const char *pw_capture_save_trouble(const struct pw_capture *capture)
{
    return capture->live && capture->live->last.saving[0] ? capture->live->last.saving : NULL;
}

static void list_device(const pcap_if_t *device, int number, struct pw_buffer *out)
{
    pw_buffer_print(out, "%d.%s", number, device->name);
    if (device->description)
        pw_buffer_print(out, " (%s)", device->description);
    const char *parts[3];
    int count = 0;
    if (device->flags & PCAP_IF_UP)
        parts[count++] = "Up";
    if (device->flags & PCAP_IF_RUNNING)
        parts[count++] = "Running";
    if (device->flags & PCAP_IF_LOOPBACK)
        parts[count++] = "Loopback";
    for (int i = 0; i < count; i++)
        pw_buffer_print(out, "%s%s", i ? ", " : " [", parts[i]);
    pw_buffer_text(out, count ? "]\n" : "\n");
}

bool pw_capture_devices(struct pw_buffer *out, struct pw_error *error)
{
    char text[PCAP_ERRBUF_SIZE];
    pcap_if_t *all = NULL;
    if (pcap_findalldevs(&all, text) != 0)
        return pw_error_set(error, "interfaces: %s", text);
    int number = 0;
    for (const pcap_if_t *device = all; device; device = device->next)
        list_device(device, ++number, out);
    pcap_freealldevs(all);
    return true;
}
