/*
 * Text safety: the one allow-list that all text from the wire passes before it reaches a screen, a
 * pipe, JSON or an error message. Allowed is what is printable and assigned in Unicode; everything
 * else (controls, bidi controls, zero-width, private use, broken UTF-8) comes out as a visible
 * escape.
 */
#ifndef PW_BASE_TEXT_H
#define PW_BASE_TEXT_H

#include "base/buffer.h"

/* What pw_utf8_next answers for bytes that are no UTF-8 (RFC 3629). */
#define PW_UTF8_BAD UINT32_MAX

/* Decode one character. Returns the bytes it took (at least 1 while length > 0); *character is
 * PW_UTF8_BAD for a byte that starts no valid sequence. */
size_t pw_utf8_next(const uint8_t *text, size_t length, uint32_t *character);
/* Append one character as UTF-8. */
void pw_utf8_add(struct pw_buffer *out, uint32_t character);
/* True when all of it is valid UTF-8. */
bool pw_utf8_valid(struct pw_bytes text);

/* Whether bytes that come in pieces are UTF-8; a zeroed struct is the start. */
struct pw_utf8_check {
    uint8_t left;      /* continuation bytes still to come */
    uint8_t low, high; /* what the next of them may be */
    bool bad;
};
/* The next piece. A character may be split between two. */
void pw_utf8_check(struct pw_utf8_check *check, struct pw_bytes piece);
/* True when all pieces together were valid. */
bool pw_utf8_checked(const struct pw_utf8_check *check);

/* True for characters that may be shown as they are. */
bool pw_text_allowed(uint32_t character);
/* Columns a shown character takes: 0 (combining), 1 or 2. */
int pw_text_width(uint32_t character);
/* Where the sentence that starts at `at` ends: behind ". ", "? " or "! ", or with the text. */
size_t pw_text_sentence(const char *text, size_t at);
/* Columns a safe text takes. */
int pw_text_columns(const char *text);
/* Append text for people: allowed characters as they are, others as \n, \x1b or \u{202e}. */
void pw_text_safe(struct pw_buffer *out, struct pw_bytes text);
/* The same in at most so many columns (at least 1): what does not fit becomes "…". */
void pw_text_brief(struct pw_buffer *out, struct pw_bytes text, int columns);
/* Append a JSON string (RFC 8259) with its quotes: broken UTF-8 as U+FFFD, what is not allowed on
 * a terminal as \uXXXX. */
void pw_text_json(struct pw_buffer *out, struct pw_bytes text);
/* Case-insensitive ASCII comparison, as header names want it (RFC 9110 section 5.1). */
bool pw_text_is(struct pw_bytes text, const char *word);

#endif
