"""simultaneous-open.py OWN-ADDRESS OTHER-ADDRESS TIME: connect at that time."""
import socket, sys, time

s = socket.socket()
s.bind((sys.argv[1], 7777))
time.sleep(float(sys.argv[3]) - time.time())
s.connect((sys.argv[2], 7777))
s.sendall(b"hello from " + sys.argv[1].encode())
s.recv(100)
s.shutdown(socket.SHUT_WR)
s.recv(100)
