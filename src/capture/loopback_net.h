/* Network devices of a private loopback: netdevice(7), rtnetlink(7), veth(4). Each answers false,
 * with errno, where it cannot be done. */
#ifndef PW_CAPTURE_LOOPBACK_NET_H
#define PW_CAPTURE_LOOPBACK_NET_H

#include <stdbool.h>
#include <sys/types.h>

bool pw_net_up(const char *device);
/* Without IPv6 there is nothing on a cable that nobody asked for. */
bool pw_net_no_ipv6(void);
/* A cable from here to the host of a process: a device of that name at both ends. */
bool pw_net_cable(const char *device, pid_t far);
/* Give a cable's end its addresses, 02:00:00:00:00:0N and an IPv4 one of a /24, let segments and
 * checksums be as they would be on a real cable, and bring it up. */
bool pw_net_configure(const char *device, const char *address, unsigned char number);

#endif
