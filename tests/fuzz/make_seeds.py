#!/usr/bin/env python3
"""Turn captures into seeds for fuzz_packet and fuzz_stream.

    make_seeds.py OUTPUT CAPTURE...

OUTPUT/packet gets one file for each packet that looks different from those before it, by length,
OUTPUT/stream one for each capture, one with packets left out, and of a long one its end: the forms
the two targets read. One more is made by hand, of what no capture has.
"""
import gzip
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


def variants(packets):
    """What leads where a capture from its first packet on does not: behind gaps, and from the
    middle of connections."""
    yield "", packets
    yield "-gaps", [packet for number, packet in enumerate(packets) if number % 11 != 10]
    at, size = len(packets), 0
    while at and size < MOST_STREAM:
        at -= 1
        size += len(packets[at][2]) + 5
    if at:
        yield "-end", packets[at + 1:]


def frame(first, payload):
    return bytes([first, len(payload)]) + payload


def made_by_hand():
    """A Socket.IO session in fragments and with escapes, an answer with a trailer, gzip in members,
    and a connection from its middle whose frames come in pieces."""
    numbers, packets = {}, []

    def say(port, server, payload, flags=0x18):
        mine, other = (port, server), (port, not server)
        ends = [bytes([10, 0, 0, 2]), bytes([10, 0, 0, 1])]
        ports = [80, port]
        if not server:
            ends.reverse()
            ports.reverse()
        tcp = struct.pack(">HHIIBBHHH", *ports, numbers.get(mine, 1000), numbers.get(other, 1000),
                          0x50, flags, 65535, 0, 0) + payload
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), len(packets), 0, 64, 6, 0)
        data = ip + ends[0] + ends[1] + tcp
        packets.append((len(packets) * 10**7, len(data), data))
        numbers[mine] = numbers.get(mine, 1000) + len(payload) + (flags & 0x02) // 2

    for port in (50000, 50001):
        say(port, False, b"", 0x02)
        say(port, True, b"", 0x12)
        say(port, False, b"", 0x10)
    say(50000, False, b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    say(50000, True, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
    say(50000, True, frame(0x81, b'0{"sid":"\\u0061bc","pingInterval":25000}'))
    say(50000, True, frame(0x01, b'42["\\ud83d\\ude00"') + frame(0x89, b"between") +
        frame(0x80, b',"\\n\\u00e9"]'))
    say(50001, False, b"GET /socket.io/?EIO=4&transport=polling&sid=abc HTTP/1.1\r\n\r\n")
    body = gzip.compress(b"42[1]\x1e", mtime=0) + gzip.compress(b"2", mtime=0)
    say(50001, True, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\nMore: x\r\n\r\n"
        % (len(body), body))
    whole = frame(0x81, b"from the middle")
    say(50002, True, whole[:5])
    say(50002, True, whole[5:] + frame(0x81, b"and on"))
    return stream_seed(228, packets)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for kind in ("packet", "stream"):
        os.makedirs(os.path.join(sys.argv[1], kind), exist_ok=True)
    with open(os.path.join(sys.argv[1], "stream", "made-by-hand"), "wb") as file:
        file.write(made_by_hand())
    for path in sys.argv[2:]:
        name = os.path.basename(path).rsplit(".", 1)[0]
        link, packets = read_capture(path)
        for kind, some in variants(packets):
            with open(os.path.join(sys.argv[1], "stream", name + kind), "wb") as file:
                file.write(stream_seed(link, some))
        seen = set()
        for number, (_, length, data) in enumerate(packets, 1):
            if len(data) in seen:
                continue
            seen.add(len(data))
            with open(os.path.join(sys.argv[1], "packet", f"{name}-{number}"), "wb") as file:
                file.write(struct.pack(">HH", link, min(length - len(data), 65535)) + data)


if __name__ == "__main__":
    main()
