/* The lab's server: HTTP/1.1 (RFC 9112). A page, JSON, long polling, server-sent events. */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "lab/server.h"

#define HOLD_MS 20000u /* a poll is held so long */
#define TICK_MS 1000u  /* between two ticks of server-sent events */

static const char page[] =
    "<!doctype html>\n"
    "<meta charset=\"utf-8\">\n"
    "<title>packetwalk lab</title>\n"
    "<h1>The lab's server</h1>\n"
    "<p>It speaks HTTP here; WebSocket at /echo, /push and /chat; server-sent events at /events;\n"
    "long polling at /poll?since=0, with POST /say; Socket.IO 4 at /socket.io/.</p>\n"
    "<ul id=\"said\"></ul>\n"
    "<form><input id=\"line\"><button>say</button></form>\n"
    "<script>\n"
    "const socket = new WebSocket('ws://' + location.host + '/chat');\n"
    "socket.onmessage = event => {\n"
    "  said.appendChild(document.createElement('li')).textContent = event.data;\n"
    "};\n"
    "document.forms[0].onsubmit = event => {\n"
    "  event.preventDefault();\n"
    "  socket.send(line.value);\n"
    "  line.value = '';\n"
    "};\n"
    "</script>\n";

static void begin_response(struct pw_buffer *out, const struct pw_lab_connection *c, int status,
                           const char *reason)
{
    pw_buffer_print(out, "HTTP/1.1 %d %s\r\nServer: packetwalk-lab\r\n", status, reason);
    pw_buffer_print(out, "Access-Control-Allow-Origin: *\r\nConnection: %s\r\n",
                    c->keep ? "keep-alive" : "close");
}

void pw_lab_respond(struct pw_lab_connection *c, int status, const char *reason, const char *type,
                    struct pw_bytes body, const char *extra)
{
    struct pw_buffer out = {0};
    begin_response(&out, c, status, reason);
    pw_buffer_text(&out, extra);
    if (status != 204 && status != 304)
        pw_buffer_print(&out, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, body.length);
    pw_buffer_text(&out, "\r\n");
    if (!c->head_only && status != 204 && status != 304)
        pw_buffer_add(&out, body.data, body.length);
    pw_lab_send(c, out.text, out.length);
    pw_buffer_free(&out);
    c->held = PW_LAB_NOT_HELD;
    c->due = 0;
    c->closing |= !c->keep;
}

void pw_lab_respond_text(struct pw_lab_connection *c, int status, const char *reason,
                         const char *type, const char *text)
{
    pw_lab_respond(c, status, reason, type, pw_bytes_of(text, strlen(text)), "");
}

static bool is(struct pw_bytes text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.data, word, text.length) == 0;
}

/* The path of a target, without its query. */
static struct pw_bytes path_of(struct pw_bytes target)
{
    const uint8_t *query = target.length ? memchr(target.data, '?', target.length) : NULL;
    return pw_bytes_of(target.data, query ? (size_t)(query - target.data) : target.length);
}

/* "since=7" of a query, or 0. */
static uint32_t since_of(struct pw_bytes target)
{
    static const char key[] = "since=";
    const uint8_t *at = target.length ? memmem(target.data, target.length, key, 6) : NULL;
    uint32_t number = 0;
    if (!at)
        return 0;
    for (at += 6; at < target.data + target.length && *at >= '0' && *at <= '9'; at++)
        number = number < 100000000u ? number * 10 + (uint32_t)(*at - '0') : number;
    return number;
}

static void add_quoted(struct pw_buffer *out, const char *line)
{
    pw_text_json(out, pw_bytes_of(line, strlen(line)));
}

static void answer_poll(const struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_buffer body = {0};
    uint32_t from = c->number;
    if (from > server->said_count)
        from = server->said_count;
    if (server->said_count - from > PW_LAB_SAID)
        from = server->said_count - PW_LAB_SAID;
    pw_buffer_print(&body, "{\"next\":%u,\"said\":[", server->said_count);
    for (uint32_t i = from; i < server->said_count; i++) {
        if (i > from)
            pw_buffer_byte(&body, ',');
        add_quoted(&body, server->said[i % PW_LAB_SAID]);
    }
    pw_buffer_text(&body, "]}\n");
    pw_lab_respond(c, 200, "OK", "application/json", pw_bytes_of(body.text, body.length), "");
    pw_buffer_free(&body);
}

static void poll_said(struct pw_lab_server *server, struct pw_lab_connection *c,
                      struct pw_bytes target)
{
    c->number = since_of(target);
    if (c->number < server->said_count) {
        answer_poll(server, c);
        return;
    }
    c->held = PW_LAB_HELD_POLL;
    c->due = server->now + HOLD_MS;
}

/* One chunk (RFC 9112 section 7.1) of a body that has no end. */
static void send_chunk(struct pw_lab_connection *c, const struct pw_buffer *data)
{
    struct pw_buffer chunk = {0};
    pw_buffer_print(&chunk, "%zx\r\n", data->length);
    pw_buffer_add(&chunk, data->text, data->length);
    pw_buffer_text(&chunk, "\r\n");
    pw_lab_send(c, chunk.text, chunk.length);
    pw_buffer_free(&chunk);
}

static void send_event(struct pw_lab_connection *c, const char *event, const char *data)
{
    struct pw_buffer text = {0};
    pw_buffer_print(&text, "event: %s\ndata: %s\n\n", event, data);
    send_chunk(c, &text);
    pw_buffer_free(&text);
}

static void begin_events(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_buffer out = {0};
    begin_response(&out, c, 200, "OK");
    pw_buffer_text(&out, "Content-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n");
    pw_lab_send(c, out.text, out.length);
    pw_buffer_free(&out);
    if (c->head_only) {
        c->closing = true;
        return;
    }
    c->held = PW_LAB_HELD_EVENTS;
    c->number = 0;
    c->due = server->now + TICK_MS;
}

