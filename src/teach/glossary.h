/*
 * The glossary: lessons/<language>/glossary.md, one entry a term,
 *
 *     - **segment**: What TCP hands to IP: its header and a piece of the stream.
 *     - **method**, **GET**, **POST**: What a request wants done.
 *
 * and finding terms in a text, in the forms that words have ("segments", "Paketen").
 */
#ifndef PW_TEACH_GLOSSARY_H
#define PW_TEACH_GLOSSARY_H

#include "base/bytes.h"
#include "base/error.h"

struct pw_glossary;

struct pw_term {
    const char *name; /* as it is written, the first of its names */
    const char *text; /* what it is, and what it is for */
    uint32_t line;
    uint32_t index; /* its place in the file's order */
};

/* Read the file. The caller owns the result: pw_glossary_free. NULL, with FILE:LINE: and the first
 * fault in error, where it cannot be read. */
struct pw_glossary *pw_glossary_load(const char *path, struct pw_error *error);
void pw_glossary_free(struct pw_glossary *glossary);

uint32_t pw_glossary_count(const struct pw_glossary *glossary);
/* Entry i, in the order of the file. */
const struct pw_term *pw_glossary_term(const struct pw_glossary *glossary, uint32_t i);

/* The term that a text begins with, the longest there is; *length gets how many bytes of the text
 * it takes. NULL where there is none. A term in capitals is found in capitals only. */
const struct pw_term *pw_glossary_at(const struct pw_glossary *glossary, struct pw_bytes text,
                                     size_t *length);
/* Marks, in an array of pw_glossary_count, the terms that occur in a text. Returns how many of them
 * were not marked before. */
uint32_t pw_glossary_mark(const struct pw_glossary *glossary, struct pw_bytes text, bool *marks);

/* The next word of a text from *at on: letters, digits and hyphens. Empty where there is none. */
struct pw_bytes pw_glossary_word(struct pw_bytes text, size_t *at);

#endif
