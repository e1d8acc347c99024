/* A packet taken apart again, with the messages it completes: see picture.h. */
#include "stream/picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "dissect/http.h"
#include "stream/analysis.h"
#include "stream/picture_inside.h"
#include "stream/ranges.h"
#include "stream/tls.h"

/* Addresses that never leave their machine: 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291), or one's own.
 */
static bool stays_home(const struct pw_conversation *c)
{
    static const uint8_t one[16] = {[15] = 1};
    const struct pw_endpoint *a = &c->endpoint[0], *b = &c->endpoint[1];
    if (memcmp(a->address, b->address, 16) == 0)
        return true;
    if (a->family == 4)
        return a->address[0] == 127 || b->address[0] == 127;
    return memcmp(a->address, one, 16) == 0 || memcmp(b->address, one, 16) == 0;
}

static struct pw_context context_of(const struct pw_session *session, uint32_t index,
                                    struct pw_bytes packet)
{
    const struct pw_row *row = pw_session_row(session, index);
    static const uint8_t no_mac[12];
    struct pw_context context = {0};
    context.loopback =
        row->link == 0 || row->link == 108 ||
        (row->link == 1 && packet.length >= 12 && memcmp(packet.data, no_mac, sizeof no_mac) == 0);
    if (row->conversation == PW_NONE)
        return context;
    const struct pw_conversation *c = pw_session_conversation(session, row->conversation);
    const struct pw_side *me = &c->side[!!(row->flags & PW_ROW_SERVER)];
    const struct pw_side *peer = &c->side[!(row->flags & PW_ROW_SERVER)];
    context.stream_known = true;
    context.stream = c->number;
    /* A side that only ever reset has told no start: as in any stream captured from the middle, its
     * first number counts as 1. */
    context.seq_base = me->known ? me->base : row->seq - 1;
    context.ack_base = peer->known ? peer->base : row->ack - 1;
    context.scale = me->scale;
    context.loopback = context.loopback || stays_home(c);
    context.from_client = !(row->flags & PW_ROW_SERVER);
    context.figures = pw_analysis_figures(session, index);
    return context;
}

static void mark_reassembled(struct pw_tree *tree, uint32_t first_layer, const uint32_t *rows,
                             uint32_t count)
{
    for (uint32_t i = first_layer; i < tree->layer_count; i++) {
        if (strcmp(tree->sources[tree->layers[i].source].name, "reassembled") != 0)
            continue;
        tree->layers[i].reassembled = true;
        tree->layers[i].packets = rows;
        tree->layers[i].packet_count = count;
    }
}

static void add_datagram(const struct pw_session *session, uint32_t row, struct pw_dissection *d)
{
    struct pw_tree *tree = d->tree;
    const struct pw_datagram *datagram = pw_datagram_of(session, row);
    struct pw_bytes bytes = pw_datagram_bytes(session, datagram, tree->arena);
    if (!bytes.length)
        return;
    uint32_t *rows = pw_arena_take(tree->arena, datagram->count * sizeof *rows);
    for (uint32_t i = 0; i < datagram->count; i++)
        rows[i] = datagram->fragments[i].row;
    uint32_t count = pw_ranges_tidy(rows, datagram->count);
    d->source = pw_tree_source(tree, "reassembled",
                               "the fragments' bytes, joined in the order of their offsets", bytes);
    uint32_t first = tree->layer_count;
    d->missing = 0;
    d->kind = NULL;
    pw_dissect_from(d, pw_cursor_of(bytes.data, (uint32_t)bytes.length, false),
                    (struct pw_next){PW_IPPROTO, datagram->protocol});
    mark_reassembled(tree, first, rows, count);
}

/* Where a message lies whole in this packet's payload, a cursor over it there. */
static bool in_this_packet(const struct pw_flow *flow, const struct pw_message *message,
                           uint32_t row, const struct pw_dissection *d, struct pw_cursor *c)
{
    uint32_t i = flow->derived ? PW_NONE : pw_flow_piece(flow, message->start);
    if (i == PW_NONE || flow->pieces[i].row != row)
        return false;
    uint64_t into = message->start - flow->pieces[i].at + flow->pieces[i].skip;
    if (into + message->length > d->facts.payload_here)
        return false;
    struct pw_bytes source = d->tree->sources[d->source].bytes;
    *c = pw_cursor_of(source.data, d->facts.payload_at + (uint32_t)(into + message->length), false);
    c->at = d->facts.payload_at + (uint32_t)into;
    return true;
}

