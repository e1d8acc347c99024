/* Values as they are written in conditions: numbers, addresses, hex and quoted text. */
#ifndef PW_TEACH_CONDITION_VALUE_H
#define PW_TEACH_CONDITION_VALUE_H

#include "teach/condition_private.h"

/* Decimal or 0x and hex digits, nothing else; false where it is no such number or over 64 bits. */
bool pw_value_number(struct pw_bytes word, uint64_t *number);
/* Read word as a value of a field's format, into the test; text lives in the arena. NULL, or what
 * is wrong. quoted: the word stood in quotes. */
const char *pw_value_read(struct pw_test *test, enum pw_format format, struct pw_bytes word,
                          bool quoted, struct pw_arena *arena);
/* The same where the format is not known (an event's attribute): quotes make text, else a number,
 * true or false. */
const char *pw_value_guess(struct pw_test *test, struct pw_bytes word, bool quoted,
                           struct pw_arena *arena);
/* The N of a name "byte.N"; false where it is no such name. */
bool pw_value_place(const char *name, uint32_t *place);

#endif
