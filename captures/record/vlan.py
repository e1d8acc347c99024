"""A VLAN interface in user space: vlan.py TAP PARENT TYPE:ID...

Frames from TAP leave through PARENT with the given tags; frames that arrive
with exactly these tags are handed to TAP without them. For kernels that have
no 802.1Q interfaces of their own.
"""
import fcntl, os, select, socket, struct, sys

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
SOL_PACKET, PACKET_AUXDATA, ETH_P_ALL = 263, 8, 3

tags = b"".join(struct.pack("!HH", int(t, 16), int(i)) for t, i in (a.split(":") for a in sys.argv[3:]))
tap = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", sys.argv[1].encode(), IFF_TAP | IFF_NO_PI))
parent = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
parent.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
parent.bind((sys.argv[2], ETH_P_ALL))

while True:
    for ready in select.select([tap, parent], [], [])[0]:
        if ready == tap:
            frame = os.read(tap, 65536)
            parent.send(frame[:12] + tags + frame[12:])
            continue
        frame, extra, _, sender = parent.recvmsg(65536, 256)
        if sender[2] == socket.PACKET_OUTGOING:
            continue
        for _, _, data in extra:        # the kernel moved the outer tag aside
            tci, kind = struct.unpack_from("=HH", data, 16)
            if kind:
                frame = frame[:12] + struct.pack("!HH", kind, tci) + frame[12:]
        if frame[12:12 + len(tags)] == tags:
            os.write(tap, frame[:12] + frame[12 + len(tags):])
