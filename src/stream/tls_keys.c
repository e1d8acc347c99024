/*
 * From secrets to keys, and from records to what they say: TLS 1.3 (RFC 8446 sections 5.2, 5.3 and
 * 7), TLS 1.2 and before (RFC 5246 sections 5 and 6), with OpenSSL's libcrypto.
 */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "stream/tls.h"

#define GCM_TAG 16u

static const struct pw_tls_suite suites[] = {
    {0x1301, PW_TLS_GCM, 16, 0, 32},    {0x1302, PW_TLS_GCM, 32, 0, 48},
    {0x1303, PW_TLS_CHACHA, 32, 0, 32}, {0x002f, PW_TLS_CBC, 16, 20, 32},
    {0x0033, PW_TLS_CBC, 16, 20, 32},   {0x0035, PW_TLS_CBC, 32, 20, 32},
    {0x0039, PW_TLS_CBC, 32, 20, 32},   {0x003c, PW_TLS_CBC, 16, 32, 32},
    {0x003d, PW_TLS_CBC, 32, 32, 32},   {0x0067, PW_TLS_CBC, 16, 32, 32},
    {0x006b, PW_TLS_CBC, 32, 32, 32},   {0x009c, PW_TLS_GCM, 16, 0, 32},
    {0x009d, PW_TLS_GCM, 32, 0, 48},    {0x009e, PW_TLS_GCM, 16, 0, 32},
    {0x009f, PW_TLS_GCM, 32, 0, 48},    {0xc009, PW_TLS_CBC, 16, 20, 32},
    {0xc00a, PW_TLS_CBC, 32, 20, 32},   {0xc013, PW_TLS_CBC, 16, 20, 32},
    {0xc014, PW_TLS_CBC, 32, 20, 32},   {0xc023, PW_TLS_CBC, 16, 32, 32},
    {0xc024, PW_TLS_CBC, 32, 48, 48},   {0xc027, PW_TLS_CBC, 16, 32, 32},
    {0xc028, PW_TLS_CBC, 32, 48, 48},   {0xc02b, PW_TLS_GCM, 16, 0, 32},
    {0xc02c, PW_TLS_GCM, 32, 0, 48},    {0xc02f, PW_TLS_GCM, 16, 0, 32},
    {0xc030, PW_TLS_GCM, 32, 0, 48},    {0xcca8, PW_TLS_CHACHA, 32, 0, 32},
    {0xcca9, PW_TLS_CHACHA, 32, 0, 32}, {0xccaa, PW_TLS_CHACHA, 32, 0, 32},
};

const struct pw_tls_suite *pw_tls_suite_of(uint16_t id)
{
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
        if (suites[i].id == id)
            return &suites[i];
    return NULL;
}

static const EVP_MD *digest_of(size_t length)
{
    return length == 48 ? EVP_sha384() : length == 20 ? EVP_sha1() : EVP_sha256();
}

/* HKDF-Expand-Label with an empty context (RFC 8446 section 7.1). Never more than one block of the
 * hash is wanted. */
static void expand_label(const struct pw_tls_suite *suite, const struct pw_tls_secret *secret,
                         const char *label, uint8_t *out, size_t length)
{
    uint8_t info[64] = {0}, block[EVP_MAX_MD_SIZE];
    size_t size = strlen(label), at = 0;
    unsigned made = 0;
    info[at++] = (uint8_t)(length >> 8);
    info[at++] = (uint8_t)length;
    info[at++] = (uint8_t)(size + 6);
    memcpy(info + at, "tls13 ", 6);
    memcpy(info + at + 6, label, size);
    at += size + 6;
    info[at++] = 0;
    info[at++] = 1; /* the block's number */
    HMAC(digest_of(suite->hash_length), secret->bytes, secret->length, info, at, block, &made);
    memcpy(out, block, length < made ? length : made);
}

void pw_tls_keys_13(struct pw_tls_keys *keys, const struct pw_tls_suite *suite,
                    const struct pw_tls_secret *secret)
{
    *keys = (struct pw_tls_keys){.suite = suite, .version = 0x0304, .secret = *secret};
    expand_label(suite, secret, "key", keys->key, suite->key_length);
    expand_label(suite, secret, "iv", keys->iv, 12);
}

void pw_tls_keys_update(struct pw_tls_keys *keys)
{
    struct pw_tls_secret next = {.length = keys->suite->hash_length};
    expand_label(keys->suite, &keys->secret, "traffic upd", next.bytes, next.length);
    pw_tls_keys_13(keys, keys->suite, &next);
}

