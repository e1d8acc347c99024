/* JSON where it lies: see json.h. RFC 8259. */
#include "dissect/json.h"

#include <string.h>

#include "base/text.h"

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(struct pw_bytes text, size_t at)
{
    while (at < text.length && is_space(text.data[at]))
        at++;
    return at;
}

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_hex4(struct pw_bytes text, size_t at)
{
    if (text.length - at < 4)
        return false;
    for (size_t i = at; i < at + 4; i++)
        if (!is_hex(text.data[i]))
            return false;
    return true;
}

/* Behind a string that starts at `at`, or 0. */
static size_t end_of_string(struct pw_bytes text, size_t at)
{
    for (at++; at < text.length; at++) {
        uint8_t c = text.data[at];
        if (c == '"')
            return at + 1;
        if (c < ' ')
            return 0;
        if (c != '\\')
            continue;
        if (++at == text.length || !text.data[at] || !strchr("\"\\/bfnrtu", text.data[at]))
            return 0;
        if (text.data[at] == 'u' && !is_hex4(text, at + 1))
            return 0;
    }
    return 0;
}

static size_t skip_digits(struct pw_bytes text, size_t at)
{
    while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at;
}

/* Behind a number that starts at `at`, or 0 (RFC 8259 section 6). */
static size_t end_of_number(struct pw_bytes text, size_t at)
{
    at += text.data[at] == '-';
    size_t digits = skip_digits(text, at);
    if (digits == at || (text.data[at] == '0' && digits > at + 1))
        return 0;
    at = digits;
    if (at < text.length && text.data[at] == '.') {
        digits = skip_digits(text, at + 1);
        if (digits == at + 1)
            return 0;
        at = digits;
    }
    if (at < text.length && (text.data[at] | 0x20) == 'e') {
        at++;
        at += at < text.length && (text.data[at] == '+' || text.data[at] == '-');
        digits = skip_digits(text, at);
        if (digits == at)
            return 0;
        at = digits;
    }
    return at;
}

/* Behind a value that holds no others, or 0. */
static size_t end_of_scalar(struct pw_bytes text, size_t at)
{
    static const char *const words[] = {"true", "false", "null"};
    if (text.data[at] == '"')
        return end_of_string(text, at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if (text.length - at >= length && memcmp(text.data + at, words[i], length) == 0)
            return at + length;
    }
    return text.data[at] == '-' || (text.data[at] >= '0' && text.data[at] <= '9')
               ? end_of_number(text, at)
               : 0;
}

/* Behind a member's name and its colon, or 0. */
static size_t end_of_name(struct pw_bytes text, size_t at)
{
    at = skip_space(text, at);
    if (at == text.length || text.data[at] != '"' || !(at = end_of_string(text, at)))
        return 0;
    at = skip_space(text, at);
    return at < text.length && text.data[at] == ':' ? at + 1 : 0;
}

/* What is open, innermost last. */
struct nesting {
    uint8_t closers[PW_JSON_DEPTH];
    uint32_t depth;
};

/* Behind an opening bracket at `at` and what stands before its first value; 0 where that is wrong.
 * An empty one is closed at once: *closed. */
static size_t open_bracket(struct pw_bytes text, size_t at, struct nesting *open, bool *closed)
{
    uint8_t closer = text.data[at] == '[' ? ']' : '}';
    size_t next = skip_space(text, at + 1);
    if (open->depth == PW_JSON_DEPTH)
        return 0;
    *closed = next < text.length && text.data[next] == closer;
    if (*closed)
        return next + 1;
    open->closers[open->depth++] = closer;
    return closer == '}' ? end_of_name(text, next) : next;
}

/* Behind a value: closing brackets, then a comma and what stands before the next value. 0 where
 * that is wrong. */
static size_t after_value(struct pw_bytes text, size_t at, struct nesting *open)
{
    while (open->depth) {
        size_t next = skip_space(text, at);
        if (next == text.length)
            return 0;
        uint8_t closer = open->closers[open->depth - 1];
        if (text.data[next] == ',')
            return closer == '}' ? end_of_name(text, next + 1) : next + 1;
        if (text.data[next] != closer)
            return 0;
        open->depth--;
        at = next + 1;
    }
    return at;
}

bool pw_json_value(struct pw_bytes text, struct pw_bytes *value)
{
    struct nesting open = {.depth = 0};
    size_t start = skip_space(text, 0), at = start;
    do {
        bool closed = true;
        at = skip_space(text, at);
        if (at == text.length)
            return false;
        if (text.data[at] == '[' || text.data[at] == '{')
            at = open_bracket(text, at, &open, &closed);
        else
            at = end_of_scalar(text, at);
        if (at && closed)
            at = after_value(text, at, &open);
        if (!at)
            return false;
    } while (open.depth);
    *value = pw_bytes_of(text.data + start, at - start);
    return true;
}

