"""A client that shakes hands as it should, and then breaks one rule on each connection."""
import base64, os, socket, struct, sys, time


def frame(opcode, payload=b"", fin=True, rsv=0, mask=True, form=None):
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    size = len(payload)
    form = form or (7 if size < 126 else 16 if size < 65536 else 64)
    head = struct.pack("!BB", first, (0x80 if mask else 0) | (size if form == 7 else 126 if form == 16 else 127))
    head += b"" if form == 7 else struct.pack("!H", size) if form == 16 else struct.pack("!Q", size)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


broken = [
    frame(1, b"not masked", mask=False),
    frame(1, b"reserved bit", rsv=2),
    frame(3, b"reserved opcode"),
    frame(9, b"in pieces", fin=False),
    frame(9, b"x" * 126),
    frame(1, b"long form", form=16),
    frame(8, struct.pack("!H", 1005)),
    frame(8, struct.pack("!H", 999)),
    frame(8, b"\x03"),
    frame(8, struct.pack("!H", 1000) + b"\xff\xfe"),
    frame(1, b"no text: \xc3\x28"),
    frame(0, b"goes on with nothing"),
    frame(1, b"first, ", fin=False) + frame(1, b"and another"),
    frame(8, struct.pack("!H", 1000)) + frame(1, b"one more thing"),
]
for bytes_ in broken:
    with socket.create_connection((sys.argv[1], 3000)) as wire:
        wire.sendall(b"GET /rules HTTP/1.1\r\nHost: 10.0.0.2:3000\r\nUpgrade: websocket\r\n"
                     b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                     + base64.b64encode(os.urandom(16)) + b"\r\n\r\n")
        while b"\r\n\r\n" not in wire.recv(4096):
            pass
        wire.sendall(bytes_)
        wire.settimeout(0.5)
        try:
            while wire.recv(4096):
                pass
        except OSError:
            pass
    time.sleep(0.05)
