/* Text files that teachers wrote, read whole and checked: see file.h. */
#include "teach/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NAMES_MAX 4096u /* files of one directory */

/* Drop the \r of \r\n, so that a file edited on Windows is the same file. */
static size_t unify_line_ends(char *text, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n')
            text[kept++] = text[i];
    return kept;
}

static bool check_characters(const char *path, const char *text, size_t length,
                             struct pw_error *error)
{
    unsigned line = 1;
    for (size_t at = 0; at < length;) {
        unsigned char c = (unsigned char)text[at];
        if ((c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t') {
            line += c == '\n';
            at++;
            continue;
        }
        uint32_t character;
        at += pw_utf8_next((const uint8_t *)text + at, length - at, &character);
        if (character == PW_UTF8_BAD)
            return pw_error_set(error, "%s:%u: this is not UTF-8 text (byte 0x%02x)", path, line,
                                c);
        if (!pw_text_allowed(character))
            return pw_error_set(error, "%s:%u: character U+%04X may not stand here", path, line,
                                (unsigned)character);
    }
    return true;
}

/* Everything in the file, or NULL with *why. */
static char *read_all(FILE *file, struct pw_arena *arena, size_t *length, const char **why)
{
    struct pw_buffer all = {0};
    char piece[8192];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && all.length <= PW_FILE_MAX)
        pw_buffer_add(&all, piece, got);
    char *text = NULL;
    if (ferror(file))
        *why = strerror(errno);
    else if (all.length > PW_FILE_MAX)
        *why = "too large for a lesson (over 512 kB)";
    else
        text = pw_arena_text(arena, pw_buffer_get(&all), all.length);
    *length = all.length;
    pw_buffer_free(&all);
    return text;
}

char *pw_file_read(const char *path, struct pw_arena *arena, size_t *length, struct pw_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        pw_error_set(error, "%s: %s", path, strerror(errno));
        return NULL;
    }
    const char *why = NULL;
    char *text = read_all(file, arena, length, &why);
    fclose(file);
    if (!text) {
        pw_error_set(error, "%s: %s", path, why);
        return NULL;
    }
    *length = unify_line_ends(text, *length);
    text[*length] = 0;
    return check_characters(path, text, *length, error) ? text : NULL;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool pw_file_list(const char *directory, struct pw_arena *arena, char ***names, uint32_t *count,
                  struct pw_error *error)
{
    DIR *open = opendir(directory);
    if (!open)
        return pw_error_set(error, "%s: %s", directory, strerror(errno));
    *names = pw_arena_take(arena, NAMES_MAX * sizeof **names);
    *count = 0;
    const struct dirent *entry;
    while ((entry = readdir(open)) && *count < NAMES_MAX) {
        size_t length = strlen(entry->d_name);
        if (length > 3 && entry->d_name[0] != '.' && !strcmp(entry->d_name + length - 3, ".md"))
            (*names)[(*count)++] = pw_arena_text(arena, entry->d_name, length);
    }
    closedir(open);
    qsort(*names, *count, sizeof **names, compare_names);
    return true;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

struct pw_bytes pw_text_trim(struct pw_bytes text)
{
    while (text.length && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length && is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

struct pw_bytes pw_text_word(struct pw_bytes *text)
{
    *text = pw_text_trim(*text);
    struct pw_bytes word = {.data = text->data};
    while (word.length < text->length && !is_blank(text->data[word.length]))
        word.length++;
    text->data += word.length;
    text->length -= word.length;
    return word;
}

bool pw_text_equals(struct pw_bytes text, const char *word)
{
    return text.length == strlen(word) && !memcmp(text.data, word, text.length);
}
