/* What the parts of the dissect room's tests share. */
#ifndef PW_TESTS_DISSECT_TEST_H
#define PW_TESTS_DISSECT_TEST_H

#include "dissect/dissect.h"
#include "pcap_file.h"

/* A packet taken apart. What it points to is valid until the next call of take_apart. */
struct taken {
    struct pw_tree *tree;
    struct pw_dissection *dissection;
    struct pw_bytes bytes; /* the packet's own bytes, their end flush against an unmapped page */
};

/*
 * Take the first `captured` of a packet's bytes apart, once without a tree and once with one, and
 * hold every rule that is to be true of any bytes whatever: the same facts both ways, layers and
 * fields inside their source, at most PW_MAX_NESTING layers, no cut where all was captured and no
 * fault without a rule; every layer can be said in words.
 */
struct taken take_apart(const struct pw_packet *packet, uint32_t captured);
/* The same over bytes of a link type, all of them captured. */
struct taken take_bytes(uint32_t link, const void *bytes, size_t length);
/* The nth (from 0) field's value as a person reads it, "" where there is none.
 * Valid until the next call. */
const char *shown(const struct taken *taken, const char *id, uint32_t nth);
/* The nth layer of a protocol (quoted ones count), or NULL. */
const struct pw_layer *layer_of(const struct taken *taken, const char *protocol, uint32_t nth);
/* A capture of captures/ by name, without ".pcap". pcap_file_free() it. */
struct pcap_file bundled(const char *name);
/* A failure that says where: printf's arguments. It keeps counting and goes on. */
void fail_at(const char *format, ...) __attribute__((format(printf, 1, 2)));

void add_prefix_tests(void);
void add_change_tests(void);
void add_broken_tests(void);
void add_value_tests(void);
void add_table_tests(void);
void add_tshark_tests(void);
void add_ethernet_tests(void);

#endif
