/*
 * What TLS's handshake says in clear (RFC 8446 section 4.1, RFC 5246 section 7.4.1): the record
 * header, and of the hellos what decides how the rest is read.
 *
 *   record      type (1) version (2) length (2) content
 *   handshake   type (1) length (3) body
 *   hello       version (2) random (32) session id (1+) suites (2+) compression (1+) extensions
 * (2+)
 */
#include "dissect/tls.h"

#include <string.h>

enum {
    EXT_SERVER_NAME = 0,
    EXT_ALPN = 16,
    EXT_ENCRYPT_THEN_MAC = 22,
    EXT_EXTENDED_MASTER = 23,
    EXT_PRE_SHARED = 41,
    EXT_VERSIONS = 43
};

/* The random of a server hello that is none but asks for another client hello: SHA-256 of
 * "HelloRetryRequest" (RFC 8446 section 4.1.3). */
static const uint8_t retry_random[PW_TLS_RANDOM] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

enum pw_parse pw_tls_parse_record(struct pw_bytes bytes, struct pw_tls_record *record)
{
    struct pw_cursor c = pw_cursor_of(
        bytes.data, bytes.length < PW_TLS_HEADER ? (uint32_t)bytes.length : PW_TLS_HEADER, false);
    *record = (struct pw_tls_record){0};
    record->type = pw_u8(&c);
    if (c.cut)
        return PW_PARSE_MORE;
    if (record->type < PW_TLS_CHANGE_CIPHER_SPEC || record->type > 24 ||
        (bytes.length > 1 && bytes.data[1] != 3) || (bytes.length > 2 && bytes.data[2] > 4))
        return PW_PARSE_BAD;
    record->version = pw_u16(&c);
    record->length = pw_u16(&c);
    if (c.cut)
        return PW_PARSE_MORE;
    return record->length > PW_TLS_RECORD_MAX ? PW_PARSE_BAD : PW_PARSE_DONE;
}

enum pw_parse pw_tls_recognise(struct pw_bytes bytes)
{
    struct pw_tls_record record;
    if (bytes.length && bytes.data[0] != PW_TLS_HANDSHAKE && bytes.data[0] != PW_TLS_ALERT)
        return PW_PARSE_BAD;
    enum pw_parse parsed = pw_tls_parse_record(bytes, &record);
    if (parsed != PW_PARSE_DONE)
        return parsed;
    if (record.type == PW_TLS_ALERT)
        return record.length == 2 ? PW_PARSE_DONE : PW_PARSE_BAD;
    if (bytes.length == PW_TLS_HEADER)
        return PW_PARSE_MORE;
    uint8_t type = bytes.data[PW_TLS_HEADER];
    return record.length > 4 && (type == PW_TLS_CLIENT_HELLO || type == PW_TLS_SERVER_HELLO)
               ? PW_PARSE_DONE
               : PW_PARSE_BAD;
}

/* The host's name of the list (RFC 6066 section 3): only one kind of name was ever defined. */
static void read_server_name(struct pw_cursor c, struct pw_tls_hello *hello)
{
    pw_u16(&c);
    pw_u8(&c);
    struct pw_bytes name = pw_take(&c, pw_u16(&c));
    if (!c.cut)
        hello->server_name = name;
}

static void read_alpn(struct pw_cursor c, struct pw_tls_hello *hello)
{
    pw_u16(&c);
    struct pw_bytes name = pw_take(&c, pw_u8(&c));
    if (!c.cut)
        hello->alpn = name;
}

static void read_extension(uint16_t type, struct pw_cursor c, bool server,
                           struct pw_tls_hello *hello)
{
    switch (type) {
    case EXT_SERVER_NAME:
        read_server_name(c, hello);
        break;
    case EXT_ALPN:
        read_alpn(c, hello);
        break;
    case EXT_ENCRYPT_THEN_MAC:
        hello->encrypt_then_mac = true;
        break;
    case EXT_EXTENDED_MASTER:
        hello->extended_master = true;
        break;
    case EXT_PRE_SHARED:
        hello->pre_shared = true;
        break;
    case EXT_VERSIONS:
        if (server && pw_left(&c) == 2)
            hello->version = pw_u16(&c);
        break;
    default:
        break;
    }
}

static void read_extensions(struct pw_cursor *c, bool server, struct pw_tls_hello *hello)
{
    pw_u16(c);
    while (pw_left(c) >= 4 && !c->cut) {
        uint16_t type = pw_u16(c);
        uint16_t length = pw_u16(c);
        struct pw_cursor window = pw_window(c, length);
        if (c->cut)
            return;
        read_extension(type, window, server, hello);
    }
}

bool pw_tls_parse_hello(struct pw_bytes body, bool server, struct pw_tls_hello *hello)
{
    struct pw_cursor c = pw_cursor_of(body.data, (uint32_t)body.length, false);
    *hello = (struct pw_tls_hello){0};
    hello->version = pw_u16(&c);
    hello->random = pw_take(&c, PW_TLS_RANDOM);
    hello->session_id = pw_take(&c, pw_u8(&c));
    if (server) {
        hello->cipher = pw_u16(&c);
        pw_u8(&c);
    } else {
        pw_skip(&c, pw_u16(&c));
        pw_skip(&c, pw_u8(&c));
    }
    if (c.cut)
        return false;
    hello->retry = server && memcmp(hello->random.data, retry_random, PW_TLS_RANDOM) == 0;
    if (pw_left(&c))
        read_extensions(&c, server, hello);
    return true;
}

void pw_tls_parse_extensions(struct pw_bytes body, struct pw_tls_hello *hello)
{
    struct pw_cursor c = pw_cursor_of(body.data, (uint32_t)body.length, false);
    read_extensions(&c, true, hello);
}
