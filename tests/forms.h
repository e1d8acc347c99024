/*
 * The same capture in other forms: what TCP carries cut into one-byte segments, or its segments out
 * of order and repeated. Made from real captures; only cutting, order and repetition are ours.
 */
#ifndef PW_TESTS_FORMS_H
#define PW_TESTS_FORMS_H

#include "pcap_file.h"

/* Every TCP segment that carries n > 1 bytes becomes n segments of one byte each. */
struct pcap_file forms_one_byte(const struct pcap_file *file);
/* Neighbouring segments with payload of the same side change places, and each is sent again later.
 */
struct pcap_file forms_shuffled(const struct pcap_file *file);
/* An empty file to add packets to, for hand-made input; room is the most bytes it will hold. */
struct pcap_file forms_empty(const char *name, size_t room, uint32_t packets);
/* Copy a packet in, or the first `captured` bytes of it. Returns the copy's bytes, to be changed.
 */
uint8_t *forms_add(struct pcap_file *file, const struct pw_packet *packet, uint32_t captured);

#endif
