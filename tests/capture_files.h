/*
 * Captures in every form that the capture room reads, made from packets, so that each test can ask
 * of every form what is true of one.
 */
#ifndef PW_TESTS_CAPTURE_FILES_H
#define PW_TESTS_CAPTURE_FILES_H

#include "base/buffer.h"
#include "pcap_file.h"

enum form {
    FORM_PCAP,         /* as this machine writes it, microseconds */
    FORM_PCAP_SWAPPED, /* in the other byte order */
    FORM_PCAP_NANO,
    FORM_PCAP_NANO_SWAPPED,
    FORM_PCAPNG,
    FORM_PCAPNG_SWAPPED,
    FORM_PCAPNG_MIXED, /* interfaces in the midst, options, blocks nobody knows */
    FORM_COUNT,
};

/* What a form cannot hold (nanoseconds in microseconds) is left out. */
void form_make(enum form form, const struct pcap_file *of, struct pw_buffer *out);
/* How many bytes come before the first packet's record: what opening a capture waits for. */
size_t form_header(enum form form);
/* Pack a capture with gzip. */
void form_gzip(const struct pw_buffer *in, struct pw_buffer *out);

/* One pcapng section with packets first to last - 1; time in units of 10 to the minus digits
 * seconds. */
void form_section(const struct pcap_file *of, uint32_t first, uint32_t last, uint8_t digits,
                  bool swapped, struct pw_buffer *out);
/* 32 bits in this machine's byte order, or the other. */
void form_word(struct pw_buffer *out, uint32_t value, bool swapped);
/* A pcap file header of this machine's byte order. */
void form_pcap_header(struct pw_buffer *out, uint32_t snapshot, uint32_t link);
/* A pcap record; data has captured bytes. */
void form_record(struct pw_buffer *out, uint32_t seconds, uint32_t fraction, uint32_t captured,
                 uint32_t length, const uint8_t *data);

#endif
