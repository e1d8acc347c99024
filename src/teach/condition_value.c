/* Reading the values in conditions: see condition_value.h. */
#include "teach/condition_value.h"

#include <arpa/inet.h>
#include <string.h>

#include "teach/file.h"

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool pw_value_number(struct pw_bytes word, uint64_t *number)
{
    unsigned base = 10;
    size_t at = 0;
    if (word.length > 2 && word.data[0] == '0' && (word.data[1] | 0x20) == 'x') {
        base = 16;
        at = 2;
    }
    *number = 0;
    for (; at < word.length; at++) {
        int digit = hex_digit(word.data[at]);
        if (digit < 0 || (unsigned)digit >= base || *number > (UINT64_MAX - (unsigned)digit) / base)
            return false;
        *number = *number * base + (unsigned)digit;
    }
    return word.length > 0;
}

/* Hex digits in pairs, colons between them or not. */
static bool read_hex(struct pw_bytes word, struct pw_arena *arena, struct pw_bytes *out)
{
    uint8_t *bytes = pw_arena_take(arena, word.length / 2 + 1);
    size_t count = 0;
    for (size_t at = 0; at < word.length;) {
        int high = hex_digit(word.data[at]);
        int low = at + 1 < word.length ? hex_digit(word.data[at + 1]) : -1;
        if (high < 0 || low < 0)
            return false;
        bytes[count++] = (uint8_t)(high << 4 | low);
        at += 2;
        if (at + 1 < word.length && (word.data[at] == ':' || word.data[at] == '-'))
            at++;
    }
    *out = pw_bytes_of(bytes, count);
    return count > 0;
}

static bool read_address(int family, size_t size, struct pw_bytes word, struct pw_arena *arena,
                         struct pw_bytes *out)
{
    const char *text = pw_arena_text(arena, word.data, word.length);
    uint8_t *address = pw_arena_take(arena, size);
    *out = pw_bytes_of(address, size);
    return inet_pton(family, text, address) == 1;
}

static const char *read_flag(struct pw_test *test, struct pw_bytes word)
{
    test->kind = PW_VALUE_NUMBER;
    test->number = pw_text_equals(word, "true") || pw_text_equals(word, "1");
    if (test->number || pw_text_equals(word, "false") || pw_text_equals(word, "0"))
        return NULL;
    return "a flag is compared with 1, 0, true or false";
}

static const char *keep_text(struct pw_test *test, struct pw_bytes word, struct pw_arena *arena)
{
    test->kind = PW_VALUE_BYTES;
    test->bytes = pw_bytes_of(pw_arena_text(arena, word.data, word.length), word.length);
    return NULL;
}

const char *pw_value_read(struct pw_test *test, enum pw_format format, struct pw_bytes word,
                          bool quoted, struct pw_arena *arena)
{
    test->kind = PW_VALUE_BYTES;
    switch (format) {
    case PW_BOOL:
        return read_flag(test, word);
    case PW_UINT:
    case PW_HEX:
        test->kind = PW_VALUE_NUMBER;
        if (quoted || !pw_value_number(word, &test->number))
            return "a number is expected here: 80 or 0x50";
        return NULL;
    case PW_TEXT:
        return quoted ? keep_text(test, word, arena) : "text stands in \"quotes\"";
    case PW_BYTES:
        if (quoted)
            return keep_text(test, word, arena);
        return read_hex(word, arena, &test->bytes) ? NULL : "bytes are hex digits or \"text\"";
    case PW_MAC:
        if (!quoted && read_hex(word, arena, &test->bytes) && test->bytes.length == 6)
            return NULL;
        return "an Ethernet address is expected here: 02:00:00:00:00:01";
    case PW_IPV4:
        if (!quoted && read_address(AF_INET, 4, word, arena, &test->bytes))
            return NULL;
        return "an IPv4 address is expected here: 10.0.0.1";
    case PW_IPV6:
        if (!quoted && read_address(AF_INET6, 16, word, arena, &test->bytes))
            return NULL;
        return "an IPv6 address is expected here: fd00::1";
    case PW_GROUP:
        break;
    }
    return "this is a heading, it has no value";
}

const char *pw_value_guess(struct pw_test *test, struct pw_bytes word, bool quoted,
                           struct pw_arena *arena)
{
    if (quoted)
        return keep_text(test, word, arena);
    test->kind = PW_VALUE_NUMBER;
    if (pw_value_number(word, &test->number) || !read_flag(test, word))
        return NULL;
    return "a number, true, false or \"text\" is expected here";
}

bool pw_value_place(const char *name, uint32_t *place)
{
    static const char prefix[] = "byte.";
    uint64_t number;
    size_t length = strlen(name), before = sizeof prefix - 1;
    if (length <= before || strncmp(name, prefix, before) != 0 || name[before + 1] == 'x' ||
        !pw_value_number(pw_bytes_of(name + before, length - before), &number) || number >= PW_NONE)
        return false;
    *place = (uint32_t)number;
    return true;
}
