/*
 * Words for what is seen, in three voices, from lessons/<language>/explain/<protocol>.md. No
 * sentence without bytes: every said text carries spans that name the fields it rests on, so that
 * the screen can light them up. The same packet gets the same words.
 */
#ifndef PW_TEACH_WORDS_H
#define PW_TEACH_WORDS_H

#include "base/error.h"
#include "stream/picture.h"

enum pw_voice {
    PW_FRIEND,   /* an everyday picture, no term of the trade */
    PW_STUDENT,  /* the right term, explained, and what it is for */
    PW_ENGINEER, /* exact: values, RFC and section, what to suspect */
    PW_VOICES
};

/* "friend", "student", "engineer"; and which one is called so, PW_VOICES for none. */
const char *pw_voice_name(enum pw_voice voice);
enum pw_voice pw_voice_named(const char *name);

struct pw_words;

/* A stretch of a text and the field it rests on. */
struct pw_span {
    uint32_t start, length; /* bytes of the text */
    const struct pw_field
        *field; /* in the tree the words were said about; NULL: not in this packet */
};

/* A text, safe to show, in one paragraph; both live in the arena it was asked for with. */
struct pw_said {
    const char *text;
    struct pw_span *spans;
    uint32_t span_count;
};

/* Load every *.md of a directory. The caller owns it: pw_words_free. NULL, with FILE:LINE: and what
 * is wrong in error, where a file breaks the format. */
struct pw_words *pw_words_load(const char *directory, struct pw_error *error);
/* What a translation lacks is said by the words behind it, which it owns from now on. */
void pw_words_fall_back(struct pw_words *words, struct pw_words *behind);
void pw_words_free(struct pw_words *words);

/* Each answers false, and an empty text, where there are no words for it. `tree` is the packet on
 * the screen; placeholders are filled from it (and from the description). */
/* What this packet does: by tree->kind ("packet tcp.syn" in the files). */
bool pw_words_packet(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                     struct pw_arena *arena, struct pw_said *said);
/* What a layer is for ("layer tcp"). */
bool pw_words_layer(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                    const struct pw_layer *layer, struct pw_arena *arena, struct pw_said *said);
/* What a field is for ("field tcp.seq_raw"). */
bool pw_words_field(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                    const struct pw_layer *layer, const struct pw_field *field,
                    struct pw_arena *arena, struct pw_said *said);
/* What happened ("event tcp.handshake complete", else "event tcp.handshake"). tree may be NULL. */
bool pw_words_event(const struct pw_words *words, enum pw_voice voice,
                    const struct pw_description *description, const struct pw_tree *tree,
                    struct pw_arena *arena, struct pw_said *said);
/* Any other text by its key ("rung 6 empty"). */
bool pw_words_key(const struct pw_words *words, enum pw_voice voice, const char *key,
                  const struct pw_tree *tree, struct pw_arena *arena, struct pw_said *said);
/* What a placeholder of a question's text becomes: text that is safe to show. */
struct pw_filling {
    const char *name, *value;
};
/*
 * A text of the questions that are made from packets: ITEM of "## question ID", with {name} filled
 * from a list that ends with a NULL name (or is NULL); in the arena. A placeholder that the list
 * lacks stays as it is. NULL where the files have no such text.
 */
const char *pw_words_question(const struct pw_words *words, const char *id, const char *item,
                              const struct pw_filling *fillings, struct pw_arena *arena);
/* True where the files have an entry of exactly this key: for tests. */
bool pw_words_has(const struct pw_words *words, const char *key);
/* Key i of the entries, or NULL past the last: for tests. */
const char *pw_words_at(const struct pw_words *words, uint32_t i);

#endif
