/*
 * What TCP's numbers tell of trouble on the way: sent again, overtaken, missing, window shut. The
 * words are Wireshark's ("TCP Analysis" in its user's guide), RFC 9293 section 3.8 and RFC 5681
 * say what they mean. Private to stream/.
 */
#ifndef PW_STREAM_ANALYSIS_H
#define PW_STREAM_ANALYSIS_H

#include "stream/private.h"

/* Bits of pw_side.analysis. */
enum {
    PW_SIDE_SEEN = 0x01,       /* it has sent something: `high` counts */
    PW_SIDE_SYN = 0x02,        /* a SYN without ACK */
    PW_SIDE_SYN_ACK = 0x04,    /* a SYN with ACK */
    PW_SIDE_SYN_WINDOW = 0x08, /* its window was written in a SYN, where none is scaled */
    PW_SIDE_KEEP_ALIVE = 0x10, /* its last segment was one */
    PW_SIDE_PROBE = 0x20,      /* its last segment asked whether the window is still shut */
    PW_SIDE_AGAIN = 0x40,      /* its last segment brought nothing new */
    PW_SIDE_DOUBLED = 0x80,    /* its packets are captured twice */
};

/* Where a conversation stood before a row, so that looking need not begin at its beginning. */
struct pw_checkpoint {
    uint32_t row;
    uint32_t high[2], acked[2];
    uint8_t seen; /* bits 0 and 1: high is known; bits 2 and 3: acked is */
};
#define PW_CHECKPOINT_ROWS 32u /* of a conversation, from one to the next */

/* analysis.c: look at the segment being added before its conversation takes it in; what is found
 * becomes events. True where it is a packet captured a second time: it must not be taken in. */
bool pw_analysis_add(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                     uint8_t side);
/* A SYN began a new connection on the endpoints of an earlier one. */
void pw_analysis_reused(struct pw_session *session, uint32_t earlier, uint8_t side);
/* An event of the row being added. Its `extra` of a duplicate ACK: it answers only bytes that were
 * there before. */
struct pw_event *pw_analysis_note(struct pw_session *session, uint8_t side,
                                  enum pw_analysis_kind kind, uint32_t about, uint32_t number);
/* The number after the segment's last one: SYN and FIN take one each. */
static inline uint32_t pw_row_end(const struct pw_row *row)
{
    return row->seq + row->payload + !!(row->tcp_flags & PW_TCP_SYN) +
           !!(row->tcp_flags & PW_TCP_FIN);
}

/* analysis_again.c: a segment whose first number was passed before. True as above. */
bool pw_analysis_again(struct pw_session *session, struct pw_conversation *c, struct pw_row *row,
                       uint8_t side);
/* The row that carried a side's number `seq` first; PW_NONE where it was never captured. */
uint32_t pw_analysis_carrier(const struct pw_session *session, const struct pw_conversation *c,
                             uint8_t side, uint32_t seq);
/* How long the opening took, in nanoseconds; 0 where that is not known. */
uint64_t pw_analysis_opening(const struct pw_session *session, const struct pw_conversation *c);

/* analysis_figures.c: what a row's numbers say beside those before it. */
struct pw_figures pw_analysis_figures(const struct pw_session *session, uint32_t row);
/* Remember where the conversation stands before the row being added, if it is time to. */
void pw_analysis_checkpoint(const struct pw_session *session, struct pw_conversation *c);

#endif
