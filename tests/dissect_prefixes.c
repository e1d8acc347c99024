/*
 * Every frame of every bundled capture, cut at every length as a capture with a small snaplen would
 * have cut it: nothing is read behind the end, what is still there is said as before, and what is
 * gone is called cut and never the packet's fault.
 */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect_test.h"

/* Read from the wire, not computed; computed values may rest on bytes that are gone. */
static bool is_read(const struct pw_field *field)
{
    return !field->derived;
}

/* The next field read from the wire in a layer, at or after *i; NULL at its end. */
static const struct pw_field *next_read(const struct pw_tree *tree, const struct pw_layer *layer,
                                        uint32_t *i)
{
    while (*i < layer->count) {
        const struct pw_field *field = &tree->fields[layer->first + (*i)++];
        if (is_read(field))
            return field;
    }
    return NULL;
}

static bool same_value(const struct pw_field *cut, const struct pw_field *whole, uint32_t n)
{
    if (cut->def != whole->def || cut->offset != whole->offset || cut->number != whole->number ||
        cut->bytes.length > whole->bytes.length ||
        (cut->bytes.length && memcmp(cut->bytes.data, whole->bytes.data, cut->bytes.length) != 0))
        return false;
    /* A heading spans what there is below it. Else only a run of bytes without a length of its own
     * may be shorter, and then up to the cut. */
    return cut->length == whole->length ||
           (cut->length < whole->length && cut->offset + cut->length <= n &&
            (cut->def->format == PW_GROUP || cut->bytes.length == cut->length));
}

/* A header of which nothing is missing is whole, even if the bytes it carries are not there. */
static bool is_payload(const struct pw_field *field, const struct pw_layer *layer, uint32_t n)
{
    return field->def->format == PW_BYTES && field->offset == n &&
           field->offset + field->length == layer->offset + layer->length;
}

struct place {
    const char *file;
    uint32_t frame, cut;
};

/* One layer of the cut packet against the same of the whole one. */
static void compare_layers(const struct place *place, const struct taken *taken,
                           const struct pw_layer *cut, const struct pw_tree *tree,
                           const struct pw_layer *whole)
{
    uint32_t i = 0, j = 0, n = place->cut;
    const struct pw_field *expected, *met;
    do {
        expected = next_read(tree, whole, &j);
        met = next_read(taken->tree, cut, &i);
        if (met && (!expected || !same_value(met, expected, n)))
            fail_at("%s:%u cut at %u: %s differs from %s", place->file, place->frame, n,
                    met->def->id, expected ? expected->def->id : "nothing");
    } while (met && expected);
    if (expected && expected->offset + expected->length <= n)
        fail_at("%s:%u cut at %u: %s is there and not shown", place->file, place->frame, n,
                expected->def->id);
    if (expected && cut->verdict == PW_WHOLE && !is_payload(expected, whole, n))
        fail_at("%s:%u cut at %u: %s misses %s and is called whole", place->file, place->frame, n,
                cut->protocol->id, expected->def->id);
    if (cut->verdict == PW_FAULT &&
        (whole->verdict != PW_FAULT || strcmp(cut->why, whole->why) != 0))
        fail_at("%s:%u cut at %u: a fault: %s", place->file, place->frame, n, cut->why);
    if (cut->verdict == PW_WHOLE && whole->verdict != PW_WHOLE && cut->length == whole->length)
        fail_at("%s:%u cut at %u: trouble unseen: %s", place->file, place->frame, n, whole->why);
}

static void compare(const struct place *place, const struct taken *taken,
                    const struct pw_tree *whole)
{
    const struct pw_tree *tree = taken->tree;
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *cut = &tree->layers[i];
        if (i >= whole->layer_count || cut->offset != whole->layers[i].offset) {
            fail_at("%s:%u cut at %u: %s was not there", place->file, place->frame, place->cut,
                    cut->protocol->id);
            return;
        }
        /* What UDP carries is asked for, and half a message may not be known any more. */
        if (cut->protocol != whole->layers[i].protocol && whole->layers[i].protocol->claims &&
            strcmp(cut->protocol->id, "data") == 0)
            return;
        CU_ASSERT_PTR_EQUAL(cut->protocol, whole->layers[i].protocol);
        compare_layers(place, taken, cut, whole, &whole->layers[i]);
    }
    if (tree->layer_count == whole->layer_count)
        return;
    /* Layers are missing because the last one is cut or because the cut is at its very end. */
    const struct pw_layer *last = tree->layer_count ? &tree->layers[tree->layer_count - 1] : NULL;
    if (last && last->verdict == PW_WHOLE && last->offset + last->length != place->cut)
        fail_at("%s:%u cut at %u: layers are missing behind a whole %s", place->file, place->frame,
                place->cut, last->protocol->id);
}

static void check_file(struct pcap_file *file, void *self)
{
    struct pw_arena arena = {0};
    (void)self;
    for (uint32_t i = 0; i < file->count; i++) {
        const struct pw_packet *packet = &file->packets[i];
        struct pw_tree whole;
        pw_arena_reset(&arena);
        pw_tree_begin(&whole, &arena, pw_bytes_of(packet->data, packet->captured));
        struct pw_dissection d = {.tree = &whole};
        pw_dissect_packet(&d, packet);
        for (uint32_t n = 0; n <= packet->captured; n++) {
            struct taken taken = take_apart(packet, n);
            struct place place = {.file = file->name, .frame = i + 1, .cut = n};
            compare(&place, &taken, &whole);
        }
    }
    pw_arena_free(&arena);
}

static void test_every_prefix(void)
{
    pcap_files_each(check_file, NULL);
}

void add_prefix_tests(void)
{
    CU_pSuite suite = CU_add_suite("cut frames", NULL, NULL);
    CU_add_test(suite, "every frame at every length", test_every_prefix);
}
