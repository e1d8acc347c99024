/* WebSocket messages and control frames, described: unmasked and joined from their frames. */
#include <string.h>

#include "base/text.h"
#include "dissect/websocket.h"
#include "stream/describe.h"

#define SHOWN 4096u /* bytes of a message an event carries */

/* What joining the frames of a message came to. */
struct joined {
    uint8_t *bytes; /* at most SHOWN */
    size_t length;
    uint64_t total; /* payload bytes in all */
    uint32_t frames;
    bool masked, compressed;
};

static void join_frame(struct pw_describing *on, uint32_t index, struct joined *joined)
{
    struct pw_websocket_frame frame;
    struct pw_bytes bytes = pw_describe_message_bytes(on, index, 0, SHOWN + 14);
    pw_describe_message_packets(on, index);
    if (pw_websocket_parse(bytes, &frame) != PW_PARSE_DONE)
        return;
    if (!joined->frames++) {
        joined->masked = frame.masked;
        joined->compressed = frame.rsv & 4;
    }
    joined->total += frame.payload_length;
    size_t here = bytes.length - frame.header_length;
    size_t room = SHOWN - joined->length;
    if (here > frame.payload_length)
        here = (size_t)frame.payload_length;
    size_t size = here < room ? here : room;
    uint8_t *into = joined->bytes + joined->length;
    if (size)
        memcpy(into, bytes.data + frame.header_length, size);
    if (frame.masked)
        pw_websocket_unmask(into, size, frame.key, 0);
    joined->length += size;
}

/* All data frames of the message's side, first to last; control frames between them are no part. */
static struct joined join(struct pw_describing *on)
{
    struct joined joined = {.bytes = pw_arena_take(on->arena, SHOWN)};
    uint32_t index = on->event->message;
    while (index != PW_NONE) {
        const struct pw_message *message = pw_session_message(on->session, index);
        if (message->side == on->event->side && message->application == PW_APP_WEBSOCKET &&
            (message->opcode < PW_WEBSOCKET_CLOSE || index == on->event->message))
            join_frame(on, index, &joined);
        if (index == on->event->last_message)
            break;
        index = message->next;
    }
    return joined;
}

/* A cut may fall inside a character: leave its start out, so that a text stays a text. */
static size_t whole_characters(const struct joined *joined)
{
    size_t length = joined->length;
    if (joined->total <= joined->length)
        return length;
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        uint8_t byte = joined->bytes[length - back];
        if (byte >= 0xc0)
            return length - back;
        if (byte < 0x80)
            break;
    }
    return length;
}

static void describe_payload(struct pw_describing *on, const struct joined *joined, bool text)
{
    size_t length = text ? whole_characters(joined) : joined->length;
    struct pw_bytes bytes = pw_bytes_of(joined->bytes, length);
    if (text)
        pw_describe_bytes(on, "text", bytes);
    else
        pw_describe_hex(on, "hex", bytes);
}

static void describe_message(struct pw_describing *on)
{
    struct joined joined = join(on);
    bool text = on->event->result == PW_WEBSOCKET_TEXT;
    on->out->result = text ? "text" : "binary";
    pw_describe_side(on, "from", on->event->side);
    pw_describe_text(on, "opcode", on->out->result);
    pw_describe_number(on, "length", joined.total);
    pw_describe_number(on, "frames", joined.frames);
    pw_describe_bool(on, "compressed", joined.compressed);
    pw_describe_bool(on, "masked", joined.masked);
    describe_payload(on, &joined, text && !joined.compressed);
    if (joined.length < joined.total)
        pw_describe_bool(on, "cut", true);
}

static void describe_control(struct pw_describing *on)
{
    struct joined joined = join(on);
    struct pw_bytes bytes = pw_bytes_of(joined.bytes, joined.length);
    pw_describe_side(on, "from", on->event->side);
    pw_describe_number(on, "length", joined.total);
    describe_payload(on, &joined, pw_utf8_valid(bytes));
}

static void describe_close(struct pw_describing *on)
{
    struct joined joined = join(on);
    pw_describe_side(on, "from", on->event->side);
    if (joined.length < 2)
        return;
    pw_describe_number(on, "code", (uint64_t)(joined.bytes[0] << 8 | joined.bytes[1]));
    pw_describe_bytes(on, "reason", pw_bytes_of(joined.bytes + 2, joined.length - 2));
}

void pw_describe_websocket(struct pw_describing *on)
{
    if (on->event->kind == PW_EVENT_WEBSOCKET_MESSAGE)
        describe_message(on);
    else if (on->event->kind == PW_EVENT_WEBSOCKET_CLOSE)
        describe_close(on);
    else
        describe_control(on);
}
