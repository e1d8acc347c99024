/* Telling the parts of a lesson in plain lines: see linear.h. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/linear_private.h"
#include "teach/compare.h"

static void indent_by(struct pw_buffer *out, int columns)
{
    for (int i = 0; i < columns; i++)
        pw_buffer_byte(out, ' ');
}

void pw_linear_tell(struct pw_linear *linear, int indent, struct pw_buffer *out)
{
    const char *text = pw_buffer_get(&linear->line);
    for (size_t at = 0; text[at];) {
        size_t end = pw_text_sentence(text, at), length = end - at;
        while (length && text[at + length - 1] == ' ')
            length--;
        indent_by(out, indent);
        pw_buffer_add(out, text + at, length);
        pw_buffer_byte(out, '\n');
        at = end;
    }
    pw_buffer_clear(&linear->line);
}

void pw_linear_say(struct pw_linear *linear, const char *text, struct pw_buffer *out)
{
    pw_buffer_text(&linear->line, text);
    pw_linear_tell(linear, 0, out);
}

/* "Packet 4, from the client, 0.000412 s: SYN." */
static void tell_packet_name(struct pw_linear *linear, uint32_t row, const struct pw_tree *tree,
                             struct pw_buffer *out)
{
    const struct pw_session *session = linear->place.session;
    const struct pw_row *entry = pw_session_row(session, row);
    struct pw_buffer *line = &linear->line;
    uint64_t start = pw_session_row(session, 0)->time;
    uint64_t since = entry->time < start ? 0 : entry->time - start;
    pw_buffer_print(line, _("Packet %u"), (unsigned)row + 1);
    if (entry->conversation != PW_NONE)
        pw_buffer_text(line, entry->flags & PW_ROW_SERVER ? _(", from the server")
                                                          : _(", from the client"));
    pw_buffer_print(line, ", %llu.%06llu s: ", (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
    pw_picture_summary(tree, line);
    /* A question ("who has 10.0.0.2?") has its mark already. */
    if (line->text[line->length - 1] != '?')
        pw_buffer_byte(line, '.');
    pw_linear_tell(linear, 0, out);
}

/* "Bytes 34 to 37: Sequence number: 2916421307." */
static void tell_field(struct pw_linear *linear, const struct pw_tree *tree, const char *id,
                       struct pw_buffer *out)
{
    const struct pw_field *field = pw_tree_innermost(tree, id);
    const struct pw_layer *layer = field ? NULL : pw_tree_last(tree, id);
    if (field) {
        pw_buffer_print(&linear->line, "%s: ", field->def->label);
        pw_field_show(&linear->line, field);
    } else if (layer) {
        pw_buffer_print(&linear->line, _("%s: bytes %u to %u"), layer->protocol->label,
                        (unsigned)layer->offset,
                        (unsigned)(layer->offset + layer->length) - !!layer->length);
    }
    if (field || layer) {
        pw_buffer_byte(&linear->line, '.');
        pw_linear_tell(linear, 2, out);
    }
}

void pw_linear_packet(struct pw_linear *linear, uint32_t row, bool lights, struct pw_buffer *out)
{
    struct pw_tree tree;
    struct pw_said said;
    const struct pw_place *place = &linear->place;
    if (!place->session || row == PW_NONE ||
        !pw_picture_tree(place->session, row, &linear->arena, &tree))
        return;
    tell_packet_name(linear, row, &tree, out);
    if (linear->world.words &&
        pw_words_packet(linear->world.words, linear->world.voice, &tree, &linear->arena, &said)) {
        pw_buffer_text(&linear->line, said.text);
        pw_linear_tell(linear, 2, out);
    }
    for (uint32_t i = 0; lights && i < place->light_count; i++)
        tell_field(linear, &tree, place->light[i], out);
}

void pw_linear_fields(struct pw_linear *linear, struct pw_buffer *out)
{
    struct pw_tree tree;
    const struct pw_place *place = &linear->place;
    if (!place->session || place->shown == PW_NONE ||
        !pw_picture_tree(place->session, place->shown, &linear->arena, &tree)) {
        pw_linear_say(linear, _("No packet is shown now."), out);
        return;
    }
    for (uint32_t i = 0; i < tree.layer_count; i++) {
        const struct pw_layer *layer = &tree.layers[i];
        tell_field(linear, &tree, layer->protocol->id, out);
        for (uint32_t k = 0; k < layer->count; k++) {
            const struct pw_field *field = &tree.fields[layer->first + k];
            pw_buffer_print(&linear->line, "%s: ", field->def->label);
            pw_field_show(&linear->line, field);
            pw_linear_tell(linear, 4, out);
        }
    }
}

static void tell_task(struct pw_linear *linear, const struct pw_task *task, struct pw_buffer *out)
{
    pw_buffer_print(&linear->line, _("Task %s, on the wire: %s"), task->id, task->ask);
    pw_linear_tell(linear, 0, out);
    for (uint32_t i = 0; i < task->part_count; i++) {
        pw_buffer_print(&linear->line, "%u: %s", i + 1, task->parts[i].text);
        pw_linear_tell(linear, 2, out);
    }
    for (uint32_t i = 0; i < task->hint_count; i++) {
        pw_buffer_print(&linear->line, _("Hint: %s"), task->hints[i]);
        pw_linear_tell(linear, 2, out);
    }
    pw_buffer_print(&linear->line, _("It is watched for by: packetwalk lab --linear --task %s"),
                    task->id);
    pw_linear_tell(linear, 2, out);
}

static void tell_compare(struct pw_linear *linear, const struct pw_compare *compare,
                         struct pw_buffer *out)
{
    const struct pw_captures *captures = linear->world.captures;
    for (uint32_t i = 0; i < compare->count; i++) {
        const struct pw_session *session = captures->open(captures->self, compare->of[i].capture);
        if (!session)
            continue;
        struct pw_cost cost = pw_cost_of(session, UINT32_MAX);
        pw_buffer_print(&linear->line,
                        _("%s: packets: %u; bytes on the wire: %llu; connections: %u; HTTP "
                          "requests: %u; round trips: %u."),
                        compare->of[i].title, (unsigned)cost.packets,
                        (unsigned long long)cost.bytes, (unsigned)cost.connections,
                        (unsigned)cost.requests, (unsigned)cost.round_trips);
        pw_linear_tell(linear, 0, out);
    }
}

static void tell_code(const char *text, struct pw_buffer *out)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        indent_by(out, 4);
        pw_buffer_add(out, text, length);
        pw_buffer_byte(out, '\n');
        text += length + (text[length] == '\n');
    }
}

