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
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    said = {"client": [], "server": []}
    for sender, receiver in OTHER.items():
        got = [(kind, text) for who, how, kind, text in lines
               if who == receiver and how == "received"]
        sent = [(kind, text) for who, how, kind, text in lines if who == sender and how == "sent"]
        said[sender] = [(kind, text) for kind, text in got or sent
                        if kind in ("text", "binary", "close")]
    return said


def told(packetwalk, capture):
    """The same from packetwalk's events, in the log's own writing."""
    output = subprocess.run([packetwalk, "json", capture], stdout=subprocess.PIPE,
                            check=True).stdout.decode("utf-8")
    said = {"client": [], "server": []}
    for line in output.splitlines():
        event = json.loads(line)
        if event.get("event") == "websocket.message":
            said[event["from"]].append((event["opcode"], event))
        elif event.get("event") == "websocket.close":
            code = str(event.get("code", 1005))
            said[event["from"]].append(("close", f"{code} {event.get('reason', '')}".strip()))
    return said


def agree(wanted, got):
    kind, text = wanted
    if kind != got[0]:
        return False
    if kind == "close":
        return text == got[1]
    event, words = got[1], text.split()
    if event.get("compressed"):
        return True  # not inflated yet: that there is a message is all that can be compared
    if kind == "binary":
        return text == f"{event['length']} bytes {event['hex']}"
    if len(words) == 4 and words[2] == "sha256":
        if int(words[0]) != event["length"]:
            return False
        return event.get("cut", False) or \
            hashlib.sha256(event["text"].encode()).hexdigest() == words[3]
    return text == event["text"]


def main():
    packetwalk, captures = sys.argv[1:3]
    faults = compared = 0
    for path in sorted(glob.glob(os.path.join(captures, "*.log"))):
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
    print(f"{compared} messages logged by the applications, {faults} conversations told otherwise")
    return 1 if faults or not compared else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main())
