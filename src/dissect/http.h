/*
 * HTTP/1.0 and 1.1 (RFC 9112): one parser, used to find where a message ends in a byte stream and
 * to show it. Everything points into the bytes it was given.
 */
#ifndef PW_DISSECT_HTTP_H
#define PW_DISSECT_HTTP_H

#include "base/inflater.h"
#include "dissect/dissect.h"

/* A stream parser's answer: the thing is whole, needs more bytes, or breaks the rules. */
enum pw_parse {
    PW_PARSE_DONE,
    PW_PARSE_MORE,
    PW_PARSE_BAD,
};

#define PW_HTTP_HEAD_MAX 65536u /* bytes of start line and header fields; longer is bad */

struct pw_http_head {
    bool response;
    uint8_t minor;     /* HTTP/1.minor */
    uint16_t status;   /* responses */
    uint32_t length;   /* the head's bytes, its blank line included */
    bool has_length;   /* a valid Content-Length */
    bool chunked;      /* the last transfer coding is chunked */
    bool upgrade;      /* Connection names upgrade (RFC 9110 section 7.8) */
    bool websocket;    /* Upgrade names websocket */
    bool close;        /* Connection: close, or HTTP/1.0 without keep-alive */
    bool event_stream; /* Content-Type is text/event-stream */
    bool octets;       /* it is application/octet-stream */
    uint8_t coding;    /* enum pw_coding: the Content-Encoding */
    uint64_t body_length;
    struct pw_bytes method, target, reason;
    struct pw_bytes host, content_type;
    struct pw_bytes upgrade_to; /* the Upgrade header: what it names */
    struct pw_bytes key, accept, version, subprotocol, extensions; /* Sec-WebSocket-* */
    const char *fault;   /* the first rule a readable head breaks all the same, or NULL */
    const char *section; /* where that rule stands */
};

/* Could a byte stream that starts so be HTTP/1? DONE: yes. MORE: too early to say. BAD: no. */
enum pw_parse pw_http_recognise(struct pw_bytes start);
/* Parse start line and header fields. A bare LF ends a line too (RFC 9112 section 2.2). */
enum pw_parse pw_http_parse_head(struct pw_bytes bytes, struct pw_http_head *head);
/*
 * Parse one chunk's line (RFC 9112 section 7.1): "1a;ext=1\r\n". *line is its bytes, *size the data
 * that follows (after which CRLF stands).
 */
enum pw_parse pw_http_parse_chunk(struct pw_bytes bytes, uint32_t *line, uint64_t *size);
/* What follows the last chunk (RFC 9112 section 7.1.2): field lines, most often none, and a blank
 * line. *length is their bytes, the blank line included. */
enum pw_parse pw_http_parse_trailer(struct pw_bytes bytes, uint32_t *length);

#endif
