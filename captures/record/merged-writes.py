"""Writes and segments and reads: their numbers differ.

The client asks its system to gather small writes (TCP_CORK), writes "one ", "two ", "three" and lets
them go; then it writes 5000 bytes at once. The server reads at most 2000 bytes at a time and answers
with the sizes of its reads.
"""
import socket
import sys
import time

SERVER = ("10.0.0.2", 5007)
LARGE = bytes(ord("a") + i % 26 for i in range(5000))


def server():
    connection, _ = socket.create_server(SERVER).accept()
    time.sleep(0.3)
    sizes = [len(connection.recv(2000))]
    connection.sendall(b"1 read: %d" % sizes[0])
    time.sleep(0.5)
    sizes, total = [], 0
    while total < len(LARGE):
        sizes.append(len(connection.recv(2000)))
        total += sizes[-1]
    connection.sendall(b"%d reads: %s" % (len(sizes), b" ".join(b"%d" % size for size in sizes)))
    connection.recv(1)
    connection.close()


def client():
    connection = socket.create_connection(SERVER)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
    for word in (b"one ", b"two ", b"three"):
        connection.sendall(word)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
    connection.recv(100)
    connection.sendall(LARGE)
    connection.recv(100)
    time.sleep(0.05)
    connection.close()


server() if sys.argv[1] == "server" else client()
