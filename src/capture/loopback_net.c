/* Network devices of a private loopback: see loopback_net.h. */
#include "capture/loopback_net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bytes.h"

static void name_device(struct ifreq *request, const char *device)
{
    *request = (struct ifreq){.ifr_flags = 0};
    memcpy(request->ifr_name, device, strnlen(device, IFNAMSIZ - 1));
}

static int open_socket(void)
{
    return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static bool close_with(int fd, bool done)
{
    int why = errno;
    close(fd);
    errno = why;
    return done;
}

static bool bring_up(int fd, const char *device)
{
    struct ifreq request;
    name_device(&request, device);
    if (ioctl(fd, SIOCGIFFLAGS, &request) != 0)
        return false;
    request.ifr_flags |= IFF_UP;
    return ioctl(fd, SIOCSIFFLAGS, &request) == 0;
}

bool pw_net_up(const char *device)
{
    int fd = open_socket();
    return fd >= 0 && close_with(fd, bring_up(fd, device));
}

bool pw_net_no_ipv6(void)
{
    static const char *const switches[] = {"/proc/sys/net/ipv6/conf/default/disable_ipv6",
                                           "/proc/sys/net/ipv6/conf/all/disable_ipv6"};
    for (size_t i = 0; i < 2; i++) {
        int fd = open(switches[i], O_WRONLY | O_CLOEXEC);
        if (fd < 0 && errno == ENOENT)
            continue; /* a kernel without it */
        if (fd < 0 || !close_with(fd, write(fd, "1", 1) == 1))
            return false;
    }
    return true;
}

/* A netlink request that grows: attributes (RFC 3549 section 2.3.3) in it are padded to 4 bytes. */
struct request {
    struct nlmsghdr head;
    struct ifinfomsg link;
    uint8_t attributes[256];
};

static void *at_end(struct request *request)
{
    return (uint8_t *)request + NLMSG_ALIGN(request->head.nlmsg_len);
}

static struct rtattr *begin_attribute(struct request *request, unsigned short type)
{
    struct rtattr *attribute = at_end(request);
    attribute->rta_type = type;
    request->head.nlmsg_len = (uint32_t)(NLMSG_ALIGN(request->head.nlmsg_len) + RTA_LENGTH(0));
    return attribute;
}

static void end_attribute(const struct request *request, struct rtattr *attribute)
{
    const uint8_t *end = (const uint8_t *)request + request->head.nlmsg_len;
    attribute->rta_len = (unsigned short)(end - (const uint8_t *)attribute);
}

static void add_bytes(struct request *request, const void *bytes, size_t length)
{
    memcpy(at_end(request), bytes, length);
    request->head.nlmsg_len = (uint32_t)(NLMSG_ALIGN(request->head.nlmsg_len) + length);
}

static void add_attribute(struct request *request, unsigned short type, const void *bytes,
                          size_t length)
{
    struct rtattr *attribute = begin_attribute(request, type);
    add_bytes(request, bytes, length);
    end_attribute(request, attribute);
}

/* Both ends are made at once, the far one where its process is. */
static void describe_cable(struct request *request, const char *device, pid_t far)
{
    const struct ifinfomsg peer = {.ifi_family = AF_UNSPEC};
    const uint32_t where = (uint32_t)far;
    add_attribute(request, IFLA_IFNAME, device, strlen(device) + 1);
    struct rtattr *info = begin_attribute(request, IFLA_LINKINFO);
    add_attribute(request, IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = begin_attribute(request, IFLA_INFO_DATA);
    struct rtattr *other = begin_attribute(request, VETH_INFO_PEER);
    add_bytes(request, &peer, sizeof peer);
    add_attribute(request, IFLA_IFNAME, device, strlen(device) + 1);
    add_attribute(request, IFLA_NET_NS_PID, &where, sizeof where);
    end_attribute(request, other);
    end_attribute(request, data);
    end_attribute(request, info);
}

static bool ask_kernel(int fd, const struct request *request)
{
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        uint8_t rest[512];
    } answer;
    if (send(fd, request, request->head.nlmsg_len, 0) < 0)
        return false;
    ssize_t got = recv(fd, &answer, sizeof answer, 0);
    if (got < (ssize_t)(sizeof answer.head + sizeof answer.error) ||
        answer.head.nlmsg_type != NLMSG_ERROR) {
        errno = EPROTO;
        return false;
    }
    errno = -answer.error.error;
    return errno == 0;
}

bool pw_net_cable(const char *device, pid_t far)
{
    struct request request = {
        .head = {.nlmsg_len = NLMSG_LENGTH(sizeof request.link),
                 .nlmsg_type = RTM_NEWLINK,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK},
        .link = {.ifi_family = AF_UNSPEC},
    };
    describe_cable(&request, device, far);
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    return fd >= 0 && close_with(fd, ask_kernel(fd, &request));
}

static bool set_address(int fd, const char *device, const char *address, unsigned long what)
{
    struct ifreq request;
    struct sockaddr_in in = {.sin_family = AF_INET};
    name_device(&request, device);
    inet_pton(AF_INET, address, &in.sin_addr);
    memcpy(&request.ifr_addr, &in, sizeof in);
    return ioctl(fd, what, &request) == 0;
}

static bool set_mac(int fd, const char *device, unsigned char number)
{
    const unsigned char mac[6] = {2, 0, 0, 0, 0, number};
    struct ifreq request;
    name_device(&request, device);
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(request.ifr_hwaddr.sa_data, mac, sizeof mac);
    return ioctl(fd, SIOCSIFHWADDR, &request) == 0;
}

/* Checksums are computed, segments cut and packets left apart by the sender, not "later by the
 * card". What a kernel does not have need not be switched off. */
static void switch_offload_off(int fd, const char *device)
{
    static const uint32_t what[] = {ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO,
                                    ETHTOOL_SGRO};
    for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
        struct ethtool_value value = {.cmd = what[i], .data = 0};
        struct ifreq request;
        name_device(&request, device);
        request.ifr_data = (void *)&value;
        ioctl(fd, SIOCETHTOOL, &request);
    }
}

bool pw_net_configure(const char *device, const char *address, unsigned char number)
{
    int fd = open_socket();
    if (fd < 0)
        return false;
    bool done = set_mac(fd, device, number) && set_address(fd, device, address, SIOCSIFADDR) &&
                set_address(fd, device, "255.255.255.0", SIOCSIFNETMASK);
    switch_offload_off(fd, device);
    return close_with(fd, done && bring_up(fd, device));
}
