/*
 * TLS records taken apart (RFC 8446 section 5, RFC 5246 section 6). OSI layer 6 by its task; it is
 * shown there: between what TCP carries and what the application says.
 *
 *    0        1   2       3   4       5
 *   +--------+-----------+-----------+-----------------
 *   | type   | version   | length    | content ...        handshake messages, an alert, or what
 *   +--------+-----------+-----------+-----------------   is encrypted
 *
 * What is encrypted is shown as such. With the session's keys its plain bytes are a source of their
 * own, and what they say stands in the same layer.
 */
#include <string.h>

#include "base/text.h"
#include "dissect/tls_names.h"

#define EXTENSIONS_SHOWN 64 /* of one hello */

enum {
    TYPE,
    OPAQUE_TYPE,
    VERSION,
    LENGTH,
    CHANGE,
    ALERT,
    ALERT_LEVEL,
    ALERT_DESCRIPTION,
    APP_DATA,
    ENCRYPTED,
    HANDSHAKE_TYPE,
    HANDSHAKE_LENGTH,
    HANDSHAKE_VERSION,
    RANDOM,
    SESSION_ID_LENGTH,
    SESSION_ID,
    SUITES_LENGTH,
    SUITE,
    METHODS_LENGTH,
    METHOD,
    EXTENSIONS_LENGTH,
    EXTENSION_TYPE,
    EXTENSION_LENGTH,
    EXTENSION_DATA,
    SERVER_NAME,
    ALPN,
    SUPPORTED_VERSION,
    BODY,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [TYPE] = {"tls.record.content_type", "Content", PW_UINT, .names = pw_tls_type_names},
    [OPAQUE_TYPE] = {"tls.record.opaque_type", "Content, as claimed", PW_UINT,
                     .names = pw_tls_type_names},
    [VERSION] = {"tls.record.version", "Version", PW_HEX, .names = pw_tls_version_names},
    [LENGTH] = {"tls.record.length", "Length", PW_UINT},
    [CHANGE] = {"tls.change_cipher_spec", "From here on encrypted", PW_GROUP},
    [ALERT] = {"tls.alert_message", "Alert", PW_GROUP},
    [ALERT_LEVEL] = {"tls.alert_message.level", "Level", PW_UINT, 1,
                     .names = pw_tls_alert_level_names},
    [ALERT_DESCRIPTION] = {"tls.alert_message.desc", "Description", PW_UINT, 1,
                           .names = pw_tls_alert_names},
    [APP_DATA] = {"tls.app_data", "Encrypted application data", PW_BYTES},
    [ENCRYPTED] = {"tls.encrypted", "Encrypted", PW_BYTES},
    [HANDSHAKE_TYPE] = {"tls.handshake.type", "Handshake message", PW_UINT,
                        .names = pw_tls_handshake_names},
    [HANDSHAKE_LENGTH] = {"tls.handshake.length", "Length", PW_UINT, 1},
    [HANDSHAKE_VERSION] = {"tls.handshake.version", "Version", PW_HEX, 1,
                           .names = pw_tls_version_names},
    [RANDOM] = {"tls.handshake.random", "Random", PW_BYTES, 1},
    [SESSION_ID_LENGTH] = {"tls.handshake.session_id_length", "Session id length", PW_UINT, 1},
    [SESSION_ID] = {"tls.handshake.session_id", "Session id", PW_BYTES, 1},
    [SUITES_LENGTH] = {"tls.handshake.cipher_suites_length", "Cipher suites, bytes", PW_UINT, 1},
    [SUITE] = {"tls.handshake.ciphersuite", "Cipher suite", PW_HEX, 1,
               .names = pw_tls_cipher_names},
    [METHODS_LENGTH] = {"tls.handshake.comp_methods_length", "Compression methods, bytes", PW_UINT,
                        1},
    [METHOD] = {"tls.handshake.comp_method", "Compression method", PW_UINT, 1},
    [EXTENSIONS_LENGTH] = {"tls.handshake.extensions_length", "Extensions, bytes", PW_UINT, 1},
    [EXTENSION_TYPE] = {"tls.handshake.extension.type", "Extension", PW_UINT, 1,
                        .names = pw_tls_extension_names},
    [EXTENSION_LENGTH] = {"tls.handshake.extension.len", "Length", PW_UINT, 2},
    [EXTENSION_DATA] = {"tls.handshake.extension.content", "Data", PW_BYTES, 2},
    [SERVER_NAME] = {"tls.handshake.extensions_server_name", "Server name", PW_TEXT, 2},
    [ALPN] = {"tls.handshake.extensions_alpn_str", "Protocol", PW_TEXT, 2},
    [SUPPORTED_VERSION] = {"tls.handshake.extensions.supported_version", "Supported version",
                           PW_HEX, 2, .names = pw_tls_version_names},
    [BODY] = {"tls.handshake.body", "Body", PW_BYTES, 1},
};

