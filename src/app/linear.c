/* Lessons in plain lines, on standard input and output: see lessons.h. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/lessons.h"
#include "app/library.h"
#include "app/write.h"
#include "export/linear.h"

static void show(struct pw_buffer *out)
{
    fputs(pw_buffer_get(out), stdout);
    fflush(stdout);
    pw_buffer_clear(out);
}

static void converse(struct pw_linear *linear, bool answers, struct pw_buffer *out)
{
    char *line = NULL;
    size_t room = 0;
    bool open = true;
    show(out);
    while (open && !ferror(stdout)) {
        answers = answers && getline(&line, &room, stdin) >= 0;
        open = pw_linear_read(linear, answers ? line : NULL, out);
        show(out);
    }
    free(line);
}

/* Whoever asked for it, or has a terminal that cannot do more, is there to answer. */
static bool somebody_answers(const struct pw_options *options)
{
    return options->linear || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
}

static void run(const struct pw_options *options, const struct pw_linear_world *world,
                const struct pw_lesson *lesson)
{
    struct pw_buffer out = {0};
    struct pw_error error;
    struct pw_linear *linear = pw_linear_new(world);
    if (lesson)
        pw_linear_begin(linear, lesson, options->fast, &out);
    else
        pw_linear_menu(linear, &out);
    converse(linear, world->answers, &out);
    if (world->answers && !pw_progress_save(world->progress, &error))
        pw_complain(&error);
    pw_linear_free(linear);
    pw_buffer_free(&out);
}

int pw_command_linear(const struct pw_options *options)
{
    struct pw_lessons *lessons = pw_load_lessons();
    struct pw_words *words = lessons ? pw_load_words() : NULL;
    struct pw_glossary *glossary = words ? pw_load_glossary() : NULL;
    const struct pw_lesson_entry *entry = NULL;
    bool good = glossary != NULL;
    if (good && options->lesson)
        good = (entry = pw_find_lesson(lessons, options->lesson)) != NULL;
    if (good) {
        struct pw_library library = {0};
        struct pw_captures captures = pw_library_captures(&library);
        struct pw_linear_world world = {.lessons = lessons,
                                        .captures = &captures,
                                        .words = words,
                                        .glossary = glossary,
                                        .progress = pw_load_progress(),
                                        .voice = options->voice,
                                        .voice_given = options->voice_given,
                                        .answers = somebody_answers(options)};
        run(options, &world, entry ? entry->lesson : NULL);
        pw_progress_free(world.progress);
        pw_library_free(&library);
    }
    pw_glossary_free(glossary);
    pw_words_free(words);
    pw_lessons_free(lessons);
    return good ? 0 : 1;
}
