/*
 * Parsing conditions into a postfix program, with a stack of operators instead of recursion
 * (Dijkstra's shunting yard), so that no lesson file can nest deeper than there is room.
 */
#include <string.h>

#include "base/translate.h"
#include "teach/condition_private.h"
#include "teach/condition_value.h"
#include "teach/file.h"

enum { OPEN = PW_OR + 1 }; /* a bracket on the stack of operators */

struct parser {
    const char *text;
    size_t at;
    bool events; /* names are attributes */
    struct pw_arena *arena;
    struct pw_condition *condition;
    uint8_t stack[PW_CONDITION_DEPTH]; /* enum pw_operator or OPEN */
    uint32_t depth;
    struct pw_error *error;
};

static bool fault(struct parser *p, size_t at, const char *why)
{
    return pw_error_set(p->error, "column %u: %s", (unsigned)at + 1, pw_translate(why));
}

static void skip_blanks(struct parser *p)
{
    p->at += strspn(p->text + p->at, " \t\n");
}

/* Steps over an operator, written as a sign or as a word; either may be NULL. */
static bool accept(struct parser *p, const char *sign, const char *word)
{
    skip_blanks(p);
    const char *here = p->text + p->at;
    size_t length = 0;
    if (sign && !strncmp(here, sign, strlen(sign)))
        length = strlen(sign);
    else if (word && !strncmp(here, word, strlen(word)) && strchr(" \t\n(\"", here[strlen(word)]))
        length = strlen(word);
    p->at += length;
    return length > 0;
}

static bool add_step(struct parser *p, struct pw_step_of_condition step)
{
    if (p->condition->count == PW_CONDITION_STEPS)
        return fault(p, p->at, N_("this condition is too long"));
    p->condition->steps[p->condition->count++] = step;
    return true;
}

static bool push(struct parser *p, uint8_t operation)
{
    if (p->depth == PW_CONDITION_DEPTH)
        return fault(p, p->at, N_("this condition nests too deep"));
    p->stack[p->depth++] = operation;
    return true;
}

/* Everything on the stack that binds at least as tight moves to the program: ! before && before ||.
 */
static bool reduce(struct parser *p, uint8_t least)
{
    while (p->depth && p->stack[p->depth - 1] <= least && p->stack[p->depth - 1] != OPEN) {
        uint8_t operation = p->stack[--p->depth];
        if (!add_step(p, (struct pw_step_of_condition){.operation = operation}))
            return false;
    }
    return true;
}

static struct pw_bytes read_name(struct parser *p)
{
    skip_blanks(p);
    const char *start = p->text + p->at;
    size_t length = strspn(start, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-");
    p->at += length;
    return pw_bytes_of(start, length);
}

static enum pw_relation read_relation(struct parser *p)
{
    static const struct {
        const char *sign, *word;
        enum pw_relation relation;
    } relations[] = {
        {"==", "eq", PW_EQUAL},          {"!=", "ne", PW_DIFFERENT},
        {"<=", "le", PW_LESS_EQUAL},     {"<", "lt", PW_LESS},
        {">=", "ge", PW_GREATER_EQUAL},  {">", "gt", PW_GREATER},
        {NULL, "contains", PW_CONTAINS},
    };
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (accept(p, relations[i].sign, relations[i].word))
            return relations[i].relation;
    return PW_PRESENT;
}

/* The value behind a relation: "quoted" or a word up to a blank, a bracket or an operator. */
static bool read_word(struct parser *p, struct pw_bytes *word, bool *quoted)
{
    skip_blanks(p);
    const char *start = p->text + p->at;
    *quoted = *start == '"';
    if (*quoted) {
        size_t length = strcspn(start + 1, "\"");
        if (!start[1 + length])
            return fault(p, p->at, N_("these quotes do not close"));
        *word = pw_bytes_of(start + 1, length);
        p->at += length + 2;
        return true;
    }
    *word = pw_bytes_of(start, strcspn(start, " \t\n()&|!"));
    p->at += word->length;
    return word->length || fault(p, p->at, N_("a value is missing here"));
}

/* Names that stand for two fields, as Wireshark has them. */
static const char *const pairs[][3] = {
    {"ip.addr", "ip.src", "ip.dst"},
    {"ipv6.addr", "ipv6.src", "ipv6.dst"},
    {"eth.addr", "eth.src", "eth.dst"},
    {"tcp.port", "tcp.srcport", "tcp.dstport"},
    {"udp.port", "udp.srcport", "udp.dstport"},
};

/* Names that are neither fields nor protocols. */
static const struct {
    const char *name;
    enum pw_special special;
    enum pw_format format;
} specials[] = {
    {"frame.number", PW_FRAME_NUMBER, PW_UINT},
    {"frame.len", PW_FRAME_LENGTH, PW_UINT},
    {"length", PW_FRAME_LENGTH, PW_UINT},
    {"conversation", PW_CONVERSATION, PW_UINT},
    {"layers", PW_LAYERS, PW_UINT},
    {"from", PW_FROM, PW_TEXT},
    {"next.from", PW_NEXT_FROM, PW_TEXT},
};

/* What a packet's name means. False where nothing here has that name. */
static bool resolve(struct pw_test *test, enum pw_format *format)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (!strcmp(test->name, specials[i].name)) {
            test->special = specials[i].special;
            *format = specials[i].format;
            return true;
        }
    if (pw_value_place(test->name, &test->place)) {
        test->special = PW_BYTE;
        *format = PW_TEXT;
        return true;
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(test->name, pairs[i][0])) {
            test->name = pairs[i][1];
            test->other = pairs[i][2];
        }
    const struct pw_field_def *def = pw_field_named(test->name);
    if (!def && pw_protocol_named(test->name))
        test->special = PW_PROTOCOL;
    *format = def ? def->format : PW_GROUP;
    return def || test->special;
}

