/* The picture and how a packet is added to it: see session.h. */
#include "stream/body.h"
#include "stream/engineio.h"
#include "stream/http2.h"
#include "stream/tls.h"
#include "stream/websocket.h"

#include <stdlib.h>
#include <string.h>

struct pw_session *pw_session_new(struct pw_store store)
{
    struct pw_session *session = pw_allocate_zero(sizeof *session);
    session->store = store;
    session->cache = pw_allocate_zero(sizeof *session->cache);
    session->cache->message = session->cache->row = PW_NONE;
    pw_vector_init(&session->rows, sizeof(struct pw_row));
    pw_vector_init(&session->conversations, sizeof(struct pw_conversation));
    pw_vector_init(&session->messages, sizeof(struct pw_message));
    pw_vector_init(&session->events, sizeof(struct pw_event));
    pw_vector_init(&session->datagrams, sizeof(struct pw_datagram));
    pw_vector_init(&session->streams, sizeof(struct pw_stream *));
    pw_vector_init(&session->derived, sizeof(struct pw_derived));
    pw_vector_init(&session->engines, sizeof(struct pw_engine));
    pw_vector_init(&session->secrets, sizeof(struct pw_tls_secrets));
    return session;
}

static void free_stream(struct pw_stream *stream)
{
    for (int side = 0; side < 2; side++) {
        free(stream->flow[side].pieces);
        free(stream->flow[side].waiting);
        pw_buffer_free(&stream->flow[side].partial);
        pw_body_free(NULL, stream->flow[side].pipe);
    }
    pw_websocket_free(stream->websocket);
    pw_tls_free(stream->tls);
    pw_http2_free(stream->http2);
    free(stream->pending);
    free(stream->checkpoints);
    free(stream);
}

void pw_session_free(struct pw_session *session)
{
    if (!session)
        return;
    for (uint32_t i = 0; i < session->streams.count; i++)
        free_stream(pw_stream_at(session, i));
    pw_vector_free(&session->streams);
    pw_vector_free(&session->derived);
    pw_engines_free(session);
    pw_tls_forget(session);
    pw_buffer_free(&session->cache->body);
    pw_buffer_free(&session->cache->payload);
    free(session->cache);
    pw_spill_free(&session->spill);
    for (uint32_t i = 0; session->assemblies && i < PW_CAP_DATAGRAMS; i++)
        free(session->assemblies[i].fragments);
    free(session->assemblies);
    pw_vector_free(&session->rows);
    pw_vector_free(&session->conversations);
    pw_vector_free(&session->messages);
    pw_vector_free(&session->events);
    pw_vector_free(&session->datagrams);
    pw_map_free(&session->by_endpoints);
    pw_map_free(&session->by_fragment);
    pw_arena_free(&session->arena);
    pw_arena_free(&session->scratch);
    free(session);
}

struct pw_row *pw_grow_row(struct pw_session *session, uint32_t row)
{
    return pw_vector_at(&session->rows, row);
}

struct pw_conversation *pw_grow_conversation(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->conversations, i);
}

struct pw_message *pw_grow_message(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->messages, i);
}

struct pw_event *pw_grow_event(struct pw_session *session, enum pw_event_kind kind,
                               uint32_t conversation)
{
    struct pw_event *event = pw_vector_add(&session->events);
    event->kind = (uint8_t)kind;
    event->row = session->finished ? PW_NONE : session->row;
    event->conversation = conversation;
    event->message = event->last_message = event->about = event->engine = PW_NONE;
    return event;
}

/* What is neither TCP nor UDP tells its event by what its packet does. */
static void note_kind(struct pw_session *session, const char *kind)
{
    static const struct {
        const char *kind;
        enum pw_event_kind event;
    } events[] = {
        {"arp.request", PW_EVENT_ARP_REQUEST},
        {"arp.reply", PW_EVENT_ARP_REPLY},
        {"icmp.echo_request", PW_EVENT_ICMP_ECHO},
        {"icmp.echo_reply", PW_EVENT_ICMP_ECHO},
        {"icmp.unreachable", PW_EVENT_ICMP_UNREACHABLE},
        {"icmp.time_exceeded", PW_EVENT_ICMP_TIME_EXCEEDED},
        {"icmpv6.echo_request", PW_EVENT_ICMP_ECHO},
        {"icmpv6.echo_reply", PW_EVENT_ICMP_ECHO},
        {"icmpv6.unreachable", PW_EVENT_ICMP_UNREACHABLE},
        {"icmpv6.time_exceeded", PW_EVENT_ICMP_TIME_EXCEEDED},
    };
    for (size_t i = 0; kind && i < sizeof events / sizeof *events; i++)
        if (strcmp(events[i].kind, kind) == 0)
            pw_grow_event(session, events[i].event, PW_NONE);
}

