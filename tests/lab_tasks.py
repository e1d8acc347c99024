#!/usr/bin/env python3
"""What a student might do for each task, rightly or wrongly; run inside the lab.

    lab_tasks.py TASK right|wrong
"""
import base64
import os
import socket
import struct
import sys
import time
import urllib.request

HOST = "127.0.0.1"


def connect(port):
    return socket.create_connection((HOST, port), 5)


def get(path):
    try:
        urllib.request.urlopen(f"http://{HOST}:3000{path}", timeout=5).read()
    except urllib.error.HTTPError:
        pass


class WebSocket:
    def __init__(self, path, port=3000):
        self.socket = connect(port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.come = b""
        while b"\r\n\r\n" not in self.come:
            self.come += self.socket.recv(4096)
        self.come = self.come.split(b"\r\n\r\n", 1)[1]

    def take(self, count):
        while len(self.come) < count:
            more = self.socket.recv(4096)
            if not more:
                return b""
            self.come += more
        taken, self.come = self.come[:count], self.come[count:]
        return taken

    def send(self, payload, opcode=1, masked=True):
        key = os.urandom(4) if masked else b""
        if masked:
            payload = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 | opcode, (0x80 if masked else 0) | len(payload)]) + key +
                            payload)

    def read(self):
        head = self.take(2)
        length = head[1] if head else 0
        return self.take(struct.unpack("!H", self.take(2))[0] if length == 126 else length)

    def close(self, code=1000):
        self.send(struct.pack("!H", code) + b"bye", 8)
        self.read()


def udp(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.connect((HOST, port))
        here.send(b"hello")
        here.settimeout(0.3)
        try:
            here.recv(100)
        except OSError:
            pass


def refused(port):
    try:
        connect(port).close()
    except ConnectionRefusedError:
        pass


def silent(seconds):
    with socket.socket() as here:
        here.settimeout(seconds)
        try:
            here.connect((HOST, 3003))
        except OSError:
            pass


def echo_and_leave(first=True):
    with connect(3004) as here:
        here.sendall(b"hello")
        here.recv(100)
        if first:
            here.shutdown(socket.SHUT_WR)
        here.recv(100) if first else None


def server_leaves_first():
    with connect(3000) as here:
        here.sendall(b"GET /time HTTP/1.0\r\n\r\n")
        while here.recv(4096):
            pass


def reset(linger):
    here = connect(3004)
    here.sendall(b"hello")
    here.recv(100)
    if linger:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    here.close()
    time.sleep(0.1)


def port(number):
    with socket.create_server((HOST, number)) as server, connect(number) as here:
        there, _ = server.accept()
        there.close()
        here.recv(10)


def two_requests(one_connection):
    with connect(3000) as here:
        here.sendall(b"GET /time HTTP/1.1\r\nHost: a\r\n\r\n")
        here.recv(4096)
        if one_connection:
            here.sendall(b"GET /time HTTP/1.1\r\nHost: a\r\n\r\n")
            here.recv(4096)
    if not one_connection:
        get("/time")


def text_and_close(code):
    here = WebSocket("/echo")
    here.send(b"hello")
    here.read()
    here.close(code)


def push(silently):
    here = WebSocket("/push" if silently else "/echo")
    if not silently:
        here.send(b"hello")
    here.read()
    if silently:
        here.read()
    here.close()


def unmasked(masked):
    here = WebSocket("/echo")
    here.send(b"hello", masked=masked)
    here.read()


def emit(name, wants_answer):
    here = WebSocket("/socket.io/?EIO=4&transport=websocket")
    here.read()
    here.send(b"40")
    here.read()
    here.send(f'42{"7" if wants_answer else ""}["{name}","hello"]'.encode())
    here.read()
    if wants_answer:
        here.read()
    here.close()


def ping():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP) as here:
        here.settimeout(2)
        here.sendto(b"\x08\x00\x00\x00\x00\x00\x00\x01hello", (HOST, 0))
        here.recv(100)


def heartbeat(answer):
    url = f"http://{HOST}:3010/socket.io/?EIO=4&transport=polling"
    url += "&sid=" + urllib.request.urlopen(url, timeout=5).read().decode().split('"')[3]
    urllib.request.urlopen(url, timeout=5).read()
    urllib.request.urlopen(url, answer, timeout=5).read()


# Task: what is right, what is wrong, and a word of the hint the wrong must get.
TASKS = {
    "01.1": (lambda: get("/"), lambda: get("/nothing"), "404"),
    "01.2": (lambda: udp(9999), lambda: refused(9999), "UDP has no RST"),
    "01.3": (ping, lambda: refused(9999), "no connection"),
    "06.1": (lambda: port(7777), lambda: port(7778), "7778"),
    "06.2": (lambda: refused(9999), lambda: connect(3004).close(), "accepted"),
    "06.3": (lambda: silent(2.5), lambda: refused(9999), "refused: that is an answer"),
    "06.4": (echo_and_leave, server_leaves_first, "server said goodbye first"),
    "06.5": (lambda: reset(True), lambda: reset(False), "that is a goodbye"),
    "14.1": (lambda: two_requests(True), lambda: two_requests(False), "after one answer"),
    "14.2": (lambda: text_and_close(1000), lambda: get("/echo"), "426"),
    "14.3": (lambda: text_and_close(1001), lambda: text_and_close(1000), "closed with 1000"),
    "14.4": (lambda: WebSocket("/echo", 3001).socket.close(), lambda: text_and_close(1000), "3001"),
    "14.5": (lambda: push(True), lambda: push(False), "spoke first: hello"),
    "14.6": (lambda: unmasked(False), lambda: text_and_close(1000), "was masked"),
    "14.7": (lambda: emit("chat message", True), lambda: emit("chat message", False),
             "without a callback"),
    "21.1": (lambda: heartbeat(b"3"), lambda: heartbeat(b"40"), "answered with a 3"),
}

if __name__ == "__main__":
    TASKS[sys.argv[1]][0 if sys.argv[2] == "right" else 1]()
    time.sleep(0.1)
