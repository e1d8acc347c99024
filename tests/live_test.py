#!/usr/bin/env python3
"""Live capture and the lab, for real and without root: everything runs in user and network
namespaces made here, so the machine's own network is neither seen nor touched.

    live_test.py PACKETWALK [unittest options]

Real clients (Node's socket.io-client and ws, curl, nc, Python's websockets) are tried where they are
there; where they are not, that is said.

Exit status: 0 passed, 1 failed, 77 user namespaces are refused here.
"""
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lab_tasks import TASKS  # noqa: E402

PACKETWALK = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
PATIENCE = 20

# A network of its own with lo up and all rights in it; SCRIPT's words follow.
ALONE = ["unshare", "--user", "--map-root-user", "--net", "--mount", "--fork", "--pid",
         "--mount-proc", "--kill-child", "sh", "-c"]

# What the tests say on the wire: SECONDS of a line a connection, N at a time.
TALK = r"""
import socket, sys, threading, time
server = socket.socket()
server.bind(("127.0.0.1", 7000))
server.listen(64)
def serve():
    while True:
        there, _ = server.accept()
        there.recv(65536)
        there.close()
threading.Thread(target=serve, daemon=True).start()
count, pause, size = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
for i in range(count):
    with socket.create_connection(("127.0.0.1", 7000)) as here:
        here.sendall(b"%08d" % i + b"x" * size)
    time.sleep(pause)
"""


def namespaces_allowed():
    tried = subprocess.run([*ALONE, "true"], capture_output=True, check=False)
    return tried.returncode == 0, tried.stderr.decode(errors="replace").strip()


def as_nobody(*command):
    return ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]


def nobody_reaches_us():
    """A build in a folder that is root's alone cannot be run by anybody else."""
    tried = subprocess.run(as_nobody(PACKETWALK, "lesson"), capture_output=True, check=False,
                           cwd="/")
    return tried.returncode == 0


STEPS_DOWN = os.geteuid() == 0 and nobody_reaches_us()


def unprivileged(*command):
    """As a user without rights: as nobody where we are root, else as a root without any."""
    if STEPS_DOWN:
        return as_nobody(*command)
    if os.geteuid() == 0:
        return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    return list(command)


