/* What a message says: see content.h. */
#include "stream/content.h"

#include <string.h>

#include "stream/websocket.h"

const struct pw_derived *pw_derived_of(const struct pw_session *session, uint32_t message)
{
    uint32_t low = 0, high = session->derived.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct pw_derived *found = pw_vector_at(&session->derived, middle);
        if (found->message == message)
            return found;
        if (found->message < message)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

uint32_t pw_message_start(const struct pw_session *session, uint32_t frame)
{
    uint32_t first = pw_session_message(session, frame)->answers;
    return first == PW_NONE ? frame : first;
}

/* Payloads put one behind the other, at most `limit` bytes of them. */
struct joined {
    uint8_t *bytes;
    size_t length, room, limit;
};

/* Room grows by doubling: a message may come in very many frames. */
static uint8_t *place_for(struct joined *joined, size_t more, struct pw_arena *arena)
{
    if (joined->room - joined->length < more) {
        size_t room =
            joined->length + more > 2 * joined->room ? joined->length + more : 2 * joined->room;
        uint8_t *bytes = pw_arena_take(arena, room);
        if (joined->length)
            memcpy(bytes, joined->bytes, joined->length);
        joined->bytes = bytes;
        joined->room = room;
    }
    return joined->bytes + joined->length;
}

static void join_frame(const struct pw_session *session, uint32_t index, struct joined *joined,
                       struct pw_arena *arena, struct pw_content *out)
{
    struct pw_websocket_frame frame;
    size_t left = joined->limit - joined->length;
    struct pw_bytes bytes = pw_picture_bytes(session, index, 0, left + 14, arena);
    if (pw_websocket_parse(bytes, &frame) != PW_PARSE_DONE)
        return;
    if (!out->frames++) {
        out->masked = frame.masked;
        out->compressed = frame.rsv & 4;
    }
    out->wire += frame.payload_length;
    size_t here = bytes.length - frame.header_length;
    if (here > frame.payload_length)
        here = (size_t)frame.payload_length;
    size_t size = here < left ? here : left;
    if (!size)
        return;
    uint8_t *place = place_for(joined, size, arena);
    memcpy(place, bytes.data + frame.header_length, size);
    if (frame.masked)
        pw_websocket_unmask(place, size, frame.key, 0);
    joined->length += size;
    out->bytes = pw_bytes_of(joined->bytes, joined->length);
}

/* Frames of one side up to the one that says FIN; control frames between them are no part. */
static void join(const struct pw_session *session, uint32_t first, size_t limit,
                 struct pw_arena *arena, struct pw_content *out)
{
    const struct pw_message *start = pw_session_message(session, first);
    struct joined joined = {.limit = limit};
    for (uint32_t index = first; index != PW_NONE;
         index = pw_session_message(session, index)->next) {
        const struct pw_message *frame = pw_session_message(session, index);
        bool ours = frame->side == start->side && frame->stream == start->stream &&
                    frame->application == PW_APP_WEBSOCKET;
        if (!ours || (frame->opcode >= PW_WEBSOCKET_CLOSE && index != first))
            continue;
        /* Reserved kinds are no part of it either (RFC 6455 section 5.2). */
        if (frame->opcode > PW_WEBSOCKET_BINARY && index != first)
            continue;
        if (index != first && frame->opcode != PW_WEBSOCKET_CONTINUATION)
            return;
        join_frame(session, index, &joined, arena, out);
        out->last = index;
        if (frame->final || frame->opcode >= PW_WEBSOCKET_CLOSE)
            return;
    }
}

void pw_content_websocket(const struct pw_session *session, uint32_t first, size_t limit,
                          struct pw_arena *arena, struct pw_content *out)
{
    *out = (struct pw_content){.last = first};
    join(session, first, limit, arena, out);
    out->total = out->wire;
    if (!out->compressed)
        return;
    const struct pw_derived *kept = pw_derived_of(session, out->last);
    out->unreadable = kept == NULL;
    if (!kept)
        return;
    size_t length = kept->length < limit ? kept->length : limit;
    uint8_t *plain = pw_arena_take(arena, length);
    out->total = kept->total;
    out->bytes = pw_bytes_of(plain, length);
    if (!pw_spill_get(&session->spill, kept->at, plain, length))
        out->bytes.length = 0;
}

struct pw_bytes pw_content_http(const struct pw_session *session, uint32_t message,
                                struct pw_arena *arena)
{
    struct pw_tree tree;
    struct pw_bytes bytes = pw_picture_bytes(session, message, 0, PW_CAP_SHOWN, arena);
    pw_tree_begin(&tree, arena, bytes);
    struct pw_dissection d = {.tree = &tree};
    struct pw_cursor c = pw_cursor_of(bytes.data, (uint32_t)bytes.length, true);
    pw_dissect_as(&d, pw_protocol_named("http"), &c);
    const struct pw_field *body = pw_tree_find(&tree, NULL, "http.file_data", 0);
    return body ? body->bytes : pw_bytes_of(NULL, 0);
}

/* Many packets may lie in one body: it is undone once for all that ask one after the other. */
static struct pw_bytes body_of(const struct pw_session *session, uint32_t message)
{
    struct pw_cache *cache = session->cache;
    if (cache->message == message)
        return pw_bytes_of(cache->body.text, cache->body.length);
    struct pw_arena arena = {0};
    struct pw_bytes body = pw_content_http(session, message, &arena);
    pw_buffer_clear(&cache->body);
    pw_buffer_add(&cache->body, body.data, body.length);
    cache->message = message;
    pw_arena_free(&arena);
    return pw_bytes_of(cache->body.text, cache->body.length);
}

struct pw_bytes pw_content_part(const struct pw_session *session, const struct pw_event *event,
                                struct pw_arena *arena)
{
    struct pw_content content;
    struct pw_bytes whole;
    if (event->message == PW_NONE)
        return pw_bytes_of(NULL, 0);
    if (pw_session_message(session, event->message)->application == PW_APP_WEBSOCKET) {
        pw_content_websocket(session, event->message, PW_CAP_SHOWN, arena, &content);
        whole = content.bytes;
    } else {
        whole = body_of(session, event->message);
    }
    if (!whole.data || event->part.at > whole.length)
        return pw_bytes_of(NULL, 0);
    size_t left = whole.length - event->part.at;
    size_t length = event->part.length < left ? event->part.length : left;
    return pw_bytes_of(pw_arena_text(arena, whole.data + event->part.at, length), length);
}
