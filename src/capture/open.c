/*
 * From a path to something that hands out packets, or to one line that says why there is nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/private.h"

static int open_path(const char *path)
{
    if (strcmp(path, "-") == 0)
        return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

/* True where the file can be read in place: at any position, from its first byte, unpacked. */
static bool in_place(int fd, mode_t mode)
{
    uint8_t head[2];
    if (!S_ISREG(mode) || lseek(fd, 0, SEEK_CUR) != 0)
        return false;
    return pread(fd, head, sizeof head, 0) != sizeof head || head[0] != 0x1f || head[1] != 0x8b;
}

bool pw_open_input(struct pw_capture *capture, const char *path, const struct pw_guard *guard,
                   struct pw_error *error)
{
    struct stat about;
    int fd = open_path(path);
    if (fd < 0 || fstat(fd, &about) != 0) {
        pw_error_set(error, "%s: %s", capture->name, strerror(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    const char *why = NULL;
    if (S_ISDIR(about.st_mode))
        why = "is a directory, not a capture";
    else if (isatty(fd))
        why = "is a terminal: a capture comes through a pipe, as from tcpdump -w -";
    if (why) {
        close(fd);
        return pw_error_set(error, "%s: %s", capture->name, why);
    }
    if (guard && !guard->close(guard->self, error)) {
        close(fd);
        return false;
    }
    if (in_place(fd, about.st_mode)) {
        capture->fd = fd;
        return true;
    }
    capture->spool = pw_spool_open(fd, error);
    if (!capture->spool)
        return false;
    capture->fd = capture->spool->fd;
    return true;
}

/* First bytes of what people give us by mistake, and what to do about it. */
static const struct {
    const char *magic;
    size_t length;
    const char *remedy;
} mistaken[] = {
    {"\xfd\x37zXZ", 5, "it is packed with xz: unpack it with unxz first"},
    {"\x28\xb5\x2f\xfd", 4, "it is packed with zstd: unpack it with unzstd first"},
    {"\x04\x22\x4d\x18", 4, "it is packed with lz4: unpack it with unlz4 first"},
    {"BZh", 3, "it is packed with bzip2: unpack it with bunzip2 first"},
    {"PK\x03\x04", 4, "it is a zip archive: unpack it first"},
    {"snoop\0\0\0", 8, "it is a snoop file: editcap -F pcap makes a capture of it"},
    {"\x1f\x8b", 2, "gzip inside gzip: unpack it once first"},
};

static bool has_magic(const uint8_t *head, size_t length)
{
    static const uint8_t known[][4] = {
        {0xa1, 0xb2, 0xc3, 0xd4}, {0xd4, 0xc3, 0xb2, 0xa1}, /* pcap, microseconds */
        {0xa1, 0xb2, 0x3c, 0x4d}, {0x4d, 0x3c, 0xb2, 0xa1}, /* pcap, nanoseconds */
        {0xa1, 0xb2, 0xcd, 0x34}, {0x34, 0xcd, 0xb2, 0xa1}, /* pcap with longer record headers */
        {0x0a, 0x0d, 0x0d, 0x0a},                           /* pcapng */
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (memcmp(head, known[i], length < 4 ? length : 4) == 0)
            return true;
    return false;
}

/* libpcap could not open it: say why in words that help. told is what libpcap says. */
static bool explain(const struct pw_capture *capture, bool ended, const struct pw_error *told,
                    struct pw_error *error)
{
    uint8_t head[8] = {0};
    ssize_t got = pread(capture->fd, head, sizeof head, 0);
    size_t length = got > 0 ? (size_t)got : 0;
    if (capture->spool && capture->spool->why.text[0])
        return pw_error_set(error, "%s: %s", capture->name, capture->spool->why.text);
    if (got < 0)
        return pw_error_set(error, "%s: %s", capture->name, strerror(errno));
    if (length == 0)
        return pw_error_set(error, "%s: not a capture: it is empty", capture->name);
    for (size_t i = 0; i < sizeof mistaken / sizeof *mistaken; i++)
        if (length >= mistaken[i].length &&
            memcmp(head, mistaken[i].magic, mistaken[i].length) == 0)
            return pw_error_set(error, "%s: not a capture: %s", capture->name, mistaken[i].remedy);
    if (!has_magic(head, length))
        return pw_error_set(error, "%s: not a capture: its first bytes are no pcap or pcapng magic",
                            capture->name);
    if (ended)
        return pw_error_set(error, "%s: cut short inside the file header", capture->name);
    return pw_error_set(error, "%s: not a capture libpcap can read: %s", capture->name, told->text);
}

bool pw_open_handle(struct pw_capture *capture, struct pw_error *error)
{
    struct pw_error told = {{0}};
    for (;;) {
        bool grows = pw_capture_grows(capture);
        enum pw_opened got = pw_handle_open(&capture->handle, capture->fd, 0, &told);
        if (got == PW_OPENED)
            return true;
        if (got == PW_OPEN_BAD || !grows)
            return explain(capture, got == PW_OPEN_SHORT, &told, error);
        pw_capture_feed(capture, true);
    }
}
