#!/usr/bin/env python3
"""Compare the answers of `packetwalk questions --json` with what tshark reads from the same bytes.

    questions_oracle.py PACKETWALK CAPTURES

Of every bundled capture questions are made with several seeds. The answers of those kinds that rest
on fields tshark has, too, are found a second time from tshark's values: who speaks next, flags,
sequence and acknowledgment numbers, who closes, what uses up numbers, what has arrived, status,
mask, accept, layers. There must be at least LEAST of them, and no two answers may differ.

Exit status: 0 agreed, 1 differences, 77 tshark is not there.
"""
import base64
import collections
import concurrent.futures
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

SKIPPED = 77  # what ctest takes for "not run" (SKIP_RETURN_CODE)
LEAST = 2000  # answers compared
SEEDS = (1,)
COUNT = 150   # questions a seed
SHOWN = 5     # differences printed of each kind
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3

FIELDS = ["frame.number", "tcp.stream", "udp.stream", "ip.src", "ipv6.src", "tcp.srcport",
          "udp.srcport", "tcp.flags", "tcp.seq", "tcp.ack", "tcp.len", "http.response.code",
          "websocket.mask", "http.sec_websocket_accept", "http.sec_websocket_key"]

# tshark's sequence numbers go on counting where a tuple is used anew, it verifies nothing on lo,
# and it believes ports before bytes: as in oracle/compare.py.
OPTIONS = ["-o", "tcp.relative_sequence_numbers:TRUE", "-o", "tcp.desegment_tcp_streams:TRUE",
           "-o", "tcp.reassemble_out_of_order:TRUE"]
DECODE_AS = {"odd-ports": ["-d", "tcp.port==53,http", "-d", "tcp.port==25,http"]}

FLAGS = {"SYN": 0x02, "SYN and ACK": 0x12, "ACK": 0x10, "PSH and ACK": 0x18, "FIN and ACK": 0x11,
         "FIN, PSH and ACK": 0x19, "RST": 0x04, "RST and ACK": 0x14}

# packetwalk's label of a layer -> tshark's protocol, where these are not the same but for case.
LABELS = {"Ethernet": "eth", "IPv4": "ip", "Cooked": "sll", "HTTP/2": "http2",
          "Loopback": "null", "802.1Q": "vlan", "802.1ad": "ieee8021ad"}


def tshark(capture):
    """Each packet's fields, a list of dictionaries: field -> list of values."""
    name = os.path.splitext(os.path.basename(capture))[0]
    keys = os.path.splitext(capture)[0] + ".keys"
    options = OPTIONS + DECODE_AS.get(name, [])
    if os.path.exists(keys):
        options += ["-o", "tls.keylog_file:" + os.path.abspath(keys)]
    asked = [word for field in FIELDS for word in ("-e", field)]
    lines = subprocess.run(["tshark", "-n", "-r", capture, *options, "-T", "fields", "-E",
                            "separator=|", "-E", "occurrence=a", "-E", "aggregator=,", *asked],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           check=True).stdout.decode().splitlines()
    return [{field: value.split(",") for field, value in zip(FIELDS, line.split("|")) if value}
            for line in lines]


