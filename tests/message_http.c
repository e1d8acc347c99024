/* HTTP/1 messages (RFC 9112): heads as streams bring them, chunks, and messages taken apart. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect/http.h"
#include "edge.h"
#include "message_test.h"

#define HOST "Host: a\r\n"

/* Heads that can be read. fault: a piece of what is wrong with them all the same. */
static const struct {
    const char *text;
    uint16_t status;   /* 0: a request */
    int64_t length;    /* of the body; -1: none given */
    const char *flags; /* c chunked, u upgrade, w websocket, x close */
    const char *fault;
} heads[] = {
    {"GET / HTTP/1.1\r\n" HOST "\r\n", 0, -1, "", NULL},
    {"GET / HTTP/1.1\nHost: a\n\n", 0, -1, "", NULL},
    {"\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 0, -1, "", NULL},
    {"M-SEARCH * HTTP/1.1\r\nhOST:a\r\n\r\n", 0, -1, "", NULL},
    {"GET / HTTP/1.0\r\n\r\n", 0, -1, "x", NULL},
    {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 0, -1, "", NULL},
    {"GET /chat HTTP/1.1\r\n" HOST "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n",
     0, -1, "uw", NULL},
    {"GET / HTTP/1.1\r\n" HOST "Connection: upgraded\r\nUpgrade: websocket13\r\n\r\n", 0, -1, "",
     NULL},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 12\r\n\r\n", 0, 12, "", NULL},
    {"POST / HTTP/1.1\r\n" HOST "content-length:\t12  \r\nContent-Length: 12, 12\r\n\r\n", 0, 12,
     "", NULL},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 12\r\nContent-Length: 13\r\n\r\n", 0, -1, "",
     "differ"},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: +12\r\n\r\n", 0, -1, "", "no number"},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 0, -1, "", "no number"},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", 0, -1, "",
     "no number"},
    {"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, Chunked\r\n\r\n", 0, -1, "c", NULL},
    {"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, gzip\r\n\r\n", 0, -1, "",
     "not chunked"},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 0, -1,
     "c", "side by side"},
    {"GET / HTTP/1.1\r\n\r\n", 0, -1, "", "no host"},
    {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", 0, -1, "", "two hosts"},
    {"GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\tc\r\nConnection: close\r\n\r\n", 0, -1, "x",
     "folded"},
    {"GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n", 0, -1, "", "no header is to fold into"},
    {"GET / HTTP/1.1\r\n" HOST "Connection : close\r\n\r\n", 0, -1, "", "whitespace"},
    {"GET / HTTP/1.1\r\n" HOST "nonsense\r\n\r\n", 0, -1, "", "no colon"},
    {"GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n", 0, -1, "", "no name"},
    {"HTTP/1.1 200 OK\r\n\r\n", 200, -1, "", NULL},
    {"HTTP/1.1 200\r\n\r\n", 200, -1, "", NULL},
    {"HTTP/1.1 404 Not Found\nContent-Length: 0\n\n", 404, 0, "", NULL},
    {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 101,
     -1, "uw", NULL},
    {"HTTP/1.1 999 What\r\n\r\n", 999, -1, "", "from 100 to 599"},
};

static const char *const broken_heads[] = {
    "GET /\r\n",
    "GET / HTTP/2.0\r\n",
    "GET  / HTTP/1.1\r\n",
    "GET / HTTP/1.1 more\r\n",
    "get / HTTP/1.1\r\n",
    " GET / HTTP/1.1\r\n",
    "HTTP/1.1 20 OK\r\n",
    "HTTP/1.1 2000 OK\r\n",
    "HTTP/1.x 200 OK\r\n",
    "\x16\x03\x01",
    "SSH-2.0-OpenSSH_9.2\r\n",
    "EHLO mail.example\r\n",
    "RTSP/1.0 200 OK\r\n",
    "ABCDEFGHIJKLMNOPQRSTU / HTTP/1.1\r\n",
    "GET /\x01 HTTP/1.1\r\n",
    "\r\n\r\n",
    "\rGET",
};

static bool flag(const char *flags, char which)
{
    return strchr(flags, which) != NULL;
}

