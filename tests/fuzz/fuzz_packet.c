/*
 * libFuzzer: one packet. The first two bytes choose the link type, the next two how much of the
 * packet was captured; the rest is the packet. It goes through the dissectors without and with a
 * tree, and through a JSON line and a story.
 */
#include <stdlib.h>
#include <string.h>

#include "export/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    (void)wanted;
    *out = *(struct pw_packet *)self;
    return true;
}

/* What is read while indexing and what is shown must not disagree about trouble. */
static void dissect_both_ways(const struct pw_packet *packet)
{
    struct pw_arena arena = {0};
    struct pw_tree tree;
    struct pw_dissection plain = {0}, shown = {.tree = &tree};
    pw_dissect_packet(&plain, packet);
    pw_tree_begin(&tree, &arena, pw_bytes_of(packet->data, packet->captured));
    pw_dissect_packet(&shown, packet);
    if (plain.facts.transport != shown.facts.transport ||
        plain.facts.malformed != shown.facts.malformed)
        abort();
    pw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4 || size > 70000)
        return 0;
    uint32_t captured = (uint32_t)size - 4;
    uint32_t missing = (uint32_t)(data[2] << 8 | data[3]);
    /* A copy of its own, so that one byte too far is seen. */
    uint8_t *bytes = pw_allocate(captured);
    memcpy(bytes, data + 4, captured);
    struct pw_packet packet = {.time = UINT64_C(1700000000000000000),
                               .length = captured + missing,
                               .captured = captured,
                               .link = (uint32_t)(data[0] << 8 | data[1]),
                               .data = bytes};
    dissect_both_ways(&packet);
    struct pw_session *session = pw_session_new((struct pw_store){&packet, fetch});
    struct pw_json *json = pw_json_new(session, NULL);
    struct pw_explain *explain = pw_explain_new(session, NULL, PW_STUDENT, "one packet");
    struct pw_buffer out = {0};
    pw_session_add(session, &packet);
    pw_json_packet(json, 0, &out);
    pw_explain_packet(explain, 0, &out);
    pw_session_finish(session);
    pw_json_end(json, false, &out);
    pw_explain_end(explain, NULL, &out);
    pw_buffer_free(&out);
    pw_explain_free(explain);
    pw_json_free(json);
    pw_session_free(session);
    free(bytes);
    return 0;
}