/* P_hash (RFC 5246 section 5): as many bytes as wanted. */
static void expand_12(const struct pw_tls_suite *suite, const struct pw_tls_secret *secret,
                      const uint8_t *seed, size_t seed_length, uint8_t *out, size_t length)
{
    const EVP_MD *md = digest_of(suite->hash_length);
    uint8_t a[EVP_MAX_MD_SIZE + 96], block[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    HMAC(md, secret->bytes, secret->length, seed, seed_length, a, &size);
    for (size_t done = 0; done < length;) {
        unsigned made = 0;
        memcpy(a + size, seed, seed_length);
        HMAC(md, secret->bytes, secret->length, a, size + seed_length, block, &made);
        size_t take = length - done < made ? length - done : made;
        memcpy(out + done, block, take);
        done += take;
        HMAC(md, secret->bytes, secret->length, a, size, block, &made);
        memcpy(a, block, size);
    }
}

void pw_tls_keys_12(struct pw_tls_keys keys[2], const struct pw_tls_suite *suite, uint16_t version,
                    const struct pw_tls_secret *master, const uint8_t *client_random,
                    const uint8_t *server_random)
{
    static const char label[] = "key expansion";
    uint8_t seed[sizeof label - 1 + 2 * PW_TLS_RANDOM], block[2 * (48 + 32 + 16)];
    size_t at = sizeof label - 1;
    size_t iv = suite->mode == PW_TLS_GCM ? 4 : suite->mode == PW_TLS_CHACHA ? 12 : 0;
    memcpy(seed, label, at);
    memcpy(seed + at, server_random, PW_TLS_RANDOM);
    memcpy(seed + at + PW_TLS_RANDOM, client_random, PW_TLS_RANDOM);
    expand_12(suite, master, seed, sizeof seed, block,
              2 * ((size_t)suite->mac_length + suite->key_length + iv));
    const uint8_t *next = block;
    for (int side = 0; side < 2; side++)
        keys[side] = (struct pw_tls_keys){.suite = suite, .version = version};
    for (int side = 0; side < 2; side++, next += suite->mac_length)
        memcpy(keys[side].mac, next, suite->mac_length);
    for (int side = 0; side < 2; side++, next += suite->key_length)
        memcpy(keys[side].key, next, suite->key_length);
    for (int side = 0; side < 2; side++, next += iv)
        memcpy(keys[side].iv, next, iv);
}

static void put_sequence(uint8_t out[8], uint64_t sequence)
{
    for (int i = 7; i >= 0; i--, sequence >>= 8)
        out[i] = (uint8_t)sequence;
}

static const EVP_CIPHER *cipher_of(const struct pw_tls_suite *suite)
{
    if (suite->mode == PW_TLS_CHACHA)
        return EVP_chacha20_poly1305();
    if (suite->mode == PW_TLS_CBC)
        return suite->key_length == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
    return suite->key_length == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
}

/* What is ciphered, what is only authenticated, and the tag behind it. */
static bool open_aead(const struct pw_tls_keys *keys, const uint8_t nonce[12], struct pw_bytes aad,
                      struct pw_bytes sealed, uint8_t *out)
{
    uint8_t tag[GCM_TAG];
    int made = 0;
    size_t size = sealed.length - GCM_TAG;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    memcpy(tag, sealed.data + size, GCM_TAG);
    bool fine = context &&
                EVP_DecryptInit_ex(context, cipher_of(keys->suite), NULL, NULL, NULL) == 1 &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, NULL) == 1 &&
                EVP_DecryptInit_ex(context, NULL, NULL, keys->key, nonce) == 1 &&
                EVP_DecryptUpdate(context, NULL, &made, aad.data, (int)aad.length) == 1 &&
                EVP_DecryptUpdate(context, out, &made, sealed.data, (int)size) == 1 &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, tag) == 1 &&
                EVP_DecryptFinal_ex(context, out + made, &made) == 1;
    EVP_CIPHER_CTX_free(context);
    return fine;
}

/* The sequence number is mixed into the nonce (RFC 8446 section 5.3, RFC 7905 section 2). */
static void mix_nonce(const struct pw_tls_keys *keys, uint8_t nonce[12])
{
    uint8_t sequence[8];
    put_sequence(sequence, keys->sequence);
    memcpy(nonce, keys->iv, 12);
    for (int i = 0; i < 8; i++)
        nonce[4 + i] ^= sequence[i];
}

static bool open_13(const struct pw_tls_keys *keys, struct pw_bytes record, uint8_t *out,
                    size_t *length, uint8_t *type)
{
    uint8_t nonce[12];
    struct pw_bytes sealed =
        pw_bytes_of(record.data + PW_TLS_HEADER, record.length - PW_TLS_HEADER);
    if (sealed.length < GCM_TAG + 1)
        return false;
    mix_nonce(keys, nonce);
    if (!open_aead(keys, nonce, pw_bytes_of(record.data, PW_TLS_HEADER), sealed, out))
        return false;
    /* The real type stands last, behind it only padding of zeros (section 5.4). */
    size_t size = sealed.length - GCM_TAG;
    while (size && !out[size - 1])
        size--;
    if (!size)
        return false;
    *type = out[size - 1];
    *length = size - 1;
    return true;
}

