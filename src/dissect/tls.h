/*
 * TLS 1.0 to 1.3 (RFC 5246, RFC 8446): records, and what the handshake says in clear. One parser,
 * used to follow a connection and to show its records.
 */
#ifndef PW_DISSECT_TLS_H
#define PW_DISSECT_TLS_H

#include "dissect/dissect.h"
#include "dissect/http.h"

enum {
    PW_TLS_CHANGE_CIPHER_SPEC = 20,
    PW_TLS_ALERT = 21,
    PW_TLS_HANDSHAKE = 22,
    PW_TLS_APPLICATION_DATA = 23,
};

/* Types of handshake messages that decide how to go on (RFC 8446 section 4). */
enum {
    PW_TLS_CLIENT_HELLO = 1,
    PW_TLS_SERVER_HELLO = 2,
    PW_TLS_NEW_SESSION_TICKET = 4,
    PW_TLS_ENCRYPTED_EXTENSIONS = 8,
    PW_TLS_FINISHED = 20,
    PW_TLS_KEY_UPDATE = 24,
};

#define PW_TLS_HEADER     5u
#define PW_TLS_RECORD_MAX (16384u + 2048u) /* RFC 5246 section 6.2.3; TLS 1.3 allows less */
#define PW_TLS_RANDOM     32u

struct pw_tls_record {
    uint8_t type; /* PW_TLS_ */
    uint16_t version;
    uint16_t length; /* bytes behind the header */
};

/* What one of the two hellos, or the encrypted extensions, says. Text points into the bytes. */
struct pw_tls_hello {
    uint16_t version; /* the one chosen: of a server that speaks 1.3, that of the extension */
    uint16_t cipher;  /* servers: the suite chosen */
    struct pw_bytes random, session_id;
    struct pw_bytes server_name, alpn; /* the first name of a client's list, the server's choice */
    bool extended_master;              /* RFC 7627 */
    bool encrypt_then_mac;             /* RFC 7366 */
    bool pre_shared;                   /* RFC 8446 section 4.2.11: it goes on with a session */
    bool retry;                        /* a server's hello that asks for another one */
};

/* A record's header; MORE until it is whole, BAD where it is none. Its content need not be there.
 */
enum pw_parse pw_tls_parse_record(struct pw_bytes bytes, struct pw_tls_record *record);
/* Could a stream that starts so be TLS? A record that holds the start of a hello, or an alert. */
enum pw_parse pw_tls_recognise(struct pw_bytes bytes);
/* The body of a client hello or server hello (its 4-byte header left out). */
bool pw_tls_parse_hello(struct pw_bytes body, bool server, struct pw_tls_hello *hello);
/* The body of encrypted extensions: the protocol the server chose. */
void pw_tls_parse_extensions(struct pw_bytes body, struct pw_tls_hello *hello);

/* Show deciphered content of a type in the open layer; d->source is that of its bytes. */
void pw_tls_show_plain(struct pw_dissection *d, struct pw_cursor *c, uint8_t type);

extern const struct pw_name pw_tls_version_names[];
extern const struct pw_name pw_tls_cipher_names[];
extern const struct pw_name pw_tls_alert_names[];

#endif
