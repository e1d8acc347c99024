/*
 * An event with all its particulars, read again from the bytes: see picture.h. The attributes'
 * names are those of the JSON output.
 */
#include <string.h>

#include "dissect/http.h"
#include "stream/describe.h"

const char *pw_event_name(enum pw_event_kind kind)
{
    static const char *const names[PW_EVENT_KINDS] = {
        [PW_EVENT_TCP_HANDSHAKE] = "tcp.handshake",
        [PW_EVENT_TCP_CLOSE] = "tcp.close",
        [PW_EVENT_TCP_ANALYSIS] = "tcp.analysis",
        [PW_EVENT_TLS_HANDSHAKE] = "tls.handshake",
        [PW_EVENT_HTTP_REQUEST] = "http.request",
        [PW_EVENT_HTTP_RESPONSE] = "http.response",
        [PW_EVENT_WEBSOCKET_UPGRADE] = "websocket.upgrade",
        [PW_EVENT_WEBSOCKET_MESSAGE] = "websocket.message",
        [PW_EVENT_WEBSOCKET_PING] = "websocket.ping",
        [PW_EVENT_WEBSOCKET_PONG] = "websocket.pong",
        [PW_EVENT_WEBSOCKET_CLOSE] = "websocket.close",
        [PW_EVENT_WEBSOCKET_VIOLATION] = "websocket.violation",
        [PW_EVENT_SSE_EVENT] = "sse.event",
        [PW_EVENT_ENGINEIO_PACKET] = "engineio.packet",
        [PW_EVENT_SOCKETIO_PACKET] = "socketio.packet",
        [PW_EVENT_DNS_QUERY] = "dns.query",
        [PW_EVENT_DNS_RESPONSE] = "dns.response",
        [PW_EVENT_ARP_REQUEST] = "arp.request",
        [PW_EVENT_ARP_REPLY] = "arp.reply",
        [PW_EVENT_ICMP_ECHO] = "icmp.echo",
        [PW_EVENT_ICMP_UNREACHABLE] = "icmp.unreachable",
        [PW_EVENT_ICMP_TIME_EXCEEDED] = "icmp.time_exceeded",
    };
    return names[kind];
}

const char *const *pw_event_results(enum pw_event_kind kind)
{
    static const char *const none[] = {NULL};
    static const char *const handshake[] = {"complete", "refused", "unanswered", "incomplete",
                                            NULL};
    static const char *const close[] = {"fin", "reset", "half", NULL};
    static const char *const analysis[] = {"retransmission",
                                           "fast_retransmission",
                                           "spurious_retransmission",
                                           "out_of_order",
                                           "duplicate_packet",
                                           "duplicate_ack",
                                           "lost_segment",
                                           "ack_lost_segment",
                                           "zero_window",
                                           "zero_window_probe",
                                           "zero_window_probe_ack",
                                           "window_update",
                                           "window_full",
                                           "keep_alive",
                                           "keep_alive_ack",
                                           "port_reused",
                                           NULL};
    /* The last one is an accepted one too, on a stream of HTTP/2, where no key is needed. */
    static const char *const upgrade[] = {"accepted", "rejected", "invalid", "stream", NULL};
    static const char *const message[] = {"text", "binary", NULL};
    static const char *const engineio[] = {"open",    "close",   "ping", "pong",
                                           "message", "upgrade", "noop", NULL};
    static const char *const socketio[] = {"connect", "disconnect",    "event",
                                           "ack",     "connect_error", NULL};
    static const char *const violation[] = {"reserved-opcode",
                                            "reserved-bit",
                                            "unmasked-client-frame",
                                            "masked-server-frame",
                                            "length-high-bit",
                                            "non-minimal-length",
                                            "fragmented-control-frame",
                                            "long-control-frame",
                                            "continuation-without-start",
                                            "data-frame-in-fragmented-message",
                                            "data-after-close",
                                            "bad-close-length",
                                            "bad-close-code",
                                            "bad-close-utf8",
                                            "bad-utf8",
                                            "bad-deflate",
                                            NULL};
    static const char *const tls[] = {"complete", "failed", NULL};
    /* On a stream of HTTP/2; an answer of HTTP/1 has no such word. */
    static const char *const response[] = {"stream", NULL};
    static const char *const sse[] = {"event", "comment", NULL};
    switch (kind) {
    case PW_EVENT_TLS_HANDSHAKE:
        return tls;
    case PW_EVENT_SSE_EVENT:
        return sse;
    case PW_EVENT_HTTP_RESPONSE:
        return response;
    case PW_EVENT_WEBSOCKET_VIOLATION:
        return violation;
    case PW_EVENT_TCP_HANDSHAKE:
        return handshake;
    case PW_EVENT_TCP_CLOSE:
        return close;
    case PW_EVENT_TCP_ANALYSIS:
        return analysis;
    case PW_EVENT_WEBSOCKET_UPGRADE:
        return upgrade;
    case PW_EVENT_WEBSOCKET_MESSAGE:
        return message;
    case PW_EVENT_ENGINEIO_PACKET:
        return engineio;
    case PW_EVENT_SOCKETIO_PACKET:
        return socketio;
    default:
        return none;
    }
}

