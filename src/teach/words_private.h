/* What the files of words share: the entries as they were read. */
#ifndef PW_TEACH_WORDS_PRIVATE_H
#define PW_TEACH_WORDS_PRIVATE_H

#include "teach/words.h"

struct pw_entry {
    const char *key; /* "event tcp.handshake complete" */
    const char *text[PW_VOICES];
    const char **rests; /* field ids of "rests on" */
    uint32_t rest_count;
    uint32_t line;
    uint32_t order; /* in which it was read */
    const char *path;
};

struct pw_entries {
    struct pw_vector read;    /* struct pw_entry, as they come */
    struct pw_entry **sorted; /* by key */
    uint32_t count;
};

struct pw_words {
    struct pw_arena arena;       /* holds all their texts */
    struct pw_entries entries;   /* what has three voices */
    struct pw_entries questions; /* "tcp.flags option syn": their one text is the first */
    struct pw_words *behind;     /* has what these lack; or NULL */
};

/* Reads one explain file into words->read. False, with FILE:LINE: and the fault in error. */
bool pw_words_read_file(struct pw_words *words, const char *path, struct pw_error *error);
/* The entry of exactly this key, or NULL; the same among the questions' texts. */
const struct pw_entry *pw_words_entry(const struct pw_words *words, const char *key);
const struct pw_entry *pw_words_question_entry(const struct pw_words *words, const char *key);

/* What a text is said about. Everything but words may be NULL. */
struct pw_saying {
    const struct pw_tree *tree;
    const struct pw_layer *layer;
    const struct pw_field *field;
    const struct pw_description *description;
};
/* Fills a text's placeholders and finds its spans, in the arena. */
void pw_words_say(const struct pw_entry *entry, enum pw_voice voice, const struct pw_saying *about,
                  struct pw_arena *arena, struct pw_said *said);

#endif
