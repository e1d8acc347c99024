#!/usr/bin/env python3
"""Compare `packetwalk json` with tshark, field by field, over every bundled capture.

Both read each capture; then, for every packet: number, time, lengths, conversation, the sequence
of protocols, and every field of ours whose name tshark knows. A field that we ever show is compared
in every packet, so one that we leave out is noticed as much as one that is wrong. The totals of our
last line are compared with what can be counted in tshark's answers.

Where the two differ for a reason, kept.txt says so, one line each:

    CAPTURE FRAME FIELD reason...

CAPTURE and FIELD may be shell patterns, FRAME a number or "*". A line that is not needed any more
is an error too.

Exit status: 0 agreed, 1 differences (or unused kept lines), 77 tshark is not there.
"""
import argparse
import base64
import collections
import fnmatch
import hashlib
import ipaddress
import json
import os
import shutil
import subprocess
import sys

SKIPPED = 77  # what ctest takes for "not run" (SKIP_RETURN_CODE)
SHOWN = 3     # differences printed of each field

PREFERENCES = [
    "tcp.relative_sequence_numbers:TRUE",
    "tcp.desegment_tcp_streams:TRUE",
    "tcp.reassemble_out_of_order:TRUE",
    "http.desegment_headers:TRUE",
    "http.desegment_body:TRUE",
    "ip.defragment:TRUE",
    "ipv6.defragment:TRUE",
    # Both verify checksums.
    "ip.check_checksum:TRUE",
    "udp.check_checksum:TRUE",
]

# On lo the kernel leaves TCP checksums unfinished (captures/README.md). We say "not verified" there;
# tshark, told to verify, calls them wrong and then reassembles nothing.
LOOPBACK = {"upgrade", "onion-lo", "middle", "ws-chromium", "null", "loop"}

# tshark believes ports before bytes; here it has to be told what these really carry.
DECODE_AS = {"odd-ports": ["tcp.port==53,http", "tcp.port==25,http"]}

# Ours -> tshark's name, where a protocol is called by its layer there and not by its fields.
OUR_PROTOCOLS = {}

# In frame.protocols, but no layers of a packet: how tshark found the next one, and what it calls
# the bodies that HTTP and WebSocket carry.
NOT_LAYERS = {
    "ethertype", "data-text-lines", "urlencoded-form", "json", "media", "xml", "mime_multipart",
    "image-gif", "image-jfif", "png",
    # An option of TCP's header.
    "mptcp",
    # What a certificate is made of, which we show as bytes.
    "x509sat", "x509af", "x509ce", "pkcs1", "pkix1implicit", "pkix1explicit",
}

# Layers of ours that tshark does not know.
OURS_ALONE = {"engineio", "socketio"}



