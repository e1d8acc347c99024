/*
 * The head of an HTTP/1 message (RFC 9112 sections 2 to 6): finding its end, and reading out of it
 * what decides where the message ends. http_line.c reads the lines, http.c shows them.
 *
 *   GET /chat HTTP/1.1 CRLF        or    HTTP/1.1 101 Switching Protocols CRLF
 *   Name: value CRLF
 *   Name: value CRLF
 *   CRLF                           a blank line: the body starts behind it
 *
 * This runs while a capture is indexed: each byte is looked at about once, nothing is copied.
 */
#include "dissect/http_head.h"

#include <string.h>

#include "base/text.h"

/* What is gathered over several lines before it can be judged. */
struct framing {
    bool length_seen, length_bad, coding_seen, keep_alive, host, two_hosts;
};

static void fault(struct pw_http_head *head, const char *rule, const char *section)
{
    if (head->fault)
        return;
    head->fault = rule;
    head->section = section;
}

/* The next member of a comma-separated list (RFC 9110 section 5.6.1); empty ones are skipped. */
static bool next_token(struct pw_bytes *list, struct pw_bytes *token)
{
    while (list->length) {
        const uint8_t *comma = memchr(list->data, ',', list->length);
        const uint8_t *end = comma ? comma : list->data + list->length;
        *token = pw_http_trim(list->data, end);
        size_t step = (size_t)(end - list->data) + (comma ? 1 : 0);
        *list = pw_bytes_of(list->data + step, list->length - step);
        if (token->length)
            return true;
    }
    return false;
}

/* 1*DIGIT below 2^63; false where it is anything else. */
static bool read_length(struct pw_bytes digits, uint64_t *length)
{
    *length = 0;
    if (digits.length == 0)
        return false;
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9' || *length > (INT64_MAX - 9) / 10)
            return false;
        *length = *length * 10 + (digits.data[i] - '0');
    }
    return true;
}

/*
 * Two lengths that differ are how one request is smuggled inside another: each reader of the
 * stream sees the message end elsewhere. So they count as none, unless all say the same.
 */
static void note_length(struct pw_http_head *head, struct framing *framing, struct pw_bytes value)
{
    struct pw_bytes token;
    bool any = false;
    while (next_token(&value, &token)) {
        uint64_t length;
        any = true;
        if (!read_length(token, &length)) {
            fault(head, "the Content-Length is no number", "RFC 9112 section 6.3");
            framing->length_bad = true;
        } else if (framing->length_seen && length != head->body_length) {
            fault(head, "two Content-Lengths differ", "RFC 9112 section 6.3");
            framing->length_bad = true;
        } else {
            head->body_length = length;
            framing->length_seen = true;
        }
    }
    if (!any) {
        fault(head, "the Content-Length is no number", "RFC 9112 section 6.3");
        framing->length_bad = true;
    }
}

static void note_codings(struct pw_http_head *head, struct framing *framing, struct pw_bytes value)
{
    struct pw_bytes token;
    framing->coding_seen = true;
    while (next_token(&value, &token))
        head->chunked = pw_text_is(token, "chunked");
}

static void note_connection(struct pw_http_head *head, struct framing *framing,
                            struct pw_bytes value)
{
    struct pw_bytes token;
    while (next_token(&value, &token)) {
        head->upgrade |= pw_text_is(token, "upgrade");
        head->close |= pw_text_is(token, "close");
        framing->keep_alive |= pw_text_is(token, "keep-alive");
    }
}

/* One coding can be undone; several on top of each other nobody sends (RFC 9110 section 8.4). */
static void note_coding(struct pw_http_head *head, struct pw_bytes value)
{
    if (pw_text_is(value, "identity"))
        return;
    head->coding = pw_text_is(value, "gzip") || pw_text_is(value, "x-gzip") ? PW_CODING_GZIP
                   : pw_text_is(value, "deflate")                           ? PW_CODING_DEFLATE
                                                                            : PW_CODING_OTHER;
}

static void note_type(struct pw_http_head *head, struct pw_bytes value)
{
    const uint8_t *end = value.length ? memchr(value.data, ';', value.length) : NULL;
    struct pw_bytes type = pw_http_trim(value.data, end ? end : value.data + value.length);
    head->event_stream = pw_text_is(type, "text/event-stream");
    head->octets = pw_text_is(type, "application/octet-stream");
}

static void note_upgrade(struct pw_http_head *head, struct pw_bytes value)
{
    struct pw_bytes token;
    head->upgrade_to = value;
    while (next_token(&value, &token))
        head->websocket |= pw_text_is(token, "websocket");
}

/* The first of a repeated header is kept: values are not joined, since nothing is copied. */
static void keep(struct pw_bytes *slot, struct pw_bytes value)
{
    if (!slot->data)
        *slot = value;
}