static void test_heads(void)
{
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct pw_http_head head;
        size_t length = strlen(heads[i].text);
        for (size_t n = 0; n < length; n++)
            CU_ASSERT_EQUAL(pw_http_parse_head(edge_of(heads[i].text, n), &head), PW_PARSE_MORE);
        CU_ASSERT_EQUAL_FATAL(pw_http_parse_head(edge_of(heads[i].text, length), &head),
                              PW_PARSE_DONE);
        CU_ASSERT_EQUAL(head.length, length);
        CU_ASSERT_EQUAL(head.response, heads[i].status != 0);
        CU_ASSERT_EQUAL(head.status, heads[i].status);
        CU_ASSERT_EQUAL(head.has_length, heads[i].length >= 0);
        CU_ASSERT_EQUAL(head.body_length, heads[i].length < 0 ? 0 : (uint64_t)heads[i].length);
        CU_ASSERT_EQUAL(head.chunked, flag(heads[i].flags, 'c'));
        CU_ASSERT_EQUAL(head.upgrade, flag(heads[i].flags, 'u'));
        CU_ASSERT_EQUAL(head.websocket, flag(heads[i].flags, 'w'));
        CU_ASSERT_EQUAL(head.close, flag(heads[i].flags, 'x'));
        CU_ASSERT_EQUAL(head.fault != NULL, heads[i].fault != NULL);
        CU_ASSERT_EQUAL(head.section != NULL, heads[i].fault != NULL);
        if (head.fault && heads[i].fault)
            CU_ASSERT_PTR_NOT_NULL(strstr(head.fault, heads[i].fault));
        CU_ASSERT_EQUAL(pw_http_recognise(edge_of(heads[i].text, length)), PW_PARSE_DONE);
    }
}

static void test_broken_heads(void)
{
    for (size_t i = 0; i < sizeof broken_heads / sizeof *broken_heads; i++) {
        struct pw_http_head head;
        struct pw_bytes whole = edge_of(broken_heads[i], strlen(broken_heads[i]));
        CU_ASSERT_EQUAL(pw_http_parse_head(whole, &head), PW_PARSE_BAD);
        for (size_t n = 0; n < strlen(broken_heads[i]); n++)
            CU_ASSERT(pw_http_parse_head(edge_of(broken_heads[i], n), &head) != PW_PARSE_DONE);
    }
}

/* Once a stream was recognised it stays so; until then more is asked for, but not for ever. */
static void test_recognise(void)
{
    static const char request[] = "OPTIONS * HTTP/1.1", response[] = "HTTP/1.0 404 x";
    static char endless[9000] = "GET /";
    for (size_t n = 0; n < sizeof request - 1; n++)
        CU_ASSERT_EQUAL(pw_http_recognise(edge_of(request, n)), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http_recognise(edge_of(request, sizeof request - 1)), PW_PARSE_DONE);
    for (size_t n = 0; n < sizeof response - 1; n++)
        CU_ASSERT_EQUAL(pw_http_recognise(edge_of(response, n)),
                        n < strlen("HTTP/1.0 404") ? PW_PARSE_MORE : PW_PARSE_DONE);
    memset(endless + 5, 'a', sizeof endless - 5);
    CU_ASSERT_EQUAL(pw_http_recognise(edge_of(endless, 8000)), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http_recognise(edge_of(endless, sizeof endless)), PW_PARSE_BAD);
}

static void test_head_limit(void)
{
    static char head[PW_HTTP_HEAD_MAX + 8] = "GET / HTTP/1.1\r\nX: ";
    struct pw_http_head parsed;
    size_t start = strlen(head);
    memset(head + start, 'a', sizeof head - start);
    CU_ASSERT_EQUAL(pw_http_parse_head(edge_of(head, PW_HTTP_HEAD_MAX - 1), &parsed),
                    PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http_parse_head(edge_of(head, PW_HTTP_HEAD_MAX), &parsed), PW_PARSE_BAD);
    memcpy(head + PW_HTTP_HEAD_MAX - 4, "\r\n\r\n", 4);
    CU_ASSERT_EQUAL(pw_http_parse_head(edge_of(head, PW_HTTP_HEAD_MAX), &parsed), PW_PARSE_DONE);
}

