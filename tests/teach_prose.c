/*
 * teach/: how words are written: short, plain from a friend, exact from an engineer; and said of
 * every packet and event of every capture, with no value missing.
 */
#include <CUnit/CUnit.h>
#include <ctype.h>
#include <string.h>

#include "dissect/dissect.h"
#include "teach_test.h"

static const struct pw_entry *entry_at(uint32_t i)
{
    const char *key = pw_words_at(teach_words, i);
    return key ? pw_words_entry(teach_words, key) : NULL;
}

static bool is_about(const struct pw_entry *entry, const char *kind)
{
    size_t length = strlen(kind);
    return strncmp(entry->key, kind, length) == 0 && entry->key[length] == ' ';
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
    const struct pw_entry *entry;
    for (uint32_t i = 0; (entry = entry_at(i)); i++) {
        unsigned most = is_about(entry, "field") ? 40 : 60;
        for (int voice = 0; voice < PW_VOICES; voice++) {
            unsigned words = count_words(entry->text[voice]);
            check_entry(words >= 1 && words <= most, entry, "%u words, at most %u", words, most);
        }
    }
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c);
}

/* The term as a word of its own, or with an s; small letters in it match capitals, too. */
static bool says(const char *text, const char *term)
{
    size_t length = strlen(term);
    bool loud = isupper((unsigned char)*term);
    for (const char *at = text; *at; at++) {
        bool here = loud ? strncmp(at, term, length) == 0 : strncasecmp(at, term, length) == 0;
        if (!here || (at > text && is_letter(at[-1])))
            continue;
        const char *end = at + length + (at[length] == 's');
        if (!is_letter(*end))
            return true;
    }
    return false;
}

/* The text as it is heard: without the ids behind its links and in its braces. */
static void without_ids(const char *text, char *out, size_t size)
{
    size_t length = 0;
    char close = 0;
    for (; *text && length + 1 < size; text++) {
        if (close) {
            close = *text == close ? 0 : close;
            continue;
        }
        close = *text == '{' ? '}' : *text == '(' && text[-1] == ']' ? ')' : 0;
        if (!close)
            out[length++] = *text;
    }
    out[length] = '\0';
}

/* A friend knows none of these. */
static const char *const terms[] = {
    "TCP",       "UDP",         "SYN",         "FIN",       "RST",     "ACK",      "PSH",
    "URG",       "ICMP",        "ICMPv6",      "DHCP",      "RFC",     "IPv4",     "IPv6",
    "MAC",       "MSS",         "MTU",         "TTL",       "ISN",     "CRC",      "CIDR",
    "EtherType", "header",      "octet",       "opcode",    "payload", "checksum", "protocol",
    "datagram",  "segment",     "socket",      "handshake", "unmask",  "XOR",      "base64",
    "SHA",       "parameter",   "bit",         "offset",    "flag",    "frame",    "multicast",
    "unicast",   "encapsulate", "dissector",   "layer",     "hex",     "loopback", "subnet",
    "netmask",   "stack",       "acknowledge", "retransmit"};

void test_friends_speak_plainly(void)
{
    const struct pw_entry *entry;
    char heard[2048];
    for (uint32_t i = 0; (entry = entry_at(i)); i++) {
        without_ids(entry->text[PW_FRIEND], heard, sizeof heard);
        for (size_t t = 0; t < sizeof terms / sizeof *terms; t++)
            check_entry(!says(heard, terms[t]), entry, "a friend says \"%s\"", terms[t]);
        /* And only a friend may exclaim. */
        check_entry(!strchr(entry->text[PW_STUDENT], '!'), entry, "a student exclaims");
        check_entry(!strchr(entry->text[PW_ENGINEER], '!'), entry, "an engineer exclaims");
    }
}

/* An engineer wants what this packet has: its values. A field's own stands beside its words, and
 * rungs are the same for every packet. */
