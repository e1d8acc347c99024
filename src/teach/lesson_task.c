/* The ```task block of a lesson: see docs/lesson-format.md. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "teach/file.h"
#include "teach/lesson_private.h"
#include "teach/template.h"

struct reading {
    struct pw_lesson_reader *r;
    struct pw_task *task;
    struct pw_part *part; /* the one that near and unless belong to, or NULL */
    bool proved;          /* there is a `proof:` */
    bool good;
};

static void fault(struct reading *t, uint32_t line, const char *why)
{
    pw_lesson_fault(t->r->faults, line, "%s", pw_translate(why));
    t->good = false;
}

static const struct pw_match *read_match(struct reading *t, uint32_t line, const char *text)
{
    struct pw_error error;
    const struct pw_match *match = pw_match_parse(text, t->r->arena, &error);
    if (!match)
        fault(t, line, error.text);
    return match;
}

/* "- text {condition}", or "- elsewhere: text {condition}" */
static void read_part(struct reading *t, const struct pw_directive *d)
{
    static const char elsewhere[] = "elsewhere:";
    const char *value = d->value, *open = strrchr(value, '{');
    size_t length = strlen(value);
    t->part = NULL;
    if (t->task->part_count == PW_TASK_PARTS) {
        fault(t, d->line, N_("a task has eight parts at most"));
        return;
    }
    if (!open || value[length - 1] != '}') {
        fault(t, d->line, N_("a part ends with what fulfils it: - text {event NAME CONDITION}"));
        return;
    }
    t->part = &t->task->parts[t->task->part_count++];
    t->part->line = d->line;
    const char *inside = pw_arena_text(t->r->arena, open + 1, (size_t)(value + length - open) - 2);
    t->part->elsewhere = !strncmp(value, elsewhere, sizeof elsewhere - 1);
    if (t->part->elsewhere)
        value += sizeof elsewhere - 1;
    struct pw_bytes text = pw_text_trim(pw_bytes_of(value, (size_t)(open - value)));
    if (!text.length)
        fault(t, d->line, N_("a part without words"));
    t->part->text = pw_arena_text(t->r->arena, text.data, text.length);
    t->part->match = read_match(t, d->line, inside);
}

/* {name} of what is said: an event's own. */
static void check_template(struct reading *t, const struct pw_near *near)
{
    struct pw_piece piece;
    const char *at = near->text;
    for (pw_template_next(&at, &piece); piece.kind != PW_PIECE_END; pw_template_next(&at, &piece)) {
        if (piece.kind == PW_PIECE_BAD) {
            fault(t, near->line, piece.fault);
            return;
        }
        if (piece.kind == PW_PIECE_LINK)
            fault(t, near->line, N_("a near miss lights no bytes: no [words](field.id) here"));
        if (piece.kind == PW_PIECE_VALUE && near->match && !pw_match_is_event(near->match))
            fault(t, near->line, N_("only an event has values to name: near event …"));
    }
}

static void read_near(struct reading *t, const struct pw_directive *d, bool spoils)
{
    if (!t->part) {
        fault(t, d->line, N_("near and unless stand under a part"));
        return;
    }
    struct pw_near *near = pw_arena_take(t->r->arena, sizeof *near);
    struct pw_near **last = &t->part->nears;
    while (*last)
        last = &(*last)->next;
    *last = near;
    near->line = d->line;
    near->spoils = spoils;
    near->text = d->value;
    near->match = read_match(t, d->line, d->key + strlen(spoils ? "unless " : "near "));
    if (!*d->value)
        fault(t, d->line, N_("nothing is said about it behind the colon"));
    check_template(t, near);
}

static void read_proof(struct reading *t, const struct pw_directive *d)
{
    t->task->proof = pw_lesson_capture_name(t->r, d);
    t->proved = true;
    t->good &= t->task->proof != NULL;
}

static void read_directive(struct reading *t, const struct pw_directive *d)
{
    struct pw_task *task = t->task;
    if (!strcmp(d->key, "do"))
        task->ask = d->value;
    else if (!strcmp(d->key, "after"))
        task->after = d->value;
    else if (!strcmp(d->key, "hint"))
        task->hints[task->hint_count++] = d->value;
    else if (!strcmp(d->key, "proof"))
        read_proof(t, d);
    else if (!strcmp(d->key, "-"))
        read_part(t, d);
    else if (!strncmp(d->key, "near ", 5))
        read_near(t, d, false);
    else if (!strncmp(d->key, "unless ", 7))
        read_near(t, d, true);
    else {
        pw_lesson_fault(t->r->faults, d->line,
                        "a task has do, parts (\"- …\") with near and unless, proof, hint and "
                        "after, no \"%s\"",
                        d->key);
        t->good = false;
    }
}

const struct pw_task *pw_lesson_read_task(struct pw_lesson_reader *reader,
                                          const struct pw_vector *lines, uint32_t line)
{
    struct reading t = {.r = reader, .good = true};
    t.task = pw_arena_take(reader->arena, sizeof *t.task);
    t.task->line = line;
    t.task->title = pw_lesson_reader_step(reader, line)->title;
    snprintf(t.task->id, sizeof t.task->id, "%02u.%u", (unsigned)reader->lesson->number,
             (unsigned)++reader->task_count);
    t.task->hints = pw_arena_take(reader->arena, lines->count * sizeof(char *));
    for (uint32_t i = 0; i < lines->count; i++)
        read_directive(&t, pw_vector_at(lines, i));
    if (!t.task->ask || !*t.task->ask)
        fault(&t, line, N_("a task says what to do: \"do: …\""));
    if (!t.task->part_count && t.good)
        fault(&t, line, N_("a task has a part: \"- text {event NAME CONDITION}\""));
    if (!t.proved)
        fault(&t, line, N_("a task names a capture in which it is done: \"proof: NAME.pcap\""));
    return t.good ? t.task : NULL;
}
