/* Questions about a packet that is on the screen: which layer a byte of it belongs to, and what a
 * field of it is for. */
#include <string.h>

#include "teach/predict_private.h"

#define LOOKED_AT 256u /* fields of a packet that are looked at for a purpose */

bool pw_predict_applies_layer(const struct pw_session *session, uint32_t row)
{
    return pw_session_row(session, row)->captured > 0;
}

bool pw_predict_applies_purpose(const struct pw_session *session, uint32_t row)
{
    return pw_session_row(session, row)->captured > 0;
}

static bool covers(const struct pw_layer *layer, uint32_t byte)
{
    return layer->source == 0 && byte >= layer->offset && byte - layer->offset < layer->length;
}

/* The one layer a byte belongs to; NULL where there is none, or a layer inside another. */
static const struct pw_layer *layer_at(const struct pw_tree *tree, uint32_t byte)
{
    const struct pw_layer *found = NULL;
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        if (!covers(layer, byte))
            continue;
        if (found || layer->quoted)
            return NULL;
        found = layer;
    }
    return found;
}

static bool has_protocol(const struct pw_tree *tree, const struct pw_protocol *protocol)
{
    for (uint32_t i = 0; i < tree->layer_count; i++)
        if (tree->layers[i].protocol == protocol)
            return true;
    return false;
}

static void offer_here(struct pw_asking *on, const struct pw_layer *layer)
{
    const char *label = layer->protocol->label;
    const struct pw_filling fillings[] = {
        {"layer", label},
        {"first", pw_asking_number(on, layer->offset)},
        {"last", pw_asking_number(on, (uint64_t)layer->offset + layer->length - 1)},
        {0}};
    pw_asking_offer(on, (struct pw_choice){.text = pw_asking_say(on, "option layer", fillings),
                                           .condition = pw_arena_print(on->arena, "%s == \"%s\"",
                                                                       on->question->field,
                                                                       layer->protocol->id),
                                           .why = pw_asking_say(on, "why here", fillings)});
}

/* A layer that this packet might have had, and has not. */
static void offer_absent(struct pw_asking *on)
{
    static const char *const ids[] = {"udp",       "tcp", "icmp", "arp", "http", "tls",
                                      "websocket", "ip",  "ipv6", "dns", "eth"};
    const uint32_t count = sizeof ids / sizeof *ids;
    uint32_t start = pw_asking_random(on, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct pw_protocol *protocol = pw_protocol_named(ids[(start + i) % count]);
        if (has_protocol(&on->tree, protocol))
            continue;
        const struct pw_filling fillings[] = {{"layer", protocol->label}, {0}};
        pw_asking_offer(on, (struct pw_choice){pw_asking_say(on, "option layer", fillings),
                                               pw_arena_print(on->arena, "%s == \"%s\"",
                                                              on->question->field, protocol->id),
                                               pw_asking_say(on, "why absent", fillings), 20});
    }
}

