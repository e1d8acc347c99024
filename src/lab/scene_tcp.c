/* Scenes of the transport layer: how connections begin and end, and what has none. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/client.h"

#define STEP 60 /* ms between two steps */

int pw_lab_play_handshake(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = pw_lab_connect(&c, stage->server, PW_LAB_PORT_ECHO);
    pw_lab_pause(STEP);
    right = right && pw_lab_write(&c, "hello") && pw_lab_expect(&c, "hello");
    pw_lab_pause(STEP);
    pw_lab_leave(&c);
    pw_lab_pause(STEP);
    return right ? 0 : 1;
}

int pw_lab_play_refused(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool refused = !pw_lab_connect(&c, stage->server, PW_LAB_PORT_CLOSED) && errno == ECONNREFUSED;
    pw_lab_leave(&c);
    return refused ? 0 : 1;
}

/* Asked again after a second, and again; then the student has seen it. */
int pw_lab_play_unanswered(const struct pw_lab_stage *stage)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(PW_LAB_PORT_SILENT)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    inet_pton(AF_INET, stage->server, &to.sin_addr);
    bool asked = fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof to) != 0 &&
                 errno == EINPROGRESS;
    pw_lab_pause(3500);
    int error = 0;
    socklen_t size = sizeof error;
    bool silent = asked && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
    if (fd >= 0)
        close(fd);
    return silent ? 0 : 1;
}

static bool datagram(const char *host, uint16_t port, const char *text, char *answer, size_t size)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval patience = {.tv_sec = 2};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    inet_pton(AF_INET, host, &to.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ssize_t got = -1;
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 &&
        send(fd, text, strlen(text), 0) > 0)
        got = recv(fd, answer, size, 0);
    int why = errno;
    close(fd);
    errno = why;
    return got == (ssize_t)strlen(text) && memcmp(answer, text, (size_t)got) == 0;
}

int pw_lab_play_udp(const struct pw_lab_stage *stage)
{
    char answer[64];
    bool heard =
        datagram(stage->server, PW_LAB_PORT_UDP, "is anybody there?", answer, sizeof answer);
    pw_lab_pause(STEP);
    /* Nobody listens there: the system itself says so, by ICMP. */
    bool refused =
        !datagram(stage->server, PW_LAB_PORT_CLOSED, "and here?", answer, sizeof answer) &&
        errno == ECONNREFUSED;
    return heard && refused ? 0 : 1;
}

int pw_lab_play_half_close(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    bool right = pw_lab_connect(&c, stage->server, PW_LAB_PORT) &&
                 pw_lab_ask_only(&c, "GET", "/poll?since=0", NULL);
    struct pw_lab_client other;
    pw_lab_pause(STEP);
    /* We shall say no more, and still want to hear. */
    right = right && shutdown(c.fd, SHUT_WR) == 0;
    pw_lab_pause(STEP);
    right = pw_lab_connect(&other, stage->server, PW_LAB_PORT) &&
            pw_lab_ask(&other, "POST", "/say", "this comes after your goodbye", 204, NULL) && right;
    right = right && pw_lab_expect(&c, "after your goodbye");
    pw_lab_pause(STEP);
    pw_lab_leave(&other);
    pw_lab_leave(&c);
    return right ? 0 : 1;
}

int pw_lab_play_reset(const struct pw_lab_stage *stage)
{
    struct pw_lab_client c;
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    bool right = pw_lab_connect(&c, stage->server, PW_LAB_PORT_ECHO) &&
                 pw_lab_write(&c, "I will be gone in a moment") && pw_lab_expect(&c, "moment");
    pw_lab_pause(STEP);
    /* A close that waits for nothing is a RST. */
    right = right && setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now) == 0;
    pw_lab_leave(&c);
    pw_lab_pause(STEP);
    return right ? 0 : 1;
}
