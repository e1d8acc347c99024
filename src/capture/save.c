/* Writing what was read so far as a classic pcap file. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/private.h"

bool pw_capture_reads(const struct pw_capture *capture, const char *path)
{
    struct stat ours, theirs;
    return fstat(capture->fd, &ours) == 0 && stat(path, &theirs) == 0 &&
           ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

static FILE *open_target(const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                      : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    FILE *target = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!target && fd >= 0)
        close(fd);
    return target;
}

/* Every packet from the start to where reading has come, as far as the target takes them. */
static void copy(const struct pw_capture *capture, struct pw_handle *from, pcap_dumper_t *to)
{
    struct pw_packet packet;
    unsigned unit = from->micro ? 1000u : 1u;
    while (from->next < capture->handle.next && !ferror(pcap_dump_file(to))) {
        if (pw_handle_next(from, &packet) != PW_STEP_PACKET)
            return;
        if (!pw_capture_matches(capture, &packet))
            continue;
        struct pcap_pkthdr header = {
            .ts = {.tv_sec = (time_t)(packet.time / 1000000000u),
                   .tv_usec = (suseconds_t)(packet.time % 1000000000u / unit)},
            .caplen = packet.captured,
            .len = packet.length,
        };
        /* The argument is an u_char only so that this can be a callback of pcap_loop. */
        pcap_dump((u_char *)to, &header, packet.data);
    }
}

/* Write to target, which is closed here. False and errno where not all of it arrived. */
static bool dump(const struct pw_capture *capture, struct pw_handle *from, FILE *target)
{
    pcap_dumper_t *dumper = pcap_dump_fopen(from->pcap, target);
    if (!dumper) {
        fclose(target);
        errno = EPROTONOSUPPORT; /* a link type that libpcap has no number for */
        return false;
    }
    errno = 0;
    copy(capture, from, dumper);
    /* A full disk is seen nowhere but here: pcap_dump has no result, pcap_dump_flush answers 0, and
     * pcap_dump_close would swallow what fclose says. A dumper is nothing but this FILE. */
    bool wrong = fflush(target) != 0 || ferror(target);
    int why = errno;
    bool closed = fclose(target) == 0;
    if (wrong)
        errno = why ? why : EIO;
    return !wrong && closed;
}

bool pw_capture_save(struct pw_capture *capture, const char *path, struct pw_error *error)
{
    struct pw_handle from;
    struct pw_error why;
    if (pw_capture_reads(capture, path))
        return pw_error_set(error, PW_CAPTURE_IS_READ, path);
    if (pw_handle_open(&from, capture->fd, 0, &why) != PW_OPENED)
        return pw_error_set(error, "%s: cannot be read again: %s", capture->name, why.text);
    FILE *target = open_target(path);
    bool saved = target && dump(capture, &from, target);
    if (!saved)
        pw_error_set(error, "%s: not saved: %s", path, strerror(errno));
    pw_handle_close(&from);
    return saved;
}