def lines_of(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def packets(path):
    """The records of a classic pcap; raises where one is cut."""
    with open(path, "rb") as file:
        data = file.read()
    at, count = 24, 0
    while at < len(data):
        captured = struct.unpack_from("=I", data, at + 8)[0]
        at += 16 + captured
        count += 1
    if at != len(data):
        raise AssertionError(f"{path} ends inside a record")
    return count


def of_lab(mark):
    """The processes of one lab, told from others on this machine by a variable in their
    environment."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if f"PACKETWALK_TEST={mark}".encode() in file.read().split(b"\0"):
                    found.append(int(pid))
        except OSError:
            pass
    return found


def namespaces(pids):
    found = set()
    for pid in pids:
        for kind in ("user", "net", "pid", "mnt"):
            try:
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))
            except OSError:
                pass
    return found


def all_namespaces():
    return namespaces(filter(str.isdigit, os.listdir("/proc")))


def wait_until(holds, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError(f"waited for: {what}")


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="packetwalk-live-")
        os.chmod(self.directory, 0o777)
        self.addCleanup(shutil.rmtree, self.directory, True)

    def path(self, name):
        return os.path.join(self.directory, name)

    def alone(self, script, *, timeout=60):
        """Run a script of sh in a network of its own, where $P is the program."""
        return subprocess.run([*ALONE, f"ip link set lo up; P='{PACKETWALK}'; " + script],
                              capture_output=True, text=True, timeout=timeout, check=False,
                              cwd=self.directory, env={**os.environ, "TALK": TALK})

    def lab(self, *arguments, timeout=60):
        return subprocess.run(unprivileged(PACKETWALK, "lab", *arguments), capture_output=True,
                              text=True, timeout=timeout, check=False, cwd="/")


class Lab(Case):
    def start(self, *arguments):
        """A lab in the background, whose processes and files are its own."""
        mark = os.path.basename(self.directory)
        temporary = self.path("temporary")
        os.mkdir(temporary)
        os.chmod(temporary, 0o777)
        return mark, temporary, subprocess.Popen(
            unprivileged(PACKETWALK, "lab", "--json", *arguments), cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PACKETWALK_TEST": mark, "TMPDIR": temporary})

    def check_nothing_is_left(self, mark, temporary, spaces):
        wait_until(lambda: not of_lab(mark), "the end of the lab's processes")
        wait_until(lambda: not spaces & all_namespaces(), "the end of its namespaces")
        self.assertEqual(os.listdir(temporary), [])

    def test_handshake_without_rights_leaves_nothing(self):
        ours = namespaces([os.getpid()])
        mark, temporary, lab = self.start("heartbeat")
        wait_until(lambda: len(of_lab(mark)) >= 6, "the lab's processes")
        spaces = namespaces(of_lab(mark)) - ours
        self.assertEqual(len(spaces), 3)  # a user, a network, a pid namespace
        output = lab.communicate(timeout=60)[0]
        self.assertEqual(lab.returncode, 0)
        self.check_nothing_is_left(mark, temporary, spaces)
        events = [line for line in lines_of(output) if line.get("event") == "tcp.handshake"]
        self.assertIn("complete", [event["result"] for event in events])

    def test_cable_has_what_a_loopback_lacks(self):
        done = self.lab("--cable", "handshake", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = lines_of(done.stdout)
        self.assertEqual([line["event"] for line in lines if line["type"] == "event"][:2],
                         ["arp.request", "arp.reply"])
        first = next(line for line in lines
                     if line["type"] == "packet" and line.get("conversation") == 0)
        fields = {name: value for layer in first["layers"]
                  for name, value in layer["fields"].items()}
        self.assertEqual(fields["eth.src"], "02:00:00:00:00:01")
        self.assertEqual(fields["tcp.options.mss_val"], 1460)
        self.assertEqual(fields["tcp.checksum.status"], 1)  # computed, and right
        self.assertEqual(lines[-1]["malformed"], 0)

    def test_a_program_inside(self):
        done = self.lab("--json", "--", "/usr/bin/python3", "-c",
                        "import socket; print('said inside');"
                        "socket.create_connection(('127.0.0.1', 3000)).close()")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("said inside", done.stderr)
        self.assertIn("tcp.handshake", done.stdout)
        self.assertEqual(self.lab("--json", "--", "false").returncode, 1)
        self.assertEqual(self.lab("--json", "--", "/no/such/program").returncode, 127)

    def test_nothing_is_left_when_the_front_is_killed(self):
        ours = namespaces([os.getpid()])
        mark, temporary, lab = self.start("--", "sleep", "60")
        try:
            wait_until(lambda: len(of_lab(mark)) >= 6, "the lab's processes")
            spaces = namespaces(of_lab(mark)) - ours
        finally:
            lab.kill()
            lab.communicate()
        self.check_nothing_is_left(mark, temporary, spaces)

    def test_unknown_scenes(self):
        done = self.lab("no-such-scene")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"^packetwalk: lab no-such-scene: .*handshake")

    def test_refused_namespaces(self):
        """Where the kernel allows no more, the reason and the remedy are named, and the lessons."""
        done = self.alone("echo 0 > /proc/sys/user/max_user_namespaces; $P lab handshake --json")
        self.assertEqual(done.returncode, 1)
        first, second = done.stderr.strip().splitlines()
        self.assertRegex(first, r"^packetwalk: lab: .*sysctl -w user\.max_user_namespaces=")
        self.assertIn("lesson", second)


# What must be seen of each scene: event, and some of its particulars.
SCENES = {
    "handshake": [("tcp.handshake", {"result": "complete"}), ("tcp.close", {"result": "fin"})],
    "refused": [("tcp.handshake", {"result": "refused"})],
    "unanswered": [("tcp.handshake", {"result": "unanswered", "syn_retries": 3})],
    "udp": [("icmp.unreachable", {})],
    "half-close": [("http.request", {"target": "/say"}), ("http.response", {"status": 200})],
    "reset": [("tcp.close", {"result": "reset", "by": "client"})],
    "keep-alive": [("http.response", {"status": 200}), ("http.response", {"status": 404})],
    "long-polling": [("http.request", {"target": "/say"}), ("http.response", {"status": 200})],
    "server-sent-events": [("sse.event", {})],
    "upgrade": [("websocket.upgrade", {"result": "accepted"}),
                ("websocket.message", {"from": "client", "text": "hello"}),
                ("websocket.close", {"from": "client", "code": 1000})],
    "push": [("websocket.message", {"from": "server", "text": "push 2: nobody asked"})],
    "wrong-accept": [("websocket.upgrade", {"result": "invalid"})],
    "unmasked": [("websocket.violation", {"rule": "unmasked-client-frame"}),
                 ("websocket.close", {"from": "server", "code": 1002})],
    "close-codes": [("websocket.close", {"from": "client", "code": 1001}),
                    ("websocket.close", {"from": "client", "code": 3000})],
    "chat-polling": [("http.request", {"target": "/say"})],
    "chat-websocket": [("websocket.message", {"from": "server", "text": "great, let's talk"})],
    "chat-socketio": [("socketio.packet", {"kind": "ack", "name": "chat message"}),
                      ("engineio.packet", {"kind": "upgrade"})],
    "rooms": [("socketio.packet", {"from": "server", "name": "room message"})],
    "heartbeat": [("engineio.packet", {"kind": "ping", "from": "server"}),
                  ("tcp.handshake", {"result": "refused"}),
                  ("engineio.packet", {"kind": "open"})],
}


class Scenes(Case):
    def play(self, scene, *options):
        done = self.lab(*options, scene, "--json")
        self.assertEqual(done.returncode, 0, (scene, options, done.stderr))
        events = [line for line in lines_of(done.stdout) if line["type"] == "event"]
        for event, wanted in SCENES[scene]:
            self.assertTrue(any(seen["event"] == event and wanted.items() <= seen.items()
                                for seen in events),
                            f"{scene}: no {event} {wanted}")
        if scene != "unmasked":
            self.assertFalse([seen for seen in events if seen["event"] == "websocket.violation"])
            self.assertEqual(lines_of(done.stdout)[-1]["malformed"], 0)

    def test_all_are_known(self):
        listed = self.lab("no-such-scene").stderr.split("there are ")[1].strip().split(", ")
        self.assertEqual(sorted(listed), sorted(SCENES))

    def test_on_a_loopback(self):
        for scene in SCENES:
            self.play(scene)

    def test_on_a_cable(self):
        for scene in SCENES:
            self.play(scene, "--cable")


def modules():
    """Where socket.io-client and ws are, or None."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "captures", "record",
                        "node_modules")
    return here if os.path.isdir(os.path.join(here, "socket.io-client")) else None


