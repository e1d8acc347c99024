/*
 * What the files of this room share. From the bottom up:
 *
 *   spool.c, inflate.c   input that can be read only once (a pipe, gzip) becomes a file that grows
 *   live.c, live_child.c a device does: a child process appends to the file
 *   fence.c, rights.c    the rights that needs, and how they are given up
 *   place.c              a file, at a position of its own, as the FILE that libpcap wants
 *   blocks.c             pcapng block headers: where the next packet block is, and whether it is
 * whole handle.c             one libpcap handle: the next packet, or the packet at an offset open.c
 * from a path to a handle, or to one line saying why not capture.c, store.c, save.c   capture.h
 */
#ifndef PW_CAPTURE_PRIVATE_H
#define PW_CAPTURE_PRIVATE_H

#include <pcap/pcap.h>
#include <stdio.h>

#include "base/buffer.h"
#include "capture/capture.h"

/* What a read from a FILE of our own runs over: any number of them may share one descriptor,
 * because none uses (or moves) the position the kernel keeps for it. */
struct pw_place {
    int fd;
    uint64_t at;
    char buffer[8192]; /* large for the pass over the whole file, small for fetching one packet */
};

/* A stream that reads `place`, which must outlive it. NULL and errno where there is no memory. */
FILE *pw_place_open(struct pw_place *place);

/*
 * A growing file made from input that can be read only once. Whoever reads it needs no lock: bytes
 * below `size` never change.
 */
struct pw_inflate;

struct pw_spool {
    int fd;                  /* the unlinked temporary file */
    int input;               /* where bytes come from; -1 once no more are wanted */
    bool waits;              /* the input can make us wait, so ask poll first */
    bool sniffed;            /* enough has been seen to tell gzip from the rest */
    bool ended;              /* the spool will not grow any more */
    uint64_t size;           /* bytes in the spool */
    uint64_t taken;          /* bytes taken from the input */
    uint64_t input_size;     /* of how many; 0 where that is not known */
    size_t held;             /* bytes in buffer that are still to be sniffed */
    struct pw_inflate *gzip; /* NULL where the input is copied as it is */
    struct pw_error why;     /* what ended it; empty where the input simply ended */
    uint8_t buffer[65536];
};

/* A spool fed from input, which it owns from now on. NULL and a line in error where no temporary
 * file can be made; input is closed then too. */
