"""A server for what nginx does not do unasked, and a client for what curl does not."""
import gzip, socket, sys, zlib

TEXT = b"the same words, " * 40
ANSWERS = {
    b"/trailer": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n"
                 b"5;note=first\r\nhello\r\n7;last\r\n, world\r\n0\r\nX-Checksum: 42\r\n\r\n",
    b"/gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n",
    b"/deflate": b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n",
    b"/none": b"HTTP/1.1 204 No Content\r\n\r\n",
    b"/same": b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
    b"/head": b"HTTP/1.1 200 OK\r\nContent-Length: 640\r\n\r\n",
    b"/other": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n",
    b"/upload": b"HTTP/1.1 100 Continue\r\n\r\n",
    b"/close": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
}


def answer(wire, path):
    reply = ANSWERS[path]
    if path in (b"/gzip", b"/deflate"):
        body = gzip.compress(TEXT) if path == b"/gzip" else zlib.compress(TEXT)
        reply += b"Content-Length: %d\r\n\r\n" % len(body) + body
    wire.sendall(reply)


def serve(wire):
    held = b""
    while True:
        while b"\r\n\r\n" not in held:
            got = wire.recv(65536)
            if not got:
                return
            held += got
        head, held = held.split(b"\r\n\r\n", 1)
        path = head.split(b" ")[1]
        answer(wire, path)
        if path == b"/other":
            wire.sendall(wire.recv(100))
            return
        if path == b"/close":
            return
        if path == b"/upload":
            while len(held) < 5000:
                held += wire.recv(65536)
            held = held[5000:]
            wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngot\n")


def server():
    with socket.create_server(("10.0.0.2", 80)) as door:
        while True:
            wire, _ = door.accept()
            with wire:
                serve(wire)


def ask(wire, *requests):
    wire.sendall(b"".join(b"%s HTTP/1.1\r\nHost: www.example.test\r\n%s\r\n" % pair for pair in requests))
    wire.settimeout(0.4)
    try:
        while wire.recv(65536):
            pass
    except OSError:
        pass


def client():
    connect = lambda: socket.create_connection(("10.0.0.2", 80))
    with connect() as wire:
        # Pipelining: three requests in one segment, the answers in their order.
        ask(wire, (b"GET /trailer", b""), (b"GET /none", b""), (b"HEAD /head", b""))
        ask(wire, (b"GET /same", b'If-None-Match: "1"\r\n'))
        ask(wire, (b"GET /gzip", b"Accept-Encoding: gzip\r\n"))
        ask(wire, (b"GET /deflate", b"Accept-Encoding: deflate\r\n"))
        ask(wire, (b"POST /upload", b"Content-Length: 5000\r\nExpect: 100-continue\r\n"))
        wire.sendall(b"x" * 5000)
        ask(wire, (b"GET /close", b""))
    with connect() as wire:
        ask(wire, (b"GET /other", b"Upgrade: echo\r\nConnection: Upgrade\r\n"))
        wire.sendall(b"not HTTP any more")
        ask(wire)


{"server": server, "client": client}[sys.argv[1]]()