class Clients(Case):
    """Programs of other people's talk to the lab's server."""

    def inside(self, *command, timeout=60):
        done = subprocess.run([PACKETWALK, "lab", "--json", "--", *command], text=True,
                              capture_output=True, check=False, timeout=timeout,
                              env={**os.environ, "NODE_PATH": modules() or ""})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr, lines_of(done.stdout)

    def need(self, program):
        if not shutil.which(program):
            print(f"SKIPPED: {program} is not there", file=sys.stderr)
            self.skipTest(f"{program} is not there")

    def test_node(self):
        self.need("node")
        if not modules():
            print("SKIPPED: npm install in captures/record brings socket.io-client and ws",
                  file=sys.stderr)
            self.skipTest("no node_modules")
        here = os.path.dirname(os.path.abspath(__file__))
        said, lines = self.inside("node", os.path.join(here, "lab_clients.js"))
        self.assertEqual(said.count("right: "), 6, said)
        self.assertEqual(lines[-1]["malformed"], 0)
        self.assertFalse([line for line in lines if line.get("event") == "websocket.violation"])

    def test_curl(self):
        self.need("curl")
        said, _ = self.inside(
            "sh", "-ec",
            "A=http://127.0.0.1:3000; curl -sSf $A/ | grep -q '<title>packetwalk lab'; "
            "curl -sSf $A/time $A/time | grep -c time; curl -sSfI $A/ | grep -c '^HTTP/1.1 200'; "
            "curl -sSf -d 'from curl' $A/say; curl -sSf \"$A/poll?since=0\"; "
            "timeout 3 curl -sSN $A/events | head -2; curl -sS -o /dev/null -w '%{http_code}\n' $A/x; "
            "curl -sS -H 'Transfer-Encoding: chunked' -d x -o /dev/null -w '%{http_code}\n' $A/say; "
            "curl -sS --http1.0 $A/time; curl -sS -w ' %{http_code}' \"$A/socket.io/?EIO=3&transport=polling\"")
        self.assertIn('"said":["from curl"]', said)
        self.assertIn("event: tick\ndata: 1", said)
        self.assertIn("404\n411\n", said)
        self.assertIn('{"code":5,"message":"Unsupported protocol version"} 400', said)

    def test_netcat(self):
        self.need("nc")
        said, lines = self.inside(
            "sh", "-ec", "printf hello | nc -N 127.0.0.1 3004; ! nc -z 127.0.0.1 3009; "
            "printf 'GET /time HTTP/1.0\\r\\n\\r\\n' | nc -N 127.0.0.1 3000; "
            "printf 'nonsense\\r\\n\\r\\n' | nc -N 127.0.0.1 3000; echo u | nc -u -w1 127.0.0.1 3005")
        self.assertTrue(said.startswith("hello"), said)
        self.assertIn("HTTP/1.1 400 Bad Request", said)
        self.assertIn("refused", {line.get("result") for line in lines})

    def test_python_websockets(self):
        script = (
            "import asyncio, websockets\n"
            "async def main():\n"
            "    async with websockets.connect('ws://127.0.0.1:3000/echo') as socket:\n"
            "        await socket.send('hello'); assert await socket.recv() == 'hello'\n"
            "        await (await socket.ping())\n"
            "    async with websockets.connect('ws://127.0.0.1:3000/chat') as one, "
            "websockets.connect('ws://127.0.0.1:3000/chat') as other:\n"
            "        await one.send('to all'); assert await other.recv() == 'to all'\n"
            "    print('right')\n"
            "asyncio.run(main())\n")
        if subprocess.run(["/usr/bin/python3", "-c", "import websockets"], check=False,
                          capture_output=True).returncode:
            print("SKIPPED: python3-websockets is not there", file=sys.stderr)
            self.skipTest("python3-websockets is not there")
        said, _ = self.inside("/usr/bin/python3", "-c", script)
        self.assertIn("right", said)

    def test_hostile_clients(self):
        """Whatever is sent, the server goes on, and says so by answering the next one."""
        script = (
            "import os, random, socket\n"
            "random.seed(7)\n"
            "heads = [b'GET / HTTP/1.1\\r\\n\\r\\n', b'POST /say HTTP/1.1\\r\\nContent-Length: 99999999999\\r\\n\\r\\n',\n"
            "    b'GET /echo HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n'\n"
            "    b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n',\n"
            "    b'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n'\n"
            "    b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n']\n"
            "texts = [b'40', b'42[\"chat message\"]', b'4251-[\"a\",{\"_placeholder\":true,\"num\":0}]', b'451-[]', b'2probe', b'5', b'1', b'4', b'42', b'420[\"join\",\"' + b'r' * 99 + b'\"]', b'42{', b'40/x,']\n"
            "def frame(data):\n"
            "    return bytes([random.choice([0x81, 0x82, 0x01, 0x80, 0x88, 0x89, 0xf1, 0x8f]), 0x80 | len(data)]) + bytes(4) + data\n"
            "for i in range(1500):\n"
            "    with socket.create_connection(('127.0.0.1', random.choice([3000, 3000, 3001, 3004])), 5) as s:\n"
            "        data = random.choice(heads)\n"
            "        for _ in range(random.randrange(6)):\n"
            "            data += random.choice([frame(random.choice(texts)), os.urandom(random.randrange(300)), random.choice(heads)])\n"
            "        try:\n"
            "            s.sendall(data[:random.randrange(len(data)) + 1] if random.random() < .3 else data)\n"
            "            s.settimeout(0.002); s.recv(65536)\n"
            "        except OSError: pass\n"
            "s = socket.create_connection(('127.0.0.1', 3000))\n"
            "s.sendall(b'GET /time HTTP/1.0\\r\\n\\r\\n')\n"
            "print('still there' if b'200 OK' in s.recv(4096) else 'gone')\n")
        said, _ = self.inside("/usr/bin/python3", "-c", script)
        self.assertIn("still there", said)


