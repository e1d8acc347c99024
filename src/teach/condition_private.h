/* What the parser of conditions hands to their evaluation: tests, and a postfix program over them.
 */
#ifndef PW_TEACH_CONDITION_PRIVATE_H
#define PW_TEACH_CONDITION_PRIVATE_H

#include "teach/condition.h"

/* How deep brackets may nest, and how many operators and tests a condition may have. */
#define PW_CONDITION_DEPTH 64u
#define PW_CONDITION_STEPS 256u

enum pw_relation {
    PW_PRESENT,
    PW_EQUAL,
    PW_DIFFERENT,
    PW_LESS,
    PW_LESS_EQUAL,
    PW_GREATER,
    PW_GREATER_EQUAL,
    PW_CONTAINS,
};

enum pw_value_kind { PW_VALUE_NUMBER, PW_VALUE_BYTES };

/* Names that are no fields. */
enum pw_special {
    PW_NOT_SPECIAL,
    PW_FRAME_NUMBER,
    PW_FRAME_LENGTH,
    PW_CONVERSATION,
    PW_FROM,
    PW_NEXT_FROM,
    PW_PROTOCOL,
    PW_LAYERS,
    PW_BYTE,
};

struct pw_test {
    const char *name;  /* field id, protocol id, attribute; unused by other specials */
    const char *other; /* a second field id the name stands for ("ip.addr"), or NULL */
    enum pw_special special;
    uint32_t place; /* PW_BYTE: which one */
    enum pw_relation relation;
    enum pw_value_kind kind;
    uint64_t number;
    struct pw_bytes bytes;
};

/* A program in postfix order: at most PW_CONDITION_DEPTH answers are open at a time. */
enum pw_operator { PW_TEST, PW_NOT, PW_AND, PW_OR };
struct pw_step_of_condition {
    enum pw_operator operation;
    struct pw_test test;
};

struct pw_condition {
    struct pw_step_of_condition *steps;
    uint32_t count;
};

#endif
