/*
 * TLS in a byte stream: record after record. The handshake is followed as far as it is in clear;
 * with the session's secrets everything is, and what the records carry becomes a stream of its own
 * that the ladder reads like TCP's.
 */
#include <stdlib.h>
#include <string.h>

#include "stream/tls.h"

#define HANDSHAKE_MAX 65536u /* bytes of one handshake message; certificates are the longest */
#define TRIALS        16u    /* records that may have gone by unseen before keys count as unfit */

struct pw_tls *pw_tls_of(struct pw_stream *stream)
{
    if (stream->tls)
        return stream->tls;
    stream->tls = pw_allocate_zero(sizeof *stream->tls);
    stream->tls->first_message = PW_NONE;
    return stream->tls;
}

void pw_tls_free(struct pw_tls *tls)
{
    if (!tls)
        return;
    pw_buffer_free(&tls->side[0].handshake);
    pw_buffer_free(&tls->side[1].handshake);
    free(tls);
}

static struct pw_bytes keep(struct pw_session *session, struct pw_bytes bytes)
{
    if (bytes.length > PW_CAP_OFFER)
        bytes.length = PW_CAP_OFFER;
    if (!bytes.length)
        return pw_bytes_of(NULL, 0);
    return pw_bytes_of(pw_arena_text(&session->arena, bytes.data, bytes.length), bytes.length);
}

/* The handshake is over, or was broken off: tell what is known of it. */
static void tell(struct pw_ladder *l, uint8_t result)
{
    struct pw_tls *tls = l->stream->tls;
    if (tls->told || !tls->client_seen)
        return;
    tls->told = true;
    struct pw_event *event = pw_grow_event(l->session, PW_EVENT_TLS_HANDSHAKE, l->index);
    event->message = tls->first_message;
    event->last_message = l->conversation->last_message;
    event->side = l->side;
    event->result = result;
    event->value = l->stream->index;
}

/* Keys of a side from its traffic secret, where the log has it (TLS 1.3). */
static void key_13(struct pw_tls *tls, uint8_t side, enum pw_tls_secret_kind client_kind)
{
    const struct pw_tls_suite *suite = pw_tls_suite_of(tls->cipher);
    enum pw_tls_secret_kind kind = side == PW_CLIENT ? client_kind : client_kind + 1;
    struct pw_tls_side *me = &tls->side[side];
    me->keyed = suite && tls->secrets && tls->secrets->secret[kind].length;
    if (me->keyed)
        pw_tls_keys_13(&me->keys, suite, &tls->secrets->secret[kind]);
}

static void key_12(struct pw_tls *tls)
{
    const struct pw_tls_suite *suite = pw_tls_suite_of(tls->cipher);
    struct pw_tls_keys keys[2];
    if (!suite || !tls->secrets || !tls->secrets->secret[PW_SECRET_MASTER].length)
        return;
    pw_tls_keys_12(keys, suite, tls->version, &tls->secrets->secret[PW_SECRET_MASTER],
                   tls->client_random, tls->server_random);
    for (int side = 0; side < 2; side++) {
        tls->side[side].keys = keys[side];
        tls->side[side].keys.encrypt_then_mac = tls->encrypt_then_mac;
        tls->side[side].keyed = true;
    }
}

static void take_client_hello(struct pw_ladder *l, struct pw_bytes body)
{
    struct pw_tls *tls = l->stream->tls;
    struct pw_tls_hello hello;
    if (!pw_tls_parse_hello(body, false, &hello))
        return;
    /* A second hello answers a retry: the first one's random is the one that counts no more. */
    tls->client_seen = true;
    memcpy(tls->client_random, hello.random.data, PW_TLS_RANDOM);
    tls->server_name = keep(l->session, hello.server_name);
    tls->session_id = keep(l->session, hello.session_id);
    tls->secrets = pw_tls_secrets_of(l->session, hello.random);
}