class Tasks(Case):
    """Each task, done for real in the lab: rightly it is ticked off, wrongly it gets its hint."""

    def do(self, task, how):
        here = os.path.dirname(os.path.abspath(__file__))
        done = self.lab("--json", "--task", task, "--", "/usr/bin/python3",
                        os.path.join(here, "lab_tasks.py"), task, how)
        lines = lines_of(done.stdout)
        return done, [line for line in lines if line["type"] == "task"], \
            sum(line["type"] == "packet" for line in lines)

    def test_all_are_tried(self):
        listed = subprocess.run([PACKETWALK, "lesson", "tasks"], capture_output=True, text=True,
                                check=True).stdout
        self.assertEqual([line.split()[0] for line in listed.splitlines()], sorted(TASKS))
        self.assertGreaterEqual(len(TASKS), 12)

    def test_done_rightly(self):
        for task in TASKS:
            done, lines, packets_seen = self.do(task, "right")
            self.assertEqual(done.returncode, 0, (task, done.stdout[-300:], done.stderr))
            ticked = [line for line in lines if line["done"]]
            self.assertEqual([line["part"] for line in ticked],
                             list(range(1, ticked[0]["parts"] + 1)), task)
            for line in ticked:
                self.assertTrue(line["packets"] and
                                all(1 <= number <= packets_seen for number in line["packets"]))

    def test_done_wrongly(self):
        for task, (_, _, word) in TASKS.items():
            done, lines, _ = self.do(task, "wrong")
            self.assertEqual(done.returncode, 1, task)
            hints = [line["hint"] for line in lines if not line["done"]]
            self.assertTrue(any(word in hint for hint in hints), f"{task}: {lines} {done.stderr}")

    def test_unknown_task(self):
        done = self.lab("--json", "--task", "99.1", "--", "true")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--task 99.1: there is no such task", done.stderr)