def layers_of(capture):
    """Each packet's protocols: a list of (name, first byte, bytes) from tshark's PDML."""
    name = os.path.splitext(os.path.basename(capture))[0]
    pdml = subprocess.run(["tshark", "-n", "-r", capture, "-T", "pdml", *DECODE_AS.get(name, [])],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return [[(proto.get("name"), int(proto.get("pos")), int(proto.get("size")))
             for proto in packet.findall("proto") if proto.get("pos") and proto.get("size")]
            for packet in xml.etree.ElementTree.fromstring(pdml).findall("packet")]


def questions(packetwalk, capture, seed):
    keys = os.path.splitext(capture)[0] + ".keys"
    output = subprocess.run([packetwalk, "questions", "--json", "--seed", str(seed), "--count",
                             str(COUNT), *(["--keylog", keys] if os.path.exists(keys) else []),
                             capture], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return [json.loads(line) for line in output.decode().splitlines()]


def sender(packet):
    address = packet.get("ip.src", packet.get("ipv6.src", [""]))[-1]
    return address, packet.get("tcp.srcport", packet.get("udp.srcport", [""]))[-1]


def stream(packet):
    if "tcp.stream" in packet:
        return "tcp", packet["tcp.stream"][-1]
    return ("udp", packet["udp.stream"][-1]) if "udp.stream" in packet else None


# The capture's own, and bodies that tshark takes apart by themselves.
NOT_LAYERS = {"geninfo", "frame", "data-text-lines", "json", "media"}


class Capture:
    """What tshark says about one capture, and the right answers by that."""

    def __init__(self, path):
        self.path = path
        self.packets = tshark(path)
        self.layers = None

    def client(self, of):
        """Who asked for a connection; None where that was not captured."""
        for packet in self.packets:
            if stream(packet) == of and int(packet.get("tcp.flags", ["0"])[-1], 16) & 0x12 == 2:
                return sender(packet)
        return None

    def side(self, packet):
        client = self.client(stream(packet))
        return None if not client else "client" if sender(packet) == client else "server"

    def answer(self, question):
        """The right answer, as the option's text or a number; None where tshark cannot tell."""
        packet = self.packets[question["packet"] - 1]
        maker = getattr(self, question["kind"].replace(".", "_"), None)
        # Fields that come more than once are of what is quoted, or carried inside.
        return maker(question, packet) if maker else None

    def speaker(self, question, packet):
        of = stream(packet)
        if not of or of[0] != "tcp":
            return None
        later = [other for other in self.packets[question["packet"]:] if stream(other) == of]
        if not later:
            return "nobody: this is its last packet here"
        side = self.side(later[0])
        return "the " + side if side else None

    def tcp_flags(self, _, packet):
        flags = int(packet["tcp.flags"][-1], 16) & 0x3f
        return next((text for text, value in FLAGS.items() if value == flags), None)

    def tcp_seq(self, _, packet):
        return int(packet["tcp.seq"][-1])

    def tcp_ack(self, _, packet):
        return int(packet["tcp.ack"][-1])

    def tcp_closer(self, question, packet):
        flags = int(packet["tcp.flags"][-1], 16)
        of = stream(packet)
        before = [other for other in self.packets[:question["packet"] - 1] if stream(other) == of
                  and int(other["tcp.flags"][-1], 16) & 5]
        if before:
            return "a packet before this one"
        return "the %s, with %s" % (self.side(packet), "RST" if flags & 4 else "FIN")

    def tcp_uses(self, question, packet):
        used = int(packet["tcp.len"][-1]) + (int(packet["tcp.flags"][-1], 16) & 3 != 0)
        words = {0: "none", 1: "one"}
        return words.get(used, str(used))

    def tcp_arrived(self, _, packet):
        return "byte %d" % (int(packet["tcp.ack"][-1]) - 1)

    def http_status(self, _, packet):
        return packet["http.response.code"][0] if "http.response.code" in packet else None

    def websocket_mask(self, _, packet):
        if "websocket.mask" not in packet:
            return None
        masked = {value in ("1", "True") for value in packet["websocket.mask"]}
        if len(masked) != 1:
            return None
        return ("yes, with a key that stands in the frame" if masked == {True}
                else "no, the payload stands in it as it is")

    def websocket_accept(self, question, packet):
        """What the answer has, and what the key in the question calls for: they must agree."""
        key = re.search(r"Sec-WebSocket-Key (\S+)\. ", question["ask"]).group(1)
        computed = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        return computed if packet.get("http.sec_websocket_accept", [computed])[0] == computed \
            else "two answers"

    def layer(self, question, _):
        if self.layers is None:
            self.layers = layers_of(self.path)
        byte = int(question["field"].split(".")[1])
        names = [name for name, first, size in self.layers[question["packet"] - 1]
                 if first <= byte < first + size and name not in NOT_LAYERS]
        label = question["options"][question["answer"]]
        # tshark lays what it reassembled over the packet's own bytes: then it cannot tell.
        # Nor does it part IPv6's extension headers from IPv6.
        wanted = "ipv6" if label.startswith("IPv6 ") else LABELS.get(label, label.lower())
        return label if wanted in names else \
            "/".join(names) if len(names) == 1 else None


def said(question):
    if not question["options"]:
        return question["answer"]
    text = question["options"][question["answer"]]
    if question["kind"] == "http.status":
        return text.split()[0]
    return text


def compare(packetwalk, path):
    """The kinds of the answers that agree, and the kinds and descriptions of those that differ."""
    capture, agreed, differ = Capture(path), [], []
    for seed in SEEDS:
        for question in questions(packetwalk, path, seed):
            right = capture.answer(question)
            if right is not None and right == said(question):
                agreed.append(question["kind"])
            elif right is not None:
                differ.append((question["kind"], "%s packet %d: %s packetwalk says %s, tshark %s" % (
                    os.path.basename(path), question["packet"], question["ask"], said(question),
                    right)))
    return agreed, differ


def main():
    packetwalk, captures = sys.argv[1:]
    if not shutil.which("tshark"):
        print("tshark is not there: nothing compared")
        return SKIPPED
    agreed, differ = collections.Counter(), collections.defaultdict(list)
    paths = sorted(glob.glob(os.path.join(captures, "*.pcap")))
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        for good, bad in workers.map(lambda path: compare(packetwalk, path), paths):
            agreed.update(good)
            for kind, line in bad:
                differ[kind].append(line)
    for kind, lines in sorted(differ.items()):
        print("%s: %d differ" % (kind, len(lines)))
        print("".join("  %s\n" % line for line in lines[:SHOWN]), end="")
    print("%d answers agree: %s" % (sum(agreed.values()), ", ".join(
        "%s %d" % item for item in sorted(agreed.items()))))
    if sum(agreed.values()) < LEAST:
        print("that is fewer than %d" % LEAST)
        return 1
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