static struct pw_attribute *add(struct pw_describing *on, const char *name,
                                enum pw_attribute_type type)
{
    struct pw_description *out = on->out;
    if (out->attribute_count == PW_ATTRIBUTES)
        return &out->attributes[PW_ATTRIBUTES - 1];
    struct pw_attribute *attribute = &out->attributes[out->attribute_count++];
    *attribute = (struct pw_attribute){.name = name, .type = type};
    return attribute;
}

void pw_describe_number(struct pw_describing *on, const char *name, uint64_t number)
{
    add(on, name, PW_ATTRIBUTE_NUMBER)->number = number;
}

void pw_describe_bool(struct pw_describing *on, const char *name, bool value)
{
    add(on, name, PW_ATTRIBUTE_BOOL)->number = value;
}

void pw_describe_bytes(struct pw_describing *on, const char *name, struct pw_bytes text)
{
    add(on, name, PW_ATTRIBUTE_TEXT)->bytes = text;
}

void pw_describe_as(struct pw_describing *on, const char *name, enum pw_attribute_type type,
                    struct pw_bytes bytes)
{
    add(on, name, type)->bytes = bytes;
}

void pw_describe_text(struct pw_describing *on, const char *name, const char *text)
{
    pw_describe_bytes(on, name, pw_bytes_of(text, strlen(text)));
}

void pw_describe_hex(struct pw_describing *on, const char *name, struct pw_bytes bytes)
{
    add(on, name, PW_ATTRIBUTE_HEX)->bytes = bytes;
}

void pw_describe_side(struct pw_describing *on, const char *name, uint8_t side)
{
    pw_describe_text(on, name, side == PW_CLIENT ? "client" : "server");
}

void pw_describe_packet(struct pw_describing *on, uint32_t row)
{
    if (row == PW_NONE)
        return;
    if (on->count == on->room) {
        uint32_t *older = on->rows;
        on->room = on->room ? on->room * 2 : 16;
        on->rows = pw_arena_take(on->arena, on->room * sizeof *on->rows);
        if (on->count)
            memcpy(on->rows, older, on->count * sizeof *on->rows);
    }
    on->rows[on->count++] = row;
}

void pw_describe_message_packets(struct pw_describing *on, uint32_t message)
{
    if (message == PW_NONE)
        return;
    const struct pw_message *m = pw_session_message(on->session, message);
    uint32_t count;
    uint32_t *rows =
        pw_ranges_rows(pw_message_flow(on->session, m), m->start, m->length, on->arena, &count);
    for (uint32_t i = 0; i < count; i++)
        pw_describe_packet(on, rows[i]);
}

struct pw_bytes pw_describe_message_bytes(struct pw_describing *on, uint32_t message, uint64_t from,
                                          uint64_t length)
{
    return pw_picture_bytes(on->session, message, from, length, on->arena);
}

/* At most 64 packets are named: the first 63 and the last. */
static void finish_packets(struct pw_describing *on)
{
    struct pw_description *out = on->out;
    out->packets = on->rows;
    out->packet_count = out->packets_total = pw_ranges_tidy(on->rows, on->count);
    if (out->packet_count > 64) {
        out->packets[63] = out->packets[out->packet_count - 1];
        out->packet_count = 64;
    }
}

void pw_picture_event(const struct pw_session *session, uint32_t i, struct pw_arena *arena,
                      struct pw_description *out)
{
    const struct pw_event *event = pw_session_event(session, i);
    struct pw_describing on = {
        .session = session, .event = event, .index = i, .arena = arena, .out = out};
    *out = (struct pw_description){.event = pw_event_name(event->kind)};
    switch (event->kind) {
    case PW_EVENT_TLS_HANDSHAKE:
        pw_describe_tls(&on);
        break;
    case PW_EVENT_TCP_HANDSHAKE:
    case PW_EVENT_TCP_CLOSE:
        pw_describe_tcp(&on);
        break;
    case PW_EVENT_TCP_ANALYSIS:
        pw_describe_analysis(&on);
        break;
    case PW_EVENT_HTTP_REQUEST:
    case PW_EVENT_HTTP_RESPONSE:
    case PW_EVENT_WEBSOCKET_UPGRADE:
        pw_describe_http(&on);
        break;
    case PW_EVENT_WEBSOCKET_MESSAGE:
    case PW_EVENT_WEBSOCKET_PING:
    case PW_EVENT_WEBSOCKET_PONG:
    case PW_EVENT_WEBSOCKET_CLOSE:
    case PW_EVENT_WEBSOCKET_VIOLATION:
        pw_describe_websocket(&on);
        break;
    case PW_EVENT_SSE_EVENT:
    case PW_EVENT_ENGINEIO_PACKET:
    case PW_EVENT_SOCKETIO_PACKET:
        pw_describe_socketio(&on);
        break;
    default:
        pw_describe_fields(&on);
        break;
    }
    finish_packets(&on);
}

const struct pw_attribute *pw_description_get(const struct pw_description *description,
                                              const char *name)
{
    for (uint32_t i = 0; i < description->attribute_count; i++)
        if (strcmp(description->attributes[i].name, name) == 0)
            return &description->attributes[i];
    return NULL;
}