class Rights(Case):
    def test_no_rights_are_left_when_packets_are_read(self):
        done = self.alone(
            "$P json -i lo > lines & J=$!; sleep 0.3; ping -c1 127.0.0.1 "
            "> ping; sleep 0.5; for p in /proc/[0-9]*; do grep -q '^packetwalk' $p/comm 2>&- && "
            "grep -E '^(Cap|NoNew)' $p/status; done; kill -INT $J; wait $J")
        self.assertEqual(done.returncode, 0, done.stderr)
        states = re.findall(r"^(\w+):\s*([0-9a-f]+)$", done.stdout, re.MULTILINE)
        self.assertEqual(len(states), 2 * 6, done.stdout)  # the viewer and the one who captures
        for name, value in states:
            self.assertEqual(int(value, 16), 1 if name == "NoNewPrivs" else 0, name)

    def test_a_file_is_read_without_rights_too(self):
        done = self.alone(
            "mkfifo in; $P json - < in > out & exec 3>in; printf '\\324\\303\\262\\241' >&3; "
            "sleep 0.3; grep -E '^(Cap|NoNew)' /proc/$!/status; exec 3>&-; wait")
        states = re.findall(r"^(\w+):\s*([0-9a-f]+)$", done.stdout, re.MULTILINE)
        self.assertEqual(len(states), 6, done.stdout)
        for name, value in states:
            self.assertEqual(int(value, 16), 1 if name == "NoNewPrivs" else 0, name)

    def test_missing_rights_are_a_lesson(self):
        done = subprocess.run(unprivileged(PACKETWALK, "live"), capture_output=True, text=True,
                              check=False, cwd="/")
        self.assertEqual(done.returncode, 1)
        self.assertIn("CAP_NET_RAW", done.stderr.splitlines()[0])
        if os.geteuid() == 0 and not STEPS_DOWN:
            self.skipTest("nobody cannot reach this build, and for a root without rights there is "
                          "no such command")
        for way in (f"setcap cap_net_raw+ep {PACKETWALK}", "packetwalk lab", "packetwalk lesson"):
            self.assertIn(way, done.stderr)


