/* The lab's server: sockets and time. See server.h. */
#include "lab/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

#define PARTING_MS 1000u /* how long the other side's end is waited for */
#define LISTENERS  4

/* What is listened on. */
struct listener {
    int fd;
    enum pw_lab_kind kind;
    bool wrong;
};

struct listening {
    struct listener tcp[LISTENERS];
    int count;
    int udp;    /* or -1 */
    int silent; /* or -1 */
};

static uint64_t milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

void pw_lab_send(struct pw_lab_connection *c, const void *bytes, size_t length)
{
    if (c->gone || c->parting)
        return;
    if (c->out.length + length > PW_LAB_OUTPUT)
        c->gone = true;
    else
        pw_buffer_add(&c->out, bytes, length);
}

struct pw_bytes pw_lab_input(const struct pw_lab_connection *c)
{
    return pw_bytes_of(c->in.text, c->in.length);
}

void pw_lab_take(struct pw_lab_connection *c, size_t length)
{
    memmove(c->in.text, c->in.text + length, c->in.length - length);
    c->in.length -= length;
}

static int open_socket(const char *address, uint16_t port, int type)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    int yes = 1, fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (inet_pton(AF_INET, address, &at.sin_addr) == 1 &&
        bind(fd, (const struct sockaddr *)&at, sizeof at) == 0 &&
        (type != SOCK_STREAM || listen(fd, 64) == 0))
        return fd;
    close(fd);
    return -1;
}

/* Every packet for this socket is dropped before TCP sees it, so a SYN gets no answer at all. */
static bool fall_silent(int fd)
{
    struct sock_filter drop = {.code = BPF_RET | BPF_K, .k = 0};
    struct sock_fprog program = {.len = 1, .filter = &drop};
    return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

static void let_in(struct pw_lab_server *server, const struct listener *listener)
{
    int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    if (server->count == PW_LAB_CONNECTIONS) {
        close(fd);
        return;
    }
    struct pw_lab_connection *c = pw_allocate_zero(sizeof *c);
    c->fd = fd;
    c->kind = listener->kind;
    c->wrong = listener->wrong;
    server->connections[server->count++] = c;
}

static void forget(struct pw_lab_server *server, uint32_t i)
{
    struct pw_lab_connection *c = server->connections[i];
    server->connections[i] = server->connections[--server->count];
    pw_lab_engine_gone(server, c);
    close(c->fd);
    pw_buffer_free(&c->in);
    pw_buffer_free(&c->out);
    pw_buffer_free(&c->message);
    free(c);
}

static void answer(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    if (c->closing || c->gone)
        return;
    if (c->kind == PW_LAB_ECHO) {
        pw_lab_send(c, c->in.text, c->in.length);
        pw_lab_take(c, c->in.length);
    } else if (c->kind == PW_LAB_FRAMES) {
        pw_lab_frames_input(server, c);
    } else {
        pw_lab_web_input(server, c);
    }
    if (c->in.length > PW_LAB_INPUT + 65536u)
        c->gone = true;
}

/* The client will say no more. What is held for it, or on its way to it, still comes. */
static void end_input(struct pw_lab_connection *c, bool broken)
{
    bool waits = c->out.length || c->held != PW_LAB_NOT_HELD;
    if (broken || c->parting || c->kind == PW_LAB_FRAMES || !waits)
        c->gone = true;
    c->deaf = true;
    c->keep = false;
    c->closing |= c->held == PW_LAB_NOT_HELD;
}

static void read_some(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    char piece[65536];
    ssize_t got = read(c->fd, piece, sizeof piece);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        end_input(c, got < 0);
        return;
    }
    if (c->parting || c->closing)
        return;
    pw_buffer_add(&c->in, piece, (size_t)got);
    answer(server, c);
}