static const struct pw_protocol *protocol_of(const struct pw_message *message)
{
    static const char *const ids[] = {[PW_APP_HTTP] = "http",
                                      [PW_APP_WEBSOCKET] = "websocket",
                                      [PW_APP_DNS] = "dns",
                                      [PW_APP_TLS] = "tls",
                                      [PW_APP_HTTP2] = "http2"};
    return pw_protocol_named(ids[message->application]);
}

/* What the connection knows of a TLS record, and the record does not say. */
static void note_encryption(const struct pw_session *session, const struct pw_message *message,
                            struct pw_dissection *d)
{
    const struct pw_tls *tls = pw_stream_at(session, message->stream)->tls;
    if (message->application != PW_APP_TLS || !tls)
        return;
    d->context.tls_encrypted = !message->final;
    d->context.tls_opaque = tls->version == 0x0304 && !message->final;
    d->context.tls_inner = message->opened ? message->opcode : 0;
}

static void add_frame(const struct pw_session *session, uint32_t row,
                      const struct pw_message *message, struct pw_dissection *d)
{
    const struct pw_flow *flow = pw_message_flow(session, message);
    struct pw_cursor cursor;
    uint8_t source = d->source;
    uint32_t first = d->tree->layer_count;
    d->context.dns_length = message->application == PW_APP_DNS;
    note_encryption(session, message, d);
    if (in_this_packet(flow, message, row, d, &cursor)) {
        pw_dissect_as(d, protocol_of(message), &cursor);
        return;
    }
    uint64_t shown = message->length < PW_CAP_SHOWN ? message->length : PW_CAP_SHOWN;
    struct pw_bytes bytes = pw_flow_bytes(session, flow, message->start, shown, d->tree->arena);
    const struct pw_stream *stream = pw_stream_at(session, message->stream);
    d->source = pw_tree_source(
        d->tree, flow->derived ? stream->made : "reassembled",
        flow->derived ? stream->how
                      : "the segments' bytes, joined in the order of their sequence numbers",
        bytes);
    if (d->source) {
        cursor = pw_cursor_of(bytes.data, (uint32_t)bytes.length, bytes.length < message->length);
        pw_dissect_as(d, protocol_of(message), &cursor);
        uint32_t count = 0;
        uint32_t *rows =
            pw_ranges_rows(flow, message->start, message->length, d->tree->arena, &count);
        mark_reassembled(d->tree, first, rows, count);
    }
    d->source = source;
}

static void add_message(const struct pw_session *session, uint32_t row, uint32_t index,
                        uint32_t *event, struct pw_dissection *d)
{
    const struct pw_message *message = pw_session_message(session, index);
    uint32_t layer = d->tree->layer_count;
    add_frame(session, row, message, d);
    if (d->tree->layer_count > layer)
        pw_picture_inside(session, row, index, layer, event, d);
}

/* A head of HTTP that the capture has cut never comes to its end, and so is no message. What there
 * is of it is shown all the same. */
static const struct pw_protocol *unknown_as(const struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_bytes bytes = pw_bytes_of(c->data + c->at, pw_left(c));
    if (d->facts.payload_here < d->facts.payload_length &&
        pw_http_recognise(bytes) == PW_PARSE_DONE) {
        c->snapped = true;
        return pw_protocol_named("http");
    }
    return pw_protocol_for((struct pw_next){PW_DATA, 0});
}

/* Bytes of a stream that nobody recognised: shown in each packet as what they are. */
static void add_unknown(const struct pw_session *session, const struct pw_row *row,
                        struct pw_dissection *d)
{
    const struct pw_conversation *c = pw_session_conversation(session, row->conversation);
    uint8_t side = !!(row->flags & PW_ROW_SERVER);
    if (!c->stream || !d->facts.payload_here || c->stream->flow[side].opaque_from == UINT64_MAX)
        return;
    uint32_t from = c->side[side].base + 1 + (uint32_t)c->stream->flow[side].opaque_from;
    /* A SYN uses up the number before its first byte (RFC 7413 lets one carry data). */
    uint32_t first = row->seq + (row->tcp_flags & PW_TCP_SYN ? 1 : 0);
    uint32_t into = pw_seq_before(first, from) ? from - first : 0;
    if (into >= d->facts.payload_here)
        return;
    struct pw_bytes source = d->tree->sources[d->source].bytes;
    struct pw_cursor cursor =
        pw_cursor_of(source.data, d->facts.payload_at + d->facts.payload_here, false);
    cursor.at = d->facts.payload_at + into;
    pw_dissect_as(d, unknown_as(d, &cursor), &cursor);
}

