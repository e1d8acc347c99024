/* The ```question block of a lesson: see docs/lesson-format.md. */
#include <string.h>

#include "base/translate.h"
#include "teach/condition_value.h"
#include "teach/file.h"
#include "teach/lesson_private.h"

struct asking {
    struct pw_lesson_reader *r;
    struct pw_question *question;
    struct pw_option *option; /* the one that why and see belong to, or NULL */
    bool answered;            /* there is an `answer:` */
    bool good;
};

static void fault(struct asking *a, uint32_t line, const char *why)
{
    pw_lesson_fault(a->r->faults, line, "%s", pw_translate(why));
    a->good = false;
}

/* FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER */
static bool read_quantity(struct asking *a, const struct pw_directive *d,
                          struct pw_quantity *quantity)
{
    struct pw_bytes text = pw_bytes_of(d->value, strlen(d->value));
    struct pw_bytes first = pw_text_word(&text), sign = pw_text_word(&text);
    struct pw_bytes last = pw_text_word(&text);
    uint64_t number = 0;
    if (!sign.length && pw_value_number(first, &number) && number <= INT64_MAX) {
        *quantity = (struct pw_quantity){.number = (int64_t)number};
        return true;
    }
    const char *id = pw_arena_text(a->r->arena, first.data, first.length);
    const struct pw_field_def *def = pw_field_named(id);
    bool numeric = def ? def->format == PW_UINT || def->format == PW_HEX : !strcmp(id, "frame.len");
    if (!numeric) {
        pw_lesson_fault(a->r->faults, d->line, "\"%s\" is no field that holds a number", id);
        return a->good = false;
    }
    bool minus = pw_text_equals(sign, "-");
    if (sign.length && ((!minus && !pw_text_equals(sign, "+")) || text.length ||
                        !pw_value_number(last, &number) || number > INT64_MAX)) {
        fault(a, d->line, N_("an answer is FIELD, NUMBER, FIELD + NUMBER or FIELD - NUMBER"));
        return false;
    }
    quantity->field = id;
    quantity->number = minus ? -(int64_t)number : (int64_t)number;
    return true;
}

/* "- text {condition}" in a choice, "- QUANTITY" in a number question. */
static void read_option(struct asking *a, const struct pw_directive *d)
{
    struct pw_question *question = a->question;
    a->option = &question->options[question->option_count++];
    a->option->line = d->line;
    if (question->type == PW_QUESTION_NUMBER) {
        read_quantity(a, d, &a->option->value);
        return;
    }
    const char *open = strrchr(d->value, '{');
    size_t length = strlen(d->value);
    if (!open || d->value[length - 1] != '}') {
        fault(a, d->line,
              N_("an option ends with the condition it is right under: - text {condition}"));
        return;
    }
    struct pw_bytes text = pw_text_trim(pw_bytes_of(d->value, (size_t)(open - d->value)));
    if (!text.length)
        fault(a, d->line, N_("an option without words"));
    a->option->text = pw_arena_text(a->r->arena, text.data, text.length);
    struct pw_error error;
    const char *condition =
        pw_arena_text(a->r->arena, open + 1, length - (size_t)(open + 1 - d->value) - 1);
    a->option->right = pw_statement_parse(condition, a->r->arena, &error);
    if (!a->option->right) {
        pw_lesson_fault(a->r->faults, d->line, "%s, of {%s}", error.text, condition);
        a->good = false;
    }
}

static const struct pw_selector *read_selector(struct asking *a, const struct pw_directive *d)
{
    struct pw_error error;
    const struct pw_selector *selector = pw_selector_parse(d->value, a->r->arena, &error);
    if (!selector)
        fault(a, d->line, error.text);
    return selector;
}

static void read_under_option(struct asking *a, const struct pw_directive *d)
{
    if (!a->option) {
        fault(a, d->line, N_("why and see stand under an option"));
    } else if (!strcmp(d->key, "see")) {
        a->option->see = read_selector(a, d);
    } else {
        a->option->why = d->value;
        a->option->misconception = (uint8_t)d->number;
    }
}

static void read_type(struct asking *a, const struct pw_directive *d)
{
    if (!strcmp(d->value, "number"))
        a->question->type = PW_QUESTION_NUMBER;
    else if (strcmp(d->value, "choice"))
        fault(a, d->line, N_("a question's type is choice or number"));
    if (a->question->option_count)
        fault(a, d->line, N_("type stands before the options"));
}

/* hide and exit */
static bool read_yes(struct asking *a, const struct pw_directive *d)
{
    bool yes = !strcmp(d->value, "yes");
    if (!yes && strcmp(d->value, "no") != 0) {
        pw_lesson_fault(a->r->faults, d->line, "%s is yes or no", d->key);
        a->good = false;
    }
    return yes;
}

static void read_directive(struct asking *a, const struct pw_directive *d)
{
    struct pw_question *question = a->question;
    if (!*d->value)
        fault(a, d->line, N_("nothing stands behind the colon"));
    if (!strcmp(d->key, "ask"))
        question->ask = d->value;
    else if (!strcmp(d->key, "after"))
        question->after = d->value;
    else if (!strcmp(d->key, "hint"))
        question->hints[question->hint_count++] = d->value;
    else if (!strcmp(d->key, "packet"))
        question->packet = read_selector(a, d);
    else if (!strcmp(d->key, "type"))
        read_type(a, d);
    else if (!strcmp(d->key, "hide"))
        question->hide = read_yes(a, d);
    else if (!strcmp(d->key, "exit"))
        question->exit = read_yes(a, d);
    else if (!strcmp(d->key, "answer"))
        a->answered = read_quantity(a, d, &question->answer);
    else if (!strcmp(d->key, "-"))
        read_option(a, d);
    else if (!strcmp(d->key, "why") || !strcmp(d->key, "see"))
        read_under_option(a, d);
    else {
        pw_lesson_fault(
            a->r->faults, d->line,
            "a question has ask, type, packet, hide, exit, answer, options (\"- …\") with "
            "why and see, hint and after, no \"%s\"",
            d->key);
        a->good = false;
    }
}

static void check_complete(struct asking *a)
{
    const struct pw_question *question = a->question;
    if (!question->ask)
        fault(a, question->line, N_("a question asks something: \"ask: …\""));
    if (question->type == PW_QUESTION_NUMBER && !a->answered && a->good)
        fault(a, question->line, N_("a number question has its answer: \"answer: FIELD\""));
    if (question->type == PW_QUESTION_CHOICE && a->answered)
        fault(a, question->line, N_("answer is for \"type: number\"; options have conditions"));
    if (question->type == PW_QUESTION_CHOICE && question->option_count < 2)
        fault(a, question->line, N_("a choice has two options or more"));
}

const struct pw_question *pw_lesson_read_question(struct pw_lesson_reader *reader,
                                                  const struct pw_vector *lines, uint32_t line)
{
    struct asking a = {.r = reader, .good = true};
    a.question = pw_arena_take(reader->arena, sizeof *a.question);
    a.question->line = line;
    a.question->hints = pw_arena_take(reader->arena, lines->count * sizeof(char *));
    a.question->options = pw_arena_take(reader->arena, lines->count * sizeof(struct pw_option));
    for (uint32_t i = 0; i < lines->count; i++)
        read_directive(&a, pw_vector_at(lines, i));
    check_complete(&a);
    return a.good ? a.question : NULL;
}
