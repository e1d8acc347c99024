/*
 * HTTP/2 frames (RFC 9113 section 4): one parser, used to follow a connection and to show it.
 * Header blocks are compressed with what came before (RFC 7541), so their text is made in stream/.
 */
#ifndef PW_DISSECT_HTTP2_H
#define PW_DISSECT_HTTP2_H

#include "dissect/dissect.h"
#include "dissect/http.h"

enum {
    PW_HTTP2_DATA = 0,
    PW_HTTP2_HEADERS = 1,
    PW_HTTP2_PRIORITY = 2,
    PW_HTTP2_RST_STREAM = 3,
    PW_HTTP2_SETTINGS = 4,
    PW_HTTP2_PUSH_PROMISE = 5,
    PW_HTTP2_PING = 6,
    PW_HTTP2_GOAWAY = 7,
    PW_HTTP2_WINDOW_UPDATE = 8,
    PW_HTTP2_CONTINUATION = 9,
};

enum {
    PW_HTTP2_ACK = 0x01, /* of SETTINGS and PING */
    PW_HTTP2_END_STREAM = 0x01,
    PW_HTTP2_END_HEADERS = 0x04,
    PW_HTTP2_PADDED = 0x08,
    PW_HTTP2_HAS_PRIORITY = 0x20,
};

#define PW_HTTP2_HEADER        9u
#define PW_HTTP2_PREFACE       "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define PW_HTTP2_PREFACE_BYTES 24u

struct pw_http2_frame {
    uint32_t length; /* of the payload */
    uint32_t stream;
    uint8_t type, flags;
};

/* A frame's header; the payload need not be there. MORE until all nine bytes are. */
enum pw_parse pw_http2_parse(struct pw_bytes bytes, struct pw_http2_frame *frame);
/* Could a client's stream that starts so be HTTP/2: is it the preface (section 3.4)? */
enum pw_parse pw_http2_recognise(struct pw_bytes bytes);
/* And a server's: it begins with SETTINGS. */
enum pw_parse pw_http2_recognise_server(struct pw_bytes bytes);
/* The header block in a frame's payload, padding and priority left out (section 6.2). Empty where
 * they leave no room for it. */
struct pw_bytes pw_http2_block(const struct pw_http2_frame *frame, struct pw_bytes payload);
/* A rule that a frame breaks, and where it stands. */
struct pw_http2_rule {
    const char *says, *section;
};
/* Does a frame's header break a rule by itself? What belongs to a stream and what to the whole
 * connection, and lengths that are fixed (section 6). */
bool pw_http2_judge(const struct pw_http2_frame *frame, struct pw_http2_rule *broken);
/* Show a header list's text, "name: value" lines, in the open layer; d->source is that of the text.
 */
void pw_http2_show_headers(struct pw_dissection *d, struct pw_bytes text);

#endif
