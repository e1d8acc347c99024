/*
 * libFuzzer: a small capture. Two bytes of link type, then records: two bytes of time step in
 * hundredths of a second, two of captured length, one of bytes left out, then the packet. It goes
 * through the session, the events, the trees, JSON and the story. The bundled captures' secrets are
 * known, so that what TLS hides in the seeds is fuzzed too.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "export/export.h"

#define MAX_PACKETS 256u
#define RECORD      5u
#define QUESTIONS   24u

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pw_words *words;
static struct pw_buffer secrets;

static void read_secrets(void)
{
    char bytes[4096];
    glob_t found;
    if (glob(PW_CAPTURES "/*.keys", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        FILE *file = fopen(found.gl_pathv[i], "rb");
        size_t length;
        while (file && (length = fread(bytes, 1, sizeof bytes, file)))
            pw_buffer_add(&secrets, bytes, length);
        if (file)
            fclose(file);
    }
    globfree(&found);
}

/* With the lessons' words, where they are found: their placeholders are filled from the wire. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct pw_error error;
    (void)argc;
    (void)argv;
    read_secrets();
    words = pw_words_load(PW_LESSONS "/en/explain", &error);
    return 0;
}

struct capture {
    struct pw_packet packets[MAX_PACKETS];
    uint32_t count;
};

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    const struct capture *capture = self;
    if (wanted->offset >= capture->count)
        return false;
    *out = capture->packets[wanted->offset];
    return true;
}

static void read_capture(const uint8_t *data, size_t size, struct capture *capture)
{
    uint32_t link = (uint32_t)(data[0] << 8 | data[1]);
    uint64_t time = UINT64_C(1700000000000000000);
    size_t at = 2;
    while (capture->count < MAX_PACKETS && size - at >= RECORD) {
        uint32_t captured = (uint32_t)(data[at + 2] << 8 | data[at + 3]);
        time += (uint64_t)(data[at] << 8 | data[at + 1]) * 10000000u;
        uint32_t missing = data[at + 4];
        at += RECORD;
        if (captured > size - at)
            captured = (uint32_t)(size - at);
        uint8_t *bytes = pw_allocate(captured);
        memcpy(bytes, data + at, captured);
        capture->packets[capture->count] = (struct pw_packet){.time = time,
                                                              .offset = capture->count,
                                                              .length = captured + missing,
                                                              .captured = captured,
                                                              .link = link,
                                                              .data = bytes};
        capture->count++;
        at += captured;
    }
}

/* Nothing may leave that a terminal would obey. */
static void check_harmless(const struct pw_buffer *out)
{
    for (size_t at = 0; at < out->length;) {
        uint32_t character;
        at += pw_utf8_next((const uint8_t *)out->text + at, out->length - at, &character);
        if (character != '\n' && !pw_text_allowed(character))
            abort();
    }
}

/* Whatever is asked about, no answer may be lost: each question has its right one. */
static void ask(const struct pw_session *session, struct pw_buffer *out)
{
    struct pw_prediction asked[QUESTIONS];
    struct pw_arena arena = {0};
    uint32_t count = pw_predict_draw(words, session, 1, QUESTIONS, &arena, asked);
    for (uint32_t i = 0; i < count; i++)
        if (asked[i].question->type == PW_QUESTION_CHOICE &&
            pw_question_right(asked[i].question, session, asked[i].row) == PW_NONE)
            abort();
    if (words)
        pw_text_questions(session, words, "fuzz", asked, count, out);
    pw_json_questions(session, asked, count, out);
    pw_arena_free(&arena);
}

static void show(struct capture *capture)
{
    struct pw_session *session = pw_session_new((struct pw_store){capture, fetch});
    struct pw_json *json = pw_json_new(session, words);
    struct pw_explain *explain = pw_explain_new(session, words, PW_STUDENT, "fuzz");
    struct pw_buffer out = {0};
    pw_session_keys(session, pw_bytes_of(secrets.text, secrets.length));
    for (uint32_t i = 0; i < capture->count; i++) {
        pw_session_add(session, &capture->packets[i]);
        pw_json_packet(json, i, &out);
        pw_explain_packet(explain, i, &out);
    }
    pw_session_finish(session);
    /* Walking back over what is finished must be as safe as going forward. */
    for (uint32_t i = capture->count; i-- > 0;)
        pw_json_packet(json, i, &out);
    for (uint32_t i = 0; i < pw_session_messages(session); i++)
        pw_picture_message(session, i, &out);
    pw_json_end(json, false, &out);
    pw_explain_end(explain, NULL, &out);
    ask(session, &out);
    check_harmless(&out);
    pw_buffer_free(&out);
    pw_explain_free(explain);
    pw_json_free(json);
    pw_session_free(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct capture capture;
    if (size < 2)
        return 0;
    capture.count = 0;
    read_capture(data, size, &capture);
    show(&capture);
    for (uint32_t i = 0; i < capture.count; i++) {
        uint8_t *bytes;
        memcpy(&bytes, &capture.packets[i].data, sizeof bytes);
        free(bytes);
    }
    return 0;
}