static void test_kept_values(void)
{
    static const char text[] = "GET /c HTTP/1.1\r\nHost: h:1 \r\nSec-WebSocket-Key: k\r\n"
                               "sec-websocket-VERSION: 13\r\nSec-WebSocket-Protocol: a, b\r\n"
                               "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
    struct pw_http_head head;
    CU_ASSERT_EQUAL_FATAL(pw_http_parse_head(edge_of(text, sizeof text - 1), &head), PW_PARSE_DONE);
    const struct {
        struct pw_bytes value;
        const char *expected;
    } kept[] = {{head.method, "GET"},
                {head.target, "/c"},
                {head.host, "h:1"},
                {head.key, "k"},
                {head.version, "13"},
                {head.subprotocol, "a, b"},
                {head.extensions, "permessage-deflate"}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        CU_ASSERT_EQUAL_FATAL(kept[i].value.length, strlen(kept[i].expected));
        CU_ASSERT_EQUAL(memcmp(kept[i].value.data, kept[i].expected, kept[i].value.length), 0);
    }
    CU_ASSERT_EQUAL(head.accept.length, 0);
}

static const struct {
    const char *text;
    enum pw_parse parsed;
    uint32_t line;
    uint64_t size;
} chunks[] = {
    {"0\r\n", PW_PARSE_DONE, 3, 0},
    {"1a\r\n", PW_PARSE_DONE, 4, 26},
    {"1A;name=\"v\"\r\n", PW_PARSE_DONE, 13, 26},
    {"000005\n", PW_PARSE_DONE, 7, 5},
    {"5  \r\n", PW_PARSE_DONE, 5, 5},
    {"7fffffffffffffff\r\n", PW_PARSE_DONE, 18, INT64_MAX},
    {"8000000000000000\r\n", PW_PARSE_BAD, 0, 0},
    {"fffffffffffffffff\r\n", PW_PARSE_BAD, 0, 0},
    {"\r\n", PW_PARSE_BAD, 0, 0},
    {"-1\r\n", PW_PARSE_BAD, 0, 0},
    {"0x5\r\n", PW_PARSE_BAD, 0, 0},
    {"5", PW_PARSE_MORE, 0, 0},
    {"", PW_PARSE_MORE, 0, 0},
};

static void test_chunks(void)
{
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        uint32_t line;
        uint64_t size;
        size_t length = strlen(chunks[i].text);
        CU_ASSERT_EQUAL(pw_http_parse_chunk(edge_of(chunks[i].text, length), &line, &size),
                        chunks[i].parsed);
        if (chunks[i].parsed != PW_PARSE_DONE)
            continue;
        CU_ASSERT_EQUAL(line, chunks[i].line);
        CU_ASSERT_EQUAL(size, chunks[i].size);
        for (size_t n = 0; n < length; n++)
            CU_ASSERT_EQUAL(pw_http_parse_chunk(edge_of(chunks[i].text, n), &line, &size),
                            PW_PARSE_MORE);
    }
    static char endless[5000];
    uint32_t line;
    uint64_t size;
    memset(endless, '0', sizeof endless);
    CU_ASSERT_EQUAL(pw_http_parse_chunk(edge_of(endless, sizeof endless), &line, &size),
                    PW_PARSE_BAD);
    memset(endless + 1, ';', sizeof endless - 1);
    CU_ASSERT_EQUAL(pw_http_parse_chunk(edge_of(endless, sizeof endless), &line, &size),
                    PW_PARSE_BAD);
}

static void test_trailer(void)
{
    static const char text[] = "Expires: never\r\nX: a\r\n b\r\n\r\n";
    uint32_t length;
    for (size_t n = 0; n < sizeof text - 1; n++)
        CU_ASSERT_EQUAL(pw_http_parse_trailer(edge_of(text, n), &length), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_http_parse_trailer(edge_of(text, sizeof text - 1), &length), PW_PARSE_DONE);
    CU_ASSERT_EQUAL(length, sizeof text - 1);
    CU_ASSERT_EQUAL(pw_http_parse_trailer(edge_of("\r\nGET", 5), &length), PW_PARSE_DONE);
    CU_ASSERT_EQUAL(length, 2);
}

