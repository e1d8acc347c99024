/* Asking a condition of a packet or of an event: see condition.h. */
#include "teach/condition.h"

#include <string.h>

#include "teach/condition_private.h"
#include "teach/file.h"

/* One thing a test is asked of: a field, an attribute, something of the row. */
struct subject {
    bool is_number, is_flag;
    uint64_t number;
    struct pw_bytes bytes;
};

static bool contains(struct pw_bytes whole, struct pw_bytes part)
{
    return !part.length || (part.length <= whole.length &&
                            memmem(whole.data, whole.length, part.data, part.length));
}

static bool equal_bytes(struct pw_bytes a, struct pw_bytes b)
{
    return a.length == b.length && (!a.length || !memcmp(a.data, b.data, a.length));
}

static bool compare_numbers(enum pw_relation relation, uint64_t a, uint64_t b)
{
    switch (relation) {
    case PW_EQUAL:
        return a == b;
    case PW_DIFFERENT:
        return a != b;
    case PW_LESS:
        return a < b;
    case PW_LESS_EQUAL:
        return a <= b;
    case PW_GREATER:
        return a > b;
    case PW_GREATER_EQUAL:
        return a >= b;
    default:
        return false;
    }
}

static bool fulfils(const struct pw_test *test, const struct subject *subject)
{
    if (test->relation == PW_PRESENT)
        return !subject->is_flag || subject->number;
    if (subject->is_number != (test->kind == PW_VALUE_NUMBER))
        return false;
    if (subject->is_number)
        return compare_numbers(test->relation, subject->number, test->number);
    if (test->relation == PW_CONTAINS)
        return contains(subject->bytes, test->bytes);
    return equal_bytes(subject->bytes, test->bytes) == (test->relation == PW_EQUAL);
}

static struct subject of_field(const struct pw_field *field)
{
    enum pw_format format = field->def->format;
    return (struct subject){
        .is_number = format == PW_UINT || format == PW_HEX || format == PW_BOOL,
        .is_flag = format == PW_BOOL,
        .number = field->number,
        .bytes = field->bytes,
    };
}

/* One field that fulfils it is enough; for != none may be equal. */
static bool test_fields(const struct pw_test *test, const struct pw_tree *tree)
{
    bool every = test->relation == PW_DIFFERENT, met = false;
    for (uint32_t i = 0; i < tree->field_count; i++) {
        const struct pw_field *field = &tree->fields[i];
        if (strcmp(field->def->id, test->name) &&
            (!test->other || strcmp(field->def->id, test->other)))
            continue;
        struct subject subject = of_field(field);
        if (fulfils(test, &subject) != every)
            return !every;
        met = true;
    }
    return every && met;
}

static struct subject of_id(const char *id)
{
    return (struct subject){.bytes = pw_bytes_of(id, strlen(id))};
}

static bool covers(uint8_t source, uint32_t offset, uint32_t length, uint32_t place)
{
    return source == 0 && place >= offset && place - offset < length;
}

/* What a byte of the packet belongs to, a layer or a field: as with fields, one is enough. */
static bool test_byte(const struct pw_test *test, const struct pw_tree *tree)
{
    bool every = test->relation == PW_DIFFERENT, met = false;
    for (uint32_t i = 0; i < tree->layer_count + tree->field_count; i++) {
        const struct pw_layer *layer = i < tree->layer_count ? &tree->layers[i] : NULL;
        const struct pw_field *field = layer ? NULL : &tree->fields[i - tree->layer_count];
        if (layer ? !covers(layer->source, layer->offset, layer->length, test->place)
                  : !covers(field->source, field->offset, field->length, test->place))
            continue;
        struct subject subject = of_id(layer ? layer->protocol->id : field->def->id);
        if (fulfils(test, &subject) != every)
            return !every;
        met = true;
    }
    return every && met;
}

static bool has_layer(const struct pw_tree *tree, const char *protocol)
{
    for (uint32_t i = 0; i < tree->layer_count; i++)
        if (!strcmp(tree->layers[i].protocol->id, protocol))
            return true;
    return false;
}

