/* How far a student has come, kept in a plain text file: see progress.h. */
#include "teach/progress_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "teach/condition_value.h"
#include "teach/file.h"
#include "teach/question.h"

#define PROGRESS_MAX (256u * 1024u) /* bytes read of the file */
#define STEPS_MAX    100000u        /* a number of steps above this is no line of ours */

static bool take_number(struct pw_bytes *text, uint32_t *number)
{
    uint64_t wide;
    if (!pw_value_number(pw_text_word(text), &wide) || wide > STEPS_MAX)
        return false;
    *number = (uint32_t)wide;
    return true;
}

/* "step A of B done C" */
static bool read_entry(struct pw_bytes text, struct pw_progress_entry *entry)
{
    if (!pw_text_equals(pw_text_word(&text), "step") || !take_number(&text, &entry->step) ||
        !pw_text_equals(pw_text_word(&text), "of") || !take_number(&text, &entry->steps) ||
        !pw_text_equals(pw_text_word(&text), "done") || !take_number(&text, &entry->done) ||
        pw_text_trim(text).length)
        return false;
    if (entry->step > entry->steps)
        entry->step = entry->steps;
    if (entry->done > entry->steps)
        entry->done = entry->steps;
    return true;
}

/* "answer A right tries B hints C", and "beliefs D E ..." */
static bool read_answer(struct pw_bytes text, struct pw_answer *answer)
{
    *answer = (struct pw_answer){0};
    if (!pw_text_equals(pw_text_word(&text), "answer") || !take_number(&text, &answer->step))
        return false;
    struct pw_bytes how = pw_text_word(&text);
    answer->right = pw_text_equals(how, "right");
    if ((!answer->right && !pw_text_equals(how, "open")) ||
        !pw_text_equals(pw_text_word(&text), "tries") || !take_number(&text, &answer->tries) ||
        !pw_text_equals(pw_text_word(&text), "hints") || !take_number(&text, &answer->hints))
        return false;
    struct pw_bytes word = pw_text_word(&text);
    if (!word.length)
        return true;
    uint32_t belief;
    while (pw_text_trim(text).length) {
        if (!take_number(&text, &belief) || !belief || belief > PW_MISCONCEPTIONS)
            return false;
        if (answer->belief_count < PW_BELIEFS)
            answer->beliefs[answer->belief_count++] = (uint8_t)belief;
    }
    return pw_text_equals(word, "beliefs");
}

static void understand(struct pw_progress *progress, struct pw_progress_line *line)
{
    struct pw_bytes text = pw_bytes_of(line->text, line->length);
    struct pw_bytes lesson = pw_text_word(&text);
    if (read_entry(text, &line->entry))
        line->kind = PW_PROGRESS_ENTRY;
    else if (read_answer(text, &line->answer))
        line->kind = PW_PROGRESS_ANSWER;
    if (line->kind != PW_PROGRESS_OTHER)
        line->lesson = pw_arena_text(&progress->arena, lesson.data, lesson.length);
}

static void keep_lines(struct pw_progress *progress, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        struct pw_progress_line *line = pw_vector_add(&progress->lines);
        line->length = (size_t)(stop - text);
        line->text = pw_arena_text(&progress->arena, text, line->length);
        understand(progress, line);
        text = stop + 1;
    }
}

struct pw_progress *pw_progress_load(const char *path, struct pw_error *error)
{
    struct pw_progress *progress = pw_allocate_zero(sizeof *progress);
    pw_vector_init(&progress->lines, sizeof(struct pw_progress_line));
    progress->path = pw_arena_text(&progress->arena, path, strlen(path));
    FILE *file = fopen(path, "rb");
    bool good = file || errno == ENOENT || errno == ENOTDIR;
    if (file) {
        char *text = pw_allocate(PROGRESS_MAX);
        size_t length = fread(text, 1, PROGRESS_MAX, file);
        good = !ferror(file);
        if (good && length == PROGRESS_MAX) {
            errno = EFBIG;
            good = false;
        }
        if (good)
            keep_lines(progress, text, length);
        free(text);
    }
    if (!good)
        pw_error_set(error, "%s: %s", path, strerror(errno));
    if (file)
        fclose(file);
    if (good)
        return progress;
    pw_progress_free(progress);
    return NULL;
}

void pw_progress_free(struct pw_progress *progress)
{
    if (!progress)
        return;
    pw_vector_free(&progress->lines);
    pw_arena_free(&progress->arena);
    free(progress);
}