bool pw_json_whole(struct pw_bytes text, struct pw_bytes *value)
{
    if (!pw_json_value(text, value))
        return false;
    return skip_space(text, (size_t)(value->data - text.data) + value->length) == text.length;
}

bool pw_json_open(struct pw_json_walk *walk, struct pw_bytes value)
{
    if (value.length < 2 || (*value.data != '[' && *value.data != '{'))
        return false;
    walk->object = *value.data == '{';
    walk->left = pw_bytes_of(value.data + 1, value.length - 1);
    return true;
}

static void step(struct pw_json_walk *walk, struct pw_bytes past)
{
    const uint8_t *end = walk->left.data + walk->left.length;
    const uint8_t *at = past.data + past.length;
    while (at < end && (is_space(*at) || *at == ',' || *at == ':'))
        at++;
    walk->left = pw_bytes_of(at, (size_t)(end - at));
}

bool pw_json_next(struct pw_json_walk *walk, struct pw_bytes *name, struct pw_bytes *value)
{
    *name = pw_bytes_of(NULL, 0);
    if (walk->object) {
        if (!pw_json_value(walk->left, name))
            return false;
        step(walk, *name);
    }
    if (!pw_json_value(walk->left, value))
        return false;
    step(walk, *value);
    return true;
}

bool pw_json_unquote(struct pw_bytes value, struct pw_bytes *inside)
{
    if (value.length < 2 || *value.data != '"')
        return false;
    *inside = pw_bytes_of(value.data + 1, value.length - 2);
    return true;
}

bool pw_json_find(struct pw_bytes object, const char *name, struct pw_bytes *value)
{
    struct pw_json_walk walk;
    struct pw_bytes key;
    if (!pw_json_open(&walk, object) || !walk.object)
        return false;
    while (pw_json_next(&walk, &key, value))
        if (pw_json_unquote(key, &key) && key.length == strlen(name) &&
            memcmp(key.data, name, key.length) == 0)
            return true;
    return false;
}

static uint32_t hex4(const uint8_t *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 4 | (uint32_t)(at[i] <= '9' ? at[i] - '0' : (at[i] | 0x20) - 'a' + 10);
    return value;
}

/* \uXXXX, and the second half of a surrogate pair where one follows. Answers how far it goes. */
static size_t add_unicode(struct pw_buffer *out, const uint8_t *at, const uint8_t *end)
{
    uint32_t first = hex4(at + 1);
    if (first >= 0xd800 && first < 0xdc00 && end - at >= 11 && at[5] == '\\' && at[6] == 'u') {
        uint32_t second = hex4(at + 7);
        if (second >= 0xdc00 && second < 0xe000) {
            pw_utf8_add(out, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            return 11;
        }
    }
    pw_utf8_add(out, first >= 0xd800 && first < 0xe000 ? 0xfffd : first);
    return 5;
}

void pw_json_string(struct pw_buffer *out, struct pw_bytes value)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    struct pw_bytes inside;
    if (!pw_json_unquote(value, &inside))
        return;
    const uint8_t *at = inside.data, *end = inside.data + inside.length;
    while (at < end) {
        if (*at != '\\') {
            pw_buffer_byte(out, (char)*at++);
            continue;
        }
        at++;
        const char *letter = strchr(letters, *at);
        if (*at == 'u') {
            at += add_unicode(out, at, end);
        } else {
            pw_buffer_byte(out, letter && *letter ? meant[letter - letters] : (char)*at);
            at++;
        }
    }
}

bool pw_json_number_of(struct pw_bytes value, uint64_t *number)
{
    *number = 0;
    if (!value.length || value.length > 15)
        return false;
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] < '0' || value.data[i] > '9')
            return false;
        *number = *number * 10 + (uint64_t)(value.data[i] - '0');
    }
    return true;
}

void pw_json_compact(struct pw_buffer *out, struct pw_bytes value)
{
    bool inside = false;
    for (size_t i = 0; i < value.length;) {
        uint32_t character;
        size_t length = pw_utf8_next(value.data + i, value.length - i, &character);
        if (inside && value.data[i] == '\\' && i + 1 < value.length) {
            pw_buffer_add(out, value.data + i, 2);
            i += 2;
            continue;
        }
        inside ^= value.data[i] == '"';
        if (character == PW_UTF8_BAD)
            pw_utf8_add(out, 0xfffd);
        else if (inside && !pw_text_allowed(character) && character > 0xffff)
            pw_buffer_print(out, "\\u%04x\\u%04x", 0xd7c0 + (character >> 10),
                            0xdc00 + (character & 0x3ff));
        else if (inside && !pw_text_allowed(character))
            pw_buffer_print(out, "\\u%04x", character);
        else if (inside || !is_space(value.data[i]))
            pw_buffer_add(out, value.data + i, length);
        i += length;
    }
}
