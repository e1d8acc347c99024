/* Bytes in front of an unmapped page: see edge.h. */
#include "edge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROOM (256u * 1024u)

struct pw_bytes edge_of(const void *bytes, size_t length)
{
    static uint8_t *edge;
    if (!edge) {
        size_t page = (size_t)sysconf(_SC_PAGESIZE);
        uint8_t *room =
            mmap(NULL, ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (room == MAP_FAILED || mprotect(room + ROOM, page, PROT_NONE) != 0)
            exit(2);
        edge = room + ROOM;
    }
    if (length > ROOM)
        exit(2);
    if (length)
        memmove(edge - length, bytes, length);
    return pw_bytes_of(edge - length, length);
}
