/* What two programs say to each other, made by hand, and what became of it: see talk.h. */
#include "talk.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

static void say(struct segments *segments, unsigned side, struct pw_buffer *text)
{
    segments_add(segments, side, PW_TCP_PSH, text->text, text->length);
    pw_buffer_free(text);
}

void upgrade_next(struct segments *segments, uint16_t client_port, const char *target,
                  const char *extensions)
{
    segments_open(segments, client_port);
    struct pw_buffer request = {0}, answer = {0};
    pw_buffer_print(&request,
                    "GET %s HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    "%s\r\n",
                    target, extensions);
    pw_buffer_print(&answer,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                    "%s\r\n",
                    extensions);
    say(segments, PW_CLIENT, &request);
    say(segments, PW_SERVER, &answer);
}

struct segments upgraded(const char *target, const char *extensions)
{
    struct segments segments = {0};
    upgrade_next(&segments, 50000, target, extensions);
    return segments;
}

struct pw_session *index_segments(struct segments *segments)
{
    struct pw_session *session = pw_session_new(segments_store(segments));
    for (uint32_t i = 0; i < segments->count; i++)
        pw_session_add(session, &segments->packets[i]);
    pw_session_finish(session);
    return session;
}

uint32_t count_events(const struct pw_session *session, enum pw_event_kind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < pw_session_events(session); i++)
        count += pw_session_event(session, i)->kind == kind;
    return count;
}

size_t deflate_text(z_stream *z, const uint8_t *text, size_t length, uint8_t *out, size_t room)
{
    z->next_in = (Bytef *)(uintptr_t)text;
    z->avail_in = (uInt)length;
    z->next_out = out;
    z->avail_out = (uInt)room;
    CU_ASSERT_EQUAL(deflate(z, Z_SYNC_FLUSH), Z_OK);
    return room - z->avail_out - 4;
}

void add_compressed(struct segments *segments, uint8_t first, const uint8_t *bytes, size_t length)
{
    uint8_t head[10] = {first, 127};
    for (int i = 0; i < 8; i++)
        head[2 + i] = (uint8_t)((uint64_t)length >> (56 - 8 * i));
    if (length < 126) {
        head[1] = (uint8_t)length;
        segments_add(segments, PW_SERVER, 0, head, 2);
    } else if (length < 65536) {
        head[1] = 126;
        memmove(head + 2, head + 8, 2);
        segments_add(segments, PW_SERVER, 0, head, 4);
    } else {
        segments_add(segments, PW_SERVER, 0, head, 10);
    }
    for (size_t at = 0; at < length; at += 60000)
        segments_add(segments, PW_SERVER, 0, bytes + at, length - at < 60000 ? length - at : 60000);
}

struct segments socketio_session(const char *sid)
{
    struct segments segments = upgraded("/socket.io/?EIO=4&transport=websocket", "");
    open_session(&segments, sid);
    return segments;
}

void open_session(struct segments *segments, const char *sid)
{
    struct pw_buffer open = {0};
    pw_buffer_print(&open, "0{\"sid\":\"%s\",\"pingInterval\":25000,\"pingTimeout\":20000}", sid);
    server_says(segments, pw_buffer_get(&open));
    pw_buffer_free(&open);
}

void server_says(struct segments *segments, const char *text)
{
    segments_frame(segments, PW_SERVER, 1, text, strlen(text));
}

const char *said(const struct pw_description *what, const char *name)
{
    static struct pw_buffer text;
    const struct pw_attribute *attribute = pw_description_get(what, name);
    if (!attribute)
        return NULL;
    pw_buffer_clear(&text);
    if (attribute->type == PW_ATTRIBUTE_HEX)
        pw_buffer_hex(&text, attribute->bytes);
    else if (attribute->type == PW_ATTRIBUTE_TEXT || attribute->type == PW_ATTRIBUTE_JSON)
        pw_buffer_add(&text, attribute->bytes.data, attribute->bytes.length);
    else
        pw_buffer_number(&text, attribute->number);
    return pw_buffer_get(&text);
}

void check_said(const struct pw_description *what, const char *name, const char *wanted)
{
    const char *text = said(what, name);
    if (text && wanted) {
        CU_ASSERT_STRING_EQUAL(text, wanted);
        if (strcmp(text, wanted) != 0)
            printf("\n%s: %s", name, text);
    } else {
        CU_ASSERT_TRUE(!text && !wanted);
        if (text || wanted)
            printf("\n%s: %s, not %s", name, text ? text : "-", wanted ? wanted : "-");
    }
}

bool describe_nth(const struct pw_session *session, enum pw_event_kind kind, uint32_t nth,
                  struct pw_arena *arena, struct pw_description *what)
{
    for (uint32_t i = 0; i < pw_session_events(session); i++)
        if (pw_session_event(session, i)->kind == kind && !nth--) {
            pw_picture_event(session, i, arena, what);
            return true;
        }
    return false;
}

static struct pw_buffer gzip(struct pw_bytes plain)
{
    struct pw_buffer out = {0};
    z_stream z = {0};
    size_t room = plain.length + 1000;
    uint8_t *bytes = malloc(room);
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)plain.data;
    z.avail_in = (uInt)plain.length;
    z.next_out = bytes;
    z.avail_out = (uInt)room;
    CU_ASSERT_EQUAL(deflate(&z, Z_FINISH), Z_STREAM_END);
    pw_buffer_add(&out, bytes, room - z.avail_out);
    deflateEnd(&z);
    free(bytes);
    return out;
}

/* A side's bytes in segments of so many. */
static void say_in(struct segments *segments, unsigned side, const struct pw_buffer *bytes,
                   size_t size)
{
    for (size_t at = 0; at < bytes->length; at += size)
        segments_add(segments, side, 0, bytes->text + at,
                     bytes->length - at < size ? bytes->length - at : size);
}

void answer(struct segments *segments, const char *head, struct pw_bytes body, int form)
{
    struct pw_buffer out = {0}, packed = {0};
    if (form & GZIPPED) {
        packed = gzip(body);
        body = pw_bytes_of(packed.text, packed.length);
    }
    pw_buffer_print(&out, "%s%s", head, form & GZIPPED ? "Content-Encoding: gzip\r\n" : "");
    if (form & CHUNKED) {
        pw_buffer_text(&out, "Transfer-Encoding: chunked\r\n\r\n");
        for (size_t at = 0, size = 7; at < body.length; at += size, size = size % 61 + 5) {
            size_t length = body.length - at < size ? body.length - at : size;
            pw_buffer_print(&out, "%zx\r\n", length);
            pw_buffer_add(&out, body.data + at, length);
            pw_buffer_text(&out, "\r\n");
        }
        pw_buffer_text(&out, "0\r\n\r\n");
    } else {
        pw_buffer_print(&out, "Content-Length: %zu\r\n\r\n", body.length);
        pw_buffer_add(&out, body.data, body.length);
    }
    say_in(segments, PW_SERVER, &out, form & TINY ? 1 : 60000);
    pw_buffer_free(&packed);
    pw_buffer_free(&out);
}

void ask(struct segments *segments, const char *target)
{
    struct pw_buffer out = {0};
    pw_buffer_print(&out, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
    say_in(segments, PW_CLIENT, &out, 60000);
    pw_buffer_free(&out);
}
