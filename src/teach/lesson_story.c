/*
 * A lesson as text, for where there is no terminal: everything a student would meet, in the same
 * order, with the answers behind the questions. Wrapped at 80 columns, no drawing.
 */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "teach/compare.h"
#include "teach/lesson.h"

#define COLUMNS 80

struct story {
    const struct pw_words *words; /* or NULL */
    enum pw_voice voice;
    struct pw_arena arena; /* of one step */
    struct pw_buffer line; /* the paragraph being written */
    struct pw_buffer *out;
};

static void indent_by(struct pw_buffer *out, int count)
{
    for (int i = 0; i < count; i++)
        pw_buffer_byte(out, ' ');
}

/* Write the paragraph, wrapped, and begin another. rest: how far the lines behind the first are
 * set in. */
static void tell(struct story *s, int first, int rest)
{
    const char *text = pw_buffer_get(&s->line);
    struct pw_arena scratch = {0};
    int column = first;
    indent_by(s->out, first);
    for (bool begun = false; *(text += strspn(text, " ")); begun = true) {
        size_t length = strcspn(text, " ");
        int width = pw_text_columns(pw_arena_text(&scratch, text, length));
        if (begun && column + 1 + width > COLUMNS) {
            pw_buffer_byte(s->out, '\n');
            indent_by(s->out, rest);
            column = rest;
        } else if (begun) {
            pw_buffer_byte(s->out, ' ');
            column++;
        }
        pw_buffer_add(s->out, text, length);
        column += width;
        text += length;
    }
    pw_buffer_byte(s->out, '\n');
    pw_buffer_clear(&s->line);
    pw_arena_free(&scratch);
}

static void tell_code(struct story *s, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        indent_by(s->out, 4);
        pw_buffer_add(s->out, text, length);
        pw_buffer_byte(s->out, '\n');
        text += length + (text[length] == '\n');
    }
}

