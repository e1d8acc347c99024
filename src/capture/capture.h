/*
 * Where packets come from: the only room that knows libpcap. A capture is always a file: one that
 * was given is read in place; standard input and gzip are written into a spool (an unlinked
 * temporary file) as they arrive, and the spool is read by the same code while it still grows.
 */
#ifndef PW_CAPTURE_CAPTURE_H
#define PW_CAPTURE_CAPTURE_H

#include "base/bytes.h"
#include "base/error.h"

struct pw_capture;

enum pw_read {
    PW_READ_PACKET, /* a packet was read */
    PW_READ_WAIT,   /* none yet: the input still grows; feed it, or poll pw_capture_descriptor */
    PW_READ_END,    /* none any more, and all is well */
    PW_READ_BAD, /* none any more: the input is cut short or broken; the error says where and why */
};

/* Called once the input is open and before a byte of it is read: the place to give up rights. */
struct pw_guard {
    bool (*close)(const void *self, struct pw_error *error);
    const void *self;
};

/* Open a file, or standard input for "-". NULL, and one line in error, where that cannot be. The
 * caller owns it: pw_capture_close. Waits for standard input until its header is there. */
struct pw_capture *pw_capture_open(const char *path, struct pw_error *error);
struct pw_capture *pw_capture_open_guarded(const char *path, const struct pw_guard *guard,
                                           struct pw_error *error);
void pw_capture_close(struct pw_capture *capture);

/* Show only packets that match a BPF expression (pcap-filter(7)); call before the first packet.
 * False, with libpcap's own words in error, where it does not compile. */
bool pw_capture_filter(struct pw_capture *capture, const char *expression, struct pw_error *error);

/* Read the next packet in file order. packet->data is good until the next read or fetch. */
enum pw_read pw_capture_next(struct pw_capture *capture, struct pw_packet *packet,
                             struct pw_error *error);

/* Move input that has arrived into the spool: at most a slice of work, so that a screen stays
 * alive. Blocks only where `wait` is set. Nothing to do for a plain file. */
void pw_capture_feed(struct pw_capture *capture, bool wait);
/* What to poll for input while PW_READ_WAIT is the answer; -1 where feeding needs no waiting. */
int pw_capture_descriptor(const struct pw_capture *capture);

/* The TLS secrets that a pcapng file has carried so far and that were not given yet, as a key log;
 * empty where there are none. Good until the next read. */
struct pw_bytes pw_capture_secrets(struct pw_capture *capture);

/* The way back to a packet's bytes, by its offset, time and lengths. Good as long as the capture.
 */
struct pw_store pw_capture_store(struct pw_capture *capture);

/* How far reading has come, of how much, in bytes; total is 0 where it is not known. */
void pw_capture_progress(const struct pw_capture *capture, uint64_t *done, uint64_t *total);
/* Is path the very file that is being read? Opening it for writing would empty it. */
bool pw_capture_reads(const struct pw_capture *capture, const char *path);
#define PW_CAPTURE_IS_READ "%s: is the capture that is being read: save under another name"
/* Copy every packet to FILE as pcap, as read so far. False and a line in error where that fails. */
bool pw_capture_save(struct pw_capture *capture, const char *path, struct pw_error *error);

#endif
