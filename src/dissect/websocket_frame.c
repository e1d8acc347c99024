/*
 * What a WebSocket frame's header says, and the mask taken off (RFC 6455 sections 5.2 and 5.3).
 * Streams find the end of a frame with this; websocket.c shows frames and has the drawing.
 */
#include "dissect/websocket.h"

#include <string.h>

#define HEADER_MAX 14u /* two bytes, a 64-bit length, a masking key */

const struct pw_name pw_websocket_opcode_names[] = {
    {PW_WEBSOCKET_CONTINUATION, "continuation"},
    {PW_WEBSOCKET_TEXT, "text"},
    {PW_WEBSOCKET_BINARY, "binary"},
    {PW_WEBSOCKET_CLOSE, "close"},
    {PW_WEBSOCKET_PING, "ping"},
    {PW_WEBSOCKET_PONG, "pong"},
    {0, NULL},
};
const struct pw_name pw_websocket_close_names[] = {
    {1000, "normal closure"},       {1001, "going away"},
    {1002, "protocol error"},       {1003, "unsupported data"},
    {1005, "no status received"},   {1006, "abnormal closure"},
    {1007, "invalid payload data"}, {1008, "policy violation"},
    {1009, "message too big"},      {1010, "extension missing"},
    {1011, "internal error"},       {1012, "service restart"},
    {1013, "try again later"},      {1014, "bad gateway"},
    {1015, "TLS handshake failed"}, {0, NULL},
};
const char *pw_websocket_close_name(uint16_t code)
{
    return pw_name_of(pw_websocket_close_names, code);
}

enum pw_parse pw_websocket_parse(struct pw_bytes bytes, struct pw_websocket_frame *frame)
{
    *frame = (struct pw_websocket_frame){0};
    if (bytes.length < 2)
        return PW_PARSE_MORE;
    struct pw_cursor c = pw_cursor_of(
        bytes.data, bytes.length > HEADER_MAX ? HEADER_MAX : (uint32_t)bytes.length, false);
    uint8_t first = pw_u8(&c), second = pw_u8(&c);
    frame->fin = first & 0x80;
    frame->rsv = first >> 4 & 7;
    frame->opcode = first & 0x0f;
    frame->masked = second & 0x80;
    frame->payload_length = second & 0x7f;
    if (frame->payload_length == 126)
        frame->payload_length = pw_u16(&c);
    else if (frame->payload_length == 127)
        frame->payload_length = pw_u64(&c);
    frame->header_length = pw_offset(&c);
    if (frame->payload_length >> 63)
        return PW_PARSE_BAD;
    for (int i = 0; frame->masked && i < 4; i++)
        frame->key[i] = pw_u8(&c);
    frame->header_length = pw_offset(&c);
    return c.cut ? PW_PARSE_MORE : PW_PARSE_DONE;
}

void pw_websocket_unmask(uint8_t *bytes, size_t length, const uint8_t key[4], uint64_t phase)
{
    /* The key, turned so that it starts at the phase, twice over: eight bytes are done at once. */
    uint8_t turned[8];
    for (size_t i = 0; i < sizeof turned; i++)
        turned[i] = key[(phase + i) & 3];
    uint64_t wide, word;
    memcpy(&wide, turned, sizeof wide);
    size_t at = 0;
    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        word ^= wide;
        memcpy(bytes + at, &word, sizeof word);
    }
    for (; at < length; at++)
        bytes[at] ^= turned[at & 7];
}
