"""Rewrite the link header of onion-lo.pcap; the packets stay as recorded."""
import os, struct, sys

folder = sys.argv[1]
data = open(os.path.join(folder, "onion-lo.pcap"), "rb").read()
assert data[:4] == b"\xd4\xc3\xb2\xa1" and data[20:24] == struct.pack("<I", 1)

for name, link, family in (("null", 0, struct.pack("<I", 2)), ("loop", 108, struct.pack(">I", 2))):
    out, at = data[:20] + struct.pack("<I", link), 24
    while at < len(data):
        seconds, micros, kept, length = struct.unpack_from("<IIII", data, at)
        packet = data[at + 16:at + 16 + kept]
        assert packet[12:14] == b"\x08\x00"
        out += struct.pack("<IIII", seconds, micros, kept - 10, length - 10) + family + packet[14:]
        at += 16 + kept
    with open(os.path.join(folder, name + ".pcap"), "wb") as file:
        file.write(out)
    print(name + ".pcap")
