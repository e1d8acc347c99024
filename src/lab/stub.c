#include "lab/lab.h"
#include <unistd.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
int pw_lab_serve(const char *address, int ready)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(3000)};
    inet_pton(AF_INET, address, &in.sin_addr);
    if (bind(fd, (struct sockaddr *)&in, sizeof in) || listen(fd, 5)) return 1;
    write(ready, "", 1);
    for (;;) { int c = accept(fd, 0, 0); close(c); }
}
static int hs(const struct pw_lab_stage *s)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(3000)};
    inet_pton(AF_INET, s->server, &in.sin_addr);
    return connect(fd, (struct sockaddr *)&in, sizeof in) ? 1 : (usleep(100000), close(fd));
}
static const struct pw_lab_scene a = {"handshake", hs};
const struct pw_lab_scene *pw_lab_scene_at(uint32_t i) { return i ? 0 : &a; }
const struct pw_lab_scene *pw_lab_scene_find(const char *n) { return strcmp(n, "handshake") ? 0 : &a; }
