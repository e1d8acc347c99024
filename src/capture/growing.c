/*
 * Looking ahead in a growing capture: see growing.h.
 *
 * libpcap must not meet the end of a file that still grows: it would read a pcapng interface block
 * twice on the second try, and number the interfaces wrongly.
 */
#include "capture/growing.h"

#include <string.h>

#define PCAPNG           0x0a0d0d0au
#define BYTE_ORDER_MAGIC 0x1a2b3c4du

static uint32_t word(const uint8_t *at, bool big)
{
    return big ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
               : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static bool has(const struct pw_spool *spool, uint64_t offset, uint64_t length)
{
    return offset + length <= pw_spool_size(spool);
}

static bool has_pcap_record(const struct pw_spool *spool, const uint8_t magic[4], uint64_t offset)
{
    bool big = magic[0] == 0xa1;
    /* The format of patched tcpdumps of old has eight bytes more to a record's header. */
    uint32_t header = word(magic, big) == 0xa1b2cd34u ? 24 : 16;
    uint8_t record[16];
    if (!has(spool, offset, header) || !pw_spool_peek(spool, offset, record, sizeof record))
        return false;
    return has(spool, offset, (uint64_t)header + word(record + 8, big));
}

static bool is_packet_block(uint32_t type)
{
    return type == 2 || type == 3 || type == 6;
}

static bool has_pcapng_packet(const struct pw_spool *spool, uint64_t offset)
{
    uint8_t block[12];
    if (!pw_spool_peek(spool, 0, block, sizeof block))
        return false;
    bool big = word(block + 8, true) == BYTE_ORDER_MAGIC;
    for (;;) {
        if (!pw_spool_peek(spool, offset, block, sizeof block))
            return false;
        uint32_t type = word(block, big);
        /* A new section may change the byte order; its type reads the same in both. */
        if (type == PCAPNG)
            big = word(block + 8, true) == BYTE_ORDER_MAGIC;
        uint32_t length = word(block + 4, big);
        if (length < 12)
            return true;
        if (!has(spool, offset, length))
            return false;
        if (is_packet_block(type))
            return true;
        offset += length;
    }
}

bool pw_growing_has_record(const struct pw_spool *spool, uint64_t offset)
{
    uint8_t magic[4];
    if (!pw_spool_peek(spool, 0, magic, sizeof magic))
        return false;
    if (word(magic, true) == PCAPNG)
        return has_pcapng_packet(spool, offset);
    return has_pcap_record(spool, magic, offset);
}
