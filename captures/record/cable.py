"""A cable with faults: joins the tap devices "eth0" of two namespaces.

    cable.py NS1 NS2 [--delay MS] [--drop N,N] [--swap N,N] [--double N,N]

--delay   every frame takes this long
--drop    lose these TCP data segments sent by NS2 (1 is the first)
--swap    let these overtake: the segment leaves after the one behind it
--double  these arrive twice, the second copy 15 ms after the first
Frames are lost, delayed or doubled whole; nothing inside them is changed.
"""
import argparse, ctypes, fcntl, heapq, os, select, struct, time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
CLONE_NEWNET = 0x40000000


def open_tap(namespace):
    with open(f"/run/netns/{namespace}") as ns:
        if ctypes.CDLL(None, use_errno=True).setns(ns.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"eth0", IFF_TAP | IFF_NO_PI))
    return tap


def carries_tcp_data(frame):
    if frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return False
    header = 14 + 4 * (frame[14] & 15)
    total = struct.unpack_from("!H", frame, 16)[0]
    return 14 + total > header + 4 * (frame[header + 12] >> 4)


numbers = lambda text: {int(n) for n in text.split(",")}
parser = argparse.ArgumentParser()
parser.add_argument("ns", nargs=2)
parser.add_argument("--delay", type=float, default=0)
parser.add_argument("--drop", type=numbers, default=set())
parser.add_argument("--swap", type=numbers, default=set())
parser.add_argument("--double", type=numbers, default=set())
options = parser.parse_args()

taps = [open_tap(ns) for ns in options.ns]
queue, order, count, held = [], 0, 0, None
while True:
    wait = max(0, queue[0][0] - time.monotonic()) if queue else None
    for tap in select.select(taps, [], [], wait)[0]:
        frame = os.read(tap, 65536)
        leaving, again = [frame], False
        if tap == taps[1] and carries_tcp_data(frame):
            count += 1
            again = count in options.double
            if count in options.drop:
                leaving = []
            elif count in options.swap:
                leaving, held = [], frame
            elif held:
                leaving, held = [frame, held], None
        for f in leaving:
            order += 1
            due, other = time.monotonic() + options.delay / 1000, taps[tap == taps[0]]
            heapq.heappush(queue, (due, order, other, f))
            if again:
                heapq.heappush(queue, (due + 0.015, order, other, f))
    while queue and queue[0][0] <= time.monotonic():
        _, _, tap, frame = heapq.heappop(queue)
        try:
            os.write(tap, frame)
        except OSError:         # the other end is still down
            pass