def fail(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def no_constant(word):
    raise ValueError(f"{word} is no JSON")


class Pairs(list):
    """A JSON object of tshark's: its keys may stand several times."""


class Oracle:
    """What tshark knows of names, and what it says of a capture."""

    def __init__(self, tshark):
        self.tshark = tshark
        self.types = {}
        for line in self.run("-G", "fields").split("\n"):
            columns = line.split("\t")
            if columns[0] == "F" and len(columns) > 3:
                self.types.setdefault(columns[2], columns[3])

    def run(self, *arguments):
        done = subprocess.run([self.tshark, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        if done.returncode != 0 and not done.stdout:
            fail(f"tshark {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", errors="replace")

    def read(self, path):
        """One dictionary a frame: name -> list of texts, in the order tshark met them. Its JSON is
        used, since `-T fields` leaves out some fields when it makes no whole tree."""
        arguments = ["-n", "-r", path, "-T", "json"]
        verify = "FALSE" if name_of(path) in LOOPBACK else "TRUE"
        for preference in PREFERENCES + [f"tcp.check_checksum:{verify}"]:
            arguments += ["-o", preference]
        if os.path.exists(keys_of(path)):
            arguments += ["-o", f"tls.keylog_file:{keys_of(path)}"]
        for rule in DECODE_AS.get(name_of(path), []):
            arguments += ["-d", rule]
        frames = []
        for packet in json.loads(self.run(*arguments), object_pairs_hook=Pairs):
            frame = collections.defaultdict(list)
            self.gather(dict(dict(packet)["_source"])["layers"], frame)
            frames.append(frame)
        return frames

    def gather(self, pairs, frame):
        for name, value in pairs:
            if not isinstance(value, Pairs):
                frame[name].append(value)
                continue
            if name in self.types:
                frame[name].append("")
            self.gather(value, frame)


def name_of(path):
    return os.path.basename(path).rsplit(".", 1)[0]


def keys_of(path):
    """The secrets of a capture's TLS connections lie beside it."""
    return os.path.splitext(path)[0] + ".keys"


def read_ours(packetwalk, path):
    """Our lines, each checked to be one JSON object in UTF-8. Returns packets, events, end."""
    keys = ["--keylog", keys_of(path)] if os.path.exists(keys_of(path)) else []
    done = subprocess.run([packetwalk, "json", *keys, path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    packets, events, ends = [], [], []
    if done.stdout and not done.stdout.endswith(b"\n"):
        fail(f"{path}: the last line does not end")
    for number, line in enumerate(done.stdout.split(b"\n")[:-1], 1):
        try:
            value = json.loads(line.decode("utf-8"), object_pairs_hook=no_duplicates,
                               parse_constant=no_constant)
            {"packet": packets, "event": events, "end": ends}[value["type"]].append(value)
        except (ValueError, KeyError, TypeError) as error:
            fail(f"{path}: line {number} of our output: {error!r}")
    if done.returncode != 0 or len(ends) != 1:
        fail(f"{path}: exit {done.returncode}, {len(ends)} end lines; "
             f"{done.stderr.decode(errors='replace')}")
    return packets, events, ends[0]


def our_values(packet):
    """name -> every value, in the order of the layers."""
    values = collections.defaultdict(list)
    for layer in packet["layers"]:
        for name, value in layer["fields"].items():
            values[name] += value if isinstance(value, list) else [value]
    return values


def plain_number(text):
    if text in ("True", "true"):
        return 1
    if text in ("False", "false"):
        return 0
    return int(text, 0)


def normal(kind, value):
    """A value of either side in one form. Raises ValueError where it cannot be one of that kind."""
    if isinstance(value, bool):
        value = "1" if value else "0"
    value = str(value)
    if kind == "FT_BOOLEAN":
        return bool(plain_number(value))
    if kind == "FT_INT32":
        return (plain_number(value) + 2**31) % 2**32 - 2**31
    if kind.startswith(("FT_UINT", "FT_INT", "FT_FRAMENUM")):
        return plain_number(value)
    if kind in ("FT_BYTES", "FT_UINT_BYTES", "FT_ETHER"):
        return value.replace(":", "").lower()
    if kind in ("FT_IPv4", "FT_IPv6"):
        return ipaddress.ip_address(value)
    return value


# Fields of ours that have a name of tshark's but are no value there: only that they are there
# counts (FT_NONE), or nothing does.
PRESENCE = {"FT_NONE", "FT_PROTOCOL"}


# tshark gives every header line under these names; we give only those that have no field of their
# own, so ours must be among theirs, in the same order.
AMONG = {"http.request.line", "http.response.line"}


def microseconds(text):
    """tshark's seconds; ours are whole microseconds."""
    seconds, _, rest = text.partition(".")
    return int(seconds) * 1000000 + int(rest[:6].ljust(6, "0"))


def compare_field(name, kind, ours, theirs):
    if name in AMONG:
        rest = iter(theirs)
        return all(value in rest for value in ours)
    if kind == "FT_RELATIVE_TIME":
        return ours == [microseconds(value) for value in theirs]
    if kind in PRESENCE:
        return len([value for value in ours if value is not False]) == len(theirs)
    try:
        return [normal(kind, value) for value in ours] == [normal(kind, value) for value in theirs]
    except ValueError:
        return False


# Of tcp.analysis, but nothing that is found in a packet's numbers.
NO_KINDS = {"tcp.analysis.flags", "tcp.analysis.tfo_syn", "tcp.analysis.tfo_ack",
            "tcp.analysis.tfo_ignored"}

# Our kinds of tcp.analysis that have another name there.
ANALYSIS = {"port_reused": "reused_ports"}


def our_analysis(events):
    """Frame number -> tshark's names of what was found in it. The packet itself is the last one of
    those that took part."""
    kinds = collections.defaultdict(set)
    for event in events:
        if event["event"] == "tcp.analysis":
            kind = ANALYSIS.get(event["kind"], event["kind"])
            kinds[event["packets"][-1]].add(f"tcp.analysis.{kind}")
            # Those two are retransmissions there besides.
            if kind in ("fast_retransmission", "spurious_retransmission"):
                kinds[event["packets"][-1]].add("tcp.analysis.retransmission")
    return kinds


def our_protocols(packet):
    names = []
    for layer in packet["layers"]:
        name = OUR_PROTOCOLS.get(layer["protocol"], layer["protocol"])
        if name in OURS_ALONE:
            continue
        if not names or names[-1] != name or name not in ("websocket", "http", "http2", "dns",
                                                          "tls"):
            names.append(name)
    return names


def their_protocols(frame):
    """frame.protocols without what is no layer; "http" before "websocket" is only the road there,
    unless an HTTP head is in the frame."""
    names = [name for name in frame["frame.protocols"][0].split(":") if name not in NOT_LAYERS]
    head = frame["http.request.method"] or frame["http.response.code"]
    if "websocket" in names:
        at = names.index("websocket")
        if not head and at and names[at - 1] == "http":
            del names[at - 1]
    # A body of a message has no layer of its own with us.
    if "websocket" in names or "http" in names:
        names = [name for name in names if name != "data"]
    # Each record and frame is a layer with us; there one layer may hold several.
    return [name for i, name in enumerate(names)
            if name not in ("tls", "http2") or names[i - 1] != name]


def move_echo_data(packet, frame):
    """What an echo carries is a field of ICMP with us and a layer of its own in tshark, which takes
    a first timestamp off. Returns both sides' bytes, and takes them out of the comparison."""
    names = frame["frame.protocols"][0].split(":")
    ours = [layer["fields"].pop(f"{layer['protocol']}.data") for layer in packet["layers"]
            if f"{layer['protocol']}.data" in layer["fields"]
            and layer["protocol"] in ("icmp", "icmpv6")]
    if names[-1] != "data" or not ours:
        return ours, []
    theirs = [value.replace(":", "") for value in frame.pop("data.data", [])]
    frame.pop("data.len", None)
    frame["frame.protocols"][0] = ":".join(names[:-1])
    return ours, theirs


def move_fragment_data(packet, frame):
    """A fragment's bytes are a field of IP with us and a layer of their own in tshark. Returns both
    sides' bytes, and takes them out of the comparison."""
    ours = [value for layer in packet["layers"]
            for value in [layer["fields"].pop("ip.fragment.data", None),
                          layer["fields"].pop("ipv6.fragment.data", None)] if value]
    names = frame["frame.protocols"][0].split(":")
    whole = any(layer["protocol"] == "data" for layer in packet["layers"])
    if not ours or names[-1] != "data" or whole:
        return [], []
    frame["frame.protocols"][0] = ":".join(names[:-1])
    frame.pop("data.len", None)
    return ours, [value.replace(":", "") for value in frame.pop("data.data", [])]


def tidy(packet, frame):
    """Values tshark gives under a name although they are another thing with both of us."""
    # The IPv6 header's version, a second time under IPv4's name.
    frame["ip.version"] = [value for value in frame["ip.version"] if value != "6"]
    # DHCP's end option, 255, is given as an option of type 0.
    if "0" in frame["dhcp.option.type"][-1:]:
        frame["dhcp.option.type"].pop()
    # What a message carries is a field of its own with us, and data in tshark besides.
    if any(layer["protocol"] in ("http", "websocket") for layer in packet["layers"]):
        frame["data.data"], frame["data.len"] = [], []
    # What an ICMP error quotes belongs to no conversation.
    if any(layer.get("quoted") for layer in packet["layers"]):
        frame["tcp.stream"], frame["udp.stream"] = [], []


def conversation_of(packet):
    if "conversation" not in packet:
        return None
    kinds = [layer["protocol"] for layer in packet["layers"]
             if layer["protocol"] in ("tcp", "udp") and not layer.get("quoted")]
    return (kinds[-1] if kinds else "?", packet["conversation"])


def their_conversation(frame):
    for kind in ("tcp", "udp"):
        if frame[f"{kind}.stream"]:
            return (kind, int(frame[f"{kind}.stream"][-1]))
    return None


def count_handshakes(frames):
    """Streams whose SYNs both were acknowledged, counted from tshark's raw numbers."""
    state, done = {}, set()
    for frame in frames:
        if not frame["tcp.stream"] or not frame["tcp.flags"]:
            continue
        stream, flags = frame["tcp.stream"][-1], int(frame["tcp.flags"][-1], 0)
        sequence, acknowledged = int(frame["tcp.seq_raw"][-1]), int(frame["tcp.ack_raw"][-1])
        sender = (tuple(frame["ip.src"][-1:] + frame["ipv6.src"][-1:]), frame["tcp.dstport"][-1])
        seen = state.setdefault(stream, {"syn": {}, "acked": set()})
        if flags & 2:
            seen["syn"][sender] = sequence
        if flags & 16 and not flags & 4:
            for other, start in seen["syn"].items():
                if other != sender and (acknowledged - start - 1) % 2**32 < 2**31:
                    seen["acked"].add(other)
        if len(seen["syn"]) == 2 and len(seen["acked"]) == 2:
            done.add(stream)
    return len(done)


def count_upgrades(frames):
    """101 answers whose accept value fits the last key asked with on the same stream."""
    keys, count = {}, 0
    guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    for frame in frames:
        stream = frame["tcp.stream"][-1] if frame["tcp.stream"] else None
        if frame["http.sec_websocket_key"]:
            keys[stream] = frame["http.sec_websocket_key"][-1]
        if frame["http.sec_websocket_accept"] and "101" in frame["http.response.code"]:
            digest = hashlib.sha1((keys.get(stream, "") + guid).encode()).digest()
            count += base64.b64encode(digest).decode() == frame["http.sec_websocket_accept"][-1]
    return count


def count_messages(frames):
    return sum(1 for frame in frames
               for final, opcode in zip(frame["websocket.fin"], frame["websocket.opcode"])
               if plain_number(final) and plain_number(opcode) in (0, 1, 2))


def totals_of(frames):
    streams = {frame["tcp.stream"][-1] for frame in frames if frame["tcp.stream"]}
    return {
        "packets": len(frames),
        "bytes": sum(int(frame["frame.len"][0]) for frame in frames),
        "conversations": len(streams),
        "handshakes": count_handshakes(frames),
        "upgrades": count_upgrades(frames),
        "messages": count_messages(frames),
        "truncated": False,
    }


def count_values(frames, field, *numbers):
    return sum(1 for frame in frames for value in frame[field] if plain_number(value) in numbers)


def events_of(frames):
    """How often each event must have happened, by tshark's fields."""
    return {
        "http.request": sum(len(frame["http.request.method"]) for frame in frames),
        "http.response": sum(len(frame["http.response.code"]) for frame in frames),
        "websocket.close": count_values(frames, "websocket.opcode", 8),
        "websocket.ping": count_values(frames, "websocket.opcode", 9),
        "websocket.pong": count_values(frames, "websocket.opcode", 10),
        "websocket.message": count_messages(frames),
        "dns.query": count_values(frames, "dns.flags.response", 0),
        "dns.response": count_values(frames, "dns.flags.response", 1),
        "arp.request": count_values(frames, "arp.opcode", 1),
        "arp.reply": count_values(frames, "arp.opcode", 2),
        "icmp.echo": sum(1 for frame in frames
                         if frame["icmp.type"][:1] in (["0"], ["8"])
                         or frame["icmpv6.type"][:1] in (["128"], ["129"])),
    }


def own_totals(packets, events):
    """What our last line must say, by the lines before it."""
    kinds = collections.Counter((event["event"], event.get("result")) for event in events)
    return {
        "malformed": sum(1 for packet in packets
                         if any("malformed" in layer and not layer.get("quoted")
                                for layer in packet["layers"])),
        "handshakes": kinds["tcp.handshake", "complete"],
        "upgrades": kinds["websocket.upgrade", "accepted"],
        "messages": kinds["websocket.message", None],
    }


class Kept:
    """The differences that have a reason."""

    def __init__(self, path):
        self.path = path
        self.lines = []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.strip()
                if not line or line.startswith("#"):
                    continue
                parts = line.split(None, 3)
                if len(parts) < 4:
                    fail(f"{path}:{number}: CAPTURE FRAME FIELD reason")
                self.lines.append([number, *parts, 0])

    def allows(self, capture, frame, field):
        for line in self.lines:
            if (fnmatch.fnmatchcase(capture, line[1]) and line[2] in ("*", str(frame))
                    and fnmatch.fnmatchcase(field, line[3])):
                line[5] += 1
                return True
        return False

    def unused(self):
        return [f"{self.path}:{line[0]}: nothing differs here any more: {' '.join(line[1:4])}"
                for line in self.lines if not line[5]]


class Comparison:
    def __init__(self, kept):
        self.kept = kept
        self.captures = self.packets = self.fields = self.agreed = self.excused = 0
        self.differences = []

    def check(self, same, capture, frame, field, ours, theirs):
        self.fields += 1
        if same:
            self.agreed += 1
        elif self.kept.allows(capture, frame, field):
            self.excused += 1
        else:
            self.differences.append((field, f"{capture} frame {frame} {field}: ours {ours!r}, "
                                     f"tshark {theirs!r}"))

    def capture(self, name, ours, frames, names, types):
        packets, events, end = ours
        self.captures += 1
        self.check(len(packets) == len(frames), name, "end", "packets", len(packets), len(frames))
        for number, (packet, frame) in enumerate(zip(packets, frames), 1):
            self.packets += 1
            self.packet(name, number, packet, frame, names, types)
        self.analysis(name, our_analysis(events), frames, types)
        for key, value in totals_of(frames).items():
            self.check(end.get(key) == value, name, "end", key, end.get(key), value)
        for key, value in own_totals(packets, events).items():
            self.check(end.get(key) == value, name, "end", f"own {key}", end.get(key), value)
        counts = collections.Counter(event["event"] for event in events)
        for key, value in events_of(frames).items():
            self.check(counts[key] == value, name, "events", key, counts[key], value)

    def analysis(self, name, ours, frames, types):
        """What is found of retransmissions and the like: ours are events, theirs fields."""
        flags = [field for field, kind in types.items() if kind == "FT_NONE"
                 and field.startswith("tcp.analysis.") and field not in NO_KINDS]
        for number, frame in enumerate(frames, 1):
            theirs = {field for field in flags if frame[field]}
            for field in sorted(ours[number] | theirs):
                self.check(field in ours[number] and field in theirs, name, number, field,
                           field in ours[number], field in theirs)

    def packet(self, name, number, packet, frame, names, types):
        def check(field, ours, theirs):
            self.check(ours == theirs, name, number, field, ours, theirs)

        tidy(packet, frame)
        ours, theirs = move_echo_data(packet, frame)
        if ours or theirs:
            self.check(len(ours) == len(theirs) and all(map(str.endswith, ours, theirs)), name,
                       number, "echo data", ours, theirs)
        ours, theirs = move_fragment_data(packet, frame)
        if ours or theirs:
            check("fragment data", ours, theirs)
        check("number", packet["number"], int(frame["frame.number"][0]))
        check("time", packet["time"], frame["frame.time_epoch"][0])
        check("length", packet["length"], int(frame["frame.len"][0]))
        check("captured", packet["captured"], int(frame["frame.cap_len"][0]))
        check("conversation", conversation_of(packet), their_conversation(frame))
        check("protocols", our_protocols(packet), their_protocols(frame))
        values = our_values(packet)
        for field in names:
            ours, theirs = values.get(field, []), frame[field]
            if ours or theirs:
                self.check(compare_field(field, types[field], ours, theirs), name, number, field, ours,
                           theirs)

    def report(self, unused):
        tally = collections.Counter()
        for field, line in self.differences:
            tally[field] += 1
            if tally[field] <= SHOWN:
                print(line)
        if len(self.differences) > sum(min(count, SHOWN) for count in tally.values()):
            print("all differences by field: " +
                  ", ".join(f"{field} {count}" for field, count in tally.most_common()))
        for line in unused:
            print(line)
        print(f"{self.captures} captures, {self.packets} packets, {self.fields} values compared, "
              f"{self.agreed} agreed, {self.excused} kept with a reason, "
              f"{len(self.differences)} differ")


def captures_in(directory):
    return sorted(os.path.join(directory, name) for name in os.listdir(directory)
                  if name.endswith((".pcap", ".pcapng")))


def compare(oracle, packetwalk, paths, kept, spoil=None):
    ours = {path: read_ours(packetwalk, path) for path in paths}
    if spoil:
        spoil(ours[paths[0]])
    names = sorted({name for packets, _, _ in ours.values() for packet in packets
                    for name in our_values(packet) if name in oracle.types})
    comparison = Comparison(kept)
    for path in paths:
        comparison.capture(name_of(path), ours[path], oracle.read(path), names, oracle.types)
    comparison.names = names
    return comparison


def self_test(oracle, packetwalk, paths, kept_path):
    """Plant one wrong value of each kind; each must be reported, and nothing else."""
    path = [path for path in paths if name_of(path) == "upgrade"]

    def in_layer(protocol, field, value):
        def spoil(ours):
            for packet in ours[0]:
                for layer in packet["layers"]:
                    if layer["protocol"] == protocol and field in layer["fields"]:
                        if value is None:
                            del layer["fields"][field]
                        else:
                            layer["fields"][field] = value
                        return
        return spoil

    def set_packet(key, value):
        return lambda ours: ours[0][3].update({key: value})

    plants = {
        "ip.ttl": in_layer("ip", "ip.ttl", 63),
        "tcp.flags.syn": in_layer("tcp", "tcp.flags.syn", False),
        "ip.src": in_layer("ip", "ip.src", "127.0.0.2"),
        "eth.dst": in_layer("eth", "eth.dst", "00:00:00:00:00:01"),
        "tcp.seq": in_layer("tcp", "tcp.seq", None),
        "websocket.masking_key": in_layer("websocket", "websocket.masking_key", "00000000"),
        "http.request.uri": in_layer("http", "http.request.uri", "/chats"),
        "time": set_packet("time", "1795418154.909551001"),
        "conversation": set_packet("conversation", 1),
        "protocols": lambda ours: ours[0][3]["layers"].pop(),
        "handshakes": lambda ours: ours[2].update(handshakes=2),
        "tcp.analysis.out_of_order": lambda ours: ours[1].append(
            {"event": "tcp.analysis", "kind": "out_of_order", "packets": [8]}),
    }
    faults = 0
    untouched = compare(oracle, packetwalk, path, Kept(kept_path)).differences
    for field, spoil in plants.items():
        found = compare(oracle, packetwalk, path, Kept(kept_path), spoil).differences
        found = [line for line in found if line not in untouched]
        if not any(field == differs for differs, _ in found):
            print(f"self-test: a wrong {field} was not noticed")
            faults += 1
    with open(kept_path, encoding="utf-8") as file:
        text = file.read()
    scratch = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"kept-{os.getpid()}.txt")
    with open(scratch, "w", encoding="utf-8") as file:
        file.write(text + "\nupgrade 1 ip.ttl nothing differs here\n")
    kept = Kept(scratch)
    os.unlink(scratch)
    compare(oracle, packetwalk, path, kept)
    if not any("upgrade 1 ip.ttl" in line for line in kept.unused()):
        print("self-test: an unused kept line was not noticed")
        faults += 1
    print(f"self-test: {len(plants) + 1} faults planted, {faults} missed")
    return faults == 0


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="packetwalk json against tshark")
    parser.add_argument("--packetwalk", required=True, help="the built program")
    parser.add_argument("--captures", default=os.path.join(here, "..", "..", "captures"))
    parser.add_argument("--kept", default=os.path.join(here, "kept.txt"))
    parser.add_argument("--tshark", default="tshark")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--fields", action="store_true", help="list the fields compared")
    arguments = parser.parse_args()
    if not shutil.which(arguments.tshark):
        print("SKIPPED: tshark is not installed, so nothing was compared", file=sys.stderr)
        return SKIPPED
    oracle = Oracle(arguments.tshark)
    paths = captures_in(arguments.captures)
    if not paths:
        fail(f"{arguments.captures}: no captures")
    if arguments.self_test:
        return 0 if self_test(oracle, arguments.packetwalk, paths, arguments.kept) else 1
    kept = Kept(arguments.kept)
    comparison = compare(oracle, arguments.packetwalk, paths, kept)
    if arguments.fields:
        print("\n".join(comparison.names))
    unused = kept.unused()
    comparison.report(unused)
    return 1 if comparison.differences or unused else 0


if __name__ == "__main__":
    sys.exit(main())