enum { K_CLIENT_HELLO, K_SERVER_HELLO, K_HANDSHAKE, K_CHANGE, K_ALERT, K_DATA, K_ENCRYPTED };
static const char *const kinds[] = {
    [K_CLIENT_HELLO] = "tls.client_hello",
    [K_SERVER_HELLO] = "tls.server_hello",
    [K_HANDSHAKE] = "tls.handshake",
    [K_CHANGE] = "tls.change_cipher_spec",
    [K_ALERT] = "tls.alert",
    [K_DATA] = "tls.application_data",
    [K_ENCRYPTED] = "tls.encrypted",
    NULL,
};

/* A cursor over the next n bytes, for a part that has its own length. */
static struct pw_cursor part(struct pw_cursor *c, uint32_t n)
{
    return pw_window(c, n < pw_left(c) ? n : pw_left(c));
}

static void show_names(struct pw_dissection *d, struct pw_cursor c, int def)
{
    pw_u16(&c);
    while (pw_left(&c) > 1) {
        if (def == SERVER_NAME)
            pw_skip(&c, 1);
        uint32_t length = def == SERVER_NAME ? pw_u16(&c) : pw_u8(&c);
        if (c.cut || length > pw_left(&c))
            return;
        pw_add_bytes(d, &c, &fields[def], length);
    }
}

static void show_versions(struct pw_dissection *d, struct pw_cursor c)
{
    if (pw_left(&c) != 2)
        pw_skip(&c, 1);
    while (pw_left(&c) >= 2)
        pw_add_u16(d, &c, &fields[SUPPORTED_VERSION]);
}

static void show_extensions(struct pw_dissection *d, struct pw_cursor *c)
{
    if (pw_left(c) < 2)
        return;
    pw_add_u16(d, c, &fields[EXTENSIONS_LENGTH]);
    for (int i = 0; pw_left(c) >= 4 && i < EXTENSIONS_SHOWN; i++) {
        uint16_t type = pw_add_u16(d, c, &fields[EXTENSION_TYPE]);
        uint16_t length = pw_add_u16(d, c, &fields[EXTENSION_LENGTH]);
        struct pw_cursor content = part(c, length);
        if (type == 0 && length)
            show_names(d, content, SERVER_NAME);
        else if (type == 16)
            show_names(d, content, ALPN);
        else if (type == 43)
            show_versions(d, content);
        else if (length && pw_left(&content))
            pw_add_bytes(d, &content, &fields[EXTENSION_DATA], pw_left(&content));
    }
}

static void show_hello(struct pw_dissection *d, struct pw_cursor *c, bool server)
{
    pw_add_u16(d, c, &fields[HANDSHAKE_VERSION]);
    pw_add_bytes(d, c, &fields[RANDOM], PW_TLS_RANDOM);
    uint8_t length = pw_add_u8(d, c, &fields[SESSION_ID_LENGTH]);
    if (length)
        pw_add_bytes(d, c, &fields[SESSION_ID], length);
    if (server) {
        pw_add_u16(d, c, &fields[SUITE]);
        pw_add_u8(d, c, &fields[METHOD]);
    } else {
        struct pw_cursor suites = part(c, pw_add_u16(d, c, &fields[SUITES_LENGTH]));
        while (pw_left(&suites) >= 2)
            pw_add_u16(d, &suites, &fields[SUITE]);
        struct pw_cursor methods = part(c, pw_add_u8(d, c, &fields[METHODS_LENGTH]));
        while (pw_left(&methods))
            pw_add_u8(d, &methods, &fields[METHOD]);
    }
    if (!c->cut)
        show_extensions(d, c);
}

static const char *kind_of(uint8_t type)
{
    return kinds[type == PW_TLS_CLIENT_HELLO   ? K_CLIENT_HELLO
                 : type == PW_TLS_SERVER_HELLO ? K_SERVER_HELLO
                                               : K_HANDSHAKE];
}

/* Handshake messages one behind the other; the last may go on in the next record. */
static void show_handshake(struct pw_dissection *d, struct pw_cursor *c)
{
    for (bool first = true; pw_left(c) >= 4; first = false) {
        uint8_t type = pw_add_u8(d, c, &fields[HANDSHAKE_TYPE]);
        uint32_t at = pw_offset(c);
        uint32_t length = (uint32_t)pw_u8(c) << 16;
        length |= pw_u16(c);
        if (d->layer)
            pw_record(d, &fields[HANDSHAKE_LENGTH], at, 3, length);
        bool whole = length <= pw_left(c);
        struct pw_cursor body = part(c, length);
        if (first)
            d->kind = kind_of(type);
        if (type == PW_TLS_CLIENT_HELLO || type == PW_TLS_SERVER_HELLO)
            show_hello(d, &body, type == PW_TLS_SERVER_HELLO);
        else if (type == PW_TLS_ENCRYPTED_EXTENSIONS)
            show_extensions(d, &body);
        else if (pw_left(&body))
            pw_add_bytes(d, &body, &fields[BODY], pw_left(&body));
        if (body.cut && whole)
            pw_fault(d, "a handshake message is shorter than what it says", "RFC 8446 section 4");
    }
}

