/*
 * An event with all its particulars, read again from the bytes: see picture.h. The attributes'
 * names are those of the JSON output.
 */
#include <string.h>

#include "dissect/http.h"
#include "stream/describe.h"

/* The words that tell the variants of an event apart. */
static const char *const none_words[] = {NULL};
static const char *const handshake_words[] = {"complete", "refused", "unanswered", "incomplete",
                                              NULL};
static const char *const close_words[] = {"fin", "reset", "half", NULL};
static const char *const analysis_words[] = {"retransmission",
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
static const char *const upgrade_words[] = {"accepted", "rejected", "invalid", "stream", NULL};
static const char *const message_words[] = {"text", "binary", NULL};
static const char *const engineio_words[] = {"open",    "close",   "ping", "pong",
                                             "message", "upgrade", "noop", NULL};
static const char *const socketio_words[] = {"connect", "disconnect",    "event",
                                             "ack",     "connect_error", NULL};
static const char *const violation_words[] = {"reserved-opcode",
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
static const char *const tls_words[] = {"complete", "failed", NULL};
/* On a stream of HTTP/2; an answer of HTTP/1 has no such word. */
static const char *const response_words[] = {"stream", NULL};
static const char *const sse_words[] = {"event", "comment", NULL};

/* Every event: its name, its variants, and who reads its particulars. */
static const struct {
    const char *name;
    const char *const *results;
    void (*describe)(struct pw_describing *on);
} kinds[PW_EVENT_KINDS] = {
    [PW_EVENT_TCP_HANDSHAKE] = {"tcp.handshake", handshake_words, pw_describe_tcp},
    [PW_EVENT_TCP_CLOSE] = {"tcp.close", close_words, pw_describe_tcp},
    [PW_EVENT_TCP_ANALYSIS] = {"tcp.analysis", analysis_words, pw_describe_analysis},
    [PW_EVENT_TLS_HANDSHAKE] = {"tls.handshake", tls_words, pw_describe_tls},
    [PW_EVENT_HTTP_REQUEST] = {"http.request", none_words, pw_describe_http},
    [PW_EVENT_HTTP_RESPONSE] = {"http.response", response_words, pw_describe_http},
    [PW_EVENT_WEBSOCKET_UPGRADE] = {"websocket.upgrade", upgrade_words, pw_describe_http},
    [PW_EVENT_WEBSOCKET_MESSAGE] = {"websocket.message", message_words, pw_describe_websocket},
    [PW_EVENT_WEBSOCKET_PING] = {"websocket.ping", none_words, pw_describe_websocket},
    [PW_EVENT_WEBSOCKET_PONG] = {"websocket.pong", none_words, pw_describe_websocket},
    [PW_EVENT_WEBSOCKET_CLOSE] = {"websocket.close", none_words, pw_describe_websocket},
    [PW_EVENT_WEBSOCKET_VIOLATION] = {"websocket.violation", violation_words,
                                      pw_describe_websocket},
    [PW_EVENT_SSE_EVENT] = {"sse.event", sse_words, pw_describe_sse},
    [PW_EVENT_ENGINEIO_PACKET] = {"engineio.packet", engineio_words, pw_describe_socketio},
    [PW_EVENT_SOCKETIO_PACKET] = {"socketio.packet", socketio_words, pw_describe_socketio},
    [PW_EVENT_DNS_QUERY] = {"dns.query", none_words, pw_describe_fields},
    [PW_EVENT_DNS_RESPONSE] = {"dns.response", none_words, pw_describe_fields},
    [PW_EVENT_ARP_REQUEST] = {"arp.request", none_words, pw_describe_fields},
    [PW_EVENT_ARP_REPLY] = {"arp.reply", none_words, pw_describe_fields},
    [PW_EVENT_ICMP_ECHO] = {"icmp.echo", none_words, pw_describe_fields},
    [PW_EVENT_ICMP_UNREACHABLE] = {"icmp.unreachable", none_words, pw_describe_fields},
    [PW_EVENT_ICMP_TIME_EXCEEDED] = {"icmp.time_exceeded", none_words, pw_describe_fields},
};

const char *pw_event_name(enum pw_event_kind kind)
{
    return kinds[kind].name;
}

const char *const *pw_event_results(enum pw_event_kind kind)
{
    return kinds[kind].results;
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
    *out = (struct pw_description){.event = kinds[event->kind].name};
    kinds[event->kind].describe(&on);
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
