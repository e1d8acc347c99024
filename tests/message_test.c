/*
 * Messages: HTTP, WebSocket, DNS, DHCP, JSON, Socket.IO, TLS and HTTP/2, parsed out of streams and
 * taken apart. Bytes lie flush against an unmapped page, so that a read behind the end is a crash
 * and no luck.
 */
#include "message_test.h"

#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "edge.h"

struct taken take_apart(const char *protocol, const void *bytes, size_t length, bool snapped,
                        bool dns_length)
{
    static struct pw_arena arena;
    static struct pw_tree tree;
    static struct pw_buffer brief, summary;
    const struct pw_protocol *p = pw_protocol_named(protocol);
    struct pw_bytes edge = edge_of(bytes, length);
    struct pw_cursor c = pw_cursor_of(edge.data, (uint32_t)edge.length, snapped);
    struct pw_cursor again = c;
    pw_arena_reset(&arena);
    pw_tree_begin(&tree, &arena, edge);
    pw_buffer_clear(&brief);
    pw_buffer_clear(&summary);
    struct pw_dissection d = {.tree = &tree, .context.dns_length = dns_length};
    struct pw_dissection indexing = {.context.dns_length = dns_length};
    pw_dissect_as(&d, p, &c);
    pw_dissect_as(&indexing, p, &again);
    /* Without a tree the same is found out, and the same bytes are passed. */
    CU_ASSERT_EQUAL(d.facts.malformed, indexing.facts.malformed);
    CU_ASSERT_PTR_EQUAL(d.kind, indexing.kind);
    CU_ASSERT_EQUAL(c.at, again.at);
    const struct pw_layer *layer = &tree.layers[0];
    p->brief(&brief, &tree, layer);
    p->summary(&summary, &tree, layer);
    return (struct taken){.tree = &tree,
                          .layer = layer,
                          .brief = pw_buffer_get(&brief),
                          .summary = pw_buffer_get(&summary),
                          .why = layer->why ? layer->why : "",
                          .kind = d.kind ? d.kind : ""};
}

const char *shown(const struct taken *taken, const char *id, uint32_t nth)
{
    static struct pw_buffer text;
    const struct pw_field *field = pw_tree_find(taken->tree, taken->layer, id, nth);
    pw_buffer_clear(&text);
    if (field)
        pw_field_show(&text, field);
    return pw_buffer_get(&text);
}

void check_every_prefix(const char *protocol, const void *bytes, size_t length, bool dns_length)
{
    for (size_t n = 0; n < length; n++) {
        struct taken cut = take_apart(protocol, bytes, n, true, dns_length);
        if (cut.layer->verdict != PW_CUT && *cut.why)
            CU_FAIL(cut.why);
        CU_ASSERT(cut.layer->verdict != PW_FAULT);
        struct taken faulty = take_apart(protocol, bytes, n, false, dns_length);
        CU_ASSERT(faulty.layer->verdict != PW_CUT);
    }
}

void change_every_byte(const char *protocol, const void *bytes, size_t length)
{
    uint8_t changed[256];
    for (size_t i = 0; i < length; i++) {
        for (int value = 0; value < 256; value++) {
            memcpy(changed, bytes, length);
            changed[i] = (uint8_t)value;
            take_apart(protocol, changed, length, false, false);
        }
    }
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    add_http_tests();
    add_websocket_tests();
    add_datagram_tests();
    add_json_tests();
    add_engineio_tests();
    add_socketio_tests();
    add_secure_tests();
    add_http2_tests();
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures ? 1 : 0;
}