static bool has_no_order(const struct pw_test *test)
{
    return test->kind == PW_VALUE_BYTES && test->relation >= PW_LESS &&
           test->relation <= PW_GREATER_EQUAL;
}

static bool read_test(struct parser *p)
{
    struct pw_bytes name = read_name(p), word;
    size_t at = p->at - name.length;
    bool quoted;
    if (!name.length)
        return fault(p, at,
                     p->text[at] ? N_("a field's name is expected here")
                                 : N_("the condition ends too early"));
    struct pw_test test = {.name = pw_arena_text(p->arena, name.data, name.length)};
    enum pw_format format = PW_GROUP;
    if (!p->events && !resolve(&test, &format))
        return pw_error_set(p->error, "column %u: no field or protocol is called \"%s\"",
                            (unsigned)at + 1, test.name);
    test.relation = read_relation(p);
    if (test.relation != PW_PRESENT) {
        size_t value_at = p->at;
        if (!read_word(p, &word, &quoted))
            return false;
        const char *why = p->events ? pw_value_guess(&test, word, quoted, p->arena)
                                    : pw_value_read(&test, format, word, quoted, p->arena);
        if (why)
            return fault(p, value_at + strspn(p->text + value_at, " \t\n"), why);
        if (has_no_order(&test))
            return fault(p, at, N_("only numbers have an order; use == or !="));
        if (test.relation == PW_CONTAINS && test.kind != PW_VALUE_BYTES)
            return fault(p, at, N_("only text and bytes contain something"));
    }
    return add_step(p, (struct pw_step_of_condition){.operation = PW_TEST, .test = test});
}

/* What may stand before a test: any number of ! and (. */
static bool read_prefixes(struct parser *p)
{
    for (;;) {
        skip_blanks(p);
        const char *here = p->text + p->at;
        if (*here == '!' && here[1] == '=')
            return fault(p, p->at, N_("a field's name is expected here"));
        if (accept(p, "!", "not")) {
            if (!push(p, PW_NOT))
                return false;
        } else if (accept(p, "(", NULL)) {
            if (!push(p, OPEN))
                return false;
        } else {
            return true;
        }
    }
}

static bool close_brackets(struct parser *p)
{
    while (accept(p, ")", NULL)) {
        if (!reduce(p, PW_OR))
            return false;
        if (!p->depth)
            return fault(p, p->at - 1, N_("this bracket was not opened"));
        p->depth--;
        if (!reduce(p, PW_NOT))
            return false;
    }
    return true;
}

static bool read_all(struct parser *p)
{
    for (;;) {
        if (!read_prefixes(p) || !read_test(p) || !reduce(p, PW_NOT) || !close_brackets(p))
            return false;
        uint8_t operation;
        if (accept(p, "&&", "and"))
            operation = PW_AND;
        else if (accept(p, "||", "or"))
            operation = PW_OR;
        else
            break;
        if (!reduce(p, operation) || !push(p, operation))
            return false;
    }
    skip_blanks(p);
    if (p->text[p->at])
        return fault(p, p->at, N_("&&, || or the end of the condition is expected here"));
    if (!reduce(p, PW_OR))
        return false;
    return !p->depth || fault(p, p->at, N_("a bracket does not close"));
}

static const struct pw_condition *parse(const char *text, bool events, struct pw_arena *arena,
                                        struct pw_error *error)
{
    static const size_t all = PW_CONDITION_STEPS * sizeof(struct pw_step_of_condition);
    struct parser p = {.text = text, .events = events, .arena = arena, .error = error};
    struct pw_condition condition = {0};
    struct pw_arena scratch = {0};
    condition.steps = pw_arena_take(&scratch, all);
    p.condition = &condition;
    bool good = strlen(text) <= PW_CONDITION_MAX ? read_all(&p)
                                                 : fault(&p, PW_CONDITION_MAX, N_("too long"));
    struct pw_condition *kept = NULL;
    if (good) {
        size_t size = condition.count * sizeof *condition.steps;
        kept = pw_arena_take(arena, sizeof *kept);
        *kept =
            (struct pw_condition){.steps = pw_arena_take(arena, size), .count = condition.count};
        memcpy(kept->steps, condition.steps, size);
    }
    pw_arena_free(&scratch);
    return kept;
}

const struct pw_condition *pw_condition_parse(const char *text, struct pw_arena *arena,
                                              struct pw_error *error)
{
    return parse(text, false, arena, error);
}

const struct pw_condition *pw_condition_parse_event(const char *text, struct pw_arena *arena,
                                                    struct pw_error *error)
{
    return parse(text, true, arena, error);
}
