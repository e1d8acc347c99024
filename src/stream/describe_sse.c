/* Server-sent events, described (HTML standard, section 9.2.6): the lines of one, as body.c kept
 * them, each ended by LF. */
#include <string.h>

#include "stream/describe.h"

#define SHOWN 4096u /* bytes of a text an event carries */

/* What the lines say. Of a name, an id and a retry time the last one counts. */
struct lines {
    struct pw_bytes name, id, retry;
    struct pw_buffer data, comment;
    bool any; /* data lines */
};

static bool is(struct pw_bytes field, const char *name)
{
    return field.length == strlen(name) && memcmp(field.data, name, field.length) == 0;
}

/* "field: value"; one space behind the colon is no part of the value. What has another name, also
 * one in capitals, says nothing. */
static void take_line(struct lines *lines, struct pw_bytes line)
{
    const uint8_t *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
    size_t name = colon ? (size_t)(colon - line.data) : line.length;
    size_t skip = name + (colon ? 1 : 0);
    skip += skip < line.length && line.data[skip] == ' ';
    struct pw_bytes field = pw_bytes_of(line.data, name);
    struct pw_bytes value = pw_bytes_of(line.data + skip, line.length - skip);
    if (colon && !name) {
        pw_buffer_add(&lines->comment, value.data, value.length);
    } else if (is(field, "data")) {
        pw_buffer_text(&lines->data, lines->any ? "\n" : "");
        pw_buffer_add(&lines->data, value.data, value.length);
        lines->any = true;
    } else if (is(field, "event")) {
        lines->name = value;
    } else if (is(field, "id")) {
        lines->id = value;
    } else if (is(field, "retry")) {
        lines->retry = value;
    }
}

/* As much of a text as is shown, no half of a character; *cut where that is not all. */
static struct pw_bytes shown(struct pw_bytes text, bool *cut)
{
    if (text.length <= SHOWN)
        return text;
    *cut = true;
    text.length = SHOWN;
    while (text.length && (text.data[text.length] & 0xc0) == 0x80)
        text.length--;
    return text;
}

static void describe_lines(struct pw_describing *on, struct lines *lines)
{
    bool cut = false;
    struct pw_buffer *text = lines->any ? &lines->data : &lines->comment;
    on->out->result = lines->any ? "event" : "comment";
    pw_describe_text(on, "kind", on->out->result);
    pw_describe_number(on, "length", lines->data.length);
    if (lines->name.data)
        pw_describe_bytes(on, "name", shown(lines->name, &cut));
    if (lines->id.data)
        pw_describe_bytes(on, "id", shown(lines->id, &cut));
    if (lines->retry.data)
        pw_describe_bytes(on, "retry", shown(lines->retry, &cut));
    if (lines->any || text->length) {
        struct pw_bytes part = shown(pw_bytes_of(pw_buffer_get(text), text->length), &cut);
        pw_describe_bytes(
            on, lines->any ? "text" : "comment",
            pw_bytes_of(pw_arena_text(on->arena, part.data, part.length), part.length));
    }
    if (cut)
        pw_describe_bool(on, "cut", true);
    pw_buffer_free(&lines->data);
    pw_buffer_free(&lines->comment);
}

void pw_describe_sse(struct pw_describing *on)
{
    size_t length = on->event->part.length;
    uint8_t *block = pw_arena_take(on->arena, length);
    struct lines lines = {.any = false};
    pw_describe_side(on, "from", on->event->side);
    pw_describe_packet(on, on->event->about);
    pw_describe_packet(on, on->event->row);
    if (!pw_spill_get(&on->session->spill, on->event->part.at, block, length))
        return;
    /* The mark that may stand in front of the first (section 9.2.5). */
    size_t at = length >= 3 && memcmp(block, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < length) {
        const uint8_t *feed = memchr(block + at, '\n', length - at);
        size_t end = feed ? (size_t)(feed - block) : length;
        take_line(&lines, pw_bytes_of(block + at, end - at));
        at = end + 1;
    }
    describe_lines(on, &lines);
}
