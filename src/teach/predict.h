/*
 * Questions made from any packet of any capture: who speaks next, with which flags, with which
 * number. The options come from what students get wrong and from the capture itself. The same
 * packet gives the same questions.
 */
#ifndef PW_TEACH_PREDICT_H
#define PW_TEACH_PREDICT_H

#include "teach/question.h"

enum pw_predict {
    PW_PREDICT_SPEAKER, /* who sends the conversation's next packet */
    PW_PREDICT_FLAGS,   /* which TCP flags this packet has */
    PW_PREDICT_SEQ,     /* which sequence number it starts with (relative) */
    PW_PREDICT_ACK,     /* which acknowledgment number it carries (relative) */
    PW_PREDICTS
};

/*
 * The question of a kind about a row, which is to be hidden until it is answered; in the arena.
 * NULL where the kind makes no sense for this packet. For PW_PREDICT_SPEAKER, row is the packet
 * now on the screen and the question is about the one after it (grade with the same row).
 */
const struct pw_question *pw_predict_make(enum pw_predict kind, const struct pw_session *session,
                                          uint32_t row, struct pw_arena *arena);
/* The kind best asked about a row, and in any case the same one each time; PW_PREDICTS where there
 * is nothing to ask. */
enum pw_predict pw_predict_best(const struct pw_session *session, uint32_t row);

#endif
