/* The words of the trade: see glossary.h. */
#include "teach/glossary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "teach/file.h"

#define NAMES 16u /* of one entry */

/* One way to name a term. */
struct name {
    const char *text;
    size_t length;
    bool capitals; /* an abbreviation: nothing else than capitals is meant */
    uint32_t term;
};

struct pw_glossary {
    struct pw_arena arena;
    struct pw_vector terms; /* struct pw_term */
    struct pw_vector names; /* struct name */
};

static bool is_abbreviation(const char *name)
{
    size_t capitals = 0;
    for (; *name; name++) {
        if (islower((unsigned char)*name))
            return false;
        capitals += isupper((unsigned char)*name) != 0;
    }
    return capitals > 1;
}

/* "**name**, **other**: text". NULL, or what is wrong with it. */
static const char *add_entry(struct pw_glossary *glossary, const char *entry, uint32_t line)
{
    uint32_t names = 0;
    struct pw_term *term = pw_vector_add(&glossary->terms);
    *term = (struct pw_term){.line = line, .index = glossary->terms.count - 1};
    while (strncmp(entry, "**", 2) == 0 && names < NAMES) {
        const char *end = strstr(entry + 2, "**");
        if (!end || end == entry + 2)
            break;
        struct name *name = pw_vector_add(&glossary->names);
        name->length = (size_t)(end - entry) - 2;
        name->text = pw_arena_text(&glossary->arena, entry + 2, name->length);
        name->capitals = is_abbreviation(name->text);
        name->term = glossary->terms.count - 1;
        if (!names++)
            term->name = name->text;
        entry = end + 2;
        if (strncmp(entry, ", ", 2) == 0)
            entry += 2;
    }
    struct pw_bytes text = pw_text_trim(pw_bytes_of(entry + 1, *entry ? strlen(entry + 1) : 0));
    if (!names || *entry != ':' || !text.length)
        return "an entry is \"- **term**: what it is\"";
    term->text = pw_arena_text(&glossary->arena, text.data, text.length);
    return NULL;
}

static bool read_entries(struct pw_glossary *glossary, const char *path, const char *text,
                         struct pw_error *error)
{
    struct pw_buffer entry = {0};
    const char *why = NULL;
    uint32_t line = 0, start = 0;
    while (!why && (*text || start)) {
        size_t length = strcspn(text, "\n");
        bool goes_on = start && *text && length > 1 && text[0] == ' ' && text[1] == ' ';
        line++;
        if (start && !goes_on) {
            why = add_entry(glossary, pw_buffer_get(&entry), start);
            line -= why != NULL;
            start = why ? start : 0;
        }
        if (goes_on) {
            pw_buffer_byte(&entry, ' ');
            pw_buffer_add(&entry, text + 2, length - 2);
        } else if (!why && length > 1 && text[0] == '-' && text[1] == ' ') {
            pw_buffer_clear(&entry);
            pw_buffer_add(&entry, text + 2, length - 2);
            start = line;
        }
        text += length + (text[length] == '\n');
    }
    pw_buffer_free(&entry);
    return !why || pw_error_set(error, "%s:%u: %s", path, (unsigned)start, why);
}

static bool check_twice(const struct pw_glossary *glossary, const char *path,
                        struct pw_error *error)
{
    for (uint32_t i = 0; i < glossary->names.count; i++) {
        const struct name *name = pw_vector_at(&glossary->names, i);
        for (uint32_t k = 0; k < i; k++) {
            const struct name *other = pw_vector_at(&glossary->names, k);
            const struct pw_term *term = pw_vector_at(&glossary->terms, name->term);
            if (strcmp(name->text, other->text) == 0)
                return pw_error_set(error, "%s:%u: \"%s\" has an entry already", path,
                                    (unsigned)term->line, name->text);
        }
    }
    return true;
}

struct pw_glossary *pw_glossary_load(const char *path, struct pw_error *error)
{
    struct pw_glossary *glossary = pw_allocate_zero(sizeof *glossary);
    size_t length;
    pw_vector_init(&glossary->terms, sizeof(struct pw_term));
    pw_vector_init(&glossary->names, sizeof(struct name));
    const char *text = pw_file_read(path, &glossary->arena, &length, error);
    if (text && read_entries(glossary, path, text, error) && check_twice(glossary, path, error))
        return glossary;
    pw_glossary_free(glossary);
    return NULL;
}

