/*
 * The dissect room: packets taken apart at every length, with every byte changed, and broken by
 * hand; and what is shared by all that. Each part is a file of its own, dissect_*.c.
 */
#include "dissect_test.h"

#include <CUnit/Basic.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "edge.h"

void fail_at(const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    /* CUnit keeps the condition's text by copy: it may be ours. */
    CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
}

struct pcap_file bundled(const char *name)
{
    struct pw_buffer path = {0};
    pw_buffer_print(&path, "%s/%s.pcap", PW_CAPTURES, name);
    struct pcap_file file = pcap_file_read(pw_buffer_get(&path));
    pw_buffer_free(&path);
    return file;
}

static bool same_end(const struct pw_endpoint *a, const struct pw_endpoint *b)
{
    return memcmp(a->address, b->address, sizeof a->address) == 0 && a->port == b->port &&
           a->family == b->family;
}

/* Member by member, for there are holes between them. */
static bool same_facts(const struct pw_facts *a, const struct pw_facts *b)
{
    return same_end(&a->from, &b->from) && same_end(&a->to, &b->to) &&
           a->transport == b->transport && a->malformed == b->malformed && a->quoted == b->quoted &&
           a->ip_id == b->ip_id && a->fragment.is == b->fragment.is &&
           a->fragment.more == b->fragment.more && a->fragment.protocol == b->fragment.protocol &&
           a->fragment.id == b->fragment.id && a->fragment.offset == b->fragment.offset &&
           a->fragment.at == b->fragment.at && a->fragment.size == b->fragment.size &&
           a->tcp.seq == b->tcp.seq && a->tcp.ack == b->tcp.ack && a->tcp.flags == b->tcp.flags &&
           a->tcp.window == b->tcp.window && a->tcp.mss == b->tcp.mss &&
           a->tcp.scale == b->tcp.scale && a->tcp.sack_permitted == b->tcp.sack_permitted &&
           a->payload_at == b->payload_at && a->payload_length == b->payload_length &&
           a->payload_here == b->payload_here;
}

static void check_field(const struct taken *taken, const struct pw_field *field)
{
    const struct pw_tree *tree = taken->tree;
    size_t size =
        field->source < tree->source_count ? tree->sources[field->source].bytes.length : 0;
    if (field->source >= tree->source_count || field->offset > size ||
        field->length > size - field->offset)
        fail_at("%s rests on bytes %u to %u of %zu", field->def->id, field->offset,
                field->offset + field->length, size);
}

static void check_layer(const struct taken *taken, const struct pw_layer *layer, bool snapped)
{
    static struct pw_buffer said;
    const char *id = layer->protocol->id;
    size_t size = taken->tree->sources[layer->source].bytes.length;
    if (layer->offset > size || layer->length > size - layer->offset)
        fail_at("%s: layer at %u, %u long, of %zu", id, layer->offset, layer->length, size);
    if ((layer->verdict == PW_WHOLE) != !layer->why)
        fail_at("%s: verdict %d but why is \"%s\"", id, layer->verdict,
                layer->why ? layer->why : "");
    if (layer->verdict == PW_CUT && !snapped && !layer->quoted)
        fail_at("%s: cut, but all was captured", id);
    for (uint32_t i = 0; i < layer->count; i++)
        check_field(taken, &taken->tree->fields[layer->first + i]);
    pw_buffer_clear(&said);
    if (layer->protocol->brief)
        layer->protocol->brief(&said, taken->tree, layer);
    if (layer->protocol->summary)
        layer->protocol->summary(&said, taken->tree, layer);
    for (uint32_t i = 0; i < layer->count; i++)
        pw_field_show(&said, &taken->tree->fields[layer->first + i]);
}

static void check(const struct taken *taken, const struct pw_dissection *indexing, bool snapped)
{
    const struct pw_tree *tree = taken->tree;
    bool troubled = false;
    if (!same_facts(&taken->dissection->facts, &indexing->facts))
        fail_at("facts differ with and without a tree");
    if (indexing->kind && indexing->kind != taken->dissection->kind)
        fail_at("kinds differ: %s while indexing", indexing->kind);
    if (taken->dissection->facts.quoted)
        fail_at("quoted facts left over");
    if (tree->layer_count > PW_MAX_NESTING)
        fail_at("%u layers", tree->layer_count);
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        check_layer(taken, &tree->layers[i], snapped);
        troubled |= tree->layers[i].verdict != PW_WHOLE && !tree->layers[i].quoted;
    }
    if (troubled != taken->dissection->facts.malformed)
        fail_at("facts and layers differ about trouble");
}

struct taken take_apart(const struct pw_packet *packet, uint32_t captured)
{
    static struct pw_arena arena;
    static struct pw_tree tree;
    static struct pw_dissection d, indexing;
    struct pw_packet cut = *packet;
    struct pw_bytes bytes = edge_of(packet->data, captured);
    cut.data = bytes.data;
    cut.captured = captured;
    pw_arena_reset(&arena);
    pw_tree_begin(&tree, &arena, bytes);
    d = (struct pw_dissection){.tree = &tree};
    indexing = (struct pw_dissection){.tree = NULL};
    pw_dissect_packet(&indexing, &cut);
    pw_dissect_packet(&d, &cut);
    struct taken taken = {.tree = &tree, .dissection = &d, .bytes = bytes};
    check(&taken, &indexing, captured < packet->length);
    return taken;
}

struct taken take_bytes(uint32_t link, const void *bytes, size_t length)
{
    struct pw_packet packet = {
        .length = (uint32_t)length, .captured = (uint32_t)length, .link = link, .data = bytes};
    return take_apart(&packet, packet.captured);
}

const char *shown(const struct taken *taken, const char *id, uint32_t nth)
{
    static struct pw_buffer text;
    const struct pw_field *field = pw_tree_find(taken->tree, NULL, id, nth);
    pw_buffer_clear(&text);
    if (field)
        pw_field_show(&text, field);
    return pw_buffer_get(&text);
}

const struct pw_layer *layer_of(const struct taken *taken, const char *protocol, uint32_t nth)
{
    for (uint32_t i = 0; i < taken->tree->layer_count; i++)
        if (strcmp(taken->tree->layers[i].protocol->id, protocol) == 0 && nth-- == 0)
            return &taken->tree->layers[i];
    return NULL;
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    add_prefix_tests();
    add_change_tests();
    add_broken_tests();
    add_value_tests();
    add_table_tests();
    add_tshark_tests();
    add_ethernet_tests();
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures ? 1 : 0;
}