void pw_predict_make_layer(struct pw_asking *on)
{
    const struct pw_tree *tree = &on->tree;
    const struct pw_layer *right = NULL;
    uint32_t byte = 0, bytes = (uint32_t)tree->sources[0].bytes.length;
    /* Each layer is asked for as often as any other, however long it is. */
    for (uint32_t try = 0; try < 8 && !right && tree->layer_count; try++) {
        const struct pw_layer *layer = &tree->layers[pw_asking_random(on, tree->layer_count)];
        byte = layer->offset + (layer->length ? pw_asking_random(on, layer->length) : 0);
        right = layer->source == 0 && byte < bytes ? layer_at(tree, byte) : NULL;
    }
    if (!right)
        return;
    const struct pw_filling fillings[] = {{"byte", pw_asking_number(on, byte)},
                                          {"hex", pw_arena_print(on->arena, "0x%04x", byte)},
                                          {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    on->question->field = pw_arena_print(on->arena, "byte.%u", (unsigned)byte);
    offer_here(on, right);
    uint32_t start = pw_asking_random(on, tree->layer_count);
    for (uint32_t i = 0; i < tree->layer_count && on->question->option_count < 3; i++) {
        const struct pw_layer *other = &tree->layers[(start + i) % tree->layer_count];
        if (other->protocol != right->protocol && other->source == 0 && other->length &&
            !other->quoted)
            offer_here(on, other);
    }
    offer_absent(on);
}

/* What a field is for, in an arena; NULL where the words do not say. */
static const char *purpose_of(const struct pw_asking *on, const struct pw_field *field,
                              struct pw_arena *arena)
{
    const char *item = pw_arena_print(arena, "for %s", field->def->id);
    return pw_words_question(on->words, on->kind, item, NULL, arena);
}

static bool rests_on(const struct pw_field *field, uint32_t byte)
{
    return field->source == 0 && byte >= field->offset && byte - field->offset < field->length;
}

/* A field of this id rests on the byte: then it cannot be offered beside the one asked about. */
static bool id_rests_on(const struct pw_tree *tree, const char *id, uint32_t byte)
{
    for (uint32_t i = 0; i < tree->field_count; i++)
        if (rests_on(&tree->fields[i], byte) && !strcmp(tree->fields[i].def->id, id))
            return true;
    return false;
}

/* Beliefs that take one field for another: the link's addresses for the network's. */
static uint8_t confusion(const char *asked, const char *taken)
{
    bool link = !strcmp(asked, "eth.src") || !strcmp(asked, "eth.dst");
    bool net = !strncmp(taken, "ip", 2) && (strstr(taken, ".src") || strstr(taken, ".dst"));
    return link && net ? 22 : 0;
}

static void offer_purpose(struct pw_asking *on, const struct pw_field *field, const char *purpose,
                          const char *asked)
{
    const struct pw_filling fillings[] = {{"field", field->def->label}, {0}};
    pw_asking_offer(on, (struct pw_choice){
                            purpose,
                            pw_arena_print(on->arena, "byte.%s == \"%s\"", asked, field->def->id),
                            pw_asking_say(on, "why", fillings),
                            confusion(on->question->field, field->def->id)});
}

static const struct pw_layer *layer_of(const struct pw_tree *tree, uint32_t field)
{
    const struct pw_layer *layer = tree->layers;
    while (field - layer->first >= layer->count)
        layer++;
    return layer;
}

/* A field in the packet's own bytes, with a purpose, in no quoted layer; from a place on. */
static uint32_t find_field(struct pw_asking *on, uint32_t start)
{
    const struct pw_tree *tree = &on->tree;
    for (uint32_t i = 0; i < tree->field_count && i < LOOKED_AT; i++) {
        uint32_t index = (start + i) % tree->field_count;
        const struct pw_field *field = &tree->fields[index];
        if (field->source == 0 && field->length && !field->derived &&
            purpose_of(on, field, &on->scratch) && !layer_of(tree, index)->quoted)
            return index;
    }
    return PW_NONE;
}

void pw_predict_make_purpose(struct pw_asking *on)
{
    const struct pw_tree *tree = &on->tree;
    uint32_t chosen =
        tree->field_count ? find_field(on, pw_asking_random(on, tree->field_count)) : PW_NONE;
    if (chosen == PW_NONE)
        return;
    const struct pw_field *field = &tree->fields[chosen];
    const char *place = pw_asking_number(on, field->offset);
    const struct pw_filling fillings[] = {{"field", field->def->label},
                                          {"layer", layer_of(tree, chosen)->protocol->label},
                                          {"byte", place},
                                          {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    on->question->field = field->def->id;
    offer_purpose(on, field, purpose_of(on, field, on->arena), place);
    uint32_t start = pw_asking_random(on, tree->field_count);
    for (uint32_t i = 0; i < tree->field_count && i < LOOKED_AT; i++) {
        uint32_t index = find_field(on, start + i);
        if (index == PW_NONE || on->question->option_count == PW_PREDICT_OPTIONS)
            break;
        const struct pw_field *other = &tree->fields[index];
        if (!id_rests_on(tree, other->def->id, field->offset))
            offer_purpose(on, other, purpose_of(on, other, on->arena), place);
    }
}