/* Every byte of a message belongs to a field. */
static void check_covered(const struct taken *taken)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < taken->layer->count; i++) {
        const struct pw_field *field = &taken->tree->fields[taken->layer->first + i];
        if (field->source == 0 && field->offset == at)
            at += field->length;
    }
    CU_ASSERT_EQUAL(at, taken->layer->length);
}

static void test_request(void)
{
    static const char text[] = "GET /chat?a=1 HTTP/1.1\r\nHost: a:80\r\nConnection: Upgrade\r\n"
                               "Upgrade: websocket\r\nX-Odd: \x1b[2J\r\n\r\n";
    struct taken taken = take_apart("http", text, sizeof text - 1, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(taken.kind, "http.upgrade_request");
    CU_ASSERT_STRING_EQUAL(taken.brief, "GET /chat?a=1");
    CU_ASSERT_STRING_EQUAL(taken.summary, "GET /chat?a=1  Upgrade: websocket");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.request.version", 0), "HTTP/1.1");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.host", 0), "a:80");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.request.line", 0), "X-Odd: \\x1b[2J\\r\\n");
    check_covered(&taken);
    check_every_prefix("http", text, sizeof text - 1, false);
}

static void test_chunked_response(void)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n"
                               "5;x=1\r\nhello\r\n6\r\n world\r\n0\r\nExpires: never\r\n\r\n";
    struct taken taken = take_apart("http", text, sizeof text - 1, false, false);
    CU_ASSERT_STRING_EQUAL(taken.why, "");
    CU_ASSERT_STRING_EQUAL(taken.kind, "http.response");
    CU_ASSERT_STRING_EQUAL(taken.summary, "200 OK (11 bytes text/plain)");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.chunk_size", 1), "6");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.chunked_trailer_part", 0), "Expires: never\\r\\n");
    CU_ASSERT_STRING_EQUAL(shown(&taken, "http.file_data", 0), "hello world");
    const struct pw_field *body = pw_tree_find(taken.tree, taken.layer, "http.file_data", 0);
    CU_ASSERT_STRING_EQUAL(taken.tree->sources[body->source].name, "dechunked");
    check_covered(&taken);
    check_every_prefix("http", text, sizeof text - 1, false);
}

static void test_bodies(void)
{
    static const struct {
        const char *text, *body, *why;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "ab", ""},
        {"HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "ab",
         "the message ends before it is complete"},
        {"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n", "", ""},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabX", "ab",
         "the message ends before it is complete"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabXX", "ab",
         "no line end stands behind a chunk's data"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "",
         "a chunk's size is no hexadecimal number"},
        {"BAD\r\n\r\n", "", "these bytes are no HTTP head"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct taken taken = take_apart("http", cases[i].text, strlen(cases[i].text), false, false);
        CU_ASSERT_STRING_EQUAL(taken.why, cases[i].why);
        CU_ASSERT_STRING_EQUAL(shown(&taken, "http.file_data", 0), cases[i].body);
        if (!*cases[i].why)
            check_every_prefix("http", cases[i].text, strlen(cases[i].text), false);
    }
}

void add_http_tests(void)
{
    CU_pSuite suite = CU_add_suite("http", NULL, NULL);
    CU_add_test(suite, "heads at every length", test_heads);
    CU_add_test(suite, "heads that are none", test_broken_heads);
    CU_add_test(suite, "recognising a stream", test_recognise);
    CU_add_test(suite, "the longest head", test_head_limit);
    CU_add_test(suite, "values kept", test_kept_values);
    CU_add_test(suite, "chunk lines", test_chunks);
    CU_add_test(suite, "trailers", test_trailer);
    CU_add_test(suite, "a request taken apart", test_request);
    CU_add_test(suite, "a chunked response taken apart", test_chunked_response);
    CU_add_test(suite, "bodies", test_bodies);
}
