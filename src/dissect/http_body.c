/*
 * The body of an HTTP/1 message (RFC 9112 sections 6 to 8): so many bytes, or chunks, or all until
 * the connection closes. Chunks are shown as they came and once more put together.
 *
 *   1a;extension=1 CRLF      a chunk's size, hexadecimal
 *   26 bytes CRLF            its data
 *   0 CRLF                   the last chunk is empty
 *   Name: value CRLF         trailer lines, most often none
 *   CRLF
 */
#include "dissect/http_head.h"

#include <string.h>

#include "base/inflater.h"

#define PLAIN_MAX (1u << 20) /* bytes of a body that are inflated to be shown */

/* What is left, as a run of bytes; the cursor stays. */
static struct pw_bytes left(const struct pw_cursor *c)
{
    return pw_bytes_of(c->data + c->at, pw_left(c));
}

/* The message is not all there: the capture's doing, or the sender's. */
void pw_http_incomplete(struct pw_dissection *d, const struct pw_cursor *c)
{
    if (c->snapped)
        pw_cut(d, "the capture ends before this message does");
    else
        pw_fault(d, "the message ends before it is complete", "RFC 9112 section 8");
}

/* The line end behind a chunk's data. False where none is. */
static bool show_boundary(struct pw_dissection *d, struct pw_cursor *c,
                          const struct pw_field_def *fields)
{
    uint32_t length = pw_peek(c, 0) == '\n' ? 1 : 2;
    if (length == 2 && pw_left(c) >= 2 && !(pw_peek(c, 0) == '\r' && pw_peek(c, 1) == '\n')) {
        pw_fault(d, "no line end stands behind a chunk's data", "RFC 9112 section 7.1");
        return false;
    }
    if (pw_left(c) < length) {
        pw_http_incomplete(d, c);
        return false;
    }
    pw_add_bytes(d, c, &fields[PW_HTTP_CHUNK_BOUNDARY], length);
    return true;
}

/* Header fields that came too late for the head (RFC 9112 section 7.1.2), and the last blank line.
 */
static void show_trailer(struct pw_dissection *d, struct pw_cursor *c,
                         const struct pw_field_def *fields)
{
    struct pw_bytes here = left(c);
    struct pw_http_line line;
    size_t at = 0;
    do {
        if (pw_http_next_line(here, &at, &line) != PW_PARSE_DONE) {
            pw_http_incomplete(d, c);
            return;
        }
        if (line.blank)
            pw_add_bytes(d, c, &fields[PW_HTTP_CHUNK_BOUNDARY], (uint32_t)line.raw.length);
        else
            pw_add_bytes(d, c, &fields[PW_HTTP_TRAILER], (uint32_t)line.raw.length);
    } while (!line.blank);
}

/* Chunk after chunk (RFC 9112 section 7.1). Their data is put together in `clear`, which has room
 * for all that is left, or is NULL. Returns how much that was. */
static uint32_t show_chunks(struct pw_dissection *d, struct pw_cursor *c,
                            const struct pw_field_def *fields, uint8_t *clear)
{
    uint32_t total = 0, line;
    uint64_t size;
    for (;;) {
        enum pw_parse parsed = pw_http_parse_chunk(left(c), &line, &size);
        if (parsed == PW_PARSE_BAD)
            pw_fault(d, "a chunk's size is no hexadecimal number", "RFC 9112 section 7.1");
        else if (parsed == PW_PARSE_MORE)
            pw_http_incomplete(d, c);
        if (parsed != PW_PARSE_DONE)
            return total;
        if (d->layer)
            pw_record(d, &fields[PW_HTTP_CHUNK_SIZE], pw_offset(c), line, size);
        pw_skip(c, line);
        if (size == 0) {
            show_trailer(d, c, fields);
            return total;
        }
        bool whole = size <= pw_left(c);
        struct pw_bytes data =
            pw_add_bytes(d, c, &fields[PW_HTTP_CHUNK_DATA], whole ? (uint32_t)size : pw_left(c));
        if (clear && data.length)
            memcpy(clear + total, data.data, data.length);
        total += (uint32_t)data.length;
        if (!whole)
            pw_http_incomplete(d, c);
        if (!whole || !show_boundary(d, c, fields))
            return total;
    }
}