static void write_some(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    while (c->out.length) {
        ssize_t wrote = send(c->fd, c->out.text, c->out.length, MSG_NOSIGNAL);
        if (wrote < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (wrote < 0) {
            c->gone = true;
            return;
        }
        memmove(c->out.text, c->out.text + wrote, c->out.length - (size_t)wrote);
        c->out.length -= (size_t)wrote;
    }
    if (c->closing && !c->parting) {
        shutdown(c->fd, SHUT_WR);
        c->parting = true;
        c->gone = c->deaf;
        c->due = server->now + PARTING_MS;
    }
}

static void say_back(int fd)
{
    char piece[65536];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t got = recvfrom(fd, piece, sizeof piece, 0, (struct sockaddr *)&from, &size);
    if (got >= 0 && sendto(fd, piece, (size_t)got, 0, (const struct sockaddr *)&from, size) < 0)
        return;
}

static void run_clock(struct pw_lab_server *server, struct pw_lab_connection *c)
{
    if (!c->due || c->due > server->now)
        return;
    c->due = 0;
    if (c->parting)
        c->gone = true;
    else if (c->kind == PW_LAB_FRAMES)
        pw_lab_frames_due(server, c);
    else
        pw_lab_web_due(server, c);
}

static int patience(const struct pw_lab_server *server, uint64_t beat)
{
    uint64_t next = beat;
    for (uint32_t i = 0; i < server->count; i++)
        if (server->connections[i]->due && server->connections[i]->due < next)
            next = server->connections[i]->due;
    if (next == UINT64_MAX)
        return -1;
    return next <= server->now ? 0 : (int)(next - server->now);
}

static nfds_t gather(const struct pw_lab_server *server, const struct listening *listening,
                     struct pollfd *on)
{
    nfds_t count = 0;
    for (int i = 0; i < listening->count; i++)
        on[count++] = (struct pollfd){.fd = listening->tcp[i].fd, .events = POLLIN};
    on[count++] = (struct pollfd){.fd = listening->udp, .events = POLLIN};
    for (uint32_t i = 0; i < server->count; i++) {
        const struct pw_lab_connection *c = server->connections[i];
        short events = c->deaf || (c->closing && !c->parting) ? 0 : POLLIN;
        on[count++] =
            (struct pollfd){.fd = c->fd, .events = (short)(events | (c->out.length ? POLLOUT : 0))};
    }
    return count;
}

static void turn(struct pw_lab_server *server, const struct listening *listening,
                 const struct pollfd *on)
{
    uint32_t count = server->count; /* who comes now has not been asked yet */
    const struct pollfd *clients = on + listening->count + 1;
    for (uint32_t i = 0; i < count; i++) {
        struct pw_lab_connection *c = server->connections[i];
        if (clients[i].revents & (POLLIN | POLLHUP | POLLERR))
            read_some(server, c);
        run_clock(server, c);
    }
    for (int i = 0; i < listening->count; i++)
        if (on[i].revents)
            let_in(server, &listening->tcp[i]);
    if (on[listening->count].revents)
        say_back(listening->udp);
    for (uint32_t i = 0; i < server->count; i++)
        if (!server->connections[i]->gone)
            write_some(server, server->connections[i]);
    for (uint32_t i = server->count; i-- > 0;)
        if (server->connections[i]->gone)
            forget(server, i);
}

static int serve(struct pw_lab_server *server, const struct listening *listening, int ready)
{
    static struct pollfd on[PW_LAB_CONNECTIONS + LISTENERS + 1];
    /* Nobody may be waiting any more: then a server has come back. */
    if (write(ready, "", 1) != 1 && errno != EPIPE)
        return 1;
    for (;;) {
        server->now = milliseconds();
        uint64_t beat = pw_lab_engine_beat(server);
        for (uint32_t i = 0; i < server->count; i++)
            write_some(server, server->connections[i]);
        nfds_t count = gather(server, listening, on);
        if (poll(on, count, patience(server, beat)) < 0 && errno != EINTR)
            return 1;
        server->now = milliseconds();
        turn(server, listening, on);
    }
}

static bool listen_on(struct listening *listening, const char *address, uint16_t port,
                      enum pw_lab_kind kind)
{
    int fd = open_socket(address, port, SOCK_STREAM);
    if (fd < 0)
        return false;
    listening->tcp[listening->count++] =
        (struct listener){.fd = fd, .kind = kind, .wrong = port == PW_LAB_PORT_WRONG};
    return true;
}

/* A server that can be killed by its clients, with heartbeats to notice it by. */
static int serve_mortal(const char *address, int ready)
{
    struct pw_lab_server *server = pw_allocate_zero(sizeof *server);
    struct listening listening = {.udp = -1, .silent = -1};
    server->ping_interval = 400;
    server->ping_timeout = 300;
    server->mortal = true;
    return listen_on(&listening, address, PW_LAB_PORT_MORTAL, PW_LAB_WEB)
               ? serve(server, &listening, ready)
               : 1;
}

/* It comes back a second after it has died. */
static _Noreturn void keep_mortal(const char *address, int ready)
{
    const struct timespec second = {.tv_sec = 1};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            _exit(serve_mortal(address, ready));
        }
        while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
        nanosleep(&second, NULL);
    }
}

static bool start_mortal(const char *address)
{
    int up[2];
    char byte;
    if (pipe2(up, O_CLOEXEC) != 0)
        return false;
    pid_t keeper = fork();
    if (keeper == 0)
        keep_mortal(address, up[1]);
    close(up[1]);
    bool started = keeper > 0 && read(up[0], &byte, 1) == 1;
    close(up[0]);
    return started;
}

int pw_lab_serve(const char *address, int ready)
{
    struct pw_lab_server *server = pw_allocate_zero(sizeof *server);
    struct listening listening = {.udp = -1, .silent = -1};
    server->ping_interval = 25000; /* as socket.io has them */
    server->ping_timeout = 20000;
    if (!start_mortal(address))
        return 1;
    listening.udp = open_socket(address, PW_LAB_PORT_UDP, SOCK_DGRAM);
    listening.silent = open_socket(address, PW_LAB_PORT_SILENT, SOCK_STREAM);
    if (listen_on(&listening, address, PW_LAB_PORT, PW_LAB_WEB) &&
        listen_on(&listening, address, PW_LAB_PORT_WRONG, PW_LAB_WEB) &&
        listen_on(&listening, address, PW_LAB_PORT_ECHO, PW_LAB_ECHO) && listening.udp >= 0 &&
        listening.silent >= 0 && fall_silent(listening.silent))
        return serve(server, &listening, ready);
    return 1;
}
