/*
 * JSON lines: one object for each packet, each event, and the end. Other people's scripts read
 * them: keys are added, never renamed.
 */
#include "export/json_private.h"

#include <stdlib.h>

#include "base/text.h"

struct pw_json *pw_json_new(const struct pw_session *session, const struct pw_words *words)
{
    struct pw_json *json = pw_allocate_zero(sizeof *json);
    json->session = session;
    json->words = words;
    return json;
}

void pw_json_free(struct pw_json *json)
{
    if (!json)
        return;
    pw_json_keys_free(json);
    pw_arena_free(&json->arena);
    pw_buffer_free(&json->scratch);
    free(json);
}

/* Seconds since the epoch, all nine decimals. */
static void write_time(struct pw_buffer *out, uint64_t time)
{
    char decimals[9];
    uint64_t rest = time % 1000000000u;
    for (int i = 8; i >= 0; i--, rest /= 10)
        decimals[i] = (char)('0' + rest % 10);
    pw_buffer_number(out, time / 1000000000u);
    pw_buffer_byte(out, '.');
    pw_buffer_add(out, decimals, sizeof decimals);
}

static void write_layer(struct pw_json *json, const struct pw_tree *tree,
                        const struct pw_layer *layer, struct pw_buffer *out)
{
    pw_json_member(out, "{\"osi\":", layer->osi);
    pw_buffer_text(out, ",\"protocol\":");
    pw_json_text(out, layer->protocol->id);
    pw_json_member(out, ",\"offset\":", layer->offset);
    pw_json_member(out, ",\"length\":", layer->length);
    if (layer->source) {
        pw_buffer_text(out, ",\"source\":");
        pw_json_text(out, tree->sources[layer->source].name);
    }
    if (layer->reassembled) {
        pw_buffer_text(out, ",\"reassembled\":true,\"packets\":");
        pw_json_packets(out, layer->packets, layer->packet_count);
    }
    if (layer->quoted)
        pw_buffer_text(out, ",\"quoted\":true");
    pw_json_fields(json, tree, layer, out);
    if (layer->verdict != PW_WHOLE) {
        pw_buffer_text(out, ",\"malformed\":");
        pw_json_text(out, layer->why ? layer->why : "");
    }
    pw_buffer_byte(out, '}');
}

static void write_head(const struct pw_json *json, uint32_t number, struct pw_buffer *out)
{
    const struct pw_row *row = pw_session_row(json->session, number);
    pw_json_member(out, "{\"type\":\"packet\",\"number\":", (uint64_t)number + 1);
    pw_buffer_text(out, ",\"time\":\"");
    write_time(out, row->time);
    pw_json_member(out, "\",\"length\":", row->length);
    pw_json_member(out, ",\"captured\":", row->captured);
    if (row->conversation == PW_NONE)
        return;
    const struct pw_conversation *conversation =
        pw_session_conversation(json->session, row->conversation);
    pw_json_member(out, ",\"conversation\":", conversation->number);
    pw_buffer_text(out,
                   row->flags & PW_ROW_SERVER ? ",\"from\":\"server\"" : ",\"from\":\"client\"");
    if (conversation->guessed)
        pw_buffer_text(out, ",\"guessed\":true");
}

void pw_json_packet(struct pw_json *json, uint32_t row, struct pw_buffer *out)
{
    struct pw_tree tree;
    bool readable = pw_picture_tree(json->session, row, &json->arena, &tree);
    write_head(json, row, out);
    pw_buffer_text(out, ",\"layers\":[");
    for (uint32_t i = 0; i < tree.layer_count; i++) {
        if (i)
            pw_buffer_byte(out, ',');
        write_layer(json, &tree, &tree.layers[i], out);
    }
    pw_buffer_text(out, "],\"summary\":");
    pw_buffer_clear(&json->scratch);
    if (readable)
        pw_picture_summary(&tree, &json->scratch);
    else
        pw_buffer_text(&json->scratch, "its bytes cannot be read any more");
    pw_text_json(out, pw_bytes_of(pw_buffer_get(&json->scratch), json->scratch.length));
    pw_buffer_text(out, "}\n");
    uint32_t end = pw_row_events_end(json->session, row);
    for (uint32_t i = pw_session_row(json->session, row)->first_event; i < end; i++)
        pw_json_event(json, i, readable ? &tree : NULL, out);
    pw_arena_reset(&json->arena);
}

void pw_json_end(struct pw_json *json, bool truncated, struct pw_buffer *out)
{
    const struct pw_totals *totals = pw_session_totals(json->session);
    uint32_t events = pw_session_events(json->session);
    for (uint32_t i = pw_session_end_events(json->session); i < events; i++) {
        pw_json_event(json, i, NULL, out);
        pw_arena_reset(&json->arena);
    }
    pw_json_member(out, "{\"type\":\"end\",\"packets\":", pw_session_rows(json->session));
    pw_json_member(out, ",\"bytes\":", totals->bytes);
    pw_json_member(out, ",\"malformed\":", totals->malformed);
    pw_json_member(out, ",\"conversations\":", totals->tcp);
    pw_json_member(out, ",\"handshakes\":", totals->handshakes);
    pw_json_member(out, ",\"upgrades\":", totals->upgrades);
    pw_json_member(out, ",\"messages\":", totals->messages);
    pw_buffer_text(out, truncated ? ",\"truncated\":true}\n" : ",\"truncated\":false}\n");
}
