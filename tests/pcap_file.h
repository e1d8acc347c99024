/*
 * A small reader of classic pcap files for tests, so that a room's tests need not link the capture
 * room or libpcap. Both byte orders, micro- and nanoseconds. Format: draft-ietf-opsawg-pcap.
 */
#ifndef PW_TESTS_PCAP_FILE_H
#define PW_TESTS_PCAP_FILE_H

#include "base/bytes.h"

struct pcap_file {
    char *name;                /* base name without ".pcap" */
    struct pw_packet *packets; /* data points into bytes */
    uint32_t count;
    uint8_t *bytes;
};

/* Read a file whole. Exits the test program with a message where it cannot. */
struct pcap_file pcap_file_read(const char *path);
void pcap_file_free(struct pcap_file *file);
/* The secrets of a bundled capture's TLS connections, NAME.keys beside it; empty where it has none.
 * Good until the next call. */
struct pw_bytes pcap_file_keys(const char *name);
/* The store over it: packet->offset is the record's place in the file, as capture/ has it. */
struct pw_store pcap_file_store(struct pcap_file *file);

/* Call `each` for every *.pcap below the captures directory PW_CAPTURES, in the order of names. */
void pcap_files_each(void (*each)(struct pcap_file *file, void *self), void *self);

#endif
