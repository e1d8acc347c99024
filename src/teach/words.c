/* Words for what is seen: loading a language's files, and finding the right entry. See words.h. */
#include "teach/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teach/file.h"
#include "teach/words_private.h"

#define KEY_MAX 160 /* bytes of a key that is looked for; ids are far shorter */

static int compare_entries(const void *a, const void *b)
{
    const struct pw_entry *one = *(struct pw_entry *const *)a;
    const struct pw_entry *other = *(struct pw_entry *const *)b;
    int order = strcmp(one->key, other->key);
    return order ? order : (one->order > other->order) - (one->order < other->order);
}

/* Sort for searching; the same key twice is a fault. */
static bool sort_entries(struct pw_entries *of, struct pw_arena *arena, struct pw_error *error)
{
    of->count = of->read.count;
    of->sorted = pw_arena_take(arena, of->count * sizeof(struct pw_entry *));
    for (uint32_t i = 0; i < of->count; i++)
        of->sorted[i] = pw_vector_at(&of->read, i);
    qsort(of->sorted, of->count, sizeof(struct pw_entry *), compare_entries);
    for (uint32_t i = 1; i < of->count; i++) {
        const struct pw_entry *first = of->sorted[i - 1], *again = of->sorted[i];
        if (!strcmp(first->key, again->key))
            return pw_error_set(error, "%s:%u: \"%s\" has its words already (%s:%u)", again->path,
                                (unsigned)again->line, again->key, first->path,
                                (unsigned)first->line);
    }
    return true;
}

const char *pw_voice_name(enum pw_voice voice)
{
    static const char *const names[PW_VOICES] = {"friend", "student", "engineer"};
    return names[voice];
}

enum pw_voice pw_voice_named(const char *name)
{
    enum pw_voice voice = PW_FRIEND;
    while (voice < PW_VOICES && strcmp(pw_voice_name(voice), name) != 0)
        voice++;
    return voice;
}

struct pw_words *pw_words_load(const char *directory, struct pw_error *error)
{
    struct pw_words *words = pw_allocate_zero(sizeof *words);
    pw_vector_init(&words->entries.read, sizeof(struct pw_entry));
    pw_vector_init(&words->questions.read, sizeof(struct pw_entry));
    struct pw_arena listing = {0};
    char **names;
    uint32_t count;
    bool good = pw_file_list(directory, &listing, &names, &count, error);
    for (uint32_t i = 0; good && i < count; i++)
        good = pw_words_read_file(words, pw_arena_print(&listing, "%s/%s", directory, names[i]),
                                  error);
    good = good && sort_entries(&words->entries, &words->arena, error) &&
           sort_entries(&words->questions, &words->arena, error);
    pw_arena_free(&listing);
    if (good)
        return words;
    pw_words_free(words);
    return NULL;
}

void pw_words_fall_back(struct pw_words *words, struct pw_words *behind)
{
    words->behind = behind;
}

void pw_words_free(struct pw_words *words)
{
    if (!words)
        return;
    pw_words_free(words->behind);
    pw_vector_free(&words->entries.read);
    pw_vector_free(&words->questions.read);
    pw_arena_free(&words->arena);
    free(words);
}

static int compare_key(const void *key, const void *entry)
{
    return strcmp(key, (*(struct pw_entry *const *)entry)->key);
}

static const struct pw_entry *find_entry(const struct pw_entries *in, const char *key)
{
    if (!in->count)
        return NULL;
    struct pw_entry *const *found =
        bsearch(key, in->sorted, in->count, sizeof(struct pw_entry *), compare_key);
    return found ? *found : NULL;
}

const struct pw_entry *pw_words_entry(const struct pw_words *words, const char *key)
{
    const struct pw_entry *entry = find_entry(&words->entries, key);
    return entry || !words->behind ? entry : pw_words_entry(words->behind, key);
}

const struct pw_entry *pw_words_question_entry(const struct pw_words *words, const char *key)
{
    const struct pw_entry *entry = find_entry(&words->questions, key);
    return entry || !words->behind ? entry : pw_words_question_entry(words->behind, key);
}

bool pw_words_has(const struct pw_words *words, const char *key)
{
    return pw_words_entry(words, key);
}

const char *pw_words_at(const struct pw_words *words, uint32_t i)
{
    return i < words->entries.count ? words->entries.sorted[i]->key : NULL;
}

/* Say the entry "KIND ID" or "KIND ID VARIANT", or the empty text where there is none. */
static bool say(const struct pw_words *words, enum pw_voice voice, const char *kind, const char *id,
                const char *variant, const struct pw_saying *about, struct pw_arena *arena,
                struct pw_said *said)
{
    char key[KEY_MAX];
    int length = snprintf(key, sizeof key, variant ? "%s %s %s" : "%s %s", kind, id, variant);
    const struct pw_entry *entry =
        length > 0 && length < KEY_MAX ? pw_words_entry(words, key) : NULL;
    *said = (struct pw_said){.text = ""};
    if (!entry)
        return false;
    pw_words_say(entry, voice, about, arena, said);
    return true;
}

bool pw_words_packet(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                     struct pw_arena *arena, struct pw_said *said)
{
    struct pw_saying about = {.tree = tree};
    return say(words, voice, "packet", tree->kind ? tree->kind : "", NULL, &about, arena, said);
}

bool pw_words_layer(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                    const struct pw_layer *layer, struct pw_arena *arena, struct pw_said *said)
{
    struct pw_saying about = {.tree = tree, .layer = layer};
    return say(words, voice, "layer", layer->protocol->id, NULL, &about, arena, said);
}

bool pw_words_field(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                    const struct pw_layer *layer, const struct pw_field *field,
                    struct pw_arena *arena, struct pw_said *said)
{
    struct pw_saying about = {.tree = tree, .layer = layer, .field = field};
    return say(words, voice, "field", field->def->id, NULL, &about, arena, said);
}

bool pw_words_event(const struct pw_words *words, enum pw_voice voice,
                    const struct pw_description *description, const struct pw_tree *tree,
                    struct pw_arena *arena, struct pw_said *said)
{
    struct pw_saying about = {.tree = tree, .description = description};
    if (description->result &&
        say(words, voice, "event", description->event, description->result, &about, arena, said))
        return true;
    return say(words, voice, "event", description->event, NULL, &about, arena, said);
}

bool pw_words_key(const struct pw_words *words, enum pw_voice voice, const char *key,
                  const struct pw_tree *tree, struct pw_arena *arena, struct pw_said *said)
{
    const struct pw_entry *entry = pw_words_entry(words, key);
    *said = (struct pw_said){.text = ""};
    if (!entry)
        return false;
    pw_words_say(entry, voice, &(struct pw_saying){.tree = tree}, arena, said);
    return true;
}
