/* What the two files of the linear mode share: linear.c converses, linear_tell.c tells. */
#ifndef PW_EXPORT_LINEAR_PRIVATE_H
#define PW_EXPORT_LINEAR_PRIVATE_H

#include "export/linear.h"

struct pw_linear {
    struct pw_linear_world world;
    const struct pw_lesson *lesson; /* NULL: in the menu */
    bool fast;                      /* exit questions only */
    bool failed;                    /* and one of them was not answered at once */
    uint32_t step;
    struct pw_place place;
    const struct pw_question *open; /* it wants an answer; or NULL */
    uint32_t told;                  /* blocks of the step that were told */
    struct pw_answer answer;        /* to the step's question, so far */
    struct pw_arena arena;          /* of one step */
    struct pw_buffer line;          /* the paragraph being written */
};

/* Append what was gathered in linear->line, one sentence a line, each indented so far. */
void pw_linear_tell(struct pw_linear *linear, int indent, struct pw_buffer *out);
/* Append a constant text likewise. */
void pw_linear_say(struct pw_linear *linear, const char *text, struct pw_buffer *out);
/* A packet: its number, what it is, what it does, and with `lights` the fields that light up. */
void pw_linear_packet(struct pw_linear *linear, uint32_t row, bool lights, struct pw_buffer *out);
/* Its layers and fields. */
void pw_linear_fields(struct pw_linear *linear, struct pw_buffer *out);
/* A block of the step, all kinds but questions. */
void pw_linear_block(struct pw_linear *linear, const struct pw_block *block, struct pw_buffer *out);
/* What the words of the trade in this step mean. */
void pw_linear_terms(struct pw_linear *linear, struct pw_buffer *out);

#endif