void test_engineers_are_exact(void)
{
    const struct pw_entry *entry;
    for (uint32_t i = 0; (entry = entry_at(i)); i++) {
        bool value = strchr(entry->text[PW_ENGINEER], '{') != NULL;
        if (is_about(entry, "packet") || is_about(entry, "event"))
            check_entry(value, entry, "the engineer names no value: {field.id}");
    }
}

/* A value that is not there was to have words of its own behind a bar. */
static void check_said(const struct pw_said *said, const char *key, const char *capture,
                       uint32_t row, bool rests)
{
    bool good = *said->text != '\0';
    bool rested = false;
    for (uint32_t i = 0; i < said->span_count; i++) {
        const struct pw_span *span = &said->spans[i];
        CU_ASSERT_TRUE_FATAL(span->start + span->length <= strlen(said->text));
        good = good && (span->field || span->length != 1 || said->text[span->start] != '?');
        rested = rested || span->field;
    }
    CU_ASSERT_TRUE(good);
    if (!good)
        printf("%s: a value is missing, in packet %u of %s: %s\n", key, row + 1, capture,
               said->text);
    CU_ASSERT_TRUE(rested || !rests);
    if (!rested && rests)
        printf("%s: rests on no byte of packet %u of %s: %s\n", key, row + 1, capture, said->text);
}

static void say_packet(const struct pw_tree *tree, const char *capture, uint32_t row,
                       enum pw_voice voice, struct pw_arena *arena)
{
    struct pw_said said;
    if (tree->kind) {
        CU_ASSERT_TRUE(pw_words_packet(teach_words, voice, tree, arena, &said));
        check_said(&said, tree->kind, capture, row, true);
    }
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        CU_ASSERT_TRUE(pw_words_layer(teach_words, voice, tree, layer, arena, &said));
        check_said(&said, layer->protocol->id, capture, row, false);
        for (uint32_t f = layer->first; f < layer->first + layer->count; f++) {
            const struct pw_field *field = &tree->fields[f];
            CU_ASSERT_TRUE(pw_words_field(teach_words, voice, tree, layer, field, arena, &said));
            check_said(&said, field->def->id, capture, row, true);
        }
    }
}

static void say_packets(struct pcap_file *file, void *self)
{
    char capture[128];
    (void)self;
    snprintf(capture, sizeof capture, "%s.pcap", file->name);
    const struct pw_session *session = picture_of(capture);
    for (uint32_t row = 0; row < pw_session_rows(session); row++) {
        struct pw_arena arena = {0};
        struct pw_tree tree;
        CU_ASSERT_TRUE_FATAL(pw_picture_tree(session, row, &arena, &tree));
        for (int voice = 0; voice < PW_VOICES; voice++)
            say_packet(&tree, capture, row, (enum pw_voice)voice, &arena);
        pw_arena_free(&arena);
    }
}

void test_every_packet_is_said(void)
{
    pcap_files_each(say_packets, NULL);
}

static void say_events(struct pcap_file *file, void *self)
{
    char capture[128], key[128];
    (void)self;
    snprintf(capture, sizeof capture, "%s.pcap", file->name);
    const struct pw_session *session = picture_of(capture);
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        struct pw_arena arena = {0};
        struct pw_description event;
        struct pw_tree tree;
        struct pw_said said;
        uint32_t row = pw_session_event(session, i)->row;
        bool packet = row != PW_NONE && pw_picture_tree(session, row, &arena, &tree);
        pw_picture_event(session, i, &arena, &event);
        snprintf(key, sizeof key, "event %s %s", event.event, event.result ? event.result : "");
        for (int voice = 0; voice < PW_VOICES; voice++) {
            CU_ASSERT_TRUE(pw_words_event(teach_words, (enum pw_voice)voice, &event,
                                          packet ? &tree : NULL, &arena, &said));
            check_said(&said, key, capture, row, false);
        }
        pw_arena_free(&arena);
    }
}

