/* teach/: nothing without words, no words without a thing, and how they are written. */
#include <CUnit/CUnit.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/dissect.h"
#include "teach/template.h"
#include "teach/words_private.h"
#include "teach_test.h"

static const char *const rung_keys[] = {
    "rung 1 loopback", "rung 1 ethernet", "rung 1 unknown",  "rung 2 faked", "rung 2 empty",
    "rung 3 empty",    "rung 4 empty",    "rung 4 fragment", "rung 5 empty", "rung 6 empty",
    "rung 6 masked",   "rung 7 empty",    "rung 7 part",
};

static void want(const char *key)
{
    bool has = pw_words_has(teach_words, key);
    CU_ASSERT_TRUE(has);
    if (!has)
        printf("\n\"## %s\" is missing", key);
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
    return false;
}

void test_no_words_for_nothing(void)
{
    CU_ASSERT_TRUE(pw_words_at(teach_words, 0) != NULL);
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const char *key = pw_words_at(teach_words, i);
        CU_ASSERT_TRUE(thing_exists(key));
        if (!thing_exists(key))
            printf("\n\"## %s\": there is no such thing", key);
    }
}

/* The names INTERFACE's events have of their own: what they are called in the JSON output. */
static bool is_attribute(const char *name)
{
    static const char *const names[] = {
        "client",
        "server",
        "result",
        "rtt_us",
        "syn_retries",
        "by",
        "method",
        "target",
        "host",
        "version",
        "body_length",
        "status",
        "reason",
        "request_packet",
        "request",
        "response",
        "key",
        "accept",
        "accept_expected",
        "subprotocol",
        "extensions",
        "why",
        "from",
        "opcode",
        "length",
        "frames",
        "compressed",
        "masked",
        "text",
        "hex",
        "code",
        "name",
        "kind",
        "answers",
        "rcode",
        "sender",
        "mac",
        "to",
        "about",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool name_exists(const struct pw_entry *entry, struct pw_bytes name)
{
    char id[128];
    snprintf(id, sizeof id, "%.*s", (int)name.length, (const char *)name.data);
    if (pw_field_named(id))
        return true;
    return strncmp(entry->key, "event ", 6) == 0 && is_attribute(id);
}

void test_texts_name_what_exists(void)
{
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const struct pw_entry *entry = pw_words_entry(teach_words, pw_words_at(teach_words, i));
        for (int voice = 0; voice < PW_VOICES; voice++) {
            const char *at = entry->text[voice];
            struct pw_piece piece;
            do {
                pw_template_next(&at, &piece);
                CU_ASSERT_NOT_EQUAL(piece.kind, PW_PIECE_BAD);
                bool named = piece.kind == PW_PIECE_LINK || piece.kind == PW_PIECE_VALUE;
                bool good = !named || name_exists(entry, piece.name);
                CU_ASSERT_TRUE(good);
                if (!good)
                    printf("\n\"## %s\" speaks of %.*s: there is no such thing", entry->key,
                           (int)piece.name.length, (const char *)piece.name.data);
            } while (piece.kind != PW_PIECE_END && piece.kind != PW_PIECE_BAD);
        }
        for (uint32_t r = 0; r < entry->rest_count; r++)
            CU_ASSERT_PTR_NOT_NULL(pw_field_named(entry->rests[r]));
    }
}

static unsigned count_words(const char *text)
{
    unsigned words = 0;
    for (; *text; text++)
        words +=
            !isspace((unsigned char)*text) && (isspace((unsigned char)text[1]) || text[1] == '\0');
    return words;
}

void test_texts_are_short(void)
{
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const char *key = pw_words_at(teach_words, i);
        unsigned most = strncmp(key, "field ", 6) == 0 ? 40 : 60;
        for (int voice = 0; voice < PW_VOICES; voice++) {
            unsigned words = count_words(pw_words_entry(teach_words, key)->text[voice]);
            CU_ASSERT_TRUE(words >= 1 && words <= most);
            if (words > most)
                printf("\n\"## %s\": %u words", key, words);
        }
    }
}

/* A friend knows none of these. */
void test_friends_speak_plainly(void)
{
    static const char *const terms[] = {
        "TCP",     "UDP",    "SYN",       "FIN",    "RST",     "ACK",      "ICMP",     "DHCP",
        "RFC",     "header", "octet",     "opcode", "payload", "checksum", "protocol", "datagram",
        "segment", "socket", "handshake", "unmask", "XOR",     "base64",   "SHA",      "parameter",
    };
    for (uint32_t i = 0; pw_words_at(teach_words, i); i++) {
        const char *key = pw_words_at(teach_words, i);
        const char *text = pw_words_entry(teach_words, key)->text[PW_FRIEND];
        for (size_t t = 0; t < sizeof terms / sizeof *terms; t++) {
            CU_ASSERT_PTR_NULL(strstr(text, terms[t]));
            if (strstr(text, terms[t]))
                printf("\n\"## %s\": a friend says \"%s\"", key, terms[t]);
        }
        /* And only a friend may exclaim. */
        CU_ASSERT_PTR_NULL(strchr(pw_words_entry(teach_words, key)->text[PW_STUDENT], '!'));
        CU_ASSERT_PTR_NULL(strchr(pw_words_entry(teach_words, key)->text[PW_ENGINEER], '!'));
    }
}

/* Every entry "- **word**: what it is", in the order of the alphabet. */
void test_glossary(void)
{
    FILE *file = fopen(PW_LESSONS "/en/glossary.md", "r");
    char line[1024], before[128] = "";
    unsigned entries = 0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file)) {
        char word[128];
        if (sscanf(line, "- **%127[^*]**:", word) != 1)
            continue;
        entries++;
        bool ordered = strcasecmp(before, word) < 0;
        CU_ASSERT_TRUE(ordered);
        if (!ordered)
            printf("\nglossary: %s stands behind %s", word, before);
        CU_ASSERT_TRUE(strlen(strchr(line, ':')) > 10);
        snprintf(before, sizeof before, "%s", word);
    }
    fclose(file);
    CU_ASSERT_TRUE(entries >= 50);
}