static struct pw_row *add_row(struct pw_session *session, const struct pw_packet *packet)
{
    session->row = session->rows.count;
    struct pw_row *row = pw_vector_add(&session->rows);
    row->time = packet->time;
    row->offset = packet->offset;
    row->length = packet->length;
    row->captured = packet->captured;
    row->link = (uint16_t)packet->link;
    row->conversation = row->next = PW_NONE;
    row->first_event = session->events.count;
    row->first_message = session->messages.count;
    session->totals.bytes += packet->length;
    return row;
}

/* UDP has no stream: each datagram says by itself what it is. */
static void note_datagram(struct pw_session *session, uint32_t conversation, const char *kind)
{
    struct pw_conversation *c = pw_grow_conversation(session, conversation);
    if (!kind)
        return;
    if (strncmp(kind, "dhcp.", 5) == 0)
        c->application = PW_APP_DHCP;
    if (strncmp(kind, "dns.", 4) != 0)
        return;
    c->application = PW_APP_DNS;
    bool response = strcmp(kind, "dns.response") == 0;
    enum pw_event_kind event = response ? PW_EVENT_DNS_RESPONSE : PW_EVENT_DNS_QUERY;
    pw_grow_event(session, event, conversation)->side =
        !!(pw_grow_row(session, session->row)->flags & PW_ROW_SERVER);
}

static void note_transport(struct pw_row *row, const struct pw_facts *facts)
{
    row->transport = facts->transport;
    row->payload = facts->payload_length;
    row->payload_at = (uint16_t)(facts->payload_at > UINT16_MAX ? UINT16_MAX : facts->payload_at);
    if (facts->transport == 6) {
        row->seq = facts->tcp.seq;
        row->ack = facts->tcp.ack;
        row->window = facts->tcp.window;
        row->tcp_flags = facts->tcp.flags;
        row->ip_id = facts->ip_id;
    }
}

void pw_session_add(struct pw_session *session, const struct pw_packet *packet)
{
    struct pw_row *row = add_row(session, packet);
    struct pw_dissection d = {0};
    struct pw_bytes source = pw_bytes_of(packet->data, packet->captured);
    pw_dissect_packet(&d, packet);
    if (d.facts.fragment.is) {
        row->flags |= PW_ROW_FRAGMENT;
        if (pw_fragments_add(session, &d.facts, packet->time, &source)) {
            row->flags |= PW_ROW_DEFRAGMENTED;
            struct pw_cursor c = pw_cursor_of(source.data, (uint32_t)source.length, false);
            struct pw_next next = {PW_IPPROTO, pw_datagram_of(session, session->row)->protocol};
            d.missing = 0;
            pw_dissect_from(&d, c, next);
        }
    }
    if (d.facts.malformed) {
        row->flags |= PW_ROW_MALFORMED;
        session->totals.malformed++;
    }
    if (d.facts.transport) {
        note_transport(row, &d.facts);
        struct pw_segment segment = {.facts = &d.facts,
                                     .payload = source.data + d.facts.payload_at,
                                     .time = packet->time,
                                     .ip_id = d.facts.ip_id};
        pw_conversation_add(session, &segment);
        if (d.facts.transport == 17)
            note_datagram(session, row->conversation, d.kind);
    } else {
        note_kind(session, d.kind);
    }
    if (session->scratch.held)
        pw_arena_reset(&session->scratch);
}

void pw_session_finish(struct pw_session *session)
{
    if (session->finished)
        return;
    session->end_events = session->events.count;
    session->end_messages = session->messages.count;
    session->finished = true;
    pw_conversations_finish(session);
}

uint32_t pw_session_rows(const struct pw_session *session)
{
    return session->rows.count;
}

uint32_t pw_session_conversations(const struct pw_session *session)
{
    return session->conversations.count;
}

uint32_t pw_session_messages(const struct pw_session *session)
{
    return session->messages.count;
}

uint32_t pw_session_events(const struct pw_session *session)
{
    return session->events.count;
}

const struct pw_row *pw_session_row(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->rows, i);
}

const struct pw_conversation *pw_session_conversation(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->conversations, i);
}

const struct pw_message *pw_session_message(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->messages, i);
}

const struct pw_event *pw_session_event(const struct pw_session *session, uint32_t i)
{
    return pw_vector_at(&session->events, i);
}

const struct pw_totals *pw_session_totals(const struct pw_session *session)
{
    return &session->totals;
}

bool pw_session_finished(const struct pw_session *session)
{
    return session->finished;
}

uint32_t pw_session_end_events(const struct pw_session *session)
{
    return session->finished ? session->end_events : session->events.count;
}

uint32_t pw_row_events_end(const struct pw_session *session, uint32_t row)
{
    if (row + 1 < session->rows.count)
        return pw_session_row(session, row + 1)->first_event;
    return pw_session_end_events(session);
}

uint32_t pw_row_messages_end(const struct pw_session *session, uint32_t row)
{
    if (row + 1 < session->rows.count)
        return pw_session_row(session, row + 1)->first_message;
    return session->finished ? session->end_messages : session->messages.count;
}
