/*
 * Questions, from a lesson or made from a packet, and how an answer is graded: always from the
 * bytes, never by a mark in the question. Nothing here draws.
 */
#ifndef PW_TEACH_QUESTION_H
#define PW_TEACH_QUESTION_H

#include "teach/select.h"

#define PW_MISCONCEPTIONS 38u /* ids 1 to 38: docs/teaching.md */

enum pw_question_type {
    PW_QUESTION_CHOICE, /* pick one of the options */
    PW_QUESTION_NUMBER, /* type a number */
};

/* A number read from the asked packet: FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER. */
struct pw_quantity {
    const char *field; /* id or "frame.len", or NULL: the number alone */
    int64_t number;    /* added to the field */
};

struct pw_option {
    uint32_t line;                    /* in its file; 0 for questions made from a packet */
    const char *text;                 /* what the student reads; NULL in number questions */
    const struct pw_statement *right; /* choice: this option is right where it holds */
    struct pw_quantity value;         /* number: the wrong answer this option foresees */
    uint8_t misconception;            /* behind a wrong choice: 1 to 38, or 0 */
    const char *why;                  /* said when this option is chosen; or NULL */
    const struct pw_selector *see;    /* the packet that refutes it, or NULL */
};

struct pw_question {
    uint32_t line;
    enum pw_question_type type;
    bool exit;                        /* asked at the lesson's end, and by its fast track */
    bool hide;                        /* predict: the asked packet is not shown until answered */
    const char *kind;                 /* made from a packet: "tcp.ack"; NULL in lessons */
    const char *field;                /* and the name its answer can be looked up by; or NULL */
    const char *ask;                  /* the question */
    const char *after;                /* said after the right answer; or NULL */
    const struct pw_selector *packet; /* the asked packet; NULL: the packet of the step */
    const char **hints;               /* in steps, from vague to plain */
    uint32_t hint_count;
    struct pw_option *options;
    uint32_t option_count;
    struct pw_quantity answer; /* number questions */
};

struct pw_grade {
    bool understood; /* false: a number question got no number; say how to type one */
    bool right;
    uint8_t misconception; /* 1 to 38, or 0 */
    const char *feedback;  /* why the choice is wrong, or what to know after a right one; or NULL */
    uint32_t see;          /* row that refutes the answer, or PW_NONE */
};

/* Grade option i of a choice, asked about a row of the session. */
void pw_question_grade_choice(const struct pw_question *question, const struct pw_session *session,
                              uint32_t row, uint32_t option, struct pw_grade *grade);
/* Grade a typed number: decimal, also with thousands separators ("2,916,421,307"; also ' _ or a
 * space), or 0x and hex digits. */
void pw_question_grade_number(const struct pw_question *question, const struct pw_session *session,
                              uint32_t row, const char *typed, struct pw_grade *grade);
/* The right option's index, or PW_NONE where not exactly one is. */
uint32_t pw_question_right(const struct pw_question *question, const struct pw_session *session,
                           uint32_t row);
/* The right number of a number question; false where the packet has none. */
bool pw_question_number(const struct pw_question *question, const struct pw_session *session,
                        uint32_t row, uint64_t *number);
/* A quantity of a packet; false where the packet has no such field, or where it would lie below 0
 * or over 64 bits. */
bool pw_quantity_number(const struct pw_quantity *quantity, const struct pw_session *session,
                        uint32_t row, uint64_t *number);
/* Read a number as a student types it; false where it is none. */
bool pw_number_read(const char *typed, uint64_t *number);

#endif
