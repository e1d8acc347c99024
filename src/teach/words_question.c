/*
 * The texts of questions made from packets: one voice, since a question says the same to everybody,
 * and placeholders that are filled from a list. See words.h and docs/lesson-format.md.
 */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "teach/file.h"
#include "teach/template.h"
#include "teach/words_private.h"

#define KEY_MAX 160 /* bytes of a key that is looked for; ids are far shorter */

static void fill(struct pw_buffer *out, const struct pw_piece *piece,
                 const struct pw_filling *fillings)
{
    const struct pw_filling *found = fillings;
    while (found && found->name && !pw_text_equals(piece->name, found->name))
        found++;
    if (!found || !found->name) {
        pw_buffer_byte(out, '{');
        pw_buffer_add(out, piece->name.data, piece->name.length);
        pw_buffer_byte(out, '}');
        return;
    }
    pw_buffer_text(out, found->value);
    if (piece->format != PW_VALUE_COUNT)
        return;
    struct pw_bytes word = strcmp(found->value, "1") == 0 ? piece->one : piece->many;
    pw_buffer_byte(out, ' ');
    pw_buffer_add(out, word.data, word.length);
}

const char *pw_words_question(const struct pw_words *words, const char *id, const char *item,
                              const struct pw_filling *fillings, struct pw_arena *arena)
{
    char key[KEY_MAX];
    int length = snprintf(key, sizeof key, "%s %s", id, item);
    const struct pw_entry *entry =
        length > 0 && length < KEY_MAX ? pw_words_question_entry(words, key) : NULL;
    struct pw_buffer out = {0};
    struct pw_piece piece;
    if (!entry)
        return NULL;
    const char *at = entry->text[0];
    for (;;) {
        pw_template_next(&at, &piece);
        if (piece.kind == PW_PIECE_END || piece.kind == PW_PIECE_BAD)
            break;
        if (piece.kind == PW_PIECE_VALUE)
            fill(&out, &piece, fillings);
        else
            pw_buffer_add(&out, piece.text.data, piece.text.length);
    }
    const char *text = pw_arena_text(arena, pw_buffer_get(&out), out.length);
    pw_buffer_free(&out);
    return text;
}
