/*
 * The little language inside an explanation: plain text, [words](field.id), {name},
 * {name:format|otherwise}. One reader for both checking a file and saying its texts.
 */
#ifndef PW_TEACH_TEMPLATE_H
#define PW_TEACH_TEMPLATE_H

#include "base/bytes.h"

enum pw_piece_kind {
    PW_PIECE_END,
    PW_PIECE_TEXT,  /* text */
    PW_PIECE_LINK,  /* text rests on the field `name` */
    PW_PIECE_VALUE, /* the value of `name` */
    PW_PIECE_BAD,   /* `fault` says why */
};

enum pw_value_format {
    PW_VALUE_SHOWN, /* as the screen shows it */
    PW_VALUE_TIME,  /* microseconds for people */
    PW_VALUE_COUNT, /* with the word for one or for many */
};

struct pw_piece {
    enum pw_piece_kind kind;
    enum pw_value_format format;
    struct pw_bytes text, name;
    struct pw_bytes one, many; /* PW_VALUE_COUNT */
    struct pw_bytes otherwise; /* said where there is no value; data is NULL where not given */
    const char *fault;
};

/* Reads the piece at *at and moves behind it. After PW_PIECE_BAD nothing more can be read. */
void pw_template_next(const char **at, struct pw_piece *piece);

#endif
