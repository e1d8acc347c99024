/* Parsing selectors and statements: see select.h for how they are written. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "teach/condition_value.h"
#include "teach/file.h"
#include "teach/select_private.h"

struct parser {
    const char *text; /* what is being read */
    size_t column;    /* where it starts in the whole */
    struct pw_arena *arena;
    struct pw_error *error;
};

static bool fault(const struct parser *p, const char *at, const char *why)
{
    return pw_error_set(p->error, "column %u: %s",
                        (unsigned)(p->column + (size_t)(at - p->text)) + 1, pw_translate(why));
}

/* Step over a word; the word itself must be followed by a blank or the end. */
static bool accept(const char **at, const char *word)
{
    *at += strspn(*at, " \t\n");
    size_t length = strlen(word);
    if (strncmp(*at, word, length) || !strchr(" \t\n", (*at)[length]))
        return false;
    *at += length;
    return true;
}

/* The next word, as text of its own. */
static const char *take_word(const struct parser *p, const char **at)
{
    *at += strspn(*at, " \t\n");
    size_t length = strcspn(*at, " \t\n");
    const char *word = pw_arena_text(p->arena, *at, length);
    *at += length;
    return word;
}

/* A condition from at on; columns count in the whole text. */
static bool read_condition(const struct parser *p, const char *at, bool of_event,
                           const struct pw_condition **condition)
{
    struct pw_error inner;
    at += strspn(at, " \t\n");
    *condition = of_event ? pw_condition_parse_event(at, p->arena, &inner)
                          : pw_condition_parse(at, p->arena, &inner);
    if (*condition)
        return true;
    unsigned column = 1;
    const char *why = strstr(inner.text, ": ");
    if (sscanf(inner.text, "column %u:", &column) != 1 || !why)
        return pw_error_set(p->error, "%s", inner.text);
    return fault(p, at + column - 1, why + 2);
}

static bool read_event(const struct parser *p, const char *at, struct pw_match *match)
{
    const char *name = take_word(p, &at);
    match->is_event = true;
    for (int kind = 0; kind < PW_EVENT_KINDS; kind++) {
        match->event = (enum pw_event_kind)kind;
        if (strcmp(name, pw_event_name(match->event)))
            continue;
        at += strspn(at, " \t\n");
        return !*at || read_condition(p, at, true, &match->condition);
    }
    return fault(p, at - strlen(name), N_("no event has this name (docs: packetwalk json)"));
}

static bool read_match(const struct parser *p, const char *at, struct pw_match *match)
{
    if (accept(&at, "event"))
        return read_event(p, at, match);
    return read_condition(p, at, false, &match->condition);
}

static bool read_selector(const struct parser *p, const char *at, struct pw_selector *selector)
{
    *selector = (struct pw_selector){.which = PW_SELECT_FIRST, .nth = 1};
    if (accept(&at, "nth")) {
        const char *number = take_word(p, &at);
        if (!pw_value_number(pw_bytes_of(number, strlen(number)), &selector->nth) || !selector->nth)
            return fault(p, at - strlen(number), N_("nth counts from 1: nth 2 tcp"));
    } else if (accept(&at, "last")) {
        selector->which = PW_SELECT_LAST;
    } else if (accept(&at, "next")) {
        selector->which = PW_SELECT_NEXT;
    } else {
        accept(&at, "first");
    }
    return read_match(p, at, &selector->match);
}

const struct pw_selector *pw_selector_parse(const char *text, struct pw_arena *arena,
                                            struct pw_error *error)
{
    struct parser p = {.text = text, .arena = arena, .error = error};
    struct pw_selector *selector = pw_arena_take(arena, sizeof *selector);
    return read_selector(&p, text, selector) ? selector : NULL;
}

const struct pw_match *pw_match_parse(const char *text, struct pw_arena *arena,
                                      struct pw_error *error)
{
    struct parser p = {.text = text, .arena = arena, .error = error};
    struct pw_match *match = pw_arena_take(arena, sizeof *match);
    return read_match(&p, text, match) ? match : NULL;
}

/* Where a word stands between two blanks, outside of quotes: the last such place, or NULL. */
static const char *find_word(const char *text, const char *word)
{
    const char *found = NULL;
    bool quoted = false;
    size_t length = strlen(word);
    for (const char *at = text; *at; at++) {
        quoted ^= *at == '"';
        if (!quoted && *at == ' ' && !strncmp(at + 1, word, length) && at[1 + length] == ' ')
            found = at;
    }
    return found;
}

/* A copy of the text between two places, whose faults are at the same columns. */
static struct parser cut_out(const struct parser *p, const char *from, const char *to)
{
    struct parser inner = *p;
    inner.text = pw_arena_text(p->arena, from, (size_t)(to - from));
    inner.column += (size_t)(from - p->text);
    return inner;
}

static bool read_count(const struct parser *p, const char *at, bool events,
                       struct pw_statement *statement)
{
    const char *is = find_word(at, "is");
    statement->kind = PW_STATES_COUNT;
    if (!is)
        return fault(p, at, N_("this ends with \"is NUMBER\""));
    struct pw_bytes word = pw_text_trim(pw_bytes_of(is + 4, strlen(is + 4)));
    if (!pw_value_number(word, &statement->number))
        return fault(p, is + 4, N_("a number is expected here"));
    struct parser inner = cut_out(p, at, is);
    struct pw_match *match = &statement->selector.match;
    return events ? read_event(&inner, inner.text, match)
                  : read_condition(&inner, inner.text, false, &match->condition);
}

static bool read_has(const struct parser *p, const char *at, bool every,
                     struct pw_statement *statement)
{
    const char *has = find_word(at, "has");
    statement->kind = every ? PW_STATES_EVERY : PW_STATES_SELECTED;
    if (!has)
        return fault(p, at, N_("this needs \"has CONDITION\""));
    struct parser inner = cut_out(p, at, has);
    bool good = every ? read_match(&inner, inner.text, &statement->selector.match)
                      : read_selector(&inner, inner.text, &statement->selector);
    return good && read_condition(p, has + 5, false, &statement->has);
}

const struct pw_statement *pw_statement_parse(const char *text, struct pw_arena *arena,
                                              struct pw_error *error)
{
    struct parser p = {.text = text, .arena = arena, .error = error};
    struct pw_statement *statement = pw_arena_take(arena, sizeof *statement);
    const char *at = text;
    bool good;
    if (accept(&at, "count")) {
        good = read_count(&p, at, false, statement);
    } else if (accept(&at, "bytes")) {
        good = read_count(&p, at, false, statement);
        statement->kind = PW_STATES_BYTES;
    } else if (accept(&at, "events")) {
        good = read_count(&p, at, true, statement);
    } else if (accept(&at, "event")) {
        statement->kind = PW_STATES_EVENT;
        good = read_event(&p, at, &statement->selector.match);
    } else if (accept(&at, "packet")) {
        good = read_has(&p, at, false, statement);
    } else if (accept(&at, "every")) {
        good = read_has(&p, at, true, statement);
    } else {
        good = read_condition(&p, at, false, &statement->has);
    }
    return good ? statement : NULL;
}
