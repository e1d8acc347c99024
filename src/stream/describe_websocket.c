/* WebSocket messages and control frames, described: unmasked and joined from their frames. */
#include <string.h>

#include "base/text.h"
#include "dissect/websocket.h"
#include "stream/content.h"
#include "stream/describe.h"

#define SHOWN 4096u /* bytes of a message an event carries */

/* The message's frames' packets, and what they say. */
static struct pw_content content_of(struct pw_describing *on)
{
    struct pw_content content;
    uint32_t index = on->event->message;
    pw_content_websocket(on->session, index, SHOWN, on->arena, &content);
    for (; index != PW_NONE; index = pw_session_message(on->session, index)->next) {
        const struct pw_message *frame = pw_session_message(on->session, index);
        if (frame->side == on->event->side && frame->application == PW_APP_WEBSOCKET &&
            (frame->opcode <= PW_WEBSOCKET_BINARY || index == on->event->message))
            pw_describe_message_packets(on, index);
        if (index == on->event->last_message)
            break;
    }
    return content;
}

/* A cut may fall inside a character: leave its start out, so that a text stays a text. */
static size_t whole_characters(const struct pw_content *content)
{
    size_t length = content->bytes.length;
    if (content->total <= content->bytes.length)
        return length;
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        uint8_t byte = content->bytes.data[length - back];
        if (byte >= 0xc0)
            return length - back;
        if (byte < 0x80)
            break;
    }
    return length;
}

static void describe_payload(struct pw_describing *on, const struct pw_content *content, bool text)
{
    size_t length = text ? whole_characters(content) : content->bytes.length;
    struct pw_bytes bytes = pw_bytes_of(content->bytes.data, length);
    if (text)
        pw_describe_bytes(on, "text", bytes);
    else
        pw_describe_hex(on, "hex", bytes);
}

static void describe_message(struct pw_describing *on)
{
    struct pw_content content = content_of(on);
    bool text = on->event->result == PW_WEBSOCKET_TEXT;
    on->out->result = text ? "text" : "binary";
    pw_describe_side(on, "from", on->event->side);
    pw_describe_text(on, "opcode", on->out->result);
    pw_describe_number(on, "length", content.total);
    pw_describe_number(on, "frames", content.frames);
    pw_describe_bool(on, "compressed", content.compressed);
    pw_describe_bool(on, "masked", content.masked);
    describe_payload(on, &content, text && !content.unreadable);
    if (on->event->extra)
        pw_describe_bool(on, "guessed", true);
    if (content.compressed)
        pw_describe_number(on, "compressed_length", content.wire);
    if (content.bytes.length < content.total)
        pw_describe_bool(on, "cut", true);
}

static void describe_control(struct pw_describing *on)
{
    struct pw_content content = content_of(on);
    struct pw_bytes bytes = pw_bytes_of(content.bytes.data, content.bytes.length);
    pw_describe_side(on, "from", on->event->side);
    pw_describe_number(on, "length", content.total);
    describe_payload(on, &content, pw_utf8_valid(bytes));
}

static void describe_close(struct pw_describing *on)
{
    struct pw_content content = content_of(on);
    pw_describe_side(on, "from", on->event->side);
    if (content.bytes.length < 2)
        return;
    pw_describe_number(on, "code", (uint64_t)(content.bytes.data[0] << 8 | content.bytes.data[1]));
    pw_describe_bytes(on, "reason", pw_bytes_of(content.bytes.data + 2, content.bytes.length - 2));
}

static void describe_violation(struct pw_describing *on)
{
    const struct pw_websocket_rule_text *rule = &pw_websocket_rules[on->event->result];
    on->out->result = rule->word;
    pw_describe_side(on, "from", on->event->side);
    pw_describe_text(on, "rule", rule->word);
    pw_describe_text(on, "section", rule->section);
    pw_describe_text(on, "says", rule->says);
    pw_describe_message_packets(on, on->event->message);
}

/* Several may share a connection of HTTP/2, each on a stream of its own (RFC 8441). */
static void describe_stream(struct pw_describing *on)
{
    const struct pw_message *message = pw_session_message(on->session, on->event->message);
    uint32_t id = pw_stream_at(on->session, message->stream)->http2_id;
    if (id)
        pw_describe_number(on, "stream", id);
}

void pw_describe_websocket(struct pw_describing *on)
{
    if (on->event->kind == PW_EVENT_WEBSOCKET_VIOLATION)
        describe_violation(on);
    else if (on->event->kind == PW_EVENT_WEBSOCKET_MESSAGE)
        describe_message(on);
    else if (on->event->kind == PW_EVENT_WEBSOCKET_CLOSE)
        describe_close(on);
    else
        describe_control(on);
    describe_stream(on);
}
