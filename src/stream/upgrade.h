/* The opening handshake of WebSocket (RFC 6455 section 4): is an answer the one the request calls
 * for, and where not, why. Private to stream/. */
#ifndef PW_STREAM_UPGRADE_H
#define PW_STREAM_UPGRADE_H

#include "dissect/http.h"
#include "stream/accept.h"

/* What a request offers, as far as it decides about the answer. */
struct pw_offer {
    bool known;                          /* the request was captured */
    char expected[PW_ACCEPT_LENGTH + 1]; /* the accept value its key calls for; "" without a key */
    bool partial; /* too long to be kept whole: what is missing in it may have been offered */
    struct pw_bytes extensions, subprotocols;
};

/* What a head offers; it points into the head's bytes. */
struct pw_offer pw_offer_of(const struct pw_http_head *request);
/* Why an answer with status 101 is no valid one, as a constant sentence without its full stop; NULL
 * where it is (RFC 6455 section 4.1). */
const char *pw_upgrade_fault(const struct pw_offer *offer, const struct pw_http_head *answer);
/* Why a request was refused, as far as status and heads tell. */
const char *pw_upgrade_refusal(const struct pw_http_head *request,
                               const struct pw_http_head *answer);
/* One of a list's members, up to the separator and without the blanks around; what follows stays in
 * the list. */
struct pw_bytes pw_list_take(struct pw_bytes *list, char separator);

#endif
