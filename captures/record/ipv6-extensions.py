"""Datagrams with IPv6 extension headers, each answered without any."""
import socket

inet6 = lambda address: socket.inet_pton(socket.AF_INET6, address)
# First two bytes: next header (the kernel fills it in), length in 8-byte units - 1.
HOP_BY_HOP = bytes([0, 0, 5, 2, 0, 0, 1, 0])            # router alert, PadN
DESTINATION = bytes([0, 1, 0x1E, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 0, 0])    # experimental, PadN
# Segment routing: through 2001:db8::2 to the real destination (filled in).
ROUTING = bytes([0, 4, 4, 1, 1, 0, 0, 0]) + bytes(16) + inet6("2001:db8::2")


def ask(text, *headers, to="2001:db8::2"):
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.settimeout(2)
    for kind, value in headers:
        s.setsockopt(socket.IPPROTO_IPV6, kind, value)
    s.sendto(text, (to, 7777))
    print(s.recv(100).decode()[:60])


hop = (socket.IPV6_HOPOPTS, HOP_BY_HOP)
destination = (socket.IPV6_DSTOPTS, DESTINATION)
routing = (socket.IPV6_RTHDR, ROUTING)
ask(b"hop-by-hop options", hop)
ask(b"destination options", destination)
ask(b"routing header", routing, to="2001:db8:f::1")
ask(b"all three", hop, destination, routing, to="2001:db8:f::1")
ask(b"destination options and fragments " * 60, destination)
