/*
 * The lines of HTTP/1 (RFC 9112 sections 2 to 5 and 7.1), one at a time: the start line that gives
 * a message away, a header field with what folds into it, a chunk's size. What a whole head means
 * is judged in http_head.c.
 *
 *   method SP target SP HTTP/1.1 CRLF        HTTP/1.1 SP status SP reason CRLF
 *   name ":" value CRLF                      1a;extension=1 CRLF
 *
 * Each answers done, more or bad, and reads no byte it was not given: a segment may end anywhere.
 */
#include "dissect/http_head.h"

#include <string.h>

#include "base/text.h"

#define METHOD_MAX     20u
#define START_LINE_MAX 8192u /* how long a stream may keep us guessing (RFC 9112 section 3) */
#define CHUNK_LINE_MAX 4096u

static const char version_start[] = "HTTP/1.";
#define VERSION_LENGTH (sizeof version_start) /* a digit stands where the zero does */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t';
}

size_t pw_http_skip_empty(struct pw_bytes bytes)
{
    size_t at = 0;
    if (bytes.length > at && bytes.data[at] == '\r')
        at++;
    if (bytes.length > at && bytes.data[at] == '\n')
        return at + 1;
    return 0;
}

/* "HTTP/1." and a digit at `at`, judged by as many bytes as there are. */
static enum pw_parse scan_version(struct pw_bytes bytes, size_t at, uint8_t *minor)
{
    size_t here = bytes.length - at;
    size_t known = here < VERSION_LENGTH - 1 ? here : VERSION_LENGTH - 1;
    if (memcmp(bytes.data + at, version_start, known) != 0)
        return PW_PARSE_BAD;
    if (here < VERSION_LENGTH)
        return PW_PARSE_MORE;
    if (!is_digit(bytes.data[at + VERSION_LENGTH - 1]))
        return PW_PARSE_BAD;
    *minor = (uint8_t)(bytes.data[at + VERSION_LENGTH - 1] - '0');
    return PW_PARSE_DONE;
}

/* HTTP-version SP 3DIGIT (RFC 9112 section 4). */
static enum pw_parse scan_response(struct pw_bytes bytes, size_t at, struct pw_http_start *start)
{
    enum pw_parse version = scan_version(bytes, at, &start->minor);
    if (version != PW_PARSE_DONE)
        return version;
    at += VERSION_LENGTH;
    for (size_t i = 0; i < 4; i++) {
        if (at + i == bytes.length)
            return PW_PARSE_MORE;
        uint8_t c = bytes.data[at + i];
        if (i == 0 ? c != ' ' : !is_digit(c))
            return PW_PARSE_BAD;
    }
    start->response = true;
    start->end = at + 4;
    return PW_PARSE_DONE;
}

/* method SP request-target SP HTTP-version (RFC 9112 section 3). */
static enum pw_parse scan_request(struct pw_bytes bytes, size_t at, struct pw_http_start *start)
{
    size_t i = at;
    while (i < bytes.length && i - at <= METHOD_MAX &&
           ((bytes.data[i] >= 'A' && bytes.data[i] <= 'Z') || bytes.data[i] == '-'))
        i++;
    if (i - at > METHOD_MAX)
        return PW_PARSE_BAD;
    if (i == bytes.length)
        return PW_PARSE_MORE;
    if (i == at || bytes.data[i] != ' ')
        return PW_PARSE_BAD;
    start->method = pw_bytes_of(bytes.data + at, i - at);
    size_t target = ++i;
    while (i < bytes.length && bytes.data[i] > ' ' && bytes.data[i] != 0x7f)
        i++;
    if (i == bytes.length)
        return PW_PARSE_MORE;
    if (i == target || bytes.data[i] != ' ')
        return PW_PARSE_BAD;
    start->target = pw_bytes_of(bytes.data + target, i - target);
    start->end = i + 1 + VERSION_LENGTH;
    return scan_version(bytes, i + 1, &start->minor);
}

/* "HTTP" alone may still become either: both begin with letters. */
enum pw_parse pw_http_scan_start(struct pw_bytes bytes, size_t at, struct pw_http_start *start)
{
    if (bytes.length - at > 4 && memcmp(bytes.data + at, "HTTP/", 5) == 0)
        return scan_response(bytes, at, start);
    return scan_request(bytes, at, start);
}

enum pw_parse pw_http_recognise(struct pw_bytes start)
{
    struct pw_http_start found = {0};
    if (start.length == 0 || (start.length == 1 && start.data[0] == '\r'))
        return PW_PARSE_MORE;
    enum pw_parse answer = pw_http_scan_start(start, pw_http_skip_empty(start), &found);
    return answer == PW_PARSE_MORE && start.length > START_LINE_MAX ? PW_PARSE_BAD : answer;
}

