"""tunnel.py TUN PEER: IPv4 (protocol 4) and IPv6 (protocol 41) inside IPv4."""
import fcntl, os, select, socket, struct, sys

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", sys.argv[1].encode(), IFF_TUN | IFF_NO_PI))
outside = {version: socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)
           for version, protocol in ((4, 4), (6, 41))}
for s in outside.values():
    s.connect((sys.argv[2], 0))

while True:
    for ready in select.select([tun, *outside.values()], [], [])[0]:
        if ready == tun:
            packet = os.read(tun, 65536)
            outside[packet[0] >> 4].send(packet)
        else:
            packet = ready.recv(65536)
            os.write(tun, packet[4 * (packet[0] & 15):])
