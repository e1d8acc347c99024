#!/usr/bin/env python3
"""Compare what packetwalk says was said with what the applications themselves logged.

    said.py PACKETWALK CAPTURES

Beside some captures lies NAME.log, written by the programs that were recorded: who, direction,
kind, text. Every WebSocket message that one side logged as received (or, where that side kept
no log, the other as sent) must be an event, in the same order for each sender, and there must be no
other; closes too, where they were logged. This needs no tshark.
"""
import glob
import hashlib
import json
import os
import subprocess
import sys

OTHER = {"client": "server", "server": "client"}


def logged(path):
    """sender -> list of (kind, text), in order."""
    with open(path, encoding="utf-8") as file:
        # An empty text leaves its column out.
        lines = [(line.rstrip("\n").split("\t") + [""])[:4] for line in file if line.strip()]
    # 1006 is what a program says to itself when the connection broke: it is never on the wire.
    lines = [line for line in lines if not (line[2] == "close" and line[3].startswith("1006"))]
    said = {"client": [], "server": []}
    for sender, receiver in OTHER.items():
        got = [(kind, text) for who, how, kind, text in lines
               if who == receiver and how == "received"]
        sent = [(kind, text) for who, how, kind, text in lines if who == sender and how == "sent"]
        said[sender] = [(kind, text) for kind, text in got or sent
                        if kind in ("text", "binary", "close", "event")]
    return said


