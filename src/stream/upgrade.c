/* The opening handshake of WebSocket: see upgrade.h. */
#include "stream/upgrade.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/text.h"

static bool digest_with(struct pw_bytes key, const char *behind, uint8_t digest[PW_ACCEPT_DIGEST])
{
    uint8_t input[256];
    size_t more = strlen(behind);
    if (key.length > sizeof input - sizeof PW_ACCEPT_GUID)
        return false;
    if (key.length)
        memcpy(input, key.data, key.length);
    memcpy(input + key.length, behind, more);
    SHA1(input, key.length + more, digest);
    return true;
}

bool pw_websocket_digest(struct pw_bytes key, uint8_t digest[PW_ACCEPT_DIGEST])
{
    return digest_with(key, PW_ACCEPT_GUID, digest);
}

void pw_websocket_accept_bare(struct pw_bytes key, char accept[PW_ACCEPT_LENGTH + 1])
{
    uint8_t digest[PW_ACCEPT_DIGEST];
    accept[0] = '\0';
    if (digest_with(key, "", digest))
        EVP_EncodeBlock((unsigned char *)accept, digest, sizeof digest);
}

void pw_websocket_accept(struct pw_bytes key, char accept[PW_ACCEPT_LENGTH + 1])
{
    uint8_t digest[PW_ACCEPT_DIGEST];
    accept[0] = '\0';
    if (pw_websocket_digest(key, digest))
        EVP_EncodeBlock((unsigned char *)accept, digest, sizeof digest);
}

struct pw_bytes pw_list_take(struct pw_bytes *list, char separator)
{
    const uint8_t *end = list->length ? memchr(list->data, separator, list->length) : NULL;
    size_t length = end ? (size_t)(end - list->data) : list->length;
    struct pw_bytes member = pw_bytes_of(list->data, length);
    size_t step = length + (end ? 1 : 0);
    *list = pw_bytes_of(list->data + step, list->length - step);
    while (member.length && (*member.data == ' ' || *member.data == '\t'))
        member = pw_bytes_of(member.data + 1, member.length - 1);
    while (member.length &&
           (member.data[member.length - 1] == ' ' || member.data[member.length - 1] == '\t'))
        member.length--;
    return member;
}

struct pw_offer pw_offer_of(const struct pw_http_head *request)
{
    struct pw_offer offer = {
        .known = true, .extensions = request->extensions, .subprotocols = request->subprotocol};
    if (request->key.length)
        pw_websocket_accept(request->key, offer.expected);
    return offer;
}

static bool equal(struct pw_bytes a, struct pw_bytes b)
{
    return a.length == b.length && (!a.length || memcmp(a.data, b.data, a.length) == 0);
}

/* Is the name among the members of a list? Extensions carry parameters behind a semicolon. */
static bool is_offered(struct pw_bytes list, struct pw_bytes name)
{
    while (list.length) {
        struct pw_bytes member = pw_list_take(&list, ',');
        if (equal(pw_list_take(&member, ';'), name))
            return true;
    }
    return false;
}

static bool extensions_offered(const struct pw_offer *offer, struct pw_bytes answered)
{
    while (answered.length) {
        struct pw_bytes member = pw_list_take(&answered, ',');
        struct pw_bytes name = pw_list_take(&member, ';');
        if (name.length && !is_offered(offer->extensions, name))
            return false;
    }
    return true;
}

const char *pw_upgrade_fault(const struct pw_offer *offer, const struct pw_http_head *answer)
{
    if (!answer->websocket)
        return answer->upgrade_to.length ? "the answer's Upgrade header does not name websocket"
                                         : "the answer has no Upgrade header";
    if (!answer->upgrade)
        return "the answer's Connection header does not name Upgrade";
    if (!answer->accept.length)
        return "the answer has no Sec-WebSocket-Accept";
    if (!offer->known)
        return NULL;
    if (!offer->expected[0])
        return "the request had no Sec-WebSocket-Key";
    if (answer->accept.length != PW_ACCEPT_LENGTH ||
        memcmp(answer->accept.data, offer->expected, PW_ACCEPT_LENGTH) != 0)
        return "Sec-WebSocket-Accept is not the value the request's key calls for";
    if (offer->partial)
        return NULL;
    if (!extensions_offered(offer, answer->extensions))
        return "the answer names an extension that the client did not offer";
    if (answer->subprotocol.length && !is_offered(offer->subprotocols, answer->subprotocol))
        return "the answer names a subprotocol that the client did not offer";
    return NULL;
}

/* What is wrong with the request itself; NULL where nothing is. */
static const char *request_fault(const struct pw_http_head *request)
{
    if (!pw_text_is(request->method, "GET"))
        return "the server refused: a WebSocket is asked for with GET, and with nothing else";
    if (!request->websocket)
        return "the server refused: the request has no Upgrade header that names websocket";
    if (!request->upgrade)
        return "the server refused: the request's Connection header does not name Upgrade";
    if (!pw_text_is(request->version, "13"))
        return "the server refused: the request does not ask for version 13, the only one in use";
    if (request->key.length != 24)
        return "the server refused: the request's Sec-WebSocket-Key is not 16 bytes in base64";
    return NULL;
}

static const struct {
    uint16_t status;
    const char *why;
} refusals[] = {
    {400, "the server calls it a bad request (400)"},
    {401, "the server wants to know first who asks (401)"},
    {403, "the server understood, and does not allow it (403)"},
    {404, "at this path the server has nothing (404)"},
    {405, "the server does not allow this method here (405)"},
    {407, "a proxy on the way wants to know first who asks (407)"},
    {426, "the server wants another protocol or version than was asked for (426)"},
    {429, "the client asked too often (429)"},
    {500, "the server failed on its side (500)"},
    {502, "a proxy got no usable answer from the server behind it (502)"},
    {503, "the server is not able to serve just now (503)"},
};

const char *pw_upgrade_refusal(const struct pw_http_head *request,
                               const struct pw_http_head *answer)
{
    const char *fault = request->method.length ? request_fault(request) : NULL;
    if (fault && answer->status / 100 != 3)
        return fault;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].status == answer->status)
            return refusals[i].why;
    if (answer->status / 100 == 3)
        return "the server sends the client elsewhere, and a WebSocket client need not go there";
    if (answer->status / 100 == 2)
        return "the server answered as to any other request: it does not speak WebSocket here";
    return NULL;
}