/* Whitespace off both ends; line ends count, since a folded value may begin or end with one. */
struct pw_bytes pw_http_trim(const uint8_t *from, const uint8_t *to)
{
    while (from < to && (is_space(*from) || *from == '\r' || *from == '\n'))
        from++;
    while (to > from && (is_space(to[-1]) || to[-1] == '\r' || to[-1] == '\n'))
        to--;
    return pw_bytes_of(from, (size_t)(to - from));
}

static enum pw_http_header header_of(struct pw_bytes name)
{
    static const struct {
        uint8_t length;
        char text[31];
    } known[] = {
#define X(name, text, id) {sizeof text - 1, text},
        PW_HTTP_HEADERS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].length == name.length &&
            ((name.data[0] ^ (uint8_t)known[i].text[0]) & ~0x20) == 0 &&
            pw_text_is(name, known[i].text))
            return (enum pw_http_header)i;
    return PW_HTTP_OTHER;
}

/* Name, colon, value (RFC 9112 section 5). */
static void split_line(struct pw_http_line *line)
{
    const uint8_t *end = line->raw.data + line->raw.length;
    line->section = "RFC 9112 section 5.1";
    if (is_space(line->raw.data[0])) {
        line->fault = "a folded line stands where no header is to fold into";
        line->section = "RFC 9112 section 2.2";
        return;
    }
    const uint8_t *colon = memchr(line->raw.data, ':', line->raw.length);
    if (!colon) {
        line->fault = "a header line has no colon";
        return;
    }
    line->name = pw_http_trim(line->raw.data, colon);
    line->value = pw_http_trim(colon + 1, end);
    if (line->name.length == 0)
        line->fault = "a header line has no name";
    else if (line->name.data + line->name.length != colon)
        line->fault = "whitespace stands between a header's name and its colon";
    else
        line->header = header_of(line->name);
}

enum pw_parse pw_http_next_line(struct pw_bytes bytes, size_t *at, struct pw_http_line *line)
{
    const uint8_t *start = bytes.data + *at;
    const uint8_t *end = bytes.data + bytes.length;
    *line = (struct pw_http_line){.header = PW_HTTP_OTHER};
    if (*at == bytes.length)
        return PW_PARSE_MORE;
    const uint8_t *newline = memchr(start, '\n', (size_t)(end - start));
    if (!newline)
        return PW_PARSE_MORE;
    line->blank = newline == start || (newline == start + 1 && *start == '\r');
    /* A line that starts with whitespace goes on with the one before (obs-fold, section 5.2). */
    bool folded = false;
    while (!line->blank) {
        if (newline + 1 == end)
            return PW_PARSE_MORE;
        if (!is_space(newline[1]))
            break;
        folded = true;
        newline = memchr(newline + 1, '\n', (size_t)(end - newline - 1));
        if (!newline)
            return PW_PARSE_MORE;
    }
    line->raw = pw_bytes_of(start, (size_t)(newline + 1 - start));
    *at += line->raw.length;
    if (line->blank)
        return PW_PARSE_DONE;
    split_line(line);
    if (folded && !line->fault) {
        line->fault = "a header is folded over several lines, which is no longer allowed";
        line->section = "RFC 9112 section 5.2";
    }
    return PW_PARSE_DONE;
}

static int hex_digit(uint8_t c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum pw_parse pw_http_parse_chunk(struct pw_bytes bytes, uint32_t *line, uint64_t *size)
{
    size_t at = 0;
    *line = 0;
    *size = 0;
    for (; at < bytes.length && hex_digit(bytes.data[at]) >= 0; at++) {
        if (*size > INT64_MAX >> 4 || at == CHUNK_LINE_MAX)
            return PW_PARSE_BAD;
        *size = *size << 4 | (uint64_t)hex_digit(bytes.data[at]);
    }
    if (at == bytes.length)
        return PW_PARSE_MORE;
    /* Behind the digits: an extension, or whitespace that careless senders leave, or the end. */
    uint8_t next = bytes.data[at];
    if (at == 0 || (next != ';' && next != '\r' && next != '\n' && !is_space(next)))
        return PW_PARSE_BAD;
    size_t here = bytes.length < CHUNK_LINE_MAX ? bytes.length : CHUNK_LINE_MAX;
    const uint8_t *newline = at < here ? memchr(bytes.data + at, '\n', here - at) : NULL;
    if (!newline)
        return here == CHUNK_LINE_MAX ? PW_PARSE_BAD : PW_PARSE_MORE;
    *line = (uint32_t)(newline + 1 - bytes.data);
    return PW_PARSE_DONE;
}
