/* What the parts of the capture tests share. */
#ifndef PW_TESTS_CAPTURE_TEST_H
#define PW_TESTS_CAPTURE_TEST_H

#include "capture/capture.h"
#include "capture_files.h"

/* A path in the tests' own directory. Valid until the next call. */
const char *in_folder(const char *name);
/* Write a file there; returns its path, as in_folder. */
const char *put_file(const char *name, const struct pw_buffer *bytes);
/* A bundled capture. */
struct pcap_file bundled(const char *name);
/* Same time, lengths, link and bytes. */
bool same_packet(const struct pw_packet *a, const struct pw_packet *b);
/* Next packet, feeding while there is to feed; what comes in the end. */
enum pw_read read_on(struct pw_capture *capture, struct pw_packet *packet, struct pw_error *error);
/* Read all, which must be `of`'s packets first to last - 1 in their order, and end well. Offsets go
 * to `offsets` where that is given. */
void check_all(struct pw_capture *capture, const struct pcap_file *of, uint64_t *offsets);
/* Open a path; a failure fails the test. */
struct pw_capture *opened(const char *path);

void add_reading_tests(void);
void add_growing_tests(void);
void add_trouble_tests(void);
void add_rights_tests(void);
void add_fence_tests(void);

#endif
