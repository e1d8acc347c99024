/* questions: a capture read whole, then asked about. See questions.h. */
#include "app/questions.h"

#include <stdio.h>

#include "app/reader.h"
#include "app/write.h"
#include "base/buffer.h"
#include "export/export.h"

#define USUAL 10u /* questions without --count */

static void write_questions(const struct pw_options *options, const struct pw_session *session,
                            const struct pw_words *words)
{
    struct pw_arena arena = {0};
    struct pw_buffer out = {0};
    uint32_t most = options->questions ? options->questions : USUAL;
    struct pw_prediction *made = pw_arena_take(&arena, most * sizeof *made);
    uint32_t count = pw_predict_draw(words, session, options->seed, most, &arena, made);
    if (options->as_json)
        pw_json_questions(session, made, count, &out);
    else
        pw_text_questions(session, words, pw_capture_name(options), made, count, &out);
    fputs(pw_buffer_get(&out), stdout);
    pw_buffer_free(&out);
    pw_arena_free(&arena);
}

int pw_command_questions(const struct pw_options *options)
{
    struct pw_reader reader;
    int status = 0;
    if (!pw_reader_begin(&reader, options, &status)) {
        pw_complain_reader(&reader, options);
        return status;
    }
    struct pw_words *words = pw_load_words();
    pw_reader_all(&reader);
    if (words)
        write_questions(options, reader.session, words);
    /* What could be read of a damaged capture is asked about all the same. */
    if (reader.bad)
        pw_complain(&reader.error);
    status = reader.bad || !words ? 1 : 0;
    pw_words_free(words);
    pw_reader_close(&reader);
    return status;
}