void pw_lab_web_due(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    char number[16];
    struct pw_buffer text = {0};
    switch (c->held) {
    case PW_LAB_HELD_POLL:
        answer_poll(server, c);
        /* Its client may have sent the next request already. */
        pw_lab_web_input(server, c);
        break;
    case PW_LAB_HELD_EVENTS:
        pw_buffer_number(&text, ++c->number);
        memcpy(number, text.text, text.length + 1);
        send_event(c, "tick", number);
        c->due = server->now + TICK_MS;
        break;
    default:
        break;
    }
    pw_buffer_free(&text);
}

void pw_lab_say(struct pw_lab_server *server, struct pw_bytes line)
{
    char *slot = server->said[server->said_count % PW_LAB_SAID];
    struct pw_buffer safe = {0};
    pw_text_safe(&safe, line);
    size_t length = safe.length < sizeof server->said[0] ? safe.length : sizeof server->said[0] - 1;
    while (length && length < safe.length && ((uint8_t)safe.text[length] & 0xc0) == 0x80)
        length--;
    memcpy(slot, pw_buffer_get(&safe), length);
    slot[length] = '\0';
    pw_buffer_free(&safe);
    server->said_count++;
    for (uint32_t i = 0; i < server->count; i++) {
        struct pw_lab_connection *c = server->connections[i];
        if (c->held == PW_LAB_HELD_POLL)
            answer_poll(server, c);
        else if (c->held == PW_LAB_HELD_EVENTS)
            send_event(c, "said", slot);
        else if (c->kind == PW_LAB_FRAMES && c->path == PW_LAB_PATH_CHAT)
            pw_lab_frame(c, 1, pw_bytes_of(slot, length));
    }
}

static void answer_time(struct pw_lab_connection *c)
{
    struct pw_buffer body = {0};
    char text[32];
    struct tm parts;
    time_t now = time(NULL);
    gmtime_r(&now, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    pw_buffer_print(&body, "{\"time\":\"%s\"}\n", text);
    pw_lab_respond(c, 200, "OK", "application/json", pw_bytes_of(body.text, body.length), "");
    pw_buffer_free(&body);
}

static void get(struct pw_lab_server *server, struct pw_lab_connection *c, struct pw_bytes target)
{
    struct pw_bytes path = path_of(target);
    if (is(path, "/"))
        pw_lab_respond_text(c, 200, "OK", "text/html; charset=utf-8", page);
    else if (is(path, "/time"))
        answer_time(c);
    else if (is(path, "/poll"))
        poll_said(server, c, target);
    else if (is(path, "/events"))
        begin_events(server, c);
    else if (is(path, "/echo") || is(path, "/push") || is(path, "/chat"))
        pw_lab_respond(c, 426, "Upgrade Required", "text/plain",
                       pw_bytes_of("This is for WebSocket.\n", 23),
                       "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
    else
        pw_lab_respond_text(c, 404, "Not Found", "text/plain", "There is no such thing here.\n");
}

static void route(struct pw_lab_server *server, struct pw_lab_connection *c,
                  const struct pw_http_head *head, struct pw_bytes body)
{
    struct pw_bytes path = path_of(head->target);
    c->keep = !head->close;
    c->head_only = is(head->method, "HEAD");
    if (head->upgrade && head->websocket && is(head->method, "GET"))
        pw_lab_upgrade(server, c, head);
    else if (is(path, "/socket.io/") || is(path, "/socket.io"))
        pw_lab_engine_request(server, c, head, body);
    else if (is(head->method, "GET") || c->head_only)
        get(server, c, head->target);
    else if (server->mortal && is(head->method, "POST") && is(path, "/die"))
        _exit(0); /* the kernel says goodbye in its place */
    else if (is(head->method, "POST") && is(path, "/say")) {
        pw_lab_respond_text(c, 204, "No Content", "", "");
        pw_lab_say(server, body);
    } else {
        pw_lab_respond(c, 405, "Method Not Allowed", "text/plain",
                       pw_bytes_of("GET and HEAD; POST for /say.\n", 29),
                       "Allow: GET, HEAD, POST\r\n");
    }
}

static void refuse(struct pw_lab_connection *c, int status, const char *reason)
{
    c->keep = c->head_only = false;
    pw_lab_respond_text(c, status, reason, "text/plain", "That cannot be answered.\n");
}

/* One request, if a whole one is there: true where there may be another. */
static bool take_request(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    struct pw_http_head head;
    enum pw_parse parsed = pw_http_parse_head(pw_lab_input(c), &head);
    if (parsed == PW_PARSE_MORE)
        return false;
    if (parsed == PW_PARSE_BAD || head.response || head.fault) {
        refuse(c, 400, "Bad Request");
        return false;
    }
    if (head.chunked || (head.has_length && head.body_length > PW_LAB_INPUT)) {
        refuse(c, head.chunked ? 411 : 413, head.chunked ? "Length Required" : "Content Too Large");
        return false;
    }
    uint64_t length = head.has_length ? head.body_length : 0;
    if (c->in.length - head.length < length)
        return false;
    route(server, c, &head, pw_bytes_of(c->in.text + head.length, (size_t)length));
    pw_lab_take(c, (size_t)(head.length + length));
    return true;
}

void pw_lab_web_input(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    while (c->kind == PW_LAB_WEB && c->held == PW_LAB_NOT_HELD && c->in.length && !c->closing &&
           take_request(server, c))
        ;
    if (c->kind == PW_LAB_FRAMES && c->in.length)
        pw_lab_frames_input(server, c);
}
