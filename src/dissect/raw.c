/*
 * Raw IP: a capture whose packets start with their IP header. There is no link header at all, so
 * this layer has no bytes; the first four bits of what follows tell the version (RFC 791, RFC
 * 8200).
 */
#include "dissect/dissect.h"

static struct pw_next dissect_raw(struct pw_dissection *d, struct pw_cursor *c)
{
    (void)d;
    uint8_t version = pw_peek(c, 0) >> 4;
    if (version == 4)
        return (struct pw_next){PW_ETHERTYPE, 0x0800};
    if (version == 6)
        return (struct pw_next){PW_ETHERTYPE, 0x86dd};
    return (struct pw_next){PW_DATA, 0};
}

const struct pw_protocol pw_protocol_raw = {
    .id = "raw",
    .label = "Raw IP",
    .name = "Raw IP, no link header",
    .osi = 2,
    .dissect = dissect_raw,
};
