"""One message and its answer, by UDP and by TCP; then a UDP message that nobody takes."""
import socket
import sys
import time

SERVER = "10.0.0.2"
MESSAGE, ANSWER = b"hello server", b"hello client"


def server():
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind((SERVER, 5005))
    listener = socket.create_server((SERVER, 5006))
    _, sender = datagrams.recvfrom(100)
    datagrams.sendto(ANSWER, sender)
    connection, _ = listener.accept()
    connection.recv(100)
    connection.sendall(ANSWER)
    connection.recv(100)
    connection.close()


def client():
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.sendto(MESSAGE, (SERVER, 5005))
    datagrams.recvfrom(100)
    time.sleep(0.2)
    connection = socket.create_connection((SERVER, 5006))
    connection.sendall(MESSAGE)
    connection.recv(100)
    time.sleep(0.05)
    connection.close()
    time.sleep(0.2)
    datagrams.sendto(MESSAGE, (SERVER, 5999))
    time.sleep(0.2)


server() if sys.argv[1] == "server" else client()