class Live(Case):
    def test_as_it_happens(self):
        """Each line comes when its packet does, not when the capture ends."""
        done = self.alone(
            "$P json -i lo tcp > lines & J=$!; sleep 0.4; python3 -c \"$TALK\" 1 0 10; sleep 0.4; "
            "grep -c '\"type\":\"packet\"' lines; kill -INT $J; wait $J; tail -1 lines")
        self.assertEqual(done.returncode, 0, done.stderr)
        before, end = done.stdout.splitlines()
        self.assertGreaterEqual(int(before), 7)
        self.assertEqual(json.loads(end)["type"], "end")
        self.assertRegex(done.stderr, r"packets captured, \d+ shown, 0 dropped by the kernel, 0 by")

    def test_count_snapshot_and_filter(self):
        done = self.alone("(sleep 0.4; ping -c3 -i0.2 -s 400 127.0.0.1 >/dev/null)& "
                          "$P json -i lo -c 2 -s 64 'icmp[icmptype] = icmp-echo'")
        lines = [line for line in lines_of(done.stdout) if line["type"] == "packet"]
        self.assertEqual([(line["length"], line["captured"]) for line in lines], [(442, 64)] * 2)

    def test_wrong_uses(self):
        for words, status, told in ((("json", "-i", "nope0"), 1, "no such interface"),
                                    (("json", "-i", "lo", "prot 80"), 2, "syntax error"),
                                    (("live", "-s", "x"), 2, "-s x"),
                                    (("live", "--keep", "3"), 2, "too little")):
            done = self.alone("$P " + " ".join(f"'{word}'" for word in words))
            self.assertEqual(done.returncode, status, words)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertRegex(done.stderr, "^packetwalk: .*" + told)

    def test_closed_standard_output(self):
        """No file of ours takes its place, and gets what was meant for it."""
        done = self.alone("$P json -i lo icmp >&- & J=$!; sleep 0.4; ping -c2 -i0.2 127.0.0.1 > ping; "
                          "wait $J")
        self.assertEqual(done.returncode, 1)
        self.assertIn("standard output: Bad file descriptor", done.stderr)
        self.assertNotIn("broken", done.stderr)

    def test_saved_as_it_goes(self):
        """Killed at any moment: what is older than a second is saved, and the file is whole."""
        done = self.alone(
            "$P json -i lo -w saved.pcap tcp > /dev/null & J=$!; sleep 0.4; "
            "python3 -c \"$TALK\" 20 0.01 100; sleep 1; kill -9 $J; "
            "python3 -c \"$TALK\" 5 0 100; sleep 0.3; ls -l saved.pcap > size")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(packets(self.path("saved.pcap")), 20 * 8)
        if shutil.which("tshark"):
            subprocess.run(["tshark", "-r", self.path("saved.pcap")], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def test_a_full_disk(self):
        done = self.alone(
            "mkdir disk; mount -t tmpfs -o size=64k tmpfs disk; "
            "$P json -i lo -w disk/saved.pcap 'dst port 7000' > lines & J=$!; sleep 0.4; "
            "python3 -c \"$TALK\" 20 0 20000; sleep 0.5; kill -INT $J; wait $J; s=$?; "
            "cp disk/saved.pcap .; exit $s")
        self.assertEqual(done.returncode, 1)
        self.assertIn("saved no further: No space left on device", done.stderr)
        self.assertGreater(packets(self.path("saved.pcap")), 1)
        with open(self.path("lines"), encoding="utf-8") as file:
            shown = sum('"type":"packet"' in line for line in file)
        self.assertGreater(shown, 20 * 4 - 1)

    def test_the_oldest_are_given_up(self):
        """What is kept stays within --keep; the lines and events of what is gone stay."""
        done = self.alone(
            "$P json -i lo --keep 1M 'dst port 7000' > lines & J=$!; sleep 0.4; "
            "python3 -c \"$TALK\" 100 0 60000; sleep 0.7; "
            "stat -L -c %b /proc/$J/fd/3; kill -INT $J; wait $J")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLessEqual(int(done.stdout.splitlines()[0]) * 512, 3 << 20)
        self.assertRegex(done.stderr, r"the oldest [1-9]\d* MiB were given up")

    def test_an_interface_that_goes(self):
        done = self.alone("ip link add one type veth peer name two; ip link set one up; "
                          "(sleep 0.5; ip link del one)& $P json -i one")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("one: the interface is gone", done.stderr)

    def test_an_interface_that_goes_down_and_comes_back(self):
        done = self.alone(
            "$P json -i lo icmp > lines & J=$!; sleep 0.4; ping -c1 127.0.0.1 > ping; ip link set lo "
            "down; sleep 0.5; ip link set lo up; sleep 0.5; ping -c1 127.0.0.1 > ping; sleep 0.5; "
            "kill -INT $J; wait $J; grep -c '\"type\":\"packet\"' lines")
        self.assertEqual(done.stdout.strip(), "4", done.stderr)


if __name__ == "__main__":
    allowed, why = namespaces_allowed()
    if not allowed:
        print(f"SKIPPED: user namespaces are refused here, nothing live was tested: {why}")
        sys.exit(77)
    del sys.argv[1]
    unittest.main()