void pw_glossary_free(struct pw_glossary *glossary)
{
    if (!glossary)
        return;
    pw_vector_free(&glossary->terms);
    pw_vector_free(&glossary->names);
    pw_arena_free(&glossary->arena);
    free(glossary);
}

uint32_t pw_glossary_count(const struct pw_glossary *glossary)
{
    return glossary->terms.count;
}

const struct pw_term *pw_glossary_term(const struct pw_glossary *glossary, uint32_t i)
{
    return pw_vector_at(&glossary->terms, i);
}

/* Bytes of the letter, digit or hyphen at a place; 0 where there is something else. Quotation
 * marks, dashes and the like lie in U+2000 to U+2BFF. */
static size_t letter_at(struct pw_bytes text, size_t at)
{
    uint32_t character;
    if (at >= text.length)
        return 0;
    if (text.data[at] < 0x80)
        return isalnum(text.data[at]) || text.data[at] == '-' || text.data[at] == '_';
    size_t length = pw_utf8_next(text.data + at, text.length - at, &character);
    bool letter = character >= 0xc0 && (character < 0x2000 || character >= 0x2c00) &&
                  character != PW_UTF8_BAD;
    return letter ? length : 0;
}

struct pw_bytes pw_glossary_word(struct pw_bytes text, size_t *at)
{
    uint32_t skipped;
    size_t length;
    while (*at < text.length && !letter_at(text, *at))
        *at += pw_utf8_next(text.data + *at, text.length - *at, &skipped);
    size_t start = *at;
    while ((length = letter_at(text, *at)))
        *at += length;
    return pw_bytes_of(text.data + start, *at - start);
}

/* The endings a word may have behind its term, in the languages there are. */
static bool is_ending(struct pw_bytes rest)
{
    static const char *const endings[] = {"", "s", "es", "ed", "e", "en", "er", "n", "ern", "ns"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (pw_text_equals(rest, endings[i]))
            return true;
    return false;
}

static bool same_letters(const struct name *name, struct pw_bytes text)
{
    if (name->length > text.length)
        return false;
    for (size_t i = 0; i < name->length; i++) {
        unsigned char wanted = (unsigned char)name->text[i], there = text.data[i];
        /* A blank between two words may be a line's end on the screen. */
        if (wanted == ' ' && (there == '\n' || there == ' '))
            continue;
        if (wanted != there && (name->capitals || tolower(wanted) != tolower(there)))
            return false;
    }
    return true;
}

const struct pw_term *pw_glossary_at(const struct pw_glossary *glossary, struct pw_bytes text,
                                     size_t *length)
{
    const struct name *best = NULL;
    for (uint32_t i = 0; i < glossary->names.count; i++) {
        const struct name *name = pw_vector_at(&glossary->names, i);
        if ((best && name->length <= best->length) || !same_letters(name, text))
            continue;
        size_t end = name->length, letter;
        while ((letter = letter_at(text, end)))
            end += letter;
        struct pw_bytes rest = pw_bytes_of(text.data + name->length, end - name->length);
        /* "SYN-ACK" names both, "HTTP-based" the first. */
        bool joined = rest.length && rest.data[0] == '-';
        if (!joined && (name->length < 3 && !name->capitals ? rest.length : !is_ending(rest)))
            continue;
        best = name;
        *length = joined ? name->length : end;
    }
    return best ? pw_vector_at(&glossary->terms, best->term) : NULL;
}

uint32_t pw_glossary_mark(const struct pw_glossary *glossary, struct pw_bytes text, bool *marks)
{
    uint32_t marked = 0;
    for (size_t at = 0; at < text.length;) {
        size_t start = at, length;
        struct pw_bytes word = pw_glossary_word(text, &start);
        if (!word.length)
            break;
        at = (size_t)(word.data - text.data);
        const struct pw_term *term =
            pw_glossary_at(glossary, pw_bytes_of(text.data + at, text.length - at), &length);
        if (!term) {
            at = start;
            /* Behind a hyphen another term may begin. */
            const uint8_t *hyphen = memchr(word.data, '-', word.length);
            if (hyphen)
                at = (size_t)(hyphen - text.data) + 1;
            continue;
        }
        at += length;
        marked += !marks[term->index];
        marks[term->index] = true;
        at += at < text.length && text.data[at] == '-';
    }
    return marked;
}