def events_of(packetwalk, capture):
    """packetwalk's events, read with the keys that lie beside the capture."""
    keys = os.path.splitext(capture)[0] + ".keys"
    output = subprocess.run([packetwalk, "json", *(["--keylog", keys] if os.path.exists(keys) else []),
                             capture], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    return [line for line in map(json.loads, output.splitlines()) if line["type"] == "event"]


def told(packetwalk, capture):
    """The same from packetwalk's events, in the log's own writing."""
    said = {"client": [], "server": []}
    for event in events_of(packetwalk, capture):
        if event.get("event") == "sse.event":
            said[event["from"]].append(("event", event))
        elif event.get("event") == "websocket.message":
            said[event["from"]].append((event["opcode"], event))
        elif event.get("event") == "websocket.close":
            code = str(event.get("code", 1005))
            said[event["from"]].append(("close", f"{code} {event.get('reason', '')}".strip()))
    return said


def agree_event(block, event):
    """A server-sent event, field by field, as its lines say it."""
    fields = {}
    for line in block.strip().split("\n"):
        name, _, value = line.partition(":")
        fields.setdefault({"event": "name", "data": "text", "": "comment"}.get(name, name),
                          []).append(value.removeprefix(" "))
    return all("\n".join(values) == event.get(name) for name, values in fields.items())


def agree(wanted, got):
    kind, text = wanted
    if kind != got[0]:
        return False
    if kind == "close":
        return text == got[1]
    event, words = got[1], text.split()
    if kind == "event":
        return agree_event(json.loads(text), event)
    if kind == "binary" and len(words) == 4:
        return int(words[0]) == event["length"] and \
            hashlib.sha256(bytes.fromhex(event["hex"])).hexdigest() == words[3]
    if kind == "binary":
        return text == f"{event['length']} bytes {event['hex']}"
    if len(words) == 4 and words[2] == "sha256":
        if int(words[0]) != event["length"]:
            return False
        return event.get("cut", False) or \
            hashlib.sha256(event["text"].encode()).hexdigest() == words[3]
    return text == event["text"]


def filled(value, binary):
    """Arguments with their attachments in the placeholders' places, as the applications log them."""
    if isinstance(value, dict):
        if value.get("_placeholder"):
            return {"$binary": binary[value["num"]]}
        return {key: filled(one, binary) for key, one in value.items()}
    return [filled(one, binary) for one in value] if isinstance(value, list) else value


def packet(line):
    """What is compared of a Socket.IO packet, the same from a log and from an event."""
    kind = line["kind"]
    if kind in ("event", "ack"):
        binary = line.get("binary", [])
        return kind, line["name"], json.dumps(filled(line["args"], binary), sort_keys=True)
    if kind == "connect_error":
        return kind, line["message"]
    return (kind,)


def socketio_logged(path, sender):
    """(socket, namespace) -> its packets in order, as the other side received them."""
    said = {}
    with open(path, encoding="utf-8") as file:
        for line in map(json.loads, file):
            if line["who"] == OTHER[sender] and line["how"] == "received":
                said.setdefault((line["socket"], line["namespace"]), []).append(packet(line))
    return said


def socketio_told(packetwalk, capture):
    """server's address -> sender -> (session, namespace) -> packets in order."""
    servers, told_by = {}, {}
    for event in events_of(packetwalk, capture):
        if event.get("event") == "tcp.handshake":
            servers[event["conversation"]] = event["server"]
        if event.get("event") == "socketio.packet":
            by = told_by.setdefault(servers[event["conversation"]], {"client": {}, "server": {}})
            by[event["from"]].setdefault((event["session"], event["namespace"]), []).append(
                packet(event))
    return told_by


def fits(wanted, got):
    """Can every session's packets be laid end to end so that they make the sockets' ones? A socket
    that reconnects has several sessions."""
    if not got:
        return not any(wanted.values())
    (key, first), rest = got[0], got[1:]
    for socket, left in wanted.items():
        if socket[1] == key[1] and left[:len(first)] == first and \
                fits({**wanted, socket: left[len(first):]}, rest):
            return True
    return False


def check_serialized(packetwalk, log):
    """Packets of another serializer are named and counted, not read."""
    events = events_of(packetwalk, log[:-len(".log")] + ".pcap")
    faults = compared = 0
    for sender in OTHER:
        wanted = sum(map(len, socketio_logged(log, sender).values()))
        got = sum(event.get("serializer") == "msgpack" and event["from"] == sender
                  for event in events)
        compared += wanted
        if got != wanted:
            faults += 1
            print(f"{os.path.basename(log)}: the {sender} sent {wanted} packets, {got} are named")
    return compared, faults


def check_socketio(packetwalk, log):
    if "msgpack" in log:
        return check_serialized(packetwalk, log)
    capture = log[:-len(".log")] + ".pcap"
    faults = compared = 0
    for server, by in socketio_told(packetwalk, capture).items():
        for sender in OTHER:
            wanted = socketio_logged(log, sender)
            # Version 2 says that "/" is connected without being asked: the client sends nothing.
            compared += sum(map(len, wanted.values()))
            if not fits(wanted, list(by[sender].items())):
                faults += 1
                print(f"{os.path.basename(log)}, {server}: the {sender}\n  logged {wanted}\n"
                      f"  told   {by[sender]}")
    return compared, faults


def main():
    packetwalk, captures = sys.argv[1:3]
    faults = compared = socketio = 0
    for path in sorted(glob.glob(os.path.join(captures, "*.log"))):
        with open(path, encoding="utf-8") as file:
            if file.read(1) == "{":
                count, wrong = check_socketio(packetwalk, path)
                if not count:
                    wrong += 1
                    print(f"{os.path.basename(path)}: nothing was compared")
                socketio += count
                faults += wrong
                continue
        wanted = logged(path)
        got = told(packetwalk, path[:-len(".log")] + ".pcap")
        for sender in wanted:
            if not any(kind == "close" for kind, _ in wanted[sender]):
                got[sender] = [one for one in got[sender] if one[0] != "close"]
            compared += len(wanted[sender])
            if len(wanted[sender]) != len(got[sender]) or \
                    not all(map(agree, wanted[sender], got[sender])):
                faults += 1
                print(f"{os.path.basename(path)}: the {sender}\n  logged {wanted[sender]}\n"
                      f"  told   {got[sender]}")
    print(f"{compared} WebSocket messages and {socketio} Socket.IO packets logged by the "
          f"applications, {faults} told otherwise")
    return 1 if faults or not compared or not socketio else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main())
