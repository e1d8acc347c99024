/* The fields of a layer as one JSON object, and the values it is made of. */
#include "export/json_private.h"

#include <string.h>

#include "base/text.h"

/* What a double holds without loss, and with it most JSON readers. */
#define SAFE_NUMBER ((UINT64_C(1) << 53) - 1)

void pw_json_number(struct pw_buffer *out, uint64_t number)
{
    if (number > SAFE_NUMBER)
        pw_buffer_byte(out, '"');
    pw_buffer_number(out, number);
    if (number > SAFE_NUMBER)
        pw_buffer_byte(out, '"');
}

void pw_json_text(struct pw_buffer *out, const char *text)
{
    pw_text_json(out, pw_bytes_of(text, strlen(text)));
}

void pw_json_hex(struct pw_buffer *out, struct pw_bytes bytes)
{
    pw_buffer_byte(out, '"');
    pw_buffer_hex(out, bytes);
    pw_buffer_byte(out, '"');
}

void pw_json_packets(struct pw_buffer *out, const uint32_t *rows, uint32_t count)
{
    pw_buffer_byte(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            pw_buffer_byte(out, ',');
        pw_buffer_number(out, (uint64_t)rows[i] + 1);
    }
    pw_buffer_byte(out, ']');
}

void pw_json_member(struct pw_buffer *out, const char *literal, uint64_t number)
{
    pw_buffer_text(out, literal);
    pw_json_number(out, number);
}

/* An address of the length its kind has; anything else is shown as the bytes it is. */
static void write_address(struct pw_buffer *out, const struct pw_field *field, size_t length,
                          void (*show)(struct pw_buffer *, const uint8_t *))
{
    if (field->bytes.length != length) {
        pw_json_hex(out, field->bytes);
        return;
    }
    pw_buffer_byte(out, '"');
    show(out, field->bytes.data);
    pw_buffer_byte(out, '"');
}

static void write_value(struct pw_buffer *out, const struct pw_field *field)
{
    switch (field->def->format) {
    case PW_UINT:
    case PW_HEX:
        pw_json_number(out, field->number);
        break;
    case PW_BOOL:
        if (field->number)
            pw_buffer_add(out, "true", 4);
        else
            pw_buffer_add(out, "false", 5);
        break;
    case PW_TEXT:
        pw_text_json(out, field->bytes);
        break;
    case PW_MAC:
        write_address(out, field, 6, pw_show_mac);
        break;
    case PW_IPV4:
        write_address(out, field, 4, pw_show_ipv4);
        break;
    case PW_IPV6:
        write_address(out, field, 16, pw_show_ipv6);
        break;
    case PW_BYTES:
    case PW_GROUP:
        pw_json_hex(out, field->bytes);
        break;
    }
}

/* One key with all that was met under it. next[] leads from a field to the next of the same key;
 * the first member has no comma before it. */
static void write_member(const struct pw_json_key *key, const struct pw_tree *tree,
                         const struct pw_layer *layer, const uint32_t *next, bool first,
                         struct pw_buffer *out)
{
    bool several = key->first != key->last;
    pw_buffer_add(out, key->text + first, key->length - first);
    if (several)
        pw_buffer_byte(out, '[');
    for (uint32_t i = key->first; i != PW_NONE; i = next[i]) {
        if (i != key->first)
            pw_buffer_byte(out, ',');
        write_value(out, &tree->fields[layer->first + i]);
    }
    if (several)
        pw_buffer_byte(out, ']');
}

void pw_json_fields(struct pw_json *json, const struct pw_tree *tree, const struct pw_layer *layer,
                    struct pw_buffer *out)
{
    uint32_t *next = pw_arena_take(&json->arena, 2 * layer->count * sizeof *next);
    uint32_t *order = next + layer->count, ordered = 0;
    json->layer++;
    for (uint32_t i = 0; i < layer->count; i++) {
        const struct pw_field_def *def = tree->fields[layer->first + i].def;
        if (def->format == PW_GROUP)
            continue;
        uint32_t index = pw_json_key_of(json, def);
        struct pw_json_key *key = &json->keys[index];
        next[i] = PW_NONE;
        if (key->layer == json->layer) {
            next[key->last] = i;
        } else {
            key->layer = json->layer;
            key->first = i;
            order[ordered++] = index;
        }
        key->last = i;
    }
    pw_buffer_text(out, ",\"fields\":{");
    for (uint32_t i = 0; i < ordered; i++)
        write_member(&json->keys[order[i]], tree, layer, next, i == 0, out);
    pw_buffer_byte(out, '}');
}