static void show_alert(struct pw_dissection *d, struct pw_cursor *c)
{
    if (d->layer)
        pw_record(d, &fields[ALERT], pw_offset(c), pw_left(c), 0);
    pw_add_u8(d, c, &fields[ALERT_LEVEL]);
    pw_add_u8(d, c, &fields[ALERT_DESCRIPTION]);
    d->kind = kinds[K_ALERT];
}

void pw_tls_show_plain(struct pw_dissection *d, struct pw_cursor *c, uint8_t type)
{
    if (type == PW_TLS_HANDSHAKE)
        show_handshake(d, c);
    else if (type == PW_TLS_ALERT)
        show_alert(d, c);
}

static void show_content(struct pw_dissection *d, struct pw_cursor *c, uint8_t type)
{
    uint8_t inner = d->context.tls_inner ? d->context.tls_inner : type;
    if (d->context.tls_encrypted || type == PW_TLS_APPLICATION_DATA) {
        bool data = inner == PW_TLS_APPLICATION_DATA;
        d->kind = kinds[data ? K_DATA : K_ENCRYPTED];
        if (d->context.tls_opaque && d->context.tls_inner)
            pw_record_derived(d, &fields[TYPE], pw_offset(c), pw_left(c), inner);
        if (pw_left(c))
            pw_add_bytes(d, c, &fields[data ? APP_DATA : ENCRYPTED], pw_left(c));
    } else if (type == PW_TLS_CHANGE_CIPHER_SPEC) {
        d->kind = kinds[K_CHANGE];
        if (d->layer)
            pw_record(d, &fields[CHANGE], pw_offset(c), pw_left(c), 0);
    } else {
        pw_tls_show_plain(d, c, type);
    }
}

static struct pw_next dissect_tls(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_next end = {PW_END, 0};
    bool opaque = d->context.tls_opaque;
    uint8_t type = pw_add_u8(d, c, &fields[opaque ? OPAQUE_TYPE : TYPE]);
    pw_add_u16(d, c, &fields[VERSION]);
    uint16_t length = pw_add_u16(d, c, &fields[LENGTH]);
    if (c->cut)
        return end;
    if (length > PW_TLS_RECORD_MAX)
        pw_fault(d, "the record is longer than TLS allows", "RFC 8446 section 5.2");
    if (length > pw_left(c) && c->snapped)
        pw_cut(d, "the capture ends before this record does");
    else if (length > pw_left(c))
        pw_fault(d, "the record says more bytes than there are", "RFC 8446 section 5.1");
    struct pw_cursor content = part(c, length);
    show_content(d, &content, type);
    return end;
}

static void add_name(struct pw_buffer *out, const struct pw_field *field)
{
    const char *name = pw_name_of(field->def->names, field->number);
    if (name)
        pw_buffer_text(out, name);
    else
        pw_buffer_number(out, field->number);
}

/* "client hello, www.example.org", "alert: unknown CA", "application data, 312 bytes". */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *type = pw_layer_get(tree, layer, &fields[TYPE]);
    const struct pw_field *message = pw_layer_get(tree, layer, &fields[HANDSHAKE_TYPE]);
    const struct pw_field *alert = pw_layer_get(tree, layer, &fields[ALERT_DESCRIPTION]);
    const struct pw_field *name = pw_layer_get(tree, layer, &fields[SERVER_NAME]);
    if (!type)
        type = pw_layer_get(tree, layer, &fields[OPAQUE_TYPE]);
    if (!type)
        return;
    if (alert)
        pw_buffer_text(out, "alert: ");
    add_name(out, alert ? alert : message ? message : type);
    if (name) {
        pw_buffer_text(out, ", ");
        pw_text_brief(out, name->bytes, 40);
    } else if (!alert && !message && type->number != PW_TLS_CHANGE_CIPHER_SPEC) {
        pw_buffer_print(out, ", %llu bytes",
                        (unsigned long long)pw_layer_number(tree, layer, &fields[LENGTH], 0));
    }
}

static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    pw_buffer_text(out, "TLS ");
    brief(out, tree, layer);
}

const struct pw_protocol pw_protocol_tls = {
    .id = "tls",
    .label = "TLS",
    .name = "Transport Layer Security",
    .osi = 6,
    .section = "RFC 8446 section 5.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_tls,
    .brief = brief,
    .summary = summary,
};
