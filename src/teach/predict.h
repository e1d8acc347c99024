/*
 * Questions made from any packet of any capture: who speaks next, with which flags, with which
 * status, which layer a byte belongs to. The options come from what students get wrong and from the
 * capture itself, the texts from lessons/<language>/explain/questions.md.
 *
 * Each question has exactly one right answer, found from the bytes. A seed chooses among kinds and
 * distractors and shuffles the options: the same words, capture, row and seed give the same
 * question, on any machine. To add a kind: a line in predict_private.h's list and in the table of
 * predict.c, its two functions, and its texts.
 */
#ifndef PW_TEACH_PREDICT_H
#define PW_TEACH_PREDICT_H

#include "teach/question.h"
#include "teach/words.h"

enum pw_predict {
    PW_PREDICT_SPEAKER,  /* who sends the conversation's next packet */
    PW_PREDICT_FLAGS,    /* which TCP flags it has */
    PW_PREDICT_SEQ,      /* which sequence number it starts with (relative) */
    PW_PREDICT_ACK,      /* which acknowledgment number it carries (relative) */
    PW_PREDICT_CLOSER,   /* who closes the connection first, and how */
    PW_PREDICT_USES,     /* how many sequence numbers it uses up */
    PW_PREDICT_ARRIVED,  /* which byte its acknowledgment says has arrived */
    PW_PREDICT_STATUS,   /* which status the HTTP response has */
    PW_PREDICT_ACCEPT,   /* which Sec-WebSocket-Accept answers the key */
    PW_PREDICT_MASK,     /* whether the WebSocket frame is masked */
    PW_PREDICT_ENGINEIO, /* what the Engine.IO packet will say */
    PW_PREDICT_DIGITS,   /* what the digits it begins with say */
    PW_PREDICT_EVENT,    /* which Socket.IO event it is */
    PW_PREDICT_LAYER,    /* which layer a byte belongs to */
    PW_PREDICT_PURPOSE,  /* what a field is for */
    PW_PREDICTS
};

/* What is on the screen while the question about a row is open. */
enum pw_predict_when {
    PW_PREDICT_BEFORE, /* all before the row: it comes next */
    PW_PREDICT_AT,     /* the row itself: the question is about what follows it */
    PW_PREDICT_SHOWN,  /* the row itself: it is what the question is about */
};

/* "tcp.ack": in the words' file, and in what scripts read. */
const char *pw_predict_name(enum pw_predict kind);
enum pw_predict_when pw_predict_when(enum pw_predict kind);

/*
 * The question of a kind about a row, which is to be graded with the same row; in the arena. NULL
 * where the kind makes no sense for this packet, or has no words. question->hide says whether the
 * row (of PW_PREDICT_AT: what follows it) is hidden until it is answered.
 */
const struct pw_question *pw_predict_make(const struct pw_words *words, enum pw_predict kind,
                                          const struct pw_session *session, uint32_t row,
                                          uint64_t seed, struct pw_arena *arena);
/* A question of some kind about a row, as the seed will have it; NULL where there is none. Its kind
 * is in question->kind. */
const struct pw_question *pw_predict_pick(const struct pw_words *words,
                                          const struct pw_session *session, uint32_t row,
                                          uint64_t seed, struct pw_arena *arena);

struct pw_prediction {
    enum pw_predict kind;
    const struct pw_question *question; /* NULL: there is none */
    uint32_t row;                       /* to grade it with */
};
/*
 * What to ask somebody who sees row `shown`, with row `next` (or PW_NONE) hidden behind it. turn 0
 * is what is best asked about the next row; higher turns are the other questions, and after the
 * last of them comes the first again.
 */
struct pw_prediction pw_predict_turn(const struct pw_words *words, const struct pw_session *session,
                                     uint32_t shown, uint32_t next, uint32_t turn,
                                     struct pw_arena *arena);
/* Up to `count` different questions from all over the capture, of as many kinds as can be, in the
 * order of packets, into out. Answers how many there are. */
uint32_t pw_predict_draw(const struct pw_words *words, const struct pw_session *session,
                         uint64_t seed, uint32_t count, struct pw_arena *arena,
                         struct pw_prediction *out);

#endif
