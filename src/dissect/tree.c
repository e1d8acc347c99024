/* Building and asking the tree: see tree.h. */
#include "dissect/tree.h"

#include <string.h>

#include "base/text.h"
#include "dissect/dissect.h"

void pw_tree_begin(struct pw_tree *tree, struct pw_arena *arena, struct pw_bytes packet)
{
    *tree = (struct pw_tree){.arena = arena};
    pw_tree_source(tree, "packet", NULL, packet);
}

uint8_t pw_tree_source(struct pw_tree *tree, const char *name, const char *how,
                       struct pw_bytes bytes)
{
    if (tree->source_count == PW_TREE_SOURCES)
        return 0;
    tree->sources[tree->source_count] =
        (struct pw_byte_source){.name = name, .how = how, .bytes = bytes};
    return (uint8_t)tree->source_count++;
}

/* Twice the room, in the arena: the old copy is given back with the arena. */
static void *grow(struct pw_arena *arena, void *old, uint32_t count, uint32_t *room, size_t item)
{
    *room = *room ? *room * 2 : 16;
    void *new_items = pw_arena_take(arena, *room * item);
    if (count)
        memcpy(new_items, old, count * item);
    return new_items;
}

struct pw_layer *pw_tree_layer(struct pw_tree *tree, const struct pw_protocol *protocol,
                               uint8_t source, uint32_t offset)
{
    if (tree->layer_count == PW_TREE_LAYERS) {
        tree->left_out++;
        return NULL;
    }
    if (tree->layer_count == tree->layer_room)
        tree->layers = grow(tree->arena, tree->layers, tree->layer_count, &tree->layer_room,
                            sizeof *tree->layers);
    tree->open = tree->layer_count++;
    struct pw_layer *layer = &tree->layers[tree->open];
    *layer = (struct pw_layer){.protocol = protocol,
                               .offset = offset,
                               .first = tree->field_count,
                               .osi = protocol->osi,
                               .source = source};
    return layer;
}

void pw_tree_reopen(struct pw_tree *tree, uint32_t layer)
{
    tree->open = layer;
}

struct pw_field *pw_tree_field(struct pw_tree *tree, const struct pw_field_def *def, uint8_t source,
                               uint32_t offset, uint32_t length)
{
    if (tree->field_count == tree->field_room)
        tree->fields = grow(tree->arena, tree->fields, tree->field_count, &tree->field_room,
                            sizeof *tree->fields);
    /* A layer's fields lie together: those of later layers make room. Mostly there are none. */
    struct pw_layer *layer = &tree->layers[tree->open];
    uint32_t at = layer->first + layer->count;
    struct pw_field *field = &tree->fields[at];
    memmove(field + 1, field, (tree->field_count - at) * sizeof *field);
    for (uint32_t later = tree->open + 1; later < tree->layer_count; later++)
        tree->layers[later].first++;
    *field = (struct pw_field){.def = def, .offset = offset, .length = length, .source = source};
    tree->field_count++;
    layer->count++;
    return field;
}

const struct pw_field *pw_tree_find(const struct pw_tree *tree, const struct pw_layer *layer,
                                    const char *id, uint32_t nth)
{
    uint32_t first = layer ? layer->first : 0;
    uint32_t count = layer ? layer->count : tree->field_count;
    for (uint32_t i = first; i < first + count; i++)
        if (strcmp(tree->fields[i].def->id, id) == 0 && nth-- == 0)
            return &tree->fields[i];
    return NULL;
}

const struct pw_field *pw_layer_get(const struct pw_tree *tree, const struct pw_layer *layer,
                                    const struct pw_field_def *def)
{
    for (uint32_t i = layer->first; i < layer->first + layer->count; i++)
        if (tree->fields[i].def == def)
            return &tree->fields[i];
    return NULL;
}

uint64_t pw_layer_number(const struct pw_tree *tree, const struct pw_layer *layer,
                         const struct pw_field_def *def, uint64_t otherwise)
{
    const struct pw_field *field = pw_layer_get(tree, layer, def);
    return field ? field->number : otherwise;
}

void pw_show_between(struct pw_buffer *out, const struct pw_tree *tree,
                     const struct pw_layer *layer, const struct pw_field_def *from,
                     const struct pw_field_def *to)
{
    const struct pw_field *src = pw_layer_get(tree, layer, from);
    const struct pw_field *dst = pw_layer_get(tree, layer, to);
    if (!src || !dst)
        return;
    pw_field_show(out, src);
    pw_buffer_text(out, " → ");
    pw_field_show(out, dst);
}

