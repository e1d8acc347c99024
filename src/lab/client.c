/* A scene's clients: TCP and HTTP. See client.h; WebSocket is in client_frames.c. */
#include "lab/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "dissect/http.h"

#define PATIENCE_S 6
#define MOST       (1u << 20) /* bytes an answer may have */

void pw_lab_pause(unsigned milliseconds)
{
    struct timespec time = {.tv_sec = (time_t)(milliseconds / 1000u),
                            .tv_nsec = (long)(milliseconds % 1000u) * 1000000};
    while (nanosleep(&time, &time) != 0 && errno == EINTR)
        ;
}

bool pw_lab_connect(struct pw_lab_client *c, const char *host, uint16_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval patience = {.tv_sec = PATIENCE_S};
    *c = (struct pw_lab_client){.host = host};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || inet_pton(AF_INET, host, &to.sin_addr) != 1)
        return false;
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return connect(c->fd, (const struct sockaddr *)&to, sizeof to) == 0;
}

void pw_lab_leave(struct pw_lab_client *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    pw_buffer_free(&c->in);
}

static bool send_all(struct pw_lab_client *c, const char *text, size_t length)
{
    while (length) {
        ssize_t sent = send(c->fd, text, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        text += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool pw_lab_write(struct pw_lab_client *c, const char *text)
{
    return send_all(c, text, strlen(text));
}

/* More of what comes; false where nothing does. */
static bool read_more(struct pw_lab_client *c)
{
    char piece[65536];
    ssize_t got;
    do
        got = recv(c->fd, piece, sizeof piece, 0);
    while (got < 0 && errno == EINTR);
    if (got <= 0 || c->in.length > MOST)
        return false;
    pw_buffer_add(&c->in, piece, (size_t)got);
    return true;
}

static void take(struct pw_lab_client *c, size_t length)
{
    memmove(c->in.text, c->in.text + length, c->in.length - length);
    c->in.length -= length;
}

bool pw_lab_expect(struct pw_lab_client *c, const char *text)
{
    for (;;) {
        const char *at = c->in.length ? memmem(c->in.text, c->in.length, text, strlen(text)) : NULL;
        if (at) {
            take(c, (size_t)(at - c->in.text) + strlen(text));
            return true;
        }
        if (!read_more(c))
            return false;
    }
}

bool pw_lab_expect_end(struct pw_lab_client *c)
{
    char byte;
    ssize_t got;
    do
        got = recv(c->fd, &byte, 1, 0);
    while (got < 0 && errno == EINTR);
    return got == 0;
}

bool pw_lab_ask_only(struct pw_lab_client *c, const char *method, const char *target,
                     const char *content)
{
    struct pw_buffer out = {0};
    pw_buffer_print(&out, "%s %s HTTP/1.1\r\nHost: %s:%u\r\n", method, target, c->host,
                    (unsigned)PW_LAB_PORT);
    if (content)
        pw_buffer_print(&out, "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: %zu\r\n",
                        strlen(content));
    pw_buffer_print(&out, "\r\n%s", content ? content : "");
    bool sent = send_all(c, out.text, out.length);
    pw_buffer_free(&out);
    return sent;
}

bool pw_lab_hear(struct pw_lab_client *c, int status, struct pw_buffer *body)
{
    struct pw_http_head head;
    enum pw_parse parsed;
    while ((parsed = pw_http_parse_head(pw_bytes_of(c->in.text, c->in.length), &head)) ==
           PW_PARSE_MORE)
        if (!read_more(c))
            return false;
    if (parsed == PW_PARSE_BAD || !head.response || head.status != status)
        return false;
    size_t length = head.has_length && head.body_length < MOST ? (size_t)head.body_length : 0;
    while (c->in.length < head.length + length)
        if (!read_more(c))
            return false;
    if (body) {
        pw_buffer_clear(body);
        pw_buffer_add(body, c->in.text + head.length, length);
    }
    take(c, head.length + length);
    return true;
}

bool pw_lab_ask(struct pw_lab_client *c, const char *method, const char *target,
                const char *content, int status, struct pw_buffer *body)
{
    return pw_lab_ask_only(c, method, target, content) && pw_lab_hear(c, status, body);
}