/* A lesson's line of a kind; of an answer, that of its step. */
struct pw_progress_line *pw_progress_find(const struct pw_progress *progress, const char *lesson,
                                          enum pw_progress_kind kind, uint32_t step)
{
    for (uint32_t i = 0; i < progress->lines.count; i++) {
        struct pw_progress_line *line = pw_vector_at(&progress->lines, i);
        if (line->kind == kind && !line->gone && !strcmp(line->lesson, lesson) &&
            (kind == PW_PROGRESS_ENTRY || line->answer.step == step))
            return line;
    }
    return NULL;
}

struct pw_progress_line *pw_progress_find_or_add(struct pw_progress *progress, const char *lesson,
                                                 enum pw_progress_kind kind, uint32_t step)
{
    struct pw_progress_line *line = pw_progress_find(progress, lesson, kind, step);
    if (line)
        return line;
    line = pw_vector_add(&progress->lines);
    line->kind = kind;
    line->lesson = pw_arena_text(&progress->arena, lesson, strlen(lesson));
    return line;
}

struct pw_progress_entry pw_progress_get(const struct pw_progress *progress, const char *lesson)
{
    const struct pw_progress_line *line = pw_progress_find(progress, lesson, PW_PROGRESS_ENTRY, 0);
    return line ? line->entry : (struct pw_progress_entry){0};
}

bool pw_progress_answer(const struct pw_progress *progress, const char *lesson, uint32_t i,
                        struct pw_answer *answer)
{
    for (uint32_t k = 0; k < progress->lines.count; k++) {
        const struct pw_progress_line *line = pw_vector_at(&progress->lines, k);
        if (line->kind != PW_PROGRESS_ANSWER || line->gone || strcmp(line->lesson, lesson) != 0 ||
            i--)
            continue;
        *answer = line->answer;
        return true;
    }
    return false;
}

void pw_progress_write_line(struct pw_progress *progress, struct pw_progress_line *line)
{
    struct pw_buffer text = {0};
    const struct pw_progress_entry *entry = &line->entry;
    const struct pw_answer *answer = &line->answer;
    if (line->kind == PW_PROGRESS_ENTRY)
        pw_buffer_print(&text, "%s step %u of %u done %u", line->lesson, (unsigned)entry->step,
                        (unsigned)entry->steps, (unsigned)entry->done);
    else
        pw_buffer_print(&text, "%s answer %u %s tries %u hints %u", line->lesson,
                        (unsigned)answer->step, answer->right ? "right" : "open",
                        (unsigned)answer->tries, (unsigned)answer->hints);
    for (uint32_t i = 0; line->kind == PW_PROGRESS_ANSWER && i < answer->belief_count; i++)
        pw_buffer_print(&text, "%s%u", i ? " " : " beliefs ", answer->beliefs[i]);
    line->text = pw_arena_text(&progress->arena, pw_buffer_get(&text), text.length);
    line->length = text.length;
    line->changed = true;
    pw_buffer_free(&text);
}

void pw_progress_set(struct pw_progress *progress, const char *lesson,
                     struct pw_progress_entry entry)
{
    struct pw_progress_line *line = pw_progress_find_or_add(progress, lesson, PW_PROGRESS_ENTRY, 0);
    if (line->text && !memcmp(&line->entry, &entry, sizeof entry))
        return;
    line->entry = entry;
    pw_progress_write_line(progress, line);
}

void pw_progress_answered(struct pw_progress *progress, const char *lesson,
                          const struct pw_answer *answer)
{
    struct pw_progress_line *line =
        pw_progress_find_or_add(progress, lesson, PW_PROGRESS_ANSWER, answer->step);
    line->answer = *answer;
    pw_progress_write_line(progress, line);
}

void pw_answer_try(struct pw_answer *answer, const struct pw_grade *grade)
{
    if (!grade->understood)
        return;
    answer->tries++;
    answer->right |= grade->right;
    uint8_t belief = grade->right ? 0 : grade->misconception;
    bool known = !belief || answer->belief_count == PW_BELIEFS;
    for (uint32_t i = 0; i < answer->belief_count; i++)
        known |= answer->beliefs[i] == belief;
    if (!known)
        answer->beliefs[answer->belief_count++] = belief;
}

void pw_progress_reset(struct pw_progress *progress, const char *lesson)
{
    progress->forgotten |= !lesson;
    for (uint32_t i = 0; i < progress->lines.count; i++) {
        struct pw_progress_line *line = pw_vector_at(&progress->lines, i);
        if (line->lesson && (!lesson || !strcmp(line->lesson, lesson))) {
            line->gone = true;
            line->changed = true;
        }
    }
}