struct pw_spool *pw_spool_open(int input, struct pw_error *error);
void pw_spool_close(struct pw_spool *spool);
/* Move what has arrived, at most about a mebibyte. Blocks, at most for one arrival, if wait. */
void pw_spool_feed(struct pw_spool *spool, bool wait);
/* What to poll before feeding can do anything; -1 where it can now, or never will again. */
int pw_spool_descriptor(const struct pw_spool *spool);
/* Append. False, and the spool is ended with a reason, where the disk is full. */
bool pw_spool_append(struct pw_spool *spool, const void *data, size_t length);
/* The input is done with: because it ended (format NULL) or for a reason. Always false. */
bool pw_spool_end(struct pw_spool *spool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* gzip, RFC 1952, unpacked into a spool. */
struct pw_inflate *pw_inflate_open(void);
void pw_inflate_close(struct pw_inflate *gzip);
/* True when inflate_step has work without more input. */
bool pw_inflate_busy(const struct pw_inflate *gzip);
/* Give it input to work on; it must have been idle. The bytes stay the caller's until it is again.
 */
void pw_inflate_give(struct pw_inflate *gzip, const uint8_t *data, size_t length);
/* Unpack some 64 KiB into the spool; ends the spool where the data is damaged. */
void pw_inflate_step(struct pw_inflate *gzip, struct pw_spool *spool);
/* The input has ended: was that allowed here? Ends the spool either way. */
void pw_inflate_finish(struct pw_inflate *gzip, struct pw_spool *spool);

/* pcapng's blocks, looked at through a buffer of their own. */
struct pw_blocks {
    int fd;
    bool swapped;   /* the section is in the other byte order than this machine */
    uint64_t start; /* where the buffer's first byte lies in the file */
    size_t held;
    uint64_t secrets_to;      /* decryption secrets blocks before here were taken in */
    struct pw_buffer secrets; /* what they hold, one key log behind the other */
    uint8_t buffer[16384];
};

/* Where the walk to the next packet block came to. */
struct pw_found {
    uint64_t packet;  /* where that block starts */
    uint64_t section; /* the last section header passed; UINT64_MAX where none was */
};

void pw_blocks_init(struct pw_blocks *blocks, int fd);
void pw_blocks_end(struct pw_blocks *blocks);
/*
 * Walk from block to block to the first that carries a packet. False where the bytes up to that
 * block's end are not all there yet. Bytes that are no blocks count as found: libpcap shall say
 * what is wrong with them.
 */
bool pw_blocks_find(struct pw_blocks *blocks, uint64_t from, struct pw_found *found);

enum pw_step {
    PW_STEP_PACKET,
    PW_STEP_END,    /* the file ends, between two records */
    PW_STEP_CUT,    /* the file ends inside a record */
    PW_STEP_BROKEN, /* libpcap refuses what is there: pcap_geterr says why */
};

/* One libpcap handle over a file. */
struct pw_handle {
    struct pw_place place;
    struct pw_blocks *blocks; /* pcapng only */
    pcap_t *pcap;
    FILE *stream;     /* what pcap reads; pcap closes it */
    uint64_t next;    /* where the next record starts */
    uint64_t section; /* where the section starts that `next` lies in; 0 for classic pcap */
    uint32_t link;    /* LINKTYPE_ value of every packet: libpcap accepts only one a file */
    uint32_t snapshot;
    bool micro; /* libpcap is asked for microseconds, else for nanoseconds */
    bool moved; /* the stream is elsewhere than at `next` */
};

enum pw_opened {
    PW_OPENED,
    PW_OPEN_SHORT, /* the file ended before its header did */
    PW_OPEN_BAD,   /* no capture; the error has libpcap's words */
};

/* Open fd (which stays the caller's) from `section` on: 0, or where a pcapng section starts. A
 * handle must not be moved in memory while it is open. */
enum pw_opened pw_handle_open(struct pw_handle *handle, int fd, uint64_t section,
                              struct pw_error *error);
/* Does nothing to a handle that is zeroed or closed. */
void pw_handle_close(struct pw_handle *handle);
/* The LINKTYPE_ value that files have for libpcap's DLT_ value. */
uint32_t pw_handle_linktype(int dlt);
/* The next packet. After anything but PW_STEP_PACKET it may be asked again, and starts from the
 * same record again. */
enum pw_step pw_handle_next(struct pw_handle *handle, struct pw_packet *packet);
/* The packet whose record starts at offset; the next one stays what it is. */
enum pw_step pw_handle_at(struct pw_handle *handle, uint64_t offset, struct pw_packet *packet);

struct pw_capture {
    char *name;             /* for messages */
    int fd;                 /* the file that is read: the given one, or the spool's */
    struct pw_spool *spool; /* NULL where the file is read in place; owns fd otherwise */
    struct pw_live *live;   /* the file is filled by a child that captures; or NULL */
    struct pw_handle handle;
    struct pw_handle other; /* for fetching from another section of a pcapng file */
    uint64_t *sections;     /* where pcapng sections start, ascending; the first is at 0 */
    uint32_t section_count;
    struct pw_packet held; /* the last one read or fetched; data is NULL where it is gone */
    size_t secrets_given;  /* bytes of the blocks' secrets that were handed out */
    uint64_t count;        /* packets read, whether they matched the filter or not */
    bool filtered;
    bool skipping; /* the last read stopped only because nothing had matched for a while */
    struct bpf_program filter;
    enum pw_read last; /* PW_READ_END or PW_READ_BAD once reading is over */
    struct pw_error why;
};

/* A capture that is not open yet; name is copied. */
struct pw_capture *pw_capture_new(const char *name);
/* Open path into an otherwise zeroed capture (fd -1); false and a line in error where that fails.
 */
bool pw_open_input(struct pw_capture *capture, const char *path, const struct pw_guard *guard,
                   struct pw_error *error);
/* Open the libpcap handle; waits for the header of an input that is still to come. */
bool pw_open_handle(struct pw_capture *capture, struct pw_error *error);

/* True where there is no filter, or the packet passes it. */
bool pw_capture_matches(const struct pw_capture *capture, const struct pw_packet *packet);

/* True while more may follow behind what the file holds now. */
bool pw_capture_grows(const struct pw_capture *capture);

#endif
