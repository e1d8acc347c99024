#!/usr/bin/env python3
"""Turn captures into seeds for fuzz_packet and fuzz_stream.

    make_seeds.py OUTPUT CAPTURE...

OUTPUT/packet gets one file for each packet that looks different from those before it, by length,
OUTPUT/stream one for each capture: the forms the two targets read.
"""
import os
import struct
import sys

MOST_STREAM = 40000  # bytes; a long seed makes a slow fuzzer


def read_capture(path):
    """Link type and (nanoseconds, length on the wire, bytes) of each packet of a pcap file."""
    with open(path, "rb") as file:
        data = file.read()
    magic = data[:4]
    order = "<" if magic in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    unit = 1 if magic in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1000
    link = struct.unpack(order + "I", data[20:24])[0] & 0xffff
    packets, at = [], 24
    while at + 16 <= len(data):
        seconds, fraction, captured, length = struct.unpack(order + "4I", data[at:at + 16])
        packets.append((seconds * 10**9 + fraction * unit, length,
                        data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return link, packets


def stream_seed(link, packets):
    seed, before = struct.pack(">H", link), packets[0][0] if packets else 0
    for time, length, data in packets:
        step = max(0, min((time - before) // 10**7, 65535))
        before = time
        record = struct.pack(">HHB", step, len(data), min(length - len(data), 255)) + data
        if len(seed) + len(record) > MOST_STREAM:
            break
        seed += record
    return seed


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for kind in ("packet", "stream"):
        os.makedirs(os.path.join(sys.argv[1], kind), exist_ok=True)
    for path in sys.argv[2:]:
        name = os.path.basename(path).rsplit(".", 1)[0]
        link, packets = read_capture(path)
        with open(os.path.join(sys.argv[1], "stream", name), "wb") as file:
            file.write(stream_seed(link, packets))
        seen = set()
        for number, (_, length, data) in enumerate(packets, 1):
            if len(data) in seen:
                continue
            seen.add(len(data))
            with open(os.path.join(sys.argv[1], "packet", f"{name}-{number}"), "wb") as file:
                file.write(struct.pack(">HH", link, min(length - len(data), 65535)) + data)


if __name__ == "__main__":
    main()
