/* Whether a capture that still grows holds its next record whole. Private to capture/. */
#ifndef PW_CAPTURE_GROWING_H
#define PW_CAPTURE_GROWING_H

#include "capture/spool.h"

/* True where the record (or, in pcapng, everything up to and with the next packet block) that
 * starts at offset can be read without meeting the end. Bytes that make no sense answer true:
 * reading them tells what is wrong. */
bool pw_growing_has_record(const struct pw_spool *spool, uint64_t offset);

#endif
