/*
 * A run of bytes that belongs to somebody else, and the packet that carries one.
 * The words every room speaks; nothing here knows a protocol.
 */
#ifndef PW_BASE_BYTES_H
#define PW_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "There is none", for every 32-bit index in the picture. */
#define PW_NONE UINT32_MAX

/* A borrowed view: never freed through this struct. */
struct pw_bytes {
    const uint8_t *data;
    size_t length;
};

/* One packet as the capture holds it. data is valid until the next call to the store it came from.
 */
struct pw_packet {
    uint64_t time;     /* nanoseconds since 1970-01-01T00:00:00Z */
    uint64_t offset;   /* where its record starts in the capture file: the key to read it again */
    uint32_t length;   /* bytes on the wire */
    uint32_t captured; /* bytes in the capture, never more than data holds */
    uint32_t link;     /* link-layer type, a LINKTYPE_ value */
    const uint8_t *data;
};

/*
 * Where a packet's bytes come from when somebody looks at it again. Implemented by capture, handed
 * down by app, so that the rooms between need not know libpcap.
 */
struct pw_store {
    void *self;
    /*
     * Fetch the packet whose record starts at wanted->offset and that has wanted's time and
     * lengths. Fills *out; false where it cannot be read any more (the file went away or changed).
     */
    bool (*fetch)(void *self, const struct pw_packet *wanted, struct pw_packet *out);
};

static inline struct pw_bytes pw_bytes_of(const void *data, size_t length)
{
    return (struct pw_bytes){.data = data, .length = length};
}

#endif
