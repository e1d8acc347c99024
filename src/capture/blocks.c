/*
 * pcapng's outermost layer (draft-ietf-opsawg-pcapng section 3): a file is a row of blocks.
 *
 *    0                   1                   2                   3
 *   |                          Block Type                           |
 *   |                      Block Total Length                       |
 *   |                  Block Body, padded to 32 bits ...            |
 *   |                      Block Total Length                       |
 *
 * libpcap reads the blocks; this file only looks ahead where libpcap cannot help. It does not say
 * at which block a packet started when it had to step over others to get there, and when a file
 * ends inside a block it has already remembered the interfaces it met on the way, so that asking it
 * again later would make it count them twice.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/private.h"

/* Block types. The section header's reads the same in both byte orders. */
#define SECTION_HEADER  0x0a0d0d0au
#define PACKET          2u /* obsolete, still met */
#define SIMPLE_PACKET   3u
#define ENHANCED_PACKET 6u
#define SECRETS         10u

#define SAME_ORDER                                                                                 \
    0x1a2b3c4du /* the section header's byte-order magic as this machine writes it                 \
                 */
#define SWAPPED 0x4d3c2b1au

#define TLS_KEY_LOG 0x544c534bu /* of a decryption secrets block */
#define SECRETS_MAX (1u << 20)  /* bytes of secrets that are kept */

#define SMALLEST 12u                 /* a block without a body */
#define LARGEST  (16u * 1024 * 1024) /* what libpcap accepts */

void pw_blocks_init(struct pw_blocks *blocks, int fd)
{
    blocks->fd = fd;
    blocks->swapped = false;
    blocks->start = 0;
    blocks->held = 0;
    blocks->secrets_to = 0;
    blocks->secrets = (struct pw_buffer){0};
}

void pw_blocks_end(struct pw_blocks *blocks)
{
    pw_buffer_free(&blocks->secrets);
}

/* Make 12 bytes at `at` readable through *from; false where the file ends before. */
static bool look(struct pw_blocks *blocks, uint64_t at, const uint8_t **from)
{
    if (at < blocks->start || at + SMALLEST > blocks->start + blocks->held) {
        ssize_t got;
        do
            got = pread(blocks->fd, blocks->buffer, sizeof blocks->buffer, (off_t)at);
        while (got < 0 && errno == EINTR);
        blocks->start = at;
        blocks->held = got > 0 ? (size_t)got : 0;
    }
    *from = blocks->buffer + (at - blocks->start);
    return at + SMALLEST <= blocks->start + blocks->held;
}

static uint32_t word(const uint8_t *at, bool swapped)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return swapped ? __builtin_bswap32(value) : value;
}

/* A decryption secrets block (section 4.7): kind (4), length (4), a key log. Its bytes go past the
 * buffer that looks ahead. */
static void take_secrets(struct pw_blocks *blocks, uint64_t at, uint32_t length)
{
    uint8_t head[8];
    if (at < blocks->secrets_to || length < SMALLEST + sizeof head ||
        blocks->secrets.length + length > SECRETS_MAX ||
        pread(blocks->fd, head, sizeof head, (off_t)at + 8) != (ssize_t)sizeof head)
        return;
    uint32_t size = word(head + 4, blocks->swapped);
    if (word(head, blocks->swapped) != TLS_KEY_LOG || size > length - SMALLEST - sizeof head)
        return;
    char *log = pw_allocate(size + 1);
    if (pread(blocks->fd, log, size, (off_t)at + 16) == (ssize_t)size) {
        pw_buffer_add(&blocks->secrets, log, size);
        pw_buffer_byte(&blocks->secrets, '\n');
        blocks->secrets_to = at + length;
    }
    free(log);
}

bool pw_blocks_find(struct pw_blocks *blocks, uint64_t from, struct pw_found *found)
{
    const uint8_t *head;
    *found = (struct pw_found){.packet = from, .section = UINT64_MAX};
    while (look(blocks, found->packet, &head)) {
        uint32_t type = word(head, blocks->swapped);
        if (type == SECTION_HEADER) {
            uint32_t order = word(head + 8, false);
            if (order != SAME_ORDER && order != SWAPPED)
                return true;
            blocks->swapped = order == SWAPPED;
            found->section = found->packet;
        }
        uint32_t length = word(head + 4, blocks->swapped);
        if (length < SMALLEST || length > LARGEST || length % 4 != 0)
            return true;
        if (type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == PACKET) {
            /* Its last bytes are its length once more: the block is whole if they are there. */
            uint64_t end = found->packet + length;
            return look(blocks, end - SMALLEST, &head);
        }
        if (type == SECRETS)
            take_secrets(blocks, found->packet, length);
        found->packet += length;
    }
    return false;
}
