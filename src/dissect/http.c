/*
 * An HTTP/1 message taken apart (RFC 9112; what the fields mean: RFC 9110). OSI layer 7. Bytes in,
 * fields out; where the message ends was found before by the same parser (http_head.c).
 *
 *   start line CRLF
 *   header: value CRLF ...                                   the head
 *   CRLF
 *   body: Content-Length bytes, or chunks, or all until the connection closes
 *
 * Every byte belongs to a field: a token takes the space or line end behind it along.
 */
#include "dissect/http_head.h"

#include <string.h>

#include "base/text.h"

#define TARGET_COLUMNS 60

enum {
    LEADING,
    METHOD,
    URI,
    REQUEST_VERSION,
    RESPONSE_VERSION,
    CODE,
    PHRASE,
    FIRST_HEADER,
    CONTENT_LENGTH = FIRST_HEADER + PW_HTTP_OTHER,
    REQUEST_LINE,
    RESPONSE_LINE,
    BLANK_LINE,
    FIRST_BODY,
    FIELDS = FIRST_BODY + PW_HTTP_BODY_FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [LEADING] = {"http.leading_crlf", "An empty line before the message", PW_GROUP},
    [METHOD] = {"http.request.method", "Method", PW_TEXT},
    [URI] = {"http.request.uri", "Target", PW_TEXT},
    [REQUEST_VERSION] = {"http.request.version", "Version", PW_TEXT},
    [RESPONSE_VERSION] = {"http.response.version", "Version", PW_TEXT},
    [CODE] = {"http.response.code", "Status code", PW_UINT},
    [PHRASE] = {"http.response.phrase", "Reason", PW_TEXT},
    [CONTENT_LENGTH] = {"http.content_length", "Bytes the body has", PW_UINT, 1},
    [REQUEST_LINE] = {"http.request.line", "Header line", PW_TEXT},
    [RESPONSE_LINE] = {"http.response.line", "Header line", PW_TEXT},
    [BLANK_LINE] = {"http.blank_line", "Blank line: the head ends here", PW_GROUP},
#define X(name, text, id) [FIRST_HEADER + PW_HTTP_##name] = {id, text, PW_TEXT},
    PW_HTTP_HEADERS(X)
#undef X
#define X(name, text, id, format, indent)                                                          \
    [FIRST_BODY + PW_HTTP_##name] = {id, text, format, indent},
        PW_HTTP_BODY(X)
#undef X
};

enum { K_REQUEST, K_RESPONSE, K_UPGRADE_REQUEST, K_UPGRADE_RESPONSE };
static const char *const kinds[] = {
    [K_REQUEST] = "http.request",
    [K_RESPONSE] = "http.response",
    [K_UPGRADE_REQUEST] = "http.upgrade_request",
    [K_UPGRADE_RESPONSE] = "http.upgrade_response",
    NULL,
};

static const char *kind_of(const struct pw_http_head *head)
{
    if (head->response)
        return kinds[head->status == 101 ? K_UPGRADE_RESPONSE : K_RESPONSE];
    return kinds[head->upgrade && head->websocket ? K_UPGRADE_REQUEST : K_REQUEST];
}

/* What is left, as a run of bytes; the cursor stays. */
static struct pw_bytes left(const struct pw_cursor *c)
{
    return pw_bytes_of(c->data + c->at, pw_left(c));
}

/* A token and what parts it from the next: `length` bytes of the message, the first `value` of
 * them its value. */
static void token(struct pw_dissection *d, struct pw_cursor *c, int def, size_t length,
                  size_t value)
{
    uint32_t at = pw_offset(c);
    struct pw_bytes bytes = pw_take(c, (uint32_t)length);
    bytes.length = value;
    if (d->layer)
        pw_record_bytes(d, &fields[def], at, (uint32_t)length, bytes);
}

/* The start line, of which `start` tells the parts; `line` is its bytes, the line end included. */
static void show_start(struct pw_dissection *d, struct pw_cursor *c,
                       const struct pw_http_start *start, struct pw_bytes line)
{
    const size_t version = strlen("HTTP/1.1");
    const uint8_t *rest = line.data + start->end;
    if (!start->response) {
        token(d, c, METHOD, start->method.length + 1, start->method.length);
        token(d, c, URI, start->target.length + 1, start->target.length);
        token(d, c, REQUEST_VERSION, version + line.length - start->end, version);
        return;
    }
    token(d, c, RESPONSE_VERSION, version + 1, version);
    struct pw_bytes phrase = pw_http_trim(rest, line.data + line.length);
    uint32_t behind =
        (uint32_t)(phrase.length ? (size_t)(phrase.data - rest) : line.length - start->end);
    uint32_t code = (uint32_t)((rest[-3] - '0') * 100 + (rest[-2] - '0') * 10 + (rest[-1] - '0'));
    if (d->layer)
        pw_record(d, &fields[CODE], pw_offset(c), 3 + behind, code);
    pw_skip(c, 3 + behind);
    if (phrase.length)
        token(d, c, PHRASE, line.length - start->end - behind, phrase.length);
}

/* One header field with its line end; those without a name of their own as the line they are. */
static void show_header(struct pw_dissection *d, struct pw_cursor *c,
                        const struct pw_http_line *line, const struct pw_http_head *head)
{
    uint32_t at = pw_offset(c);
    uint32_t length = (uint32_t)line->raw.length;
    pw_skip(c, length);
    if (!d->layer)
        return;
    if (line->blank) {
        pw_record(d, &fields[BLANK_LINE], at, length, 0);
    } else if (line->header == PW_HTTP_OTHER) {
        pw_record_bytes(d, &fields[head->response ? RESPONSE_LINE : REQUEST_LINE], at, length,
                        line->raw);
    } else {
        pw_record_bytes(d, &fields[FIRST_HEADER + line->header], at, length, line->value);
        if (line->header == PW_HTTP_CONTENT_LENGTH && head->has_length)
            pw_record_derived(d, &fields[CONTENT_LENGTH], at, length, head->body_length);
    }
}

/* The head, line by line. False where its end is missing: then all that is there was shown. */
static bool show_head(struct pw_dissection *d, struct pw_cursor *c, struct pw_http_head *head)
{
    struct pw_http_start start = {0};
    struct pw_http_line line = {.blank = false};
    size_t empty = pw_http_skip_empty(left(c));
    if (empty) {
        if (d->layer)
            pw_record(d, &fields[LEADING], pw_offset(c), (uint32_t)empty, 0);
        pw_skip(c, (uint32_t)empty);
    }
    struct pw_bytes here = left(c);
    const uint8_t *newline = memchr(here.data, '\n', here.length);
    bool recognised = pw_http_scan_start(here, 0, &start) == PW_PARSE_DONE;
    head->response = start.response;
    if (recognised && newline) {
        size_t at = (size_t)(newline + 1 - here.data);
        show_start(d, c, &start, pw_bytes_of(here.data, at));
        while (!line.blank && pw_http_next_line(here, &at, &line) == PW_PARSE_DONE)
            show_header(d, c, &line, head);
    }
    if (!line.blank && pw_left(c))
        pw_add_bytes(d, c, &fields[start.response ? RESPONSE_LINE : REQUEST_LINE], pw_left(c));
    return line.blank;
}

static struct pw_next dissect_http(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_http_head head;
    enum pw_parse parsed = pw_http_parse_head(left(c), &head);
    if (parsed == PW_PARSE_BAD)
        pw_fault(d, "these bytes are no HTTP head", "RFC 9112 section 2.1");
    else if (parsed == PW_PARSE_MORE)
        pw_http_incomplete(d, c);
    else if (head.fault)
        pw_fault(d, head.fault, head.section);
    if (show_head(d, c, &head) && parsed == PW_PARSE_DONE)
        pw_http_show_body(d, c, &head, &fields[FIRST_BODY]);
    d->kind = kind_of(&head);
    return (struct pw_next){PW_END, 0};
}

static struct pw_bytes text_of(const struct pw_tree *tree, const struct pw_layer *layer, int def)
{
    const struct pw_field *field = pw_layer_get(tree, layer, &fields[def]);
    return field ? field->bytes : pw_bytes_of(NULL, 0);
}

/* "GET /chat", "101 Switching Protocols". */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *code = pw_layer_get(tree, layer, &fields[CODE]);
    struct pw_bytes phrase = text_of(tree, layer, PHRASE);
    struct pw_bytes method = text_of(tree, layer, METHOD);
    if (code)
        pw_buffer_number(out, code->number);
    pw_text_safe(out, method);
    if (!code && !method.length)
        return;
    pw_buffer_text(out, code && !phrase.length ? "" : " ");
    pw_text_brief(out, code ? phrase : text_of(tree, layer, URI), TARGET_COLUMNS);
}