/* A body's content coding undone, in the tree's arena. */
struct plain {
    struct pw_arena *arena;
    uint8_t *bytes;
    size_t length, room;
};

static bool take_plain(void *self, struct pw_bytes piece)
{
    struct plain *plain = self;
    if (plain->length + piece.length > plain->room) {
        size_t room = plain->room ? plain->room * 2 : 65536;
        uint8_t *bytes = pw_arena_take(plain->arena, room);
        if (plain->length)
            memcpy(bytes, plain->bytes, plain->length);
        plain->bytes = bytes;
        plain->room = room;
    }
    memcpy(plain->bytes + plain->length, piece.data, piece.length);
    plain->length += piece.length;
    return plain->length < PLAIN_MAX;
}

/* The body as the content coding hides it (RFC 9110 section 8.4). False where it shows as it is. */
static bool show_inflated(struct pw_dissection *d, const struct pw_http_head *head,
                          struct pw_bytes body, const struct pw_field_def *fields)
{
    struct plain plain = {.arena = d->tree->arena};
    struct pw_inflater *inflater = pw_inflater_new((enum pw_coding)head->coding);
    if (!inflater)
        return false;
    bool fine = pw_inflater_feed(inflater, body, take_plain, &plain) || plain.length >= PLAIN_MAX;
    pw_inflater_free(inflater);
    if (!fine)
        pw_fault(d, "the body cannot be inflated", "RFC 9110 section 8.4.1");
    uint8_t source =
        plain.length
            ? pw_tree_source(d->tree, "inflated", "the content coding undone, RFC 9110 section 8.4",
                             pw_bytes_of(plain.bytes, plain.length))
            : 0;
    if (!source)
        return false;
    pw_tree_field(d->tree, &fields[PW_HTTP_FILE_DATA], source, 0, (uint32_t)plain.length)->bytes =
        pw_bytes_of(plain.bytes, plain.length);
    return true;
}

static void show_chunked_body(struct pw_dissection *d, struct pw_cursor *c,
                              const struct pw_http_head *head, const struct pw_field_def *fields)
{
    uint32_t at = pw_offset(c);
    uint8_t *clear = d->layer ? pw_arena_take(d->tree->arena, pw_left(c)) : NULL;
    uint32_t length = show_chunks(d, c, fields, clear);
    if (!clear || !length)
        return;
    struct pw_bytes body = pw_bytes_of(clear, length);
    uint8_t source =
        pw_tree_source(d->tree, "dechunked",
                       "the chunks' data put together, sizes and line ends left out, RFC 9112 "
                       "section 7.1",
                       body);
    if (head->coding && show_inflated(d, head, body, fields))
        return;
    /* Without room for one more source the body rests on the chunks it came in. */
    struct pw_field *field =
        source
            ? pw_tree_field(d->tree, &fields[PW_HTTP_FILE_DATA], source, 0, length)
            : pw_tree_field(d->tree, &fields[PW_HTTP_FILE_DATA], d->source, at, pw_offset(c) - at);
    field->bytes = body;
    field->derived = !source;
}

void pw_http_show_body(struct pw_dissection *d, struct pw_cursor *c,
                       const struct pw_http_head *head, const struct pw_field_def *fields)
{
    uint32_t length = pw_left(c);
    if (head->chunked) {
        if (length)
            show_chunked_body(d, c, head, fields);
        return;
    }
    if (head->has_length && head->body_length < length)
        length = (uint32_t)head->body_length;
    else if (!head->has_length && !head->response)
        length = 0;
    /* No body at all is how HEAD and 304 are answered, whatever length they name. */
    if (head->has_length && head->body_length > length && (length || c->snapped || !head->response))
        pw_http_incomplete(d, c);
    if (!length)
        return;
    struct pw_bytes body = pw_bytes_of(c->data + c->at, length);
    if (d->layer && head->coding && show_inflated(d, head, body, fields))
        pw_skip(c, length);
    else
        pw_add_bytes(d, c, &fields[PW_HTTP_FILE_DATA], length);
}
