/*
 * Reading what teachers wrote: whole text files, checked before anything looks at them. A lesson is
 * input like any other, so a file may not be huge, and may not hold what must not reach a terminal.
 */
#ifndef PW_TEACH_FILE_H
#define PW_TEACH_FILE_H

#include "base/error.h"
#include "base/memory.h"

#define PW_FILE_MAX (512u * 1024u) /* bytes of one explain or lesson file */

/* A file's text in the arena, line ends as \n, zero-terminated. NULL, with FILE: why or
 * FILE:LINE: why in error, where it cannot be read or holds a character that is not shown. */
char *pw_file_read(const char *path, struct pw_arena *arena, size_t *length,
                   struct pw_error *error);

/* The names in a directory that end with ".md", sorted, in the arena. False where it cannot be
 * read. */
bool pw_file_list(const char *directory, struct pw_arena *arena, char ***names, uint32_t *count,
                  struct pw_error *error);

/* A run of text without blanks at its ends. */
struct pw_bytes pw_text_trim(struct pw_bytes text);
/* Takes the next word, up to a blank, off the front of text; empty where none is left. */
struct pw_bytes pw_text_word(struct pw_bytes *text);
/* True where text is exactly word. */
bool pw_text_equals(struct pw_bytes text, const char *word);

#endif
