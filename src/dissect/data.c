/*
 * Bytes no dissector here knows, shown as what they are. Where every unanswered key ends.
 */
#include "dissect/dissect.h"

enum { LENGTH, DATA, FIELDS };
static const struct pw_field_def fields[FIELDS] = {
    [LENGTH] = {"data.len", "Length", PW_UINT},
    [DATA] = {"data.data", "Data", PW_BYTES},
};
enum { UNKNOWN };
static const char *const kinds[] = {[UNKNOWN] = "data", NULL};

static struct pw_next dissect_data(struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t length = pw_left(c);
    if (d->tree)
        pw_record_derived(d, &fields[LENGTH], pw_offset(c), length, length);
    pw_add_bytes(d, c, &fields[DATA], length);
    if (!d->kind)
        d->kind = kinds[UNKNOWN];
    return (struct pw_next){PW_END, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t length = pw_layer_number(tree, layer, &fields[LENGTH], 0);
    pw_buffer_print(out, length == 1 ? "%llu byte" : "%llu bytes", (unsigned long long)length);
}

const struct pw_protocol pw_protocol_data = {
    .id = "data",
    .label = "Data",
    .name = "Data no dissector here knows",
    .osi = 7,
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_data,
    .brief = brief,
};
