/*
 * DNS over TCP (RFC 1035 section 4.2.2): messages behind a two-byte length. Its bytes prove little,
 * so here the port is asked too; HTTP on port 53 is found before this is tried.
 */
#include "stream/ladder.h"

#define HEADER 12u
#define PORT   53u

enum pw_parse pw_dns_recognise(struct pw_ladder *l, struct pw_bytes window)
{
    const struct pw_conversation *c = l->conversation;
    if (c->endpoint[0].port != PORT && c->endpoint[1].port != PORT)
        return PW_PARSE_BAD;
    if (window.length < 2 + HEADER)
        return PW_PARSE_MORE;
    struct pw_cursor cursor = pw_cursor_of(window.data, 2 + HEADER, false);
    uint16_t length = pw_u16(&cursor);
    pw_skip(&cursor, 2);
    uint16_t flags = pw_u16(&cursor);
    uint16_t questions = pw_u16(&cursor);
    bool sane = length >= HEADER && questions <= 16 && !(flags & 0x0040) && (flags >> 11 & 15) <= 6;
    return sane ? PW_PARSE_DONE : PW_PARSE_BAD;
}

enum pw_parse pw_dns_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_cursor cursor = pw_cursor_of(window.data, (uint32_t)window.length, false);
    uint16_t length = pw_u16(&cursor);
    if (cursor.cut || pw_left(&cursor) < length)
        return PW_PARSE_MORE;
    if (length < HEADER)
        return PW_PARSE_BAD;
    *used = 2u + length;
    l->flow->consumed += *used;
    pw_skip(&cursor, 2);
    bool response = pw_u8(&cursor) & 0x80;
    uint32_t message = pw_ladder_message(l, PW_APP_DNS);
    struct pw_event *event =
        pw_grow_event(l->session, response ? PW_EVENT_DNS_RESPONSE : PW_EVENT_DNS_QUERY, l->index);
    event->message = event->last_message = message;
    event->side = l->side;
    return PW_PARSE_DONE;
}