static struct pw_bytes sender(const struct pw_row *row)
{
    return pw_bytes_of(row->flags & PW_ROW_SERVER ? "server" : "client", 6);
}

static bool test_packet(const struct pw_test *test, const struct pw_session *session, uint32_t row,
                        const struct pw_tree *tree)
{
    const struct pw_row *entry = pw_session_row(session, row);
    struct subject subject = {.is_number = true};
    switch (test->special) {
    case PW_NOT_SPECIAL:
        return test_fields(test, tree);
    case PW_BYTE:
        return test_byte(test, tree);
    case PW_PROTOCOL:
        return test->relation == PW_PRESENT && has_layer(tree, test->name);
    case PW_LAYERS:
        for (uint32_t i = 0; i < tree->layer_count; i++)
            subject.number += !tree->layers[i].quoted;
        break;
    case PW_FRAME_NUMBER:
        subject.number = (uint64_t)row + 1;
        break;
    case PW_FRAME_LENGTH:
        subject.number = entry->length;
        break;
    case PW_CONVERSATION:
        if (entry->conversation == PW_NONE)
            return false;
        subject.number = pw_session_conversation(session, entry->conversation)->number;
        break;
    case PW_FROM:
        if (entry->conversation == PW_NONE)
            return false;
        subject.is_number = false;
        subject.bytes = sender(entry);
        break;
    case PW_NEXT_FROM:
        if (entry->conversation == PW_NONE)
            return false;
        subject.is_number = false;
        subject.bytes = entry->next == PW_NONE ? pw_bytes_of("nobody", 6)
                                               : sender(pw_session_row(session, entry->next));
        break;
    }
    return fulfils(test, &subject);
}

static bool test_event(const struct pw_test *test, const struct pw_description *description)
{
    const struct pw_attribute *attribute = pw_description_get(description, test->name);
    if (!attribute)
        return false;
    struct subject subject = {
        .is_number = attribute->type == PW_ATTRIBUTE_NUMBER || attribute->type == PW_ATTRIBUTE_BOOL,
        .is_flag = attribute->type == PW_ATTRIBUTE_BOOL,
        .number = attribute->number,
        .bytes = attribute->bytes,
    };
    return fulfils(test, &subject);
}

/* Run the postfix program; the parser has proved that it leaves exactly one answer. */
static bool run(const struct pw_condition *condition, const struct pw_session *session,
                uint32_t row, const struct pw_tree *tree, const struct pw_description *description)
{
    bool answers[PW_CONDITION_STEPS];
    uint32_t open = 0;
    for (uint32_t i = 0; i < condition->count; i++) {
        const struct pw_step_of_condition *step = &condition->steps[i];
        if (step->operation == PW_TEST) {
            answers[open++] = description ? test_event(&step->test, description)
                                          : test_packet(&step->test, session, row, tree);
        } else if (step->operation == PW_NOT) {
            answers[open - 1] = !answers[open - 1];
        } else {
            bool last = answers[--open];
            answers[open - 1] =
                step->operation == PW_AND ? answers[open - 1] && last : answers[open - 1] || last;
        }
    }
    return answers[0];
}

bool pw_condition_packet(const struct pw_condition *condition, const struct pw_session *session,
                         uint32_t row, const struct pw_tree *tree)
{
    return run(condition, session, row, tree, NULL);
}

bool pw_condition_event(const struct pw_condition *condition,
                        const struct pw_description *description)
{
    return run(condition, NULL, PW_NONE, NULL, description);
}

const struct pw_field *pw_tree_innermost(const struct pw_tree *tree, const char *id)
{
    for (int quoted = 0; quoted < 2; quoted++)
        for (uint32_t i = tree->layer_count; i-- > 0;) {
            const struct pw_layer *layer = &tree->layers[i];
            const struct pw_field *field =
                layer->quoted == quoted ? pw_tree_find(tree, layer, id, 0) : NULL;
            if (field)
                return field;
        }
    return NULL;
}
