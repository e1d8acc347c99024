/*
 * Live capture: a child process opens the device, gives up every right, and then only appends
 * records to the spool. The viewer reads that file while it grows, as it reads any other. Between
 * them are the file and one socket pair: news go one way, a new filter the other.
 */
#ifndef PW_CAPTURE_LIVE_H
#define PW_CAPTURE_LIVE_H

#include <sys/types.h>

#include "base/buffer.h"
#include "capture/capture.h"

#define PW_LIVE_SNAPSHOT 262144u        /* bytes kept of a packet: segments on lo are this long */
#define PW_LIVE_KEEP     (256ull << 20) /* bytes of packets kept in the spool */
#define PW_LIVE_KEEP_MIN (1ull << 20)

struct pw_live_options {
    const char *device; /* "lo", "any" */
    const char *filter; /* BPF, or NULL */
    const char *save;   /* a file that gets every packet as well, "-" for standard output; NULL */
    uint32_t snapshot;  /* 0: PW_LIVE_SNAPSHOT */
    uint64_t keep;      /* 0: PW_LIVE_KEEP */
    /* Run body(what), which does not return, in a child process; -1 and a line in error where that
     * cannot be. NULL: fork(2). */
    pid_t (*launch)(void *self, void (*body)(void *what), void *what, struct pw_error *error);
    void *self;
};

enum pw_live_result {
    PW_LIVE_OPEN,
    PW_LIVE_FAILED,    /* no such device, or another reason */
    PW_LIVE_FORBIDDEN, /* the right to capture is missing */
    PW_LIVE_USAGE,     /* the filter does not compile */
};

/* Counted from the beginning. */
struct pw_live_counts {
    uint64_t seen;           /* packets that matched the filter and reached us */
    uint64_t kernel_dropped; /* the kernel had no room for them */
    uint64_t dropped;        /* we had no room for them: the spool is full */
    uint64_t given_up;       /* bytes of the oldest packets that are kept no longer */
};

/* Capture from a device. NULL, with a line in error and the reason in *result, where that cannot
 * be. Returns once the device is open and its rights are given up. */
struct pw_capture *pw_capture_live(const struct pw_live_options *options,
                                   enum pw_live_result *result, struct pw_error *error);
/* Capture no more: what has been seen is still read, and then comes PW_READ_END. */
void pw_capture_stop(struct pw_capture *capture);
/* Take in counts and troubles without reading packets: while the student has paused. */
void pw_capture_listen(struct pw_capture *capture);
/* True for a capture from a device that still goes on. */
bool pw_capture_is_live(const struct pw_capture *capture);
void pw_capture_counts(const struct pw_capture *capture, struct pw_live_counts *counts);
/* What is wrong with the device, or with saving, at present: one line, or NULL. */
const char *pw_capture_trouble(const struct pw_capture *capture);
const char *pw_capture_save_trouble(const struct pw_capture *capture);

/* The devices that can be captured from, one a line as tcpdump -D has them. False, with a line in
 * error, where they cannot be listed. */
bool pw_capture_devices(struct pw_buffer *out, struct pw_error *error);

#endif