const struct pw_layer *pw_tree_last(const struct pw_tree *tree, const char *protocol)
{
    for (uint32_t i = tree->layer_count; i-- > 0;)
        if (!tree->layers[i].quoted && strcmp(tree->layers[i].protocol->id, protocol) == 0)
            return &tree->layers[i];
    return NULL;
}

const char *pw_name_of(const struct pw_name *names, uint64_t value)
{
    for (; names && names->name; names++)
        if (names->value == value)
            return names->name;
    return NULL;
}

/* Addresses stand in every packet's line: no printf here. */
void pw_show_ipv4(struct pw_buffer *out, const uint8_t address[4])
{
    for (int i = 0; i < 4; i++) {
        if (i)
            pw_buffer_byte(out, '.');
        pw_buffer_number(out, address[i]);
    }
}

static const char hex_digits[] = "0123456789abcdef";

void pw_show_mac(struct pw_buffer *out, const uint8_t address[6])
{
    char text[17];
    for (int i = 0; i < 6; i++) {
        text[i * 3] = hex_digits[address[i] >> 4];
        text[i * 3 + 1] = hex_digits[address[i] & 15];
        if (i < 5)
            text[i * 3 + 2] = ':';
    }
    pw_buffer_add(out, text, sizeof text);
}

/* A group without its leading zeros (RFC 5952 section 4.1). */
static void show_group(struct pw_buffer *out, unsigned group)
{
    for (int shift = 12; shift >= 0; shift -= 4)
        if (group >> shift || !shift)
            pw_buffer_byte(out, hex_digits[group >> shift & 15]);
}

/* The longest run of at least two zero groups becomes "::" (RFC 5952 section 4.2). */
void pw_show_ipv6(struct pw_buffer *out, const uint8_t address[16])
{
    int best = -1, best_length = 1;
    for (int i = 0; i < 8; i++) {
        int run = 0;
        while (i + run < 8 && !address[(i + run) * 2] && !address[(i + run) * 2 + 1])
            run++;
        if (run > best_length) {
            best = i;
            best_length = run;
        }
    }
    /* IPv4-mapped addresses end as IPv4 does (RFC 5952 section 5). */
    bool mapped = best == 0 && best_length == 5 && address[10] == 0xff && address[11] == 0xff;
    for (int i = 0; i < (mapped ? 6 : 8); i++) {
        if (i == best) {
            pw_buffer_text(out, "::");
            i += best_length - 1;
            continue;
        }
        if (i && i != best + best_length)
            pw_buffer_byte(out, ':');
        show_group(out, (unsigned)(address[i * 2] << 8 | address[i * 2 + 1]));
    }
    if (mapped) {
        pw_buffer_byte(out, ':');
        pw_show_ipv4(out, address + 12);
    }
}

static void show_number(struct pw_buffer *out, const struct pw_field *field)
{
    const char *name = pw_name_of(field->def->names, field->number);
    if (name)
        pw_buffer_print(out, "%s (", name);
    if (field->def->format == PW_HEX)
        pw_buffer_print(out, "0x%0*llx", (int)(field->length > 8 ? 0 : field->length * 2),
                        (unsigned long long)field->number);
    else
        pw_buffer_number(out, field->number);
    if (name)
        pw_buffer_byte(out, ')');
}

void pw_field_show(struct pw_buffer *out, const struct pw_field *field)
{
    switch (field->def->format) {
    case PW_UINT:
    case PW_HEX:
        show_number(out, field);
        break;
    case PW_BOOL:
        pw_buffer_text(out, field->number ? "set" : "not set");
        break;
    case PW_TEXT:
        pw_text_safe(out, field->bytes);
        break;
    case PW_BYTES:
        pw_buffer_hex(out, field->bytes);
        break;
    case PW_MAC:
        if (field->bytes.length == 6)
            pw_show_mac(out, field->bytes.data);
        break;
    case PW_IPV4:
        if (field->bytes.length == 4)
            pw_show_ipv4(out, field->bytes.data);
        break;
    case PW_IPV6:
        if (field->bytes.length == 16)
            pw_show_ipv6(out, field->bytes.data);
        break;
    case PW_GROUP:
        break;
    }
}
