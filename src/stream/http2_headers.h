/* Header blocks of HTTP/2 as text. Private to stream/. */
#ifndef PW_STREAM_HTTP2_HEADERS_H
#define PW_STREAM_HTTP2_HEADERS_H

#include "stream/http2.h"

/* Append a whole header block's headers, a line each; *cut where there were more than are kept.
 * False where it cannot be read: then no later one of that side can be either (RFC 7541 section
 * 2.3). */
bool pw_http2_inflate(struct pw_http2 *http2, uint8_t side, struct pw_bytes block,
                      struct pw_buffer *text, bool *cut);

#endif
