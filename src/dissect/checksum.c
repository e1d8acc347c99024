/* The Internet checksum: see checksum.h. */
#include "dissect/checksum.h"

const struct pw_name pw_checksum_names[] = {
    {PW_CHECKSUM_BAD, "wrong"},
    {PW_CHECKSUM_GOOD, "right"},
    {PW_CHECKSUM_UNVERIFIED, "not checked"},
    {PW_CHECKSUM_ABSENT, "not used"},
    {PW_CHECKSUM_ILLEGAL, "missing"},
    {0, NULL},
};

uint32_t pw_checksum_add(uint32_t sum, struct pw_bytes bytes)
{
    uint64_t total = sum;
    size_t i = 0;
    for (; i + 1 < bytes.length; i += 2)
        total += (uint32_t)(bytes.data[i] << 8 | bytes.data[i + 1]);
    if (i < bytes.length)
        total += (uint32_t)(bytes.data[i] << 8);
    while (total > UINT32_MAX)
        total = (total & 0xffff) + (total >> 16);
    return (uint32_t)total;
}

uint16_t pw_checksum(uint32_t sum, struct pw_bytes bytes)
{
    sum = pw_checksum_add(sum, bytes);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

uint32_t pw_checksum_pseudo(const struct pw_facts *facts, uint8_t protocol, uint32_t length)
{
    size_t size = facts->from.family == 6 ? 16 : 4;
    uint32_t sum = pw_checksum_add(0, pw_bytes_of(facts->from.address, size));
    sum = pw_checksum_add(sum, pw_bytes_of(facts->to.address, size));
    return sum + protocol + (length >> 16) + (length & 0xffff);
}

void pw_record_checksum(struct pw_dissection *d, const struct pw_field_def *status,
                        struct pw_cursor c, uint32_t at, uint8_t protocol)
{
    if (!d->tree)
        return;
    uint64_t verdict = PW_CHECKSUM_UNVERIFIED;
    if (!c.snapped && d->facts.from.family && !d->context.loopback) {
        struct pw_bytes bytes = pw_bytes_of(c.data + c.at, pw_left(&c));
        uint32_t sum = pw_checksum_pseudo(&d->facts, protocol, pw_left(&c));
        verdict = pw_checksum(sum, bytes) ? PW_CHECKSUM_BAD : PW_CHECKSUM_GOOD;
    }
    pw_record_derived(d, status, at, 2, verdict);
}