void test_every_event_is_said(void)
{
    pcap_files_each(say_events, NULL);
}

/* Every entry "- **word**: what it is", in the order of the alphabet. */
/* Every abbreviation that a student meets is explained. */
static void check_explained(const struct pw_glossary *glossary, const struct pw_entry *entry)
{
    struct pw_bytes text = pw_bytes_of(entry->text[PW_STUDENT], strlen(entry->text[PW_STUDENT])),
                    word;
    for (size_t at = 0; (word = pw_glossary_word(text, &at)).length;) {
        size_t capitals = 0, length;
        while (capitals < word.length && isupper(word.data[capitals]))
            capitals++;
        /* "{TTL}" and "ip.src" are places, not words. */
        const uint8_t *before = word.data > text.data ? word.data - 1 : text.data;
        if (capitals < 2 || capitals < word.length || *before == '{' || *before == '.')
            continue;
        bool known = pw_glossary_at(glossary, word, &length) != NULL;
        check_entry(known, entry, "\"%.*s\" is not in the glossary", (int)capitals,
                    (const char *)word.data);
    }
}

void test_terms_are_explained(void)
{
    struct pw_error error = {{0}};
    struct pw_glossary *glossary = pw_glossary_load(PW_LESSONS "/en/glossary.md", &error);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(glossary);
    const struct pw_entry *entry;
    for (uint32_t i = 0; (entry = entry_at(i)); i++)
        check_explained(glossary, entry);
    pw_glossary_free(glossary);
}

static void check_found(const struct pw_glossary *glossary, const char *text, const char *wanted)
{
    bool marks[8] = {false};
    struct pw_buffer got = {0};
    uint32_t count = pw_glossary_mark(glossary, pw_bytes_of(text, strlen(text)), marks);
    for (uint32_t i = 0; i < pw_glossary_count(glossary); i++) {
        if (marks[i])
            pw_buffer_print(&got, "%s ", pw_glossary_term(glossary, i)->name);
        count -= marks[i];
    }
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&got), wanted);
    pw_buffer_free(&got);
}

/* Terms are found in the forms that words have, across line ends, and not inside other words. */
void test_finding_terms(void)
{
    struct pw_error error = {{0}};
    struct pw_glossary *glossary = pw_glossary_load(
        scratch_file("glossary.md", "# Words\n\n- **ACK**: yes\n- **window**: room\n"
                                    "- **window scale**, **wscale**: a shift\n- **IP**: carries\n"
                                    "  packets\n- **Öffnung**: auf\n"),
        &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(glossary);
    CU_ASSERT_STRING_EQUAL(pw_glossary_term(glossary, 3)->text, "carries packets");
    check_found(glossary, "Two ACKs, and Windows.", "ACK window ");
    check_found(glossary, "the window\nscale option", "window scale ");
    check_found(glossary, "an ack, windowing, ship", "");
    check_found(glossary, "SYN-ACK over TCP/IP", "ACK IP ");
    check_found(glossary, "wscale: \u201cIP\u201d \u00d6ffnungen \u2026",
                "window scale IP Öffnung ");
    pw_glossary_free(glossary);
    static const struct {
        const char *text, *fault;
    } rows[] = {
        {"- **a**\n", ":1: an entry is \"- **term**: what it is\""},
        {"x\n- a: b\n", ":2: an entry is \"- **term**: what it is\""},
        {"- **a**:\n", ":1: an entry is \"- **term**: what it is\""},
        {"- **a**: b\n- **b**, **a**: c\n", ":2: \"a\" has an entry already"},
        {"- **a: b\n", ":1: an entry is \"- **term**: what it is\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = scratch_file("glossary.md", rows[i].text);
        CU_ASSERT_PTR_NULL(pw_glossary_load(path, &error));
        CU_ASSERT_STRING_EQUAL(error.text + strlen(path), rows[i].fault);
    }
}

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