static void take_server_hello(struct pw_ladder *l, struct pw_bytes body)
{
    struct pw_tls *tls = l->stream->tls;
    struct pw_tls_hello hello;
    if (!pw_tls_parse_hello(body, true, &hello) || hello.retry)
        return;
    tls->server_seen = true;
    memcpy(tls->server_random, hello.random.data, PW_TLS_RANDOM);
    tls->version = hello.version;
    tls->cipher = hello.cipher;
    tls->encrypt_then_mac = hello.encrypt_then_mac;
    if (hello.alpn.length)
        tls->alpn = keep(l->session, hello.alpn);
    bool same = hello.session_id.length && hello.session_id.length == tls->session_id.length &&
                memcmp(hello.session_id.data, tls->session_id.data, hello.session_id.length) == 0;
    tls->resumed = hello.version == 0x0304 ? hello.pre_shared : same;
    if (hello.version != 0x0304) {
        key_12(tls);
        return;
    }
    for (uint8_t side = 0; side < 2; side++) {
        tls->side[side].ciphered = true;
        key_13(tls, side, PW_SECRET_HANDSHAKE_CLIENT);
    }
}

static void take_finished(struct pw_ladder *l)
{
    struct pw_tls *tls = l->stream->tls;
    struct pw_tls_side *me = &tls->side[l->side];
    me->finished = true;
    if (tls->version == 0x0304)
        key_13(tls, l->side, PW_SECRET_TRAFFIC_CLIENT);
    if (tls->side[0].finished && tls->side[1].finished)
        tell(l, 0);
}

static void take_message(struct pw_ladder *l, uint8_t type, struct pw_bytes body)
{
    struct pw_tls *tls = l->stream->tls;
    struct pw_tls_hello hello = {0};
    switch (type) {
    case PW_TLS_CLIENT_HELLO:
        take_client_hello(l, body);
        break;
    case PW_TLS_SERVER_HELLO:
        take_server_hello(l, body);
        break;
    case PW_TLS_ENCRYPTED_EXTENSIONS:
        pw_tls_parse_extensions(body, &hello);
        if (hello.alpn.length)
            tls->alpn = keep(l->session, hello.alpn);
        break;
    case PW_TLS_FINISHED:
        take_finished(l);
        break;
    case PW_TLS_KEY_UPDATE:
        if (tls->side[l->side].keyed)
            pw_tls_keys_update(&tls->side[l->side].keys);
        break;
    default:
        break;
    }
}

/* Handshake messages may share a record, or be spread over several (RFC 8446 section 5.1). */
static void take_handshake(struct pw_ladder *l, struct pw_bytes content)
{
    struct pw_buffer *held = &l->stream->tls->side[l->side].handshake;
    pw_buffer_add(held, content.data, content.length);
    size_t at = 0;
    while (held->length - at >= 4) {
        const uint8_t *head = (const uint8_t *)held->text + at;
        size_t length = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        if (length > HANDSHAKE_MAX) {
            l->session->totals.dropped++;
            at = held->length;
            break;
        }
        if (held->length - at - 4 < length)
            break;
        take_message(l, head[0], pw_bytes_of(head + 4, length));
        at += 4 + length;
    }
    memmove(held->text, held->text + at, held->length - at);
    held->length -= at;
}

static struct pw_stream *new_upper(struct pw_ladder *l)
{
    struct pw_stream *upper = pw_stream_new(l->session, l->index, l->stream);
    upper->made = "decrypted";
    upper->how = "the TLS records' content, deciphered with the keys that were given";
    return upper;
}

static void take_plain(struct pw_ladder *l, uint8_t type, struct pw_bytes content)
{
    struct pw_tls *tls = l->stream->tls;
    if (type == PW_TLS_HANDSHAKE) {
        take_handshake(l, content);
    } else if (type == PW_TLS_ALERT && content.length == 2 && content.data[1]) {
        tell(l, 1);
    } else if (type == PW_TLS_APPLICATION_DATA) {
        if (!tls->upper && !pw_stream_may_carry(l->session, l->stream)) {
            l->session->totals.dropped++;
            return;
        }
        if (!tls->upper)
            tls->upper = new_upper(l);
        pw_stream_add(l->session, tls->upper, l->side, content);
    }
}

