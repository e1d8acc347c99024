/*
 * Following TLS (RFC 5246, RFC 8446): the handshake in clear, and, with the session's secrets from
 * a key log, what is encrypted. Private to stream/.
 */
#ifndef PW_STREAM_TLS_H
#define PW_STREAM_TLS_H

#include "dissect/tls.h"
#include "stream/ladder.h"

#define PW_TLS_SECRET 64u /* bytes the longest secret has */

/* The lines of a key log (the NSS format, draft-ietf-tls-keylogfile). */
enum pw_tls_secret_kind {
    PW_SECRET_MASTER, /* CLIENT_RANDOM: TLS 1.2's master secret */
    PW_SECRET_HANDSHAKE_CLIENT,
    PW_SECRET_HANDSHAKE_SERVER,
    PW_SECRET_TRAFFIC_CLIENT,
    PW_SECRET_TRAFFIC_SERVER,
    PW_SECRETS
};
struct pw_tls_secret {
    uint8_t bytes[PW_TLS_SECRET];
    uint8_t length; /* 0: the log has none */
};
/* The secrets of one connection, found by its client hello's random. */
struct pw_tls_secrets {
    uint8_t random[PW_TLS_RANDOM];
    struct pw_tls_secret secret[PW_SECRETS];
};
/* NULL where the log has nothing of this connection. */
const struct pw_tls_secrets *pw_tls_secrets_of(struct pw_session *session,
                                               struct pw_bytes client_random);

/* How a cipher suite protects records. */
enum pw_tls_mode { PW_TLS_GCM, PW_TLS_CHACHA, PW_TLS_CBC };
struct pw_tls_suite {
    uint16_t id;
    uint8_t mode;        /* enum pw_tls_mode */
    uint8_t key_length;  /* bytes */
    uint8_t mac_length;  /* CBC: 20, 32 or 48, which is the hash too; else 0 */
    uint8_t hash_length; /* of the key derivation: 32 or 48 */
};
/* NULL for suites that are not known here. */
const struct pw_tls_suite *pw_tls_suite_of(uint16_t id);

/* The keys of one direction. */
struct pw_tls_keys {
    const struct pw_tls_suite *suite;
    uint8_t key[32], iv[16], mac[48];
    struct pw_tls_secret secret; /* TLS 1.3: what the next keys are made of */
    uint64_t sequence;           /* of the next record */
    uint16_t version;
    bool encrypt_then_mac;
};
/* TLS 1.3 (RFC 8446 section 7.3): keys from a traffic secret; the sequence starts anew. */
void pw_tls_keys_13(struct pw_tls_keys *keys, const struct pw_tls_suite *suite,
                    const struct pw_tls_secret *secret);
/* And the next ones after a key update (section 7.2). */
void pw_tls_keys_update(struct pw_tls_keys *keys);
/* TLS 1.2 and before (RFC 5246 section 6.3): both directions from the master secret. */
void pw_tls_keys_12(struct pw_tls_keys keys[2], const struct pw_tls_suite *suite, uint16_t version,
                    const struct pw_tls_secret *master, const uint8_t *client_random,
                    const uint8_t *server_random);
/* Decipher a record (header and content) into out, which has room for all of it. Answers the plain
 * length and the content's type; false where the keys do not fit. Counts the sequence up. */
bool pw_tls_open(struct pw_tls_keys *keys, struct pw_bytes record, uint8_t *out, size_t *length,
                 uint8_t *type);

/* One side of a connection. */
struct pw_tls_side {
    struct pw_tls_keys keys;
    struct pw_buffer handshake; /* of messages that are not whole yet */
    bool ciphered;              /* it has begun to encrypt */
    bool keyed;                 /* and keys is how */
    bool lost;                  /* records went by unseen, or could not be opened */
    bool finished;              /* its Finished was seen, or what must be it */
};

struct pw_tls {
    struct pw_tls_side side[2];
    struct pw_stream *upper; /* what is carried, or NULL until something was deciphered */
    const struct pw_tls_secrets *secrets;
    uint8_t client_random[PW_TLS_RANDOM], server_random[PW_TLS_RANDOM];
    struct pw_bytes server_name, alpn; /* in the session's arena */
    uint32_t first_message;            /* the client hello, or PW_NONE */
    uint16_t version, cipher;          /* 0: not known */
    bool client_seen, server_seen;
    bool encrypt_then_mac, resumed, offered_session, told;
    struct pw_bytes session_id; /* the client's */
};

/* A handshake that was told: found by its event's row. */
struct pw_tls *pw_tls_of(struct pw_stream *stream);
void pw_tls_free(struct pw_tls *tls);
void pw_tls_forget(struct pw_session *session);

/* After a gap: does a segment begin with a record? Records before it went by unseen. */
bool pw_tls_resume(struct pw_ladder *l, struct pw_bytes segment);
/* ladder_tls.c: the record in front of the window. */
enum pw_parse pw_tls_take(struct pw_ladder *l, struct pw_bytes window, uint32_t *used);

#endif