static void note_line(struct pw_http_head *head, struct framing *framing,
                      const struct pw_http_line *line)
{
    if (line->fault)
        fault(head, line->fault, line->section);
    switch (line->header) {
    case PW_HTTP_HOST:
        framing->two_hosts |= framing->host;
        framing->host = true;
        keep(&head->host, line->value);
        break;
    case PW_HTTP_CONNECTION:
        note_connection(head, framing, line->value);
        break;
    case PW_HTTP_UPGRADE:
        note_upgrade(head, line->value);
        break;
    case PW_HTTP_CONTENT_TYPE:
        keep(&head->content_type, line->value);
        note_type(head, line->value);
        break;
    case PW_HTTP_CONTENT_ENCODING:
        note_coding(head, line->value);
        break;
    case PW_HTTP_CONTENT_LENGTH:
        note_length(head, framing, line->value);
        break;
    case PW_HTTP_TRANSFER_ENCODING:
        note_codings(head, framing, line->value);
        break;
    case PW_HTTP_WEBSOCKET_KEY:
        keep(&head->key, line->value);
        break;
    case PW_HTTP_WEBSOCKET_ACCEPT:
        keep(&head->accept, line->value);
        break;
    case PW_HTTP_WEBSOCKET_VERSION:
        keep(&head->version, line->value);
        break;
    case PW_HTTP_WEBSOCKET_PROTOCOL:
        keep(&head->subprotocol, line->value);
        break;
    case PW_HTTP_WEBSOCKET_EXTENSIONS:
        keep(&head->extensions, line->value);
        break;
    default:
        break;
    }
}

/* All lines are known: what follows from them together. */
static void conclude(struct pw_http_head *head, const struct framing *framing)
{
    head->has_length = framing->length_seen && !framing->length_bad;
    head->close |= head->minor == 0 && !framing->keep_alive;
    if (framing->coding_seen) {
        /* Chunks win over a length (section 6.3); to send both is forbidden (section 6.2). */
        if (framing->length_seen || framing->length_bad)
            fault(head, "Content-Length and Transfer-Encoding stand side by side",
                  "RFC 9112 section 6.2");
        if (!head->chunked && !head->response)
            fault(head, "a request's last transfer coding is not chunked", "RFC 9112 section 6.3");
        head->has_length = false;
    }
    if (!head->has_length)
        head->body_length = 0;
    if (!head->response && framing->two_hosts)
        fault(head, "a request names two hosts", "RFC 9112 section 3.2");
    if (!head->response && !framing->host && head->minor)
        fault(head, "an HTTP/1.1 request names no host", "RFC 9112 section 3.2");
    if (head->response && (head->status < 100 || head->status > 599))
        fault(head, "the status code is not from 100 to 599", "RFC 9110 section 15");
}

/* The start line as a whole, once its end is there. False where it breaks the grammar. */
static bool note_start(struct pw_http_head *head, const struct pw_http_start *start,
                       const uint8_t *rest, const uint8_t *newline)
{
    head->response = start->response;
    head->minor = start->minor;
    head->method = start->method;
    head->target = start->target;
    if (newline > rest && newline[-1] == '\r')
        newline--;
    if (!start->response)
        return pw_http_trim(rest, newline).length == 0;
    head->status = (uint16_t)((rest[-3] - '0') * 100 + (rest[-2] - '0') * 10 + (rest[-1] - '0'));
    if (rest == newline) {
        head->reason = pw_bytes_of(rest, 0);
        return true;
    }
    head->reason = pw_bytes_of(rest + 1, (size_t)(newline - rest - 1));
    return *rest == ' ';
}

enum pw_parse pw_http_parse_head(struct pw_bytes bytes, struct pw_http_head *head)
{
    struct framing framing = {0};
    struct pw_http_start start = {0};
    *head = (struct pw_http_head){0};
    bool full = bytes.length >= PW_HTTP_HEAD_MAX;
    if (full)
        bytes.length = PW_HTTP_HEAD_MAX;
    enum pw_parse more = full ? PW_PARSE_BAD : PW_PARSE_MORE;
    if (bytes.length == 0 || (bytes.length == 1 && bytes.data[0] == '\r'))
        return PW_PARSE_MORE;
    enum pw_parse begun = pw_http_scan_start(bytes, pw_http_skip_empty(bytes), &start);
    if (begun != PW_PARSE_DONE)
        return begun == PW_PARSE_MORE ? more : PW_PARSE_BAD;
    const uint8_t *rest = bytes.data + start.end;
    const uint8_t *newline = memchr(rest, '\n', bytes.length - start.end);
    if (!newline)
        return more;
    if (!note_start(head, &start, rest, newline))
        return PW_PARSE_BAD;
    size_t at = (size_t)(newline + 1 - bytes.data);
    struct pw_http_line line;
    do {
        if (pw_http_next_line(bytes, &at, &line) != PW_PARSE_DONE)
            return more;
        note_line(head, &framing, &line);
    } while (!line.blank);
    head->length = (uint32_t)at;
    conclude(head, &framing);
    return PW_PARSE_DONE;
}

enum pw_parse pw_http_parse_trailer(struct pw_bytes bytes, uint32_t *length)
{
    size_t at = 0;
    struct pw_http_line line;
    bool full = bytes.length >= PW_HTTP_HEAD_MAX;
    *length = 0;
    if (full)
        bytes.length = PW_HTTP_HEAD_MAX;
    do {
        if (pw_http_next_line(bytes, &at, &line) != PW_PARSE_DONE)
            return full ? PW_PARSE_BAD : PW_PARSE_MORE;
    } while (!line.blank);
    *length = (uint32_t)at;
    return PW_PARSE_DONE;
}