/* The same, and what it is about: "(612 bytes text/html)", "  Upgrade: websocket". */
static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    struct pw_bytes upgrade = text_of(tree, layer, FIRST_HEADER + PW_HTTP_UPGRADE);
    struct pw_bytes type = text_of(tree, layer, FIRST_HEADER + PW_HTTP_CONTENT_TYPE);
    struct pw_bytes body = text_of(tree, layer, FIRST_BODY + PW_HTTP_FILE_DATA);
    brief(out, tree, layer);
    if (upgrade.length) {
        pw_buffer_text(out, "  Upgrade: ");
        pw_text_brief(out, upgrade, TARGET_COLUMNS);
    } else if (body.length) {
        const uint8_t *parameters = type.length ? memchr(type.data, ';', type.length) : NULL;
        if (parameters)
            type = pw_http_trim(type.data, parameters);
        pw_buffer_print(out, body.length == 1 ? " (%zu byte" : " (%zu bytes", body.length);
        pw_buffer_text(out, type.length ? " " : "");
        pw_text_brief(out, type, TARGET_COLUMNS);
        pw_buffer_byte(out, ')');
    }
}

const struct pw_protocol pw_protocol_http = {
    .id = "http",
    .label = "HTTP",
    .name = "Hypertext Transfer Protocol",
    .osi = 7,
    .section = "RFC 9112 section 2.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_http,
    .brief = brief,
    .summary = summary,
};
