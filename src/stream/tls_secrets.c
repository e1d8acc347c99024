/*
 * A key log: the secrets that a program wrote down about its own connections, so that its own
 * traffic can be read (draft-ietf-tls-keylogfile). One line a secret:
 *
 *   CLIENT_RANDOM 64-hex-digits-of-the-client-hello's-random 96-hex-digits-of-the-secret
 */
#include <stdlib.h>
#include <string.h>

#include "stream/tls.h"

#define CAP_SECRETS 100000u /* connections a key log may name */

static bool same(const void *context, uint32_t index, const void *wanted)
{
    const struct pw_session *session = context;
    const struct pw_tls_secrets *secrets = pw_vector_at(&session->secrets, index);
    return memcmp(secrets->random, wanted, PW_TLS_RANDOM) == 0;
}

const struct pw_tls_secrets *pw_tls_secrets_of(struct pw_session *session,
                                               struct pw_bytes client_random)
{
    if (client_random.length != PW_TLS_RANDOM || !session->secrets.count)
        return NULL;
    uint32_t hash = pw_map_hash(&session->by_random, client_random.data, PW_TLS_RANDOM);
    uint32_t index = pw_map_find(&session->by_random, hash, same, session, client_random.data);
    return index == PW_NONE ? NULL : pw_vector_at(&session->secrets, index);
}

static int digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Hex digits into at most `room` bytes; answers how many, 0 where they are no hex digits. */
static uint8_t read_hex(struct pw_bytes text, uint8_t *out, size_t room)
{
    if (text.length % 2 || text.length / 2 > room)
        return 0;
    for (size_t i = 0; i < text.length; i += 2) {
        int high = digit(text.data[i]), low = digit(text.data[i + 1]);
        if (high < 0 || low < 0)
            return 0;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return (uint8_t)(text.length / 2);
}

static struct pw_tls_secrets *secrets_for(struct pw_session *session,
                                          const uint8_t random[PW_TLS_RANDOM])
{
    uint32_t hash = pw_map_hash(&session->by_random, random, PW_TLS_RANDOM);
    uint32_t index = pw_map_find(&session->by_random, hash, same, session, random);
    if (index != PW_NONE)
        return pw_vector_at(&session->secrets, index);
    if (session->secrets.count == CAP_SECRETS)
        return NULL;
    index = session->secrets.count;
    struct pw_tls_secrets *secrets = pw_vector_add(&session->secrets);
    memcpy(secrets->random, random, PW_TLS_RANDOM);
    pw_map_put(&session->by_random, hash, index);
    return secrets;
}

static bool take_line(struct pw_session *session, struct pw_bytes line)
{
    static const char *const labels[PW_SECRETS] = {
        [PW_SECRET_MASTER] = "CLIENT_RANDOM",
        [PW_SECRET_HANDSHAKE_CLIENT] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        [PW_SECRET_HANDSHAKE_SERVER] = "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        [PW_SECRET_TRAFFIC_CLIENT] = "CLIENT_TRAFFIC_SECRET_0",
        [PW_SECRET_TRAFFIC_SERVER] = "SERVER_TRAFFIC_SECRET_0",
    };
    uint8_t random[PW_TLS_RANDOM];
    struct pw_tls_secret secret = {.length = 0};
    struct pw_bytes label = pw_list_take(&line, ' ');
    struct pw_bytes name = pw_list_take(&line, ' ');
    while (line.length && (line.data[line.length - 1] == '\r' || line.data[line.length - 1] == ' '))
        line.length--;
    if (read_hex(name, random, sizeof random) != PW_TLS_RANDOM)
        return false;
    secret.length = read_hex(line, secret.bytes, sizeof secret.bytes);
    for (int kind = 0; kind < PW_SECRETS && secret.length; kind++) {
        if (!pw_text_is(label, labels[kind]))
            continue;
        struct pw_tls_secrets *secrets = secrets_for(session, random);
        if (secrets)
            secrets->secret[kind] = secret;
        return true;
    }
    return false;
}

uint32_t pw_session_keys(struct pw_session *session, struct pw_bytes log)
{
    uint32_t taken = 0;
    while (log.length) {
        struct pw_bytes line = pw_list_take(&log, '\n');
        if (line.length && *line.data != '#')
            taken += take_line(session, line);
    }
    return taken;
}

void pw_tls_forget(struct pw_session *session)
{
    pw_vector_free(&session->secrets);
    pw_map_free(&session->by_random);
}
