/* A lesson file, from path to lesson: see lesson.h and docs/lesson-format.md. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "teach/file.h"
#include "teach/lesson_private.h"

void pw_lesson_fault(struct pw_faults *faults, uint32_t line, const char *format, ...)
{
    struct pw_error fault;
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, gettext(format), arguments);
    va_end(arguments);
    pw_error_set(&fault, "%s:%u: %s", faults->path, (unsigned)(line ? line : 1), text);
    faults->count++;
    faults->report(faults->self, fault.text);
}

struct pw_step *pw_lesson_reader_step(struct pw_lesson_reader *reader, uint32_t line)
{
    if (!reader->steps.count) {
        struct pw_open_step *opening = pw_vector_add(&reader->steps);
        const char *title = reader->lesson->title;
        opening->step = (struct pw_step){.line = line, .title = title ? title : ""};
    }
    struct pw_open_step *open = pw_vector_at(&reader->steps, reader->steps.count - 1);
    return &open->step;
}

struct pw_block *pw_lesson_reader_block(struct pw_lesson_reader *reader, enum pw_block_kind kind,
                                        uint32_t line)
{
    pw_lesson_reader_step(reader, line);
    struct pw_block *block = pw_vector_add(&reader->blocks);
    block->kind = kind;
    block->line = line;
    return block;
}

/* What was read in pieces becomes arrays in the arena. */
static void settle(struct pw_lesson_reader *reader)
{
    struct pw_lesson *lesson = reader->lesson;
    uint32_t count = reader->blocks.count;
    struct pw_block *blocks = pw_arena_take(reader->arena, count * sizeof *blocks);
    for (uint32_t i = 0; i < count; i++)
        blocks[i] = *(struct pw_block *)pw_vector_at(&reader->blocks, i);
    lesson->step_count = reader->steps.count;
    lesson->steps = pw_arena_take(reader->arena, lesson->step_count * sizeof *lesson->steps);
    for (uint32_t i = lesson->step_count, end = count; i-- > 0;) {
        const struct pw_open_step *open = pw_vector_at(&reader->steps, i);
        lesson->steps[i] = open->step;
        lesson->steps[i].blocks = blocks + open->first;
        lesson->steps[i].block_count = end - open->first;
        end = open->first;
    }
    lesson->claim_count = reader->claims.count;
    lesson->claims = pw_arena_take(reader->arena, lesson->claim_count * sizeof *lesson->claims);
    for (uint32_t i = 0; i < lesson->claim_count; i++) {
        lesson->claims[i] = *(struct pw_claim *)pw_vector_at(&reader->claims, i);
        if (!lesson->claims[i].capture)
            lesson->claims[i].capture = lesson->capture;
    }
}

static struct pw_mention *take_mentions(struct pw_lesson_reader *reader, struct pw_vector *from,
                                        uint32_t *count)
{
    struct pw_mention *list = pw_arena_take(reader->arena, from->count * sizeof *list);
    for (*count = 0; *count < from->count; (*count)++)
        list[*count] = *(struct pw_mention *)pw_vector_at(from, *count);
    pw_vector_free(from);
    return list;
}

static void check_whole(struct pw_lesson_reader *reader)
{
    const struct pw_lesson *lesson = reader->lesson;
    if (!lesson->title)
        pw_lesson_fault(reader->faults, 1, "a lesson starts with \"# Title\"");
    if (!lesson->line)
        pw_lesson_fault(reader->faults, 1, "a lesson has a ```lesson block that names its capture");
    if (!lesson->step_count)
        pw_lesson_fault(reader->faults, 1, "a lesson has steps: \"## Step title\"");
    for (uint32_t i = 0; i < lesson->step_count; i++)
        if (!lesson->steps[i].block_count)
            pw_lesson_fault(reader->faults, lesson->steps[i].line, "a step without words");
}

/* "lessons/en/06-three-packets-to-agree.md": the name between, and the number it starts with. */
static void name_lesson(struct pw_lesson *lesson, const char *path, struct pw_arena *arena)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    if (length > 3 && !strcmp(name + length - 3, ".md"))
        length -= 3;
    lesson->path = pw_arena_text(arena, path, strlen(path));
    lesson->id = pw_arena_text(arena, name, length);
    for (const char *at = name; *at >= '0' && *at <= '9' && lesson->number < 10000; at++)
        lesson->number = lesson->number * 10 + (uint32_t)(*at - '0');
}

struct pw_lesson *pw_lesson_read(const char *path, struct pw_arena *arena, struct pw_faults *faults)
{
    size_t length;
    struct pw_error error;
    const char *text = pw_file_read(path, arena, &length, &error);
    if (!text) {
        faults->count++;
        faults->report(faults->self, error.text);
        return NULL;
    }
    struct pw_lesson *lesson = pw_arena_take(arena, sizeof *lesson);
    lesson->voice = PW_STUDENT;
    name_lesson(lesson, path, arena);
    struct pw_lesson_reader reader = {.arena = arena, .faults = faults, .lesson = lesson};
    pw_vector_init(&reader.blocks, sizeof(struct pw_block));
    pw_vector_init(&reader.steps, sizeof(struct pw_open_step));
    pw_vector_init(&reader.claims, sizeof(struct pw_claim));
    pw_vector_init(&reader.terms, sizeof(struct pw_mention));
    pw_vector_init(&reader.links, sizeof(struct pw_mention));
    pw_lesson_read_markdown(&reader, text, length);
    settle(&reader);
    lesson->terms = take_mentions(&reader, &reader.terms, &lesson->term_count);
    lesson->links = take_mentions(&reader, &reader.links, &lesson->link_count);
    check_whole(&reader);
    pw_vector_free(&reader.blocks);
    pw_vector_free(&reader.steps);
    pw_vector_free(&reader.claims);
    return lesson;
}
