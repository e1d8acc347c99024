/* What a receiver has said it has and lacks: the SACK blocks of a packet (RFC 2018), as a bar. */
#ifndef PW_UI_SACK_H
#define PW_UI_SACK_H

#include "stream/session.h"
#include "ui/cells.h"

#define PW_SACK_BLOCKS 4u /* that fit into TCP's 40 bytes of options */

/* Stretches behind the acknowledgment that have arrived, in order and apart; raw numbers, the end
 * one behind the last byte. */
struct pw_sack {
    uint32_t ack, count;
    struct {
        uint32_t from, to;
    } block[PW_SACK_BLOCKS];
};

/* Reads those of a row; `arena` holds its tree. Blocks below the acknowledgment tell what came
 * twice (RFC 2883): they are left out. Answers count > 0. */
bool pw_sack_read(struct pw_sack *sack, const struct pw_session *session, uint32_t row,
                  struct pw_arena *arena);
/* A line: the acknowledgment, a bar of what has arrived (#) and is missing (.), and its end. The
 * numbers are less `base`. */
void pw_sack_draw(const struct pw_sack *sack, struct pw_cells *cells, int y, uint32_t base);
/* The missing stretches: "10137 to 13032 and 14481 to 15928". */
void pw_sack_say(const struct pw_sack *sack, struct pw_buffer *out, uint32_t base);

#endif
