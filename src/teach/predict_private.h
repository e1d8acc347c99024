/* What the files that make questions share: the question being made, and the kinds' functions. */
#ifndef PW_TEACH_PREDICT_PRIVATE_H
#define PW_TEACH_PREDICT_PRIVATE_H

#include "teach/predict.h"

#define PW_PREDICT_OPTIONS 4u /* of one question, at most */

/* A question being made. */
struct pw_asking {
    const struct pw_words *words;
    const struct pw_session *session;
    uint32_t row;
    struct pw_arena *arena;  /* for what the question keeps */
    struct pw_arena scratch; /* for what is only looked at: the tree, events */
    const char *kind;
    uint64_t random; /* the state of the numbers that the seed gives */
    const struct pw_row *packet;
    struct pw_tree tree;           /* of the row */
    struct pw_question *question;  /* NULL until there is one */
    const struct pw_selector *see; /* what new options refer to; or NULL */
};

/* A number below `below`, which is not 0. */
uint32_t pw_asking_random(struct pw_asking *on, uint32_t below);
/* A text of this kind's words; of another section's. Where there is none, the key in braces, which
 * a test finds. */
const char *pw_asking_say(const struct pw_asking *on, const char *item,
                          const struct pw_filling *fillings);
const char *pw_asking_say_of(const struct pw_asking *on, const char *id, const char *item,
                             const struct pw_filling *fillings);
/* "client" or "server", in the words' language: who sends the row. */
const char *pw_asking_side(const struct pw_asking *on);
/* A number as text, in the arena. */
const char *pw_asking_number(const struct pw_asking *on, uint64_t number);
/* True where text says the number, in digits of their own. */
bool pw_says_number(const char *text, uint64_t number);

/* Begin the question; its options and answer follow. */
void pw_asking_begin(struct pw_asking *on, enum pw_question_type type, const char *ask);

/* An option of a choice, right where its condition holds. */
struct pw_choice {
    const char *text, *condition, *why;
    uint8_t misconception;
};
/* Offer it, unless its text is offered already or there are enough. */
void pw_asking_offer(struct pw_asking *on, struct pw_choice choice);
/* The same, with its text and its why named in the words: "option NAME", "why NAME". */
void pw_asking_offer_named(struct pw_asking *on, const char *name, const char *condition,
                           uint8_t misconception);
/* A wrong number that is foreseen, with why "why ITEM": unless it is the right one, or foreseen
 * already. */
void pw_asking_foresee(struct pw_asking *on, const char *field, int64_t number, uint8_t id,
                       const char *item);

/* The row's only event of that kind, where the message it rests on began in this packet, too: or
 * PW_NONE. */
uint32_t pw_asking_event(const struct pw_session *session, uint32_t row, enum pw_event_kind kind);
/* How often the tree has a field of that id; the last of them in *found. */
uint32_t pw_asking_count(const struct pw_asking *on, const char *id, const struct pw_field **found);

/*
 * A kind of question. applies: a quick look at the row, without its bytes. make: begin the question
 * and offer what there is to offer; the tree is there. What turns out to have no single right
 * answer, or fewer than three options, or its answer in its text, is not asked.
 */
struct pw_predict_kind {
    const char *name, *field;
    enum pw_predict_when when;
    bool (*applies)(const struct pw_session *session, uint32_t row);
    void (*make)(struct pw_asking *on);
};

#define PW_PREDICT_FUNCTIONS(name)                                                                 \
    bool pw_predict_applies_##name(const struct pw_session *session, uint32_t row);                \
    void pw_predict_make_##name(struct pw_asking *on)

PW_PREDICT_FUNCTIONS(speaker);
PW_PREDICT_FUNCTIONS(flags);
PW_PREDICT_FUNCTIONS(seq);
PW_PREDICT_FUNCTIONS(ack);
PW_PREDICT_FUNCTIONS(closer);
PW_PREDICT_FUNCTIONS(uses);
PW_PREDICT_FUNCTIONS(arrived);
PW_PREDICT_FUNCTIONS(status);
PW_PREDICT_FUNCTIONS(accept);
PW_PREDICT_FUNCTIONS(mask);
PW_PREDICT_FUNCTIONS(engineio);
PW_PREDICT_FUNCTIONS(digits);
PW_PREDICT_FUNCTIONS(event);
PW_PREDICT_FUNCTIONS(layer);
PW_PREDICT_FUNCTIONS(purpose);

#endif
