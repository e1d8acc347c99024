/* Text safety: see text.h. Categories and widths are Unicode's, through utf8proc. */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

size_t pw_utf8_next(const uint8_t *text, size_t length, uint32_t *character)
{
    if (length && text[0] < 0x80) {
        *character = text[0];
        return 1;
    }
    utf8proc_int32_t decoded;
    utf8proc_ssize_t took =
        utf8proc_iterate(text, (utf8proc_ssize_t)(length > 4 ? 4 : length), &decoded);
    if (took <= 0) {
        *character = PW_UTF8_BAD;
        return length ? 1 : 0;
    }
    *character = (uint32_t)decoded;
    return (size_t)took;
}

void pw_utf8_add(struct pw_buffer *out, uint32_t character)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)character, bytes);
    pw_buffer_add(out, bytes, (size_t)length);
}

/* The first byte of a character: how many follow, and what the first of them may be (RFC 3629
 * section 4): no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static void begin_character(struct pw_utf8_check *check, uint8_t byte)
{
    check->low = 0x80;
    check->high = 0xbf;
    if (byte < 0x80)
        return;
    if (byte >= 0xc2 && byte <= 0xdf)
        check->left = 1;
    else if (byte >= 0xe0 && byte <= 0xef)
        check->left = 2;
    else if (byte >= 0xf0 && byte <= 0xf4)
        check->left = 3;
    else
        check->bad = true;
    if (byte == 0xe0)
        check->low = 0xa0;
    else if (byte == 0xed)
        check->high = 0x9f;
    else if (byte == 0xf0)
        check->low = 0x90;
    else if (byte == 0xf4)
        check->high = 0x8f;
}

void pw_utf8_check(struct pw_utf8_check *check, struct pw_bytes piece)
{
    size_t i = 0;
    while (i < piece.length && !check->bad) {
        uint64_t word;
        /* Most text is ASCII: eight bytes at once. */
        while (!check->left && piece.length - i >= sizeof word) {
            memcpy(&word, piece.data + i, sizeof word);
            if (word & 0x8080808080808080u)
                break;
            i += sizeof word;
        }
        if (i == piece.length)
            return;
        uint8_t byte = piece.data[i++];
        if (!check->left) {
            begin_character(check, byte);
        } else if (byte < check->low || byte > check->high) {
            check->bad = true;
        } else {
            check->left--;
            check->low = 0x80;
            check->high = 0xbf;
        }
    }
}

bool pw_utf8_checked(const struct pw_utf8_check *check)
{
    return !check->bad && !check->left;
}

bool pw_utf8_valid(struct pw_bytes text)
{
    size_t at = 0;
    while (at < text.length) {
        uint32_t character;
        at += pw_utf8_next(text.data + at, text.length - at, &character);
        if (character == PW_UTF8_BAD)
            return false;
    }
    return true;
}

/*
 * Categories that print: letters, marks, numbers, punctuation, symbols and the plain space. Marks
 * that enclose or take no column stay out unless they combine with something visible, and the
 * blank-looking letters of Hangul and Braille stay out by name.
 */
bool pw_text_allowed(uint32_t character)
{
    if (character < 0x7f)
        return character >= 0x20;
    if (character > 0x10ffff)
        return false;
    switch (character) {
    case 0x034f:
    case 0x115f:
    case 0x1160:
    case 0x17b4:
    case 0x17b5:
    case 0x2800:
    case 0x3164:
    case 0xffa0:
    case 0xfffc:
        return false;
    default:
        break;
    }
    if (character >= 0xfe00 && character <= 0xfe0f)
        return character == 0xfe0f;
    if (character >= 0xe0100 && character <= 0xe01ef)
        return false;
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return true;
    default:
        return false;
    }
}

int pw_text_width(uint32_t character)
{
    if (character < 0x7f)
        return character >= 0x20;
    return utf8proc_charwidth((utf8proc_int32_t)character);
}

int pw_text_columns(const char *text)
{
    size_t length = strlen(text);
    int columns = 0;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        at += pw_utf8_next((const uint8_t *)text + at, length - at, &character);
        columns += character == PW_UTF8_BAD ? 1 : pw_text_width(character);
    }
    return columns;
}

static void add_escape(struct pw_buffer *out, uint32_t character)
{
    switch (character) {
    case '\n':
        pw_buffer_text(out, "\\n");
        return;
    case '\r':
        pw_buffer_text(out, "\\r");
        return;
    case '\t':
        pw_buffer_text(out, "\\t");
        return;
    default:
        break;
    }
    pw_buffer_print(out, character < 0x80 ? "\\x%02x" : "\\u{%x}", character);
}

void pw_text_safe(struct pw_buffer *out, struct pw_bytes text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t character;
        size_t took = pw_utf8_next(text.data + at, text.length - at, &character);
        if (character == PW_UTF8_BAD)
            pw_buffer_print(out, "\\x%02x", text.data[at]);
        else if (pw_text_allowed(character))
            pw_buffer_add(out, text.data + at, took);
        else
            add_escape(out, character);
        at += took;
    }
}

void pw_text_brief(struct pw_buffer *out, struct pw_bytes text, int columns)
{
    int used = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t character;
        size_t took = pw_utf8_next(text.data + at, text.length - at, &character);
        size_t before = out->length;
        pw_text_safe(out, pw_bytes_of(text.data + at, took));
        used += pw_text_columns(out->text + before);
        at += took;
        /* The last character may fill the last column; any other leaves it to the ellipsis. */
        if (used > columns - (at < text.length)) {
            out->length = before;
            pw_buffer_text(out, "…");
            return;
        }
    }
}

static void add_json_character(struct pw_buffer *out, uint32_t character)
{
    if (character == '"' || character == '\\') {
        pw_buffer_byte(out, '\\');
        pw_buffer_byte(out, (char)character);
    } else if (pw_text_allowed(character)) {
        pw_utf8_add(out, character);
    } else if (character > 0xffff) {
        uint32_t above = character - 0x10000;
        pw_buffer_print(out, "\\u%04x\\u%04x", 0xd800 + (above >> 10), 0xdc00 + (above & 0x3ff));
    } else {
        pw_buffer_print(out, "\\u%04x", character);
    }
}

void pw_text_json(struct pw_buffer *out, struct pw_bytes text)
{
    pw_buffer_byte(out, '"');
    for (size_t at = 0; at < text.length;) {
        size_t plain = at;
        while (plain < text.length && text.data[plain] >= 0x20 && text.data[plain] < 0x7f &&
               text.data[plain] != '"' && text.data[plain] != '\\')
            plain++;
        pw_buffer_add(out, text.data + at, plain - at);
        at = plain;
        if (at == text.length)
            break;
        uint32_t character;
        at += pw_utf8_next(text.data + at, text.length - at, &character);
        add_json_character(out, character == PW_UTF8_BAD ? 0xfffd : character);
    }
    pw_buffer_byte(out, '"');
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

bool pw_text_is(struct pw_bytes text, const char *word)
{
    if (strlen(word) != text.length)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (lower(text.data[i]) != lower((uint8_t)word[i]))
            return false;
    return true;
}

size_t pw_text_sentence(const char *text, size_t at)
{
    for (; text[at]; at++)
        if (strchr(".?!", text[at]) && text[at + 1] == ' ')
            return at + 2;
    return at;
}
