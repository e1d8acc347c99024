/* export: a hand-out to standard output, or to the file that -w names. See handout.h. */
#include "app/handout.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/data.h"
#include "app/lessons.h"
#include "app/library.h"
#include "app/reader.h"
#include "app/write.h"
#include "capture/capture.h"
#include "export/handout.h"

static bool save(const char *path, const struct pw_buffer *text, struct pw_error *error)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(text->text, 1, text->length, file) == text->length;
    int why = errno;
    if (file && fclose(file) != 0) {
        why = errno;
        good = false;
    }
    return good || pw_error_set(error, "%s: %s", path, strerror(why));
}

static bool put_out(const struct pw_options *options, const struct pw_handout *handout,
                    enum pw_handout_format format)
{
    struct pw_buffer out = {0};
    struct pw_error error;
    bool good = true;
    pw_handout_write(handout, format, &out);
    bool to_file = options->save && strcmp(options->save, "-") != 0;
    if (to_file && !(good = save(options->save, &out, &error)))
        pw_complain(&error);
    if (!to_file)
        fwrite(pw_buffer_get(&out), 1, out.length, stdout);
    pw_buffer_free(&out);
    return good;
}

static struct pw_handout handout_for(const struct pw_options *options, const struct pw_words *words)
{
    return (struct pw_handout){.language = pw_language(),
                               .conversation = PW_NONE,
                               .words = words,
                               .voice = options->voice};
}

static int export_lesson(const struct pw_options *options, const struct pw_words *words,
                         enum pw_handout_format format)
{
    struct pw_library library = {0};
    struct pw_captures captures = pw_library_captures(&library);
    struct pw_lessons *lessons = pw_load_lessons();
    const struct pw_lesson_entry *entry = lessons ? pw_find_lesson(lessons, options->lesson) : NULL;
    struct pw_handout handout = handout_for(options, words);
    bool good = entry != NULL;
    if (good) {
        handout.lesson = entry->lesson;
        handout.captures = &captures;
        if (!options->voice_given)
            handout.voice = entry->lesson->voice;
        good = put_out(options, &handout, format);
    }
    pw_library_free(&library);
    pw_lessons_free(lessons);
    return good ? 0 : 1;
}

/* The index of TCP conversation `number`; PW_NONE where there is none. */
static uint32_t find_conversation(const struct pw_session *session, uint32_t number)
{
    for (uint32_t i = 0; i < pw_session_conversations(session); i++) {
        const struct pw_conversation *c = pw_session_conversation(session, i);
        if (c->transport == 6 && c->number == number)
            return i;
    }
    return PW_NONE;
}

static int export_capture(const struct pw_options *options, const struct pw_words *words,
                          enum pw_handout_format format)
{
    struct pw_reader reader;
    struct pw_error error;
    int status = 0;
    if (!pw_reader_begin(&reader, options, &status)) {
        pw_complain_reader(&reader, options);
        return status;
    }
    if (options->save && pw_capture_reads(reader.capture, options->save)) {
        pw_error_set(&error, PW_CAPTURE_IS_READ, options->save);
        pw_complain(&error);
        pw_reader_close(&reader);
        return 1;
    }
    pw_reader_all(&reader);
    struct pw_handout handout = handout_for(options, words);
    const char *name = pw_capture_name(options), *slash = strrchr(name, '/');
    handout.title = slash ? slash + 1 : name;
    handout.session = reader.session;
    if (options->conversation != UINT32_MAX)
        handout.conversation = find_conversation(reader.session, options->conversation);
    bool good = options->conversation == UINT32_MAX || handout.conversation != PW_NONE;
    if (!good) {
        pw_error_set(&error, "--conversation %u: there is none of that number",
                     options->conversation);
        pw_complain(&error);
    }
    good = good && put_out(options, &handout, format);
    if (reader.bad)
        pw_complain(&reader.error);
    status = good && !reader.bad ? 0 : 1;
    pw_reader_close(&reader);
    return status;
}

int pw_command_export(const struct pw_options *options)
{
    enum pw_handout_format format = pw_handout_format_named(options->format);
    struct pw_error error;
    if (format == PW_HANDOUT_FORMATS) {
        pw_error_set(&error, "--format %s: the formats are html, svg and md", options->format);
        pw_complain(&error);
        return 2;
    }
    struct pw_words *words = pw_load_words();
    int status = 1;
    if (words)
        status = options->lesson ? export_lesson(options, words, format)
                                 : export_capture(options, words, format);
    pw_words_free(words);
    return status;
}
