#!/usr/bin/env python3
"""A large capture for benchmarks, out of a small real one: its conversation is held again and again
by other clients at the same time, so that conversations are many and interleaved.

    make_capture.py PACKETS OUT [CAPTURE]

CAPTURE is a classic pcap of one TCP conversation over IPv4 and Ethernet; captures/upgrade.pcap of
these sources where none is named. Checksums are those of the original: what loopback left undone.
"""

import os
import struct
import sys

TOGETHER = 2000  # conversations held at the same time


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    packets, at = [], 24
    while at < len(data):
        _, _, captured, _ = struct.unpack_from("<IIII", data, at)
        packets.append(bytearray(data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return data[:24], packets


def main():
    wanted, out = int(sys.argv[1]), sys.argv[2]
    here = os.path.dirname(os.path.abspath(__file__))
    source = sys.argv[3] if len(sys.argv) > 3 else f"{here}/../../captures/upgrade.pcap"
    header, packets = read(source)
    client = bytes(packets[0][34:36])
    made = group = 0
    with open(out, "wb") as file:
        file.write(header)
        while made < wanted:
            address = bytes([10, 1 + (group >> 8), group & 255, 1])
            for packet in packets:
                sent = packet[34:36] == client
                for number in range(min(TOGETHER, wanted - made)):
                    port = struct.pack(">H", 10000 + number)
                    at, port_at = (26, 34) if sent else (30, 36)
                    packet[at:at + 4] = address
                    packet[port_at:port_at + 2] = port
                    made += 1
                    micros = made * 7
                    file.write(struct.pack("<IIII", 1700000000 + micros // 1000000,
                                           micros % 1000000, len(packet), len(packet)))
                    file.write(packet)
                # The next round tells who sent it by the client's own port again.
                if sent:
                    packet[34:36] = client
                else:
                    packet[36:38] = client
            group += 1


if __name__ == "__main__":
    main()
