/*
 * Keys of JSON objects, made once a definition and then only copied: a packet has some eighty of
 * them, and a capture has millions of packets.
 */
#include "export/json_private.h"

#include <stdlib.h>
#include <string.h>

static uint32_t add_key(struct pw_json *json, const char *id)
{
    for (uint32_t i = 0; i < json->key_count; i++)
        if (strcmp(json->keys[i].id, id) == 0)
            return i;
    if (json->key_count == json->key_room) {
        json->key_room = json->key_room ? json->key_room * 2 : 64;
        json->keys = pw_reallocate(json->keys, json->key_room * sizeof *json->keys);
    }
    struct pw_buffer text = {0};
    pw_buffer_byte(&text, ',');
    pw_json_text(&text, id);
    pw_buffer_byte(&text, ':');
    json->keys[json->key_count] =
        (struct pw_json_key){.id = id, .text = text.text, .length = (uint32_t)text.length};
    return json->key_count++;
}

/* Where a definition is, or where it would go. Pointers into tables differ in their middle bits. */
static struct pw_json_slot *slot_of(const struct pw_json *json, const struct pw_field_def *def)
{
    uint64_t hash = (uint64_t)(uintptr_t)def * 0x9e3779b97f4a7c15u;
    uint32_t mask = json->slot_room - 1;
    uint32_t i = (uint32_t)(hash >> 32) & mask;
    while (json->slots[i].def && json->slots[i].def != def)
        i = (i + 1) & mask;
    return &json->slots[i];
}

static void grow(struct pw_json *json)
{
    struct pw_json_slot *old = json->slots;
    uint32_t old_room = json->slot_room;
    json->slot_room = old_room ? old_room * 2 : 256;
    json->slots = pw_allocate_zero(json->slot_room * sizeof *json->slots);
    for (uint32_t i = 0; i < old_room; i++)
        if (old[i].def)
            *slot_of(json, old[i].def) = old[i];
    free(old);
}

uint32_t pw_json_key_of(struct pw_json *json, const struct pw_field_def *def)
{
    if (json->slot_count * 2 >= json->slot_room)
        grow(json);
    struct pw_json_slot *slot = slot_of(json, def);
    if (!slot->def) {
        *slot = (struct pw_json_slot){.def = def, .key = add_key(json, def->id)};
        json->slot_count++;
    }
    return slot->key;
}

void pw_json_keys_free(struct pw_json *json)
{
    for (uint32_t i = 0; i < json->key_count; i++)
        free(json->keys[i].text);
    free(json->keys);
    free(json->slots);
}