bool pw_picture_tree(const struct pw_session *session, uint32_t index, struct pw_arena *arena,
                     struct pw_tree *tree)
{
    const struct pw_row *row = pw_session_row(session, index);
    struct pw_packet packet, wanted = {.time = row->time,
                                       .offset = row->offset,
                                       .length = row->length,
                                       .captured = row->captured};
    if (!session->store.fetch(session->store.self, &wanted, &packet)) {
        pw_tree_begin(tree, arena, pw_bytes_of(NULL, 0));
        return false;
    }
    /* The store's bytes are good until its next fetch; the tree's as long as the arena. */
    packet.data = (const uint8_t *)pw_arena_text(arena, packet.data, packet.captured);
    struct pw_bytes bytes = pw_bytes_of(packet.data, packet.captured);
    pw_tree_begin(tree, arena, bytes);
    struct pw_dissection d = {.tree = tree, .context = context_of(session, index, bytes)};
    pw_dissect_packet(&d, &packet);
    if (row->flags & PW_ROW_DEFRAGMENTED)
        add_datagram(session, index, &d);
    if (row->conversation == PW_NONE || row->transport != 6)
        return true;
    uint32_t end = pw_row_messages_end(session, index);
    uint32_t event = row->first_event;
    for (uint32_t i = row->first_message; i < end; i++)
        add_message(session, index, i, &event, &d);
    add_unknown(session, row, &d);
    return true;
}

struct pw_bytes pw_picture_bytes(const struct pw_session *session, uint32_t index, uint64_t from,
                                 uint64_t length, struct pw_arena *arena)
{
    const struct pw_message *message = pw_session_message(session, index);
    if (from > message->length)
        from = message->length;
    if (length > message->length - from)
        length = message->length - from;
    return pw_flow_bytes(session, pw_message_flow(session, message), message->start + from, length,
                         arena);
}

uint32_t pw_picture_messages(const struct pw_tree *tree)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < tree->layer_count; i++)
        count += tree->layers[i].osi == 7 && !tree->layers[i].quoted && !tree->layers[i].inside;
    return count;
}

void pw_picture_summary(const struct pw_tree *tree, struct pw_buffer *out)
{
    uint32_t messages = pw_picture_messages(tree);
    for (uint32_t i = tree->layer_count; i-- > 0;) {
        const struct pw_layer *layer = &tree->layers[i];
        if (layer->quoted)
            continue;
        const struct pw_protocol *protocol = layer->protocol;
        void (*say)(struct pw_buffer *, const struct pw_tree *, const struct pw_layer *) =
            protocol->summary ? protocol->summary : protocol->brief;
        size_t before = out->length;
        if (say)
            say(out, tree, layer);
        if (out->length == before)
            pw_buffer_text(out, protocol->label);
        if (messages > 1)
            pw_buffer_print(out, " (last of %u)", messages);
        return;
    }
}

void pw_picture_message(const struct pw_session *session, uint32_t index, struct pw_buffer *out)
{
    const struct pw_message *message = pw_session_message(session, index);
    struct pw_arena arena = {0};
    struct pw_tree tree;
    uint64_t shown = message->length < PW_CAP_SHOWN ? message->length : PW_CAP_SHOWN;
    struct pw_bytes bytes = pw_picture_bytes(session, index, 0, shown, &arena);
    pw_tree_begin(&tree, &arena, bytes);
    struct pw_dissection d = {.tree = &tree};
    d.context.dns_length = message->application == PW_APP_DNS;
    struct pw_cursor c =
        pw_cursor_of(bytes.data, (uint32_t)bytes.length, bytes.length < message->length);
    pw_dissect_as(&d, protocol_of(message), &c);
    pw_picture_summary(&tree, out);
    pw_arena_free(&arena);
}

void pw_show_endpoint(struct pw_buffer *out, const struct pw_endpoint *endpoint)
{
    if (endpoint->family == 4) {
        pw_show_ipv4(out, endpoint->address);
    } else if (endpoint->family == 6) {
        pw_buffer_text(out, endpoint->port ? "[" : "");
        pw_show_ipv6(out, endpoint->address);
        pw_buffer_text(out, endpoint->port ? "]" : "");
    }
    if (endpoint->port)
        pw_buffer_print(out, ":%u", endpoint->port);
}

const char *pw_opening_name(enum pw_opening opening)
{
    static const char *const names[] = {N_("from the middle"), N_("unanswered"), N_("incomplete"),
                                        N_("complete"), N_("refused")};
    return names[opening];
}

const char *pw_closing_name(enum pw_closing closing)
{
    static const char *const names[] = {"open", N_("half closed"), N_("closed"), N_("reset")};
    return names[closing];
}

const char *pw_application_name(enum pw_application application)
{
    static const char *const names[] = {"-",        "HTTP", "WebSocket", "DNS",       "DHCP",
                                        N_("data"), "TLS",  "HTTP/2",    "Engine.IO", "Socket.IO"};
    return names[application];
}