/* Sequence, type, version, length: what TLS 1.2 authenticates besides the content. */
static void put_aad(uint8_t aad[13], const struct pw_tls_keys *keys, const uint8_t *header,
                    size_t length)
{
    put_sequence(aad, keys->sequence);
    memcpy(aad + 8, header, 3);
    aad[11] = (uint8_t)(length >> 8);
    aad[12] = (uint8_t)length;
}

static bool open_12_aead(const struct pw_tls_keys *keys, struct pw_bytes record, uint8_t *out,
                         size_t *length)
{
    uint8_t nonce[12], aad[13];
    size_t skip = keys->suite->mode == PW_TLS_GCM ? 8 : 0;
    if (record.length < PW_TLS_HEADER + skip + GCM_TAG)
        return false;
    const uint8_t *content = record.data + PW_TLS_HEADER;
    if (skip) {
        memcpy(nonce, keys->iv, 4);
        memcpy(nonce + 4, content, 8);
    } else {
        mix_nonce(keys, nonce);
    }
    struct pw_bytes sealed = pw_bytes_of(content + skip, record.length - PW_TLS_HEADER - skip);
    *length = sealed.length - GCM_TAG;
    put_aad(aad, keys, record.data, *length);
    return open_aead(keys, nonce, pw_bytes_of(aad, sizeof aad), sealed, out);
}

static bool right_mac(const struct pw_tls_keys *keys, const uint8_t *header, struct pw_bytes bytes,
                      const uint8_t *mac)
{
    static const uint8_t none[1];
    uint8_t input[13 + PW_TLS_RECORD_MAX], made[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    put_aad(input, keys, header, bytes.length);
    memcpy(input + 13, bytes.length ? bytes.data : none, bytes.length);
    HMAC(digest_of(keys->suite->mac_length), keys->mac, keys->suite->mac_length, input,
         13 + bytes.length, made, &size);
    return memcmp(made, mac, keys->suite->mac_length) == 0;
}

static bool open_blocks(const struct pw_tls_keys *keys, const uint8_t *iv, struct pw_bytes blocks,
                        uint8_t *out)
{
    int made = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool fine = context &&
                EVP_DecryptInit_ex(context, cipher_of(keys->suite), NULL, keys->key, iv) == 1 &&
                EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                EVP_DecryptUpdate(context, out, &made, blocks.data, (int)blocks.length) == 1;
    EVP_CIPHER_CTX_free(context);
    return fine && (size_t)made == blocks.length;
}

/* An explicit IV, then content, MAC and padding together in blocks (RFC 5246 section 6.2.3.2), or
 * the MAC behind the blocks (RFC 7366). */
static bool open_12_cbc(const struct pw_tls_keys *keys, struct pw_bytes record, uint8_t *out,
                        size_t *length)
{
    size_t mac = keys->suite->mac_length;
    size_t behind = keys->encrypt_then_mac ? mac : 0;
    if (record.length < PW_TLS_HEADER + 16 + 16 + behind)
        return false;
    const uint8_t *iv = record.data + PW_TLS_HEADER;
    struct pw_bytes blocks = pw_bytes_of(iv + 16, record.length - PW_TLS_HEADER - 16 - behind);
    if (blocks.length % 16)
        return false;
    if (behind && !right_mac(keys, record.data, pw_bytes_of(iv, blocks.length + 16),
                             blocks.data + blocks.length))
        return false;
    if (!open_blocks(keys, iv, blocks, out))
        return false;
    size_t padding = (size_t)out[blocks.length - 1] + 1;
    size_t inside = behind ? 0 : mac;
    if (padding + inside > blocks.length)
        return false;
    *length = blocks.length - padding - inside;
    return behind || right_mac(keys, record.data, pw_bytes_of(out, *length), out + *length);
}

bool pw_tls_open(struct pw_tls_keys *keys, struct pw_bytes record, uint8_t *out, size_t *length,
                 uint8_t *type)
{
    bool fine;
    *type = record.data[0];
    if (keys->version == 0x0304)
        fine = open_13(keys, record, out, length, type);
    else if (keys->suite->mode == PW_TLS_CBC)
        fine = keys->version >= 0x0302 && open_12_cbc(keys, record, out, length);
    else
        fine = open_12_aead(keys, record, out, length);
    keys->sequence += fine;
    return fine;
}