void pw_linear_block(struct pw_linear *linear, const struct pw_block *block, struct pw_buffer *out)
{
    switch (block->kind) {
    case PW_BLOCK_SHOW:
        if (!linear->place.hidden || linear->place.asked != linear->place.shown)
            pw_linear_packet(linear, linear->place.shown, true, out);
        return;
    case PW_BLOCK_TASK:
        tell_task(linear, block->task, out);
        return;
    case PW_BLOCK_COMPARE:
        tell_compare(linear, block->compare, out);
        return;
    case PW_BLOCK_CODE:
        tell_code(block->text, out);
        return;
    case PW_BLOCK_ITEM:
        if (block->number)
            pw_buffer_print(&linear->line, "%u: ", (unsigned)block->number);
        pw_buffer_text(&linear->line, block->text);
        pw_linear_tell(linear, 2, out);
        return;
    case PW_BLOCK_PARAGRAPH:
    case PW_BLOCK_HEADING:
        pw_linear_say(linear, block->text, out);
        return;
    case PW_BLOCK_QUESTION:
        return;
    }
}

void pw_linear_terms(struct pw_linear *linear, struct pw_buffer *out)
{
    const struct pw_glossary *glossary = linear->world.glossary;
    const struct pw_step *step = &linear->lesson->steps[linear->step];
    uint32_t count = glossary ? pw_glossary_count(glossary) : 0;
    bool *marks = pw_arena_take(&linear->arena, count * sizeof *marks + 1);
    for (uint32_t i = 0; glossary && i < linear->told; i++)
        if (step->blocks[i].text)
            pw_glossary_mark(
                glossary, pw_bytes_of(step->blocks[i].text, strlen(step->blocks[i].text)), marks);
    if (glossary && step->question)
        pw_glossary_mark(glossary, pw_bytes_of(step->question->ask, strlen(step->question->ask)),
                         marks);
    for (uint32_t i = 0; i < count; i++) {
        if (!marks[i])
            continue;
        const struct pw_term *term = pw_glossary_term(glossary, i);
        pw_buffer_print(&linear->line, "%s: %s", term->name, term->text);
        pw_linear_tell(linear, 0, out);
    }
}