/* "Packet 4 (from the client, 0.000412 s): SYN." */
static void tell_packet_name(struct story *s, const struct pw_session *session, uint32_t row,
                             const struct pw_tree *tree)
{
    const struct pw_row *entry = pw_session_row(session, row);
    uint64_t start = pw_session_row(session, 0)->time;
    uint64_t since = entry->time < start ? 0 : entry->time - start;
    pw_buffer_print(&s->line, _("Packet %u ("), (unsigned)row + 1);
    if (entry->conversation != PW_NONE)
        pw_buffer_text(&s->line, entry->flags & PW_ROW_SERVER ? _("from the server, ")
                                                              : _("from the client, "));
    pw_buffer_print(&s->line, "%llu.%06llu s): ", (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
    pw_picture_summary(tree, &s->line);
    /* A question ("who has 10.0.0.2?") has its mark already. */
    if (s->line.text[s->line.length - 1] != '?')
        pw_buffer_byte(&s->line, '.');
    tell(s, 0, 2);
}

static void tell_lights(struct story *s, const struct pw_place *place, const struct pw_tree *tree)
{
    for (uint32_t i = 0; i < place->light_count; i++) {
        const struct pw_field *field = pw_tree_innermost(tree, place->light[i]);
        const struct pw_layer *layer = field ? NULL : pw_tree_last(tree, place->light[i]);
        if (field) {
            pw_buffer_print(&s->line, "%s: ", field->def->label);
            pw_field_show(&s->line, field);
        } else if (layer) {
            pw_buffer_print(&s->line, _("%s: bytes %u to %u"), layer->protocol->label,
                            (unsigned)layer->offset,
                            (unsigned)(layer->offset + layer->length) - !!layer->length);
        }
        if (field || layer)
            tell(s, 2, 4);
    }
}

static void tell_packet(struct story *s, const struct pw_place *place, uint32_t row)
{
    struct pw_tree tree;
    struct pw_said said;
    if (!place->session || row == PW_NONE ||
        !pw_picture_tree(place->session, row, &s->arena, &tree))
        return;
    tell_packet_name(s, place->session, row, &tree);
    if (s->words && pw_words_packet(s->words, s->voice, &tree, &s->arena, &said)) {
        pw_buffer_text(&s->line, said.text);
        tell(s, 2, 2);
    }
    if (row == place->shown)
        tell_lights(s, place, &tree);
}

static void tell_number(struct story *s, const struct pw_question *question,
                        const struct pw_place *place)
{
    uint64_t number;
    if (!pw_question_number(question, place->session, place->asked, &number))
        return;
    pw_buffer_print(&s->line, _("Answer: %llu."), (unsigned long long)number);
}

/* The options, which is right, and why the others are not. */
static void tell_choice(struct story *s, const struct pw_question *question, uint32_t right)
{
    for (uint32_t i = 0; i < question->option_count; i++) {
        pw_buffer_print(&s->line, "%c) %s", (char)('a' + (int)(i % 26)), question->options[i].text);
        tell(s, 2, 5);
    }
    pw_buffer_byte(s->out, '\n');
    for (uint32_t i = 0; i < question->option_count; i++) {
        if (i == right || !question->options[i].why)
            continue;
        pw_buffer_print(&s->line, _("Not %c: %s"), (char)('a' + (int)(i % 26)),
                        question->options[i].why);
        tell(s, 2, 4);
    }
    if (right != PW_NONE)
        pw_buffer_print(&s->line, _("Answer: %c."), (char)('a' + (int)(right % 26)));
}

static void tell_question(struct story *s, const struct pw_question *question,
                          const struct pw_place *place)
{
    pw_buffer_print(&s->line, _("Question: %s"), question->ask);
    tell(s, 0, 2);
    if (!place->session || place->asked == PW_NONE)
        return;
    if (question->type == PW_QUESTION_NUMBER)
        tell_number(s, question, place);
    else
        tell_choice(s, question, pw_question_right(question, place->session, place->asked));
    if (question->after)
        pw_buffer_print(&s->line, " %s", question->after);
    tell(s, 2, 4);
    if (place->asked == place->shown && !place->hidden)
        return;
    pw_buffer_byte(s->out, '\n');
    tell_packet(s, place, place->asked);
}

static void tell_task(struct story *s, const struct pw_task *task)
{
    pw_buffer_print(&s->line, _("Task %s, on the wire: %s"), task->id, task->ask);
    tell(s, 0, 2);
    for (uint32_t i = 0; i < task->part_count; i++) {
        pw_buffer_print(&s->line, "%u. %s", i + 1, task->parts[i].text);
        tell(s, 2, 5);
    }
    for (uint32_t i = 0; i < task->hint_count; i++) {
        pw_buffer_print(&s->line, _("Hint: %s"), task->hints[i]);
        tell(s, 2, 4);
    }
    pw_buffer_print(&s->line, _("It is watched for by: packetwalk lab --task %s"), task->id);
    tell(s, 2, 4);
}

static void tell_compare(struct story *s, const struct pw_compare *compare,
                         const struct pw_captures *captures)
{
    for (uint32_t i = 0; i < compare->count; i++) {
        const struct pw_session *session = captures->open(captures->self, compare->of[i].capture);
        if (!session)
            continue;
        struct pw_cost cost = pw_cost_of(session);
        pw_buffer_print(
            &s->line,
            _("%s: %u packets, %llu bytes on the wire, %u connections, %u HTTP requests, "
              "%u round trips."),
            compare->of[i].title, (unsigned)cost.packets, (unsigned long long)cost.bytes,
            (unsigned)cost.connections, (unsigned)cost.requests, (unsigned)cost.round_trips);
        tell(s, 0, 2);
    }
}

static void tell_block(struct story *s, const struct pw_block *block, const struct pw_place *place,
                       const struct pw_captures *captures)
{
    switch (block->kind) {
    case PW_BLOCK_SHOW:
        if (!place->hidden || place->asked != place->shown)
            tell_packet(s, place, place->shown);
        return;
    case PW_BLOCK_QUESTION:
        tell_question(s, block->question, place);
        return;
    case PW_BLOCK_TASK:
        tell_task(s, block->task);
        return;
    case PW_BLOCK_COMPARE:
        tell_compare(s, block->compare, captures);
        return;
    case PW_BLOCK_CODE:
        tell_code(s, block->text);
        return;
    case PW_BLOCK_ITEM:
        if (block->number)
            pw_buffer_print(&s->line, "%u. %s", (unsigned)block->number, block->text);
        else
            pw_buffer_print(&s->line, "- %s", block->text);
        tell(s, 2, block->number ? 5 : 4);
        return;
    case PW_BLOCK_PARAGRAPH:
    case PW_BLOCK_HEADING:
        break;
    }
    pw_buffer_text(&s->line, block->text);
    tell(s, 0, 0);
}

static bool is_item(const struct pw_step *step, uint32_t i)
{
    return i < step->block_count && step->blocks[i].kind == PW_BLOCK_ITEM;
}

void pw_lesson_story(const struct pw_lesson *lesson, const struct pw_captures *captures,
                     const struct pw_words *words, enum pw_voice voice, struct pw_buffer *out)
{
    struct story s = {.words = words, .voice = voice, .out = out};
    pw_buffer_text(&s.line, lesson->title);
    tell(&s, 0, 0);
    for (uint32_t i = 0; i < lesson->step_count; i++) {
        const struct pw_step *step = &lesson->steps[i];
        struct pw_place place;
        pw_lesson_place(lesson, i, captures, &place);
        if (strcmp(step->title, lesson->title)) {
            pw_buffer_byte(out, '\n');
            pw_buffer_print(&s.line, "%s", step->title);
            tell(&s, 0, 0);
        }
        for (uint32_t k = 0; k < step->block_count; k++) {
            if (!k || !is_item(step, k) || !is_item(step, k - 1))
                pw_buffer_byte(out, '\n');
            tell_block(&s, &step->blocks[k], &place, captures);
        }
        pw_arena_reset(&s.arena);
    }
    pw_arena_free(&s.arena);
    pw_buffer_free(&s.line);
}
