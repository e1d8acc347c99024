/* Selectors and statements as they were parsed. */
#ifndef PW_TEACH_SELECT_PRIVATE_H
#define PW_TEACH_SELECT_PRIVATE_H

#include "teach/select.h"

/* Packets that fulfil a condition, or events of a kind (that fulfil one, where given). */
struct pw_match {
    bool is_event;
    enum pw_event_kind event;
    const struct pw_condition *condition; /* NULL: any event of the kind */
};

enum pw_select {
    PW_SELECT_FIRST,
    PW_SELECT_LAST,
    PW_SELECT_NEXT,
    PW_SELECT_ROW, /* row nth - 1 itself: only questions made from a packet say so */
};

struct pw_selector {
    enum pw_select which;
    uint64_t nth; /* PW_SELECT_FIRST and NEXT: the how many-th, from 1 */
    struct pw_match match;
};

enum pw_states {
    PW_STATES_PACKET,   /* COND */
    PW_STATES_COUNT,    /* count COND is N, events NAME [COND] is N */
    PW_STATES_BYTES,    /* bytes COND is N */
    PW_STATES_EVENT,    /* event NAME [COND] */
    PW_STATES_SELECTED, /* packet SELECTOR has COND */
    PW_STATES_EVERY,    /* every COND has COND */
};

struct pw_statement {
    enum pw_states kind;
    struct pw_selector selector; /* COUNT, EVENT and EVERY use its match alone */
    const struct pw_condition *has;
    uint64_t number;
};

#endif
