/*
 * teach/: nothing without words, no words without a thing, no name in a text that names nothing.
 * Every failure is a line "KEY: what" or "FILE:LINE: KEY: what", so that whoever writes words has a
 * checker: teach_test words
 */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/dissect.h"
#include "teach/template.h"
#include "teach/words_private.h"
#include "teach_test.h"

static const char *const rung_keys[] = {
    "rung 1 loopback", "rung 1 ethernet",   "rung 1 unknown",  "rung 2 faked", "rung 2 empty",
    "rung 3 empty",    "rung 4 empty",      "rung 4 fragment", "rung 5 empty", "rung 6 empty",
    "rung 6 masked",   "rung 6 compressed", "rung 7 empty",    "rung 7 part",
};

/* The lab's, which teach/ knows by their words alone. */
static const char *const scene_keys[] = {
#define PW_LAB_SCENE(id, name) "scene " name,
#include "../src/lab/scenes.def"
#undef PW_LAB_SCENE
};

static void want(const char *key)
{
    bool has = pw_words_has(teach_words, key);
    CU_ASSERT_TRUE(has);
    if (!has)
        printf("%s: has no words\n", key);
}

static void want_two(const char *kind, const char *id)
{
    char key[128];
    snprintf(key, sizeof key, "%s %s", kind, id);
    want(key);
}

void test_everything_has_words(void)
{
    for (uint32_t i = 0; pw_protocol_at(i); i++) {
        const struct pw_protocol *protocol = pw_protocol_at(i);
        want_two("layer", protocol->id);
        for (uint16_t f = 0; f < protocol->field_count; f++)
            want_two("field", protocol->fields[f].id);
        for (const char *const *kind = protocol->kinds; kind && *kind; kind++)
            want_two("packet", *kind);
    }
    for (int kind = 0; kind < PW_EVENT_KINDS; kind++) {
        const char *name = pw_event_name((enum pw_event_kind)kind);
        char key[128];
        snprintf(key, sizeof key, "event %s", name);
        const char *const *results = pw_event_results((enum pw_event_kind)kind);
        if (!*results)
            want(key);
        for (; *results; results++) {
            char with[160];
            snprintf(with, sizeof with, "%s %s", key, *results);
            if (!pw_words_has(teach_words, key))
                want(with);
        }
    }
    for (size_t i = 0; i < sizeof rung_keys / sizeof *rung_keys; i++)
        want(rung_keys[i]);
    for (size_t i = 0; i < sizeof scene_keys / sizeof *scene_keys; i++)
        want(scene_keys[i]);
}

static bool kind_exists(const char *id)
{
    for (uint32_t i = 0; pw_protocol_at(i); i++)
        for (const char *const *kind = pw_protocol_at(i)->kinds; kind && *kind; kind++)
            if (strcmp(*kind, id) == 0)
                return true;
    return false;
}

static bool event_exists(const char *id)
{
    for (int kind = 0; kind < PW_EVENT_KINDS; kind++) {
        const char *name = pw_event_name((enum pw_event_kind)kind);
        size_t length = strlen(name);
        if (strncmp(id, name, length) != 0)
            continue;
        if (!id[length])
            return true;
        for (const char *const *r = pw_event_results((enum pw_event_kind)kind); *r; r++)
            if (id[length] == ' ' && strcmp(id + length + 1, *r) == 0)
                return true;
    }
    return false;
}

static bool thing_exists(const char *key)
{
    const char *id = strchr(key, ' ') + 1;
    if (strncmp(key, "packet ", 7) == 0)
        return kind_exists(id);
    if (strncmp(key, "field ", 6) == 0)
        return pw_field_named(id) != NULL;
    if (strncmp(key, "layer ", 6) == 0)
        return pw_protocol_named(id) != NULL;
    if (strncmp(key, "event ", 6) == 0)
        return event_exists(id);
    for (size_t i = 0; i < sizeof rung_keys / sizeof *rung_keys; i++)
        if (strcmp(key, rung_keys[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof scene_keys / sizeof *scene_keys; i++)
        if (strcmp(key, scene_keys[i]) == 0)
            return true;
    return false;
}

void test_no_words_for_nothing(void)
{
    CU_ASSERT_TRUE(pw_words_at(teach_words, 0) != NULL);
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const char *key = pw_words_at(teach_words, i);
        check_entry(thing_exists(key), pw_words_entry(teach_words, key), "there is no such thing");
    }
}

/* The particulars events have, as met in all captures: "EVENT NAME", each once. */
static char *particulars[512];
static uint32_t particular_count;

static bool has_particular(const char *event_and_name)
{
    for (uint32_t i = 0; i < particular_count; i++)
        if (strcmp(particulars[i], event_and_name) == 0)
            return true;
    return false;
}

static void gather_particulars(struct pcap_file *file, void *self)
{
    char name[160];
    struct pw_arena arena = {0};
    struct pw_description event;
    (void)self;
    snprintf(name, sizeof name, "%s.pcap", file->name);
    const struct pw_session *session = picture_of(name);
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        pw_picture_event(session, i, &arena, &event);
        for (uint32_t a = 0; a < event.attribute_count; a++) {
            snprintf(name, sizeof name, "%s %s", event.event, event.attributes[a].name);
            if (particular_count < 512 && !has_particular(name))
                particulars[particular_count++] = strdup(name);
        }
        pw_arena_reset(&arena);
    }
    pw_arena_free(&arena);
}

/* Is it a particular of the event the entry is about? */
static bool is_particular(const struct pw_entry *entry, const char *name)
{
    char wanted[320];
    if (strncmp(entry->key, "event ", 6) != 0)
        return false;
    snprintf(wanted, sizeof wanted, "%.*s %s", (int)strcspn(entry->key + 6, " "), entry->key + 6,
             name);
    /* No capture here has a server that chose one. */
    return has_particular(wanted) || strcmp(wanted, "websocket.upgrade subprotocol") == 0;
}

static bool name_exists(const struct pw_entry *entry, struct pw_bytes name)
{
    char id[128];
    snprintf(id, sizeof id, "%.*s", (int)name.length, (const char *)name.data);
    if (pw_field_named(id))
        return true;
    return is_particular(entry, id);
}

void test_texts_name_what_exists(void)
{
    pcap_files_each(gather_particulars, NULL);
    CU_ASSERT_TRUE(particular_count > 40 && particular_count < 512);
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const struct pw_entry *entry = pw_words_entry(teach_words, pw_words_at(teach_words, i));
        for (int voice = 0; voice < PW_VOICES; voice++) {
            const char *at = entry->text[voice];
            struct pw_piece piece;
            do {
                pw_template_next(&at, &piece);
                CU_ASSERT_NOT_EQUAL(piece.kind, PW_PIECE_BAD);
                bool named = piece.kind == PW_PIECE_LINK || piece.kind == PW_PIECE_VALUE;
                check_entry(!named || name_exists(entry, piece.name), entry,
                            "%.*s is no field and no particular of the event",
                            (int)piece.name.length, (const char *)piece.name.data);
            } while (piece.kind != PW_PIECE_END && piece.kind != PW_PIECE_BAD);
        }
        for (uint32_t r = 0; r < entry->rest_count; r++)
            check_entry(pw_field_named(entry->rests[r]) != NULL, entry, "rests on %s: no field",
                        entry->rests[r]);
    }
    while (particular_count)
        free(particulars[--particular_count]);
}
