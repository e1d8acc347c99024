/*
 * The program's own words in the reader's language, with gettext. The msgid is the English text;
 * lessons/<language>/program.po has the others. What lessons say is translated as lessons are: by a
 * folder beside lessons/en.
 */
#ifndef PW_BASE_TRANSLATE_H
#define PW_BASE_TRANSLATE_H

#include <libintl.h>

/* Translate; mark a text in a table for whoever shows it. */
#define _(text)  gettext(text)
#define N_(text) text
/* "1 byte", "2 bytes": the form for a count. */
#define P_(one, many, count) ngettext(one, many, (unsigned long)(count))

/* A text out of a table, or nothing: an empty msgid is the catalogue's own header. */
static inline __attribute__((format_arg(1))) const char *pw_translate(const char *text)
{
    return text && *text ? gettext(text) : text;
}

#endif
