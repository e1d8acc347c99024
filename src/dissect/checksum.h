/* The Internet checksum (RFC 1071): the one's complement sum of 16-bit words. */
#ifndef PW_DISSECT_CHECKSUM_H
#define PW_DISSECT_CHECKSUM_H

#include "dissect/dissect.h"

/* Wireshark's values for a checksum's status. */
enum {
    PW_CHECKSUM_BAD = 0,
    PW_CHECKSUM_GOOD = 1,
    PW_CHECKSUM_UNVERIFIED = 2,
    PW_CHECKSUM_ABSENT = 3,
    PW_CHECKSUM_ILLEGAL = 4 /* absent where one must be */
};
extern const struct pw_name pw_checksum_names[];

static inline uint32_t pw_checksum_start(void)
{
    return 0;
}

/* Add a run of bytes (all but the last of even length) to a running sum. */
uint32_t pw_checksum_add(uint32_t sum, struct pw_bytes bytes);
/* The sum over what was added and these bytes, folded and complemented: 0 where a checksum that is
 * part of the bytes is right. */
uint16_t pw_checksum(uint32_t sum, struct pw_bytes bytes);
/* The running sum of the pseudo-header that TCP, UDP and ICMPv6 count in (RFC 9293 section 3.1,
 * RFC 8200 section 8.1). */
uint32_t pw_checksum_pseudo(const struct pw_facts *facts, uint8_t protocol, uint32_t length);
/*
 * Check a transport's checksum over the window c (from its header's first byte on) and record the
 * verdict. Nothing is claimed where bytes are missing, where the datagram is quoted, or on a
 * loopback device, whose kernel leaves the sum to a card that does not exist.
 */
void pw_record_checksum(struct pw_dissection *d, const struct pw_field_def *status,
                        struct pw_cursor c, uint32_t at, uint8_t protocol);

#endif
