/*
 * JSON (RFC 8259) where it lies: values are runs of the bytes they were read from, so that each can
 * be pointed at. Nothing is copied and nothing recurses; nesting beyond PW_JSON_DEPTH is refused.
 */
#ifndef PW_DISSECT_JSON_H
#define PW_DISSECT_JSON_H

#include "base/buffer.h"

#define PW_JSON_DEPTH 256u

/* The value at the start of text, whitespace before it skipped, as a run of text's bytes. False
 * where none stands there or it breaks the grammar. */
bool pw_json_value(struct pw_bytes text, struct pw_bytes *value);
/* True where text is one value and nothing but whitespace behind it. */
bool pw_json_whole(struct pw_bytes text, struct pw_bytes *value);

/* Walking an array's items or an object's members. */
struct pw_json_walk {
    struct pw_bytes left;
    bool object;
};
/* False where the value is neither array nor object. It must be one that pw_json_value found. */
bool pw_json_open(struct pw_json_walk *walk, struct pw_bytes value);
/* The next item; of an object, *name is the member's name with its quotes. */
bool pw_json_next(struct pw_json_walk *walk, struct pw_bytes *name, struct pw_bytes *value);
/* The member of that name; false where the value is no object or has none. */
bool pw_json_find(struct pw_bytes object, const char *name, struct pw_bytes *value);

/* What stands between a string's quotes, escapes and all; false where the value is no string. */
bool pw_json_unquote(struct pw_bytes value, struct pw_bytes *inside);
/* Append what a string says, its escapes resolved; nothing where the value is no string. */
void pw_json_string(struct pw_buffer *out, struct pw_bytes value);
/* A non-negative integer; false where the value is anything else. */
bool pw_json_number_of(struct pw_bytes value, uint64_t *number);
/* Append a value without whitespace, and with every character that is not allowed on a terminal
 * escaped. */
void pw_json_compact(struct pw_buffer *out, struct pw_bytes value);

#endif