/* Open a record, also where a few before it went by unseen: the sequence number is tried on. */
static bool open_record(struct pw_tls_side *me, struct pw_bytes record, uint8_t *out,
                        size_t *length, uint8_t *type)
{
    uint64_t sequence = me->keys.sequence;
    for (uint32_t i = 0; i < (me->lost ? TRIALS : 1); i++) {
        me->keys.sequence = sequence + i;
        if (pw_tls_open(&me->keys, record, out, length, type)) {
            me->lost = false;
            return true;
        }
    }
    me->keys.sequence = sequence;
    me->lost = true;
    return false;
}

static void take_ciphered(struct pw_ladder *l, struct pw_bytes record, uint32_t message)
{
    struct pw_tls *tls = l->stream->tls;
    struct pw_tls_side *me = &tls->side[l->side];
    uint8_t out[PW_TLS_RECORD_MAX];
    size_t length;
    uint8_t type;
    if (me->keyed && open_record(me, record, out, &length, &type)) {
        struct pw_bytes plain = pw_bytes_of(out, length);
        pw_grow_message(l->session, message)->opcode = type;
        pw_grow_message(l->session, message)->opened = true;
        if (type != PW_TLS_APPLICATION_DATA)
            pw_ladder_keep(l, message, type, plain);
        take_plain(l, type, plain);
        return;
    }
    /* Not readable. The first record after the change is the Finished; in TLS 1.3 it is the
     * client's first. */
    me->finished = true;
    if (tls->side[0].finished && tls->side[1].finished)
        tell(l, 0);
}

static uint32_t note_record(struct pw_ladder *l, uint8_t type, bool ciphered)
{
    uint32_t message = pw_ladder_message(l, PW_APP_TLS);
    struct pw_message *note = pw_grow_message(l->session, message);
    note->opcode = type;
    note->final = !ciphered;
    if (l->stream->tls->first_message == PW_NONE)
        l->stream->tls->first_message = message;
    return message;
}

bool pw_tls_resume(struct pw_ladder *l, struct pw_bytes segment)
{
    struct pw_tls_record record;
    if (pw_tls_parse_record(segment, &record) != PW_PARSE_DONE || record.version != 0x0303 ||
        !record.length)
        return false;
    l->stream->tls->side[l->side].lost = true;
    if (l->stream->tls->upper)
        pw_stream_gap(l->session, l->stream->tls->upper, l->side);
    return true;
}

enum pw_parse pw_tls_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used)
{
    struct pw_tls_record record;
    struct pw_tls *tls = pw_tls_of(l->stream);
    struct pw_tls_side *me = &tls->side[l->side];
    enum pw_parse parsed = pw_tls_parse_record(window, &record);
    if (parsed != PW_PARSE_DONE)
        return parsed;
    if (window.length < PW_TLS_HEADER + (size_t)record.length)
        return PW_PARSE_MORE;
    *used = PW_TLS_HEADER + record.length;
    l->flow->consumed += *used;
    /* TLS 1.3 sends a change of cipher in clear, for the sake of boxes on the way (appendix D.4).
     */
    bool ciphered = me->ciphered && record.type != PW_TLS_CHANGE_CIPHER_SPEC &&
                    !(tls->version == 0x0304 && record.type != PW_TLS_APPLICATION_DATA);
    ciphered |= record.type == PW_TLS_APPLICATION_DATA;
    uint32_t message = note_record(l, record.type, ciphered);
    if (l->conversation->application == PW_APP_UNKNOWN ||
        l->conversation->application == PW_APP_OPAQUE)
        l->conversation->application = PW_APP_TLS;
    l->conversation->encrypted = true;
    if (ciphered)
        take_ciphered(l, pw_bytes_of(window.data, *used), message);
    else if (record.type == PW_TLS_CHANGE_CIPHER_SPEC)
        me->ciphered |= tls->version != 0x0304;
    else
        take_plain(l, record.type, pw_bytes_of(window.data + PW_TLS_HEADER, record.length));
    return PW_PARSE_DONE;
}
