/*
 * Inside HTTP: the fields that have a name of their own here, and the reader of one line at a time.
 * http_line.c reads, http_head.c judges, http.c and http_body.c show.
 */
#ifndef PW_DISSECT_HTTP_HEAD_H
#define PW_DISSECT_HTTP_HEAD_H

#include "dissect/http.h"

/* Name here, name on the wire (case does not count), Wireshark's field, label. */
#define PW_HTTP_HEADERS(X)                                                                         \
    X(HOST, "Host", "http.host")                                                                   \
    X(CONNECTION, "Connection", "http.connection")                                                 \
    X(UPGRADE, "Upgrade", "http.upgrade")                                                          \
    X(CONTENT_TYPE, "Content-Type", "http.content_type")                                           \
    X(CONTENT_LENGTH, "Content-Length", "http.content_length_header")                              \
    X(TRANSFER_ENCODING, "Transfer-Encoding", "http.transfer_encoding")                            \
    X(WEBSOCKET_KEY, "Sec-WebSocket-Key", "http.sec_websocket_key")                                \
    X(WEBSOCKET_ACCEPT, "Sec-WebSocket-Accept", "http.sec_websocket_accept")                       \
    X(WEBSOCKET_VERSION, "Sec-WebSocket-Version", "http.sec_websocket_version")                    \
    X(WEBSOCKET_PROTOCOL, "Sec-WebSocket-Protocol", "http.sec_websocket_protocol")                 \
    X(WEBSOCKET_EXTENSIONS, "Sec-WebSocket-Extensions", "http.sec_websocket_extensions")           \
    X(USER_AGENT, "User-Agent", "http.user_agent")                                                 \
    X(ACCEPT, "Accept", "http.accept")                                                             \
    X(ACCEPT_ENCODING, "Accept-Encoding", "http.accept_encoding")                                  \
    X(ACCEPT_LANGUAGE, "Accept-Language", "http.accept_language")                                  \
    X(REFERER, "Referer", "http.referer")                                                          \
    X(AUTHORIZATION, "Authorization", "http.authorization")                                        \
    X(CONTENT_ENCODING, "Content-Encoding", "http.content_encoding")                               \
    X(CACHE_CONTROL, "Cache-Control", "http.cache_control")                                        \
    X(LAST_MODIFIED, "Last-Modified", "http.last_modified")                                        \
    X(SERVER, "Server", "http.server")                                                             \
    X(DATE, "Date", "http.date")                                                                   \
    X(LOCATION, "Location", "http.location")                                                       \
    X(COOKIE, "Cookie", "http.cookie")                                                             \
    X(SET_COOKIE, "Set-Cookie", "http.set_cookie")

/* Name here, label, Wireshark's field, format, indent: what a body is made of. */
#define PW_HTTP_BODY(X)                                                                            \
    X(CHUNK_SIZE, "Chunk size", "http.chunk_size", PW_UINT, 0)                                     \
    X(CHUNK_DATA, "Chunk", "http.chunk_data", PW_BYTES, 1)                                         \
    X(CHUNK_BOUNDARY, "Line end", "http.chunk_boundary", PW_BYTES, 1)                              \
    X(TRAILER, "Trailer line", "http.chunked_trailer_part", PW_TEXT, 0)                            \
    X(FILE_DATA, "Body", "http.file_data", PW_TEXT, 0)

enum {
#define X(name, text, id, format, indent) PW_HTTP_##name,
    PW_HTTP_BODY(X)
#undef X
        PW_HTTP_BODY_FIELDS
};

enum pw_http_header {
#define X(name, text, id) PW_HTTP_##name,
    PW_HTTP_HEADERS(X)
#undef X
        PW_HTTP_OTHER
};

/* One field line with the lines that fold into it, or the blank line that ends a head. */
struct pw_http_line {
    struct pw_bytes raw;         /* all its bytes, line ends included */
    struct pw_bytes name, value; /* without the whitespace around; inside value folds stay */
    enum pw_http_header header;
    bool blank;
    const char *fault; /* the rule it breaks, or NULL */
    const char *section;
};

/* A start line as far as it was recognised. */
struct pw_http_start {
    bool response;
    uint8_t minor;
    struct pw_bytes method, target;
    size_t end; /* behind a request's version, or behind a response's status code */
};

/* Where the start line begins: an empty line before a message is skipped (RFC 9112 section 2.2). */
size_t pw_http_skip_empty(struct pw_bytes bytes);
/* Recognise the start line at `at`, its version or status code included. */
enum pw_parse pw_http_scan_start(struct pw_bytes bytes, size_t at, struct pw_http_start *start);
/* The next line from *at, which moves past it. MORE where its end cannot be told yet. */
enum pw_parse pw_http_next_line(struct pw_bytes bytes, size_t *at, struct pw_http_line *line);
/* Whitespace off both ends; line ends count, since a folded value may begin or end with one. */
struct pw_bytes pw_http_trim(const uint8_t *from, const uint8_t *to);

/* The message is not all there: say whether the capture ended it or its sender. */
void pw_http_incomplete(struct pw_dissection *d, const struct pw_cursor *c);
/* Show the body of a message whose head was read. fields: the definitions of PW_HTTP_BODY. */
void pw_http_show_body(struct pw_dissection *d, struct pw_cursor *c,
                       const struct pw_http_head *head, const struct pw_field_def *fields);

#endif
