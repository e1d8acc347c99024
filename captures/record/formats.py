"""formats.py CAPTURE PREFIX: a classic pcap file in other byte orders and formats."""
import struct, sys

data = open(sys.argv[1], "rb").read()
order = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}[data[:4]]      # microseconds only
snaplen, link = struct.unpack_from(order + "II", data, 16)
packets, at = [], 24
while at < len(data):
    seconds, micros, kept, length = struct.unpack_from(order + "IIII", data, at)
    packets.append((seconds, micros, length, data[at + 16:at + 16 + kept]))
    at += 16 + kept


def classic(order, magic, scale):
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link)]
    for seconds, micros, length, packet in packets:
        out.append(struct.pack(order + "IIII", seconds, micros * scale, len(packet), length) + packet)
    return b"".join(out)


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", 12 + len(body))
    return struct.pack(order + "I", kind) + size + body + size


def pcapng(order):
    out = [block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)),
           block(order, 1, struct.pack(order + "HHI", link, 0, snaplen))]
    for seconds, micros, length, packet in packets:
        time = seconds * 1000000 + micros
        out.append(block(order, 6, struct.pack(order + "IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(packet), length) + packet))
    return b"".join(out)


for name, order in (("le", "<"), ("be", ">")):
    for suffix, content in (("-micro.pcap", classic(order, 0xA1B2C3D4, 1)),
                            ("-nano.pcap", classic(order, 0xA1B23C4D, 1000)),
                            (".pcapng", pcapng(order))):
        with open(f"{sys.argv[2]}-{name}{suffix}", "wb") as file:
            file.write(content)
