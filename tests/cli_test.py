#!/usr/bin/env python3
"""The built program from outside: exit statuses, messages, pipes, formats, options.

    cli_test.py PACKETWALK CAPTURES [unittest options]
"""
import gzip
import json
import os
import pwd
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

PACKETWALK = CAPTURES = ""
ESCAPES = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")
BOXES = re.compile("[\u2500-\u259f]")


def run(*arguments, stdin=b"", environment=None, **options):
    if environment is not None:
        options["env"] = {**{name: value for name, value in os.environ.items()
                             if not name.startswith("LC_") and name not in ("LANG", "LANGUAGE")},
                          **environment}
    return subprocess.run([PACKETWALK, *arguments], input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, check=False, **options)


def capture(name):
    return os.path.join(CAPTURES, name + ".pcap")


def content(name):
    with open(capture(name), "rb") as file:
        return file.read()


def lines_of(output):
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def messages(output):
    return [line["text"] for line in lines_of(output) if line.get("event") == "websocket.message"]


def with_secrets(pcap, keys):
    """The packets of a little-endian pcap in pcapng, the key log in a block before them."""
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        size = struct.pack("<I", len(body) + 12)
        return struct.pack("<I", kind) + size + body + size
    out = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))
    out += block(1, struct.pack("<HHI", struct.unpack_from("<I", pcap, 20)[0], 0, 0))
    out += block(10, struct.pack("<II", 0x544c534b, len(keys)) + keys)
    at = 24
    while at < len(pcap):
        seconds, micro, held, length = struct.unpack_from("<IIII", pcap, at)
        time = seconds * 1000000 + micro
        out += block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xffffffff, held, length) +
                     pcap[at + 16:at + 16 + held])
        at += 16 + held
    return out


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="packetwalk-")
        self.addCleanup(shutil.rmtree, self.directory, True)

    def file(self, name, data):
        path = os.path.join(self.directory, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def check_complaint(self, done, status, *words):
        """One clear line on standard error, nothing dangerous in it, and the exit status."""
        text = done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, text)
        self.assertEqual(text.count("\n"), 1, text)
        self.assertTrue(text.startswith("packetwalk: "), text)
        self.assertIsNone(ESCAPES.search(done.stderr), text)
        for word in words:
            self.assertIn(word, text)


class BadInput(Case):
    def both(self, path, *words, **options):
        for command in ("json", "explain"):
            with self.subTest(command=command):
                done = run(command, path, **options)
                self.check_complaint(done, 1, *words)

    def test_absent(self):
        path = os.path.join(self.directory, "absent.pcap")
        self.both(path, path)

    def test_name_with_escapes(self):
        self.both(os.path.join(self.directory, "a\x1b[31mb\nc.pcap"))

    def test_directory(self):
        self.both(self.directory, self.directory)

    def test_empty(self):
        self.both(self.file("empty.pcap", b""))

    def test_text(self):
        self.both(self.file("notes.pcap", b"this is no capture, only some text about one\n" * 9))

    def test_noise(self):
        self.both(self.file("noise.pcap", bytes((i * 197 + 31) % 256 for i in range(9000))))

    def test_unreadable(self):
        path = self.file("secret.pcap", content("handshake"))
        os.chmod(path, 0)
        options = {}
        if os.getuid() == 0:
            try:
                pwd.getpwnam("nobody")
                probe = run("--version", user="nobody")
            except (KeyError, PermissionError):
                self.skipTest("nobody cannot start the program here")
            if probe.returncode != 0:
                self.skipTest("nobody cannot start the program here")
            os.chmod(self.directory, 0o755)
            options = {"user": "nobody"}
        self.both(path, path, **options)

    def test_standard_input_that_is_no_capture(self):
        for data in (b"", b"no capture\n"):
            self.check_complaint(run("json", "-", stdin=data), 1)

    def test_cut_in_the_header(self):
        for size in (1, 3, 4, 12, 23):
            with self.subTest(size=size):
                self.both(self.file("cut.pcap", content("handshake")[:size]))

    def test_header_only(self):
        done = run("json", self.file("cut.pcap", content("handshake")[:24]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(lines_of(done.stdout)[0]["packets"], 0)

    def test_cut_in_a_record(self):
        """What could be read is shown, and one line says where it stopped."""
        whole = content("handshake")
        starts, at = [], 24
        while at < len(whole):
            starts.append(at)
            at += 16 + int.from_bytes(whole[at + 8:at + 12], "little")
        for size in [*range(25, len(whole), 29), len(whole) - 1]:
            if size in starts:
                continue
            with self.subTest(size=size):
                readable = sum(1 for start in starts[1:] + [len(whole)] if start <= size)
                path = self.file("cut.pcap", whole[:size])
                done = run("json", path)
                self.check_complaint(done, 1)
                lines = lines_of(done.stdout)
                self.assertEqual(lines[-1]["packets"], readable)
                self.assertIs(lines[-1]["truncated"], True)
                piped = run("json", "-", stdin=whole[:size])
                self.assertEqual((piped.stdout, piped.returncode), (done.stdout, 1))

    def test_cut_gzip(self):
        packed = gzip.compress(content("upgrade"))
        for size in (5, 11, 300, len(packed) - 9, len(packed) - 1):
            with self.subTest(size=size):
                done = run("json", self.file("cut.pcap.gz", packed[:size]))
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def test_hand_outs(self):
        capture = os.path.join(CAPTURES, "handshake.pcap")
        for kind, start in (("html", b"<!DOCTYPE html>"), ("svg", b"<svg "), ("md", b"# handshake")):
            done = run("export", "--format", kind, capture)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith(start), done.stdout[:40])
            path = os.path.join(self.directory, "hand-out")
            saved = run("export", "--format", kind, "-w", path, capture)
            self.assertEqual((saved.returncode, saved.stdout), (0, b""))
            with open(path, "rb") as file:
                self.assertEqual(file.read(), done.stdout)
        kept = self.file("kept.pcap", content("handshake"))
        refused = run("export", "--format", "md", "-w", kept, kept)
        self.assertEqual(refused.returncode, 1)
        self.assertIn(b"is the capture that is being read", refused.stderr)
        with open(kept, "rb") as file:
            self.assertEqual(file.read(), content("handshake"))
        standard = run("export", "--format", "md", "-w", "-", kept)
        self.assertTrue(standard.stdout.startswith(b"# kept"))
        one = run("export", "--format", "md", "--conversation", "0", capture)
        self.assertNotIn(b"who has", one.stdout)
        lesson = run("export", "--format", "md", "--lesson", "6")
        self.assertIn(b"## Answers", lesson.stdout)
        for wrong, status, message in (
                (["export", capture], 2, b"as what?"),
                (["export", "--format", "html"], 2, b"needs a capture"),
                (["export", "--format", "doc", capture], 2, b"the formats are"),
                (["export", "--format", "md", capture, capture], 2, b"at a time"),
                (["export", "--format", "md", "--conversation", "7", capture], 1, b"none of that"),
                (["export", "--format", "md", "--conversation", "x", capture], 2, b"not a number"),
                (["export", "--format", "md", "--lesson", "99"], 1, b"there is none"),
                (["export", "--format", "md", "-w", "/dev/full", capture], 1, b"No space"),
                (["json", "--format", "md", capture], 2, b"goes with packetwalk export")):
            done = run(*wrong)
            self.assertEqual(done.returncode, status, wrong)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def test_languages(self):
        german = run("--lang", "de", "lesson", "--help")
        self.assertIn("Aufzeichnung".encode(), german.stdout)
        absent = run("--lang", "tlh", "lesson")
        self.assertEqual((absent.returncode, absent.stdout), (2, b""))
        self.assertIn(b"there are de, en", absent.stderr)
        self.assertEqual(run("--lang", "../en", "lesson").returncode, 2)
        # Also where its locale is not installed.
        for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
            spoken = run("--help", environment={variable: "de_AT.UTF-8"})
            self.assertEqual(spoken.stdout, german.stdout, variable)
        self.assertNotEqual(run("--help", environment={"LANG": "C"}).stdout, german.stdout)

    def test_own_lessons(self):
        home = {"XDG_DATA_HOME": self.directory, "XDG_STATE_HOME": self.directory}
        capture = os.path.join(self.directory, "mine.pcap")
        shutil.copy(os.path.join(CAPTURES, "http.pcap"), capture)
        made = run("lesson", "new", capture, environment=home)
        self.assertEqual(made.returncode, 0, made.stderr)
        path = os.path.join(self.directory, "packetwalk", "lessons", "50-mine.md")
        self.assertIn(path.encode(), made.stdout)
        self.assertEqual(run("lesson", "check", path, environment=home).stdout, b"")
        self.assertIn(b"50-mine", run("lesson", environment=home).stdout)
        # A second one stands beside it; nothing is written over.
        run("lesson", "new", capture, environment=home)
        self.assertTrue(os.path.exists(path.replace("50-", "51-")))
        again = run("lesson", "new", capture, "-w", path, environment=home)
        self.assertEqual(again.returncode, 1)
        self.assertIn(b"File exists", again.stderr)
        # The capture it needs is kept; without it, and with another, it says why, and others work.
        kept = os.path.join(self.directory, "packetwalk", "captures", "mine.pcap")
        shutil.copy(os.path.join(CAPTURES, "arp.pcap"), kept)
        self.assertIn(b"has a fault: " + path.encode(), run("lesson", environment=home).stdout)
        os.unlink(kept)
        listed = run("lesson", environment=home).stdout
        self.assertIn(b"the capture mine.pcap is not there", listed)
        self.assertIn(b"06-three-packets-to-agree", listed)
        self.assertEqual(run("lesson", "50", environment=home).returncode, 1)

    def test_report(self):
        home = {"XDG_STATE_HOME": self.directory, "XDG_DATA_HOME": self.directory}
        self.assertIn(b"No lesson", run("lesson", "report", environment=home).stdout)
        os.makedirs(os.path.join(self.directory, "packetwalk"), exist_ok=True)
        with open(os.path.join(self.directory, "packetwalk", "progress"), "w") as file:
            file.write("06-three-packets-to-agree step 4 of 17 done 3\n"
                       "06-three-packets-to-agree answer 2 right tries 3 hints 1 beliefs 2\n"
                       "06-three-packets-to-agree answer 999 right tries 1 hints 0\n"
                       "and a note\n")
        told = run("lesson", "report", environment=home).stdout
        self.assertIn(b"06-three-packets-to-agree: 3 of", told)
        self.assertIn(b"mistaken beliefs met: 2", told)
        lines = [json.loads(line) for line in
                 run("lesson", "report", "--json", "--name", 'Ada "\u2028', environment=home)
                 .stdout.splitlines()]
        self.assertEqual([line["type"] for line in lines], ["student", "lesson", "end"])
        self.assertEqual(lines[1]["beliefs"], [2])
        self.assertEqual((lines[1]["right"], lines[1]["at_once"], lines[1]["hints"]), (1, 0, 1))
        self.assertEqual(run("lesson", "--name", "Ada").returncode, 2)

    def test_story_of_a_cut_file(self):
        path = self.file("cut.pcap", content("handshake")[:500])
        done = run("explain", path)
        self.check_complaint(done, 1)
        self.assertIn("The capture ends too early", done.stdout.decode())


class Usage(Case):
    def test_wrong_usage(self):
        for arguments in (["nonsense"], ["json"], ["explain"], ["read"], ["--nonsense"], ["-r"],
                          ["explain", "--level", "expert", capture("handshake")],
                          ["-c", "x", "json", capture("handshake")],
                          ["-c", "-1", "json", capture("handshake")],
                          ["questions"], ["--seed", "1", "json", capture("handshake")],
                          ["--count", "1", "read", capture("handshake")],
                          ["questions", "--seed", "x", capture("handshake")],
                          ["questions", "--count", "0", capture("handshake")],
                          ["questions", "--count", "10001", capture("handshake")],
                          ["questions", "-i", "lo"],
                          ["questions", "-w", "x.pcap", capture("handshake")],
                          ["json", capture("handshake"), "not", "a", "filter", "((("]):
            with self.subTest(arguments=arguments):
                done = run(*arguments)
                self.check_complaint(done, 2)
                self.assertEqual(done.stdout, b"")

    def test_help(self):
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for word in (b"explain", b"json", b"lesson", b"read", b"--level"):
            self.assertIn(word, done.stdout)

    def test_version(self):
        done = run("--version")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertRegex(done.stdout, rb"^packetwalk \d+\.\d+\.\d+\n")

    def test_no_terminal(self):
        """Without a terminal there is no full screen; say so, or write plain text."""
        for arguments in ([], ["read", capture("handshake")]):
            with self.subTest(arguments=arguments):
                done = run(*arguments)
                self.assertIn(done.returncode, (0, 1, 2))
                self.assertIsNone(ESCAPES.search(done.stdout + done.stderr))
                if done.returncode:
                    self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def test_lessons(self):
        listed = run("lesson")
        self.assertEqual((listed.returncode, listed.stderr), (0, b""))
        self.assertGreaterEqual(listed.stdout.count(b"\n"), 3)
        checked = run("lesson", "check")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_lesson_check_finds_faults(self):
        path = self.file("broken.md", b"# No lesson\n\n{{{ nothing of the format }}}\n")
        done = run("lesson", "check", path)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout + done.stderr, rb"broken\.md:\d+: ")
        absent = run("lesson", "check", os.path.join(self.directory, "absent.md"))
        self.assertEqual(absent.returncode, 1)


def as_nobody(test):
    """Options for run() that take every right away; skips the test, saying so, where that fails."""
    if os.getuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
        options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if run("--version", **options).returncode == 0:
            return options
    except (KeyError, PermissionError):
        pass
    test.skipTest("nobody cannot start the program here")
    return {}


class Doctor(Case):
    def setUp(self):
        super().setUp()
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.directory, "LC_ALL": "C.UTF-8",
                            "PACKETWALK_DATA": os.path.dirname(CAPTURES.rstrip("/"))}

    def look(self, status=0, *, remove=(), options=None, **changed):
        """The blocks: title -> (health, text)."""
        environment = {**self.environment, **changed}
        for name in remove:
            del environment[name]
        done = run("doctor", env=environment, **(options or {}))
        text = done.stdout.decode("utf-8")
        self.assertEqual((done.returncode, done.stderr), (status, b""), text)
        self.assertIsNone(ESCAPES.search(done.stdout), text)
        blocks = {}
        for block in text.split("\n\n")[:-1]:
            first, rest = block.split("\n", 1)
            health, title = first.split(None, 1)
            self.assertIn(health, ("ok", "note", "missing"), block)
            blocks[title] = (health, " ".join(rest.split()))
        for line in text.splitlines():
            self.assertTrue(len(line) <= 80 or line.startswith(" " * 13) or "/" in line, line)
        return blocks

    def check_block(self, block, health, *words):
        self.assertEqual(block[0], health, block)
        for word in words:
            self.assertIn(word, block[1])

    def test_all_is_looked_at(self):
        blocks = self.look()
        self.assertEqual(len(blocks), 12, blocks)
        self.check_block(blocks["Terminal"], "note", "no terminal")
        self.check_block(blocks["Characters"], "ok")
        self.check_block(blocks["Lessons"], "ok", "can be opened")
        self.check_block(blocks["Captures"], "ok")
        self.check_block(blocks["Progress"], "ok", self.directory)
        self.check_block(blocks["Temporary files"], blocks["Temporary files"][0], "MiB")
        self.assertIn(os.uname().release, blocks["Kernel and Landlock"][1])

    def test_no_lessons(self):
        blocks = self.look(1, PACKETWALK_DATA=self.directory)
        self.check_block(blocks["Lessons"], "missing", self.directory, "PACKETWALK_DATA")
        self.check_block(blocks["Captures"], "missing")

    def test_no_captures(self):
        data = os.path.join(self.directory, "data")
        shutil.copytree(os.path.join(self.environment["PACKETWALK_DATA"], "lessons"),
                        os.path.join(data, "lessons"))
        blocks = self.look(1, PACKETWALK_DATA=data)
        self.check_block(blocks["Lessons"], "ok")
        self.check_block(blocks["Captures"], "missing", ".pcap", "PACKETWALK_DATA")

    def test_a_broken_lesson(self):
        data = os.path.join(self.directory, "data")
        for name in ("lessons", "captures"):
            shutil.copytree(os.path.join(self.environment["PACKETWALK_DATA"], name),
                            os.path.join(data, name))
        with open(os.path.join(data, "lessons", "en", "99-broken.md"), "wb") as file:
            file.write(b"# No lesson\n")
        self.check_block(self.look(PACKETWALK_DATA=data)["Lessons"], "note", "1 cannot",
                         "packetwalk lesson check")

    def test_plain_characters(self):
        self.check_block(self.look(LC_ALL="C")["Characters"], "note", "C.UTF-8")
        self.check_block(self.look(LC_ALL="xx_YY.UTF-8")["Characters"], "note", "LC_ALL",
                         "not on this machine")
        self.check_block(self.look(NO_COLOR="1")["Colours"], "ok", "NO_COLOR")

    def test_no_place_to_write(self):
        absent = os.path.join(self.directory, "absent")
        blocks = self.look(remove=["HOME"], TMPDIR=absent)
        self.check_block(blocks["Progress"], "note", "XDG_STATE_HOME")
        self.check_block(blocks["Temporary files"], "note", absent, "TMPDIR")

    def test_no_programs(self):
        self.check_block(self.look(PATH=self.directory)["Other programs"], "note",
                         "node is not there", "sudo apt-get install tmux netcat-openbsd")

    def test_names_with_escapes(self):
        self.look(1, PACKETWALK_DATA="/a\x1b[31mb\n", TMPDIR="/c\x1b[31md\n", HOME="/e\x1b[1mf")

    def test_without_rights(self):
        os.chmod(self.directory, 0o755)
        blocks = self.look(options=as_nobody(self))
        health, text = blocks["Live capture"]
        if health == "ok":
            self.skipTest("everybody may capture here")
        self.assertEqual(health, "note")
        self.assertIn("CAP_NET_RAW", text)
        self.assertTrue("sudo setcap cap_net_raw+ep" in text or "would not help" in text, text)
        if os.getuid() == 0:
            self.check_block(blocks["Progress"], "note", "start anew")

    def test_no_new_privileges(self):
        if not shutil.which("setpriv"):
            self.skipTest("setpriv is not here")
        done = subprocess.run(["setpriv", "--no-new-privs", PACKETWALK, "doctor"],
                              env=self.environment, stdout=subprocess.PIPE, check=False,
                              **as_nobody(self))
        self.assertRegex(done.stdout.decode(), r"note     Gaining rights\n +no_new_privs is set")
        self.assertNotIn(b"sudo setcap", done.stdout)

    def test_the_lesson_about_capture(self):
        done = run("live", "-i", "lo", **as_nobody(self))
        lines = done.stderr.decode("utf-8").splitlines()
        if done.returncode == 0:
            self.skipTest("everybody may capture here")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(lines[0], "packetwalk: lo: capture needs the right CAP_NET_RAW, which "
                                   "this process does not have")
        for way in ("packetwalk lab", "packetwalk lesson", "packetwalk doctor",
                    "sudo tcpdump -i lo -U -w - | packetwalk read -"):
            self.assertIn(way, done.stderr.decode("utf-8"))

    def test_wrong_usage(self):
        self.check_complaint(run("doctor", "everything"), 2, "doctor")


class Json(Case):
    def test_forms_agree(self):
        """The same packets in every file format, on standard input and packed, say the same."""
        wanted = run("json", capture("upgrade")).stdout
        formats = os.path.join(CAPTURES, "record", "formats.sh")
        done = subprocess.run([formats, capture("upgrade"), self.directory], check=False,
                              stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 0, done.stderr)
        names = sorted(os.listdir(self.directory))
        self.assertGreaterEqual(len(names), 6)
        for name in names:
            path = os.path.join(self.directory, name)
            with self.subTest(name=name), open(path, "rb") as file:
                done = run("json", path)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(done.stdout, wanted)
                self.assertEqual(run("json", "-", stdin=file.read()).stdout, wanted)

    def test_name_does_not_matter(self):
        wanted = run("json", capture("upgrade")).stdout
        path = self.file("capture.txt", gzip.compress(content("upgrade")))
        self.assertEqual(run("json", path).stdout, wanted)

    def test_count(self):
        lines = lines_of(run("-c", "3", "json", capture("upgrade")).stdout)
        self.assertEqual([line["type"] for line in lines],
                         ["packet", "packet", "packet", "event", "end"])
        self.assertEqual(lines[-1]["packets"], 3)
        self.assertEqual(run("json", "-c", "3", capture("upgrade")).stdout,
                         run("-c", "3", "json", capture("upgrade")).stdout)

    def test_read_option(self):
        self.assertEqual(run("json", "-r", capture("upgrade")).stdout,
                         run("json", capture("upgrade")).stdout)

    def test_expression(self):
        lines = lines_of(run("json", capture("handshake"), "tcp[tcpflags]", "&", "tcp-syn", "!=",
                             "0").stdout)
        packets = [line for line in lines if line["type"] == "packet"]
        self.assertEqual(len(packets), 2)
        self.assertEqual([packet["number"] for packet in packets], [1, 2])
        none = lines_of(run("json", capture("handshake"), "udp").stdout)
        self.assertEqual([line["type"] for line in none], ["end"])

    def test_key_logs(self):
        """The same secrets from a file, from the environment and from inside a pcapng."""
        keys = os.path.join(CAPTURES, "wss.keys")
        closed = run("json", capture("wss"))
        self.assertEqual(messages(closed.stdout), [])
        by_option = run("json", "--keylog", keys, capture("wss"))
        self.assertEqual(by_option.returncode, 0)
        self.assertEqual(len(messages(by_option.stdout)), 16)
        by_environment = run("json", capture("wss"), env={**os.environ, "SSLKEYLOGFILE": keys})
        self.assertEqual(by_environment.stdout, by_option.stdout)
        with open(keys, "rb") as file:
            inside = self.file("inside.pcapng", with_secrets(content("wss"), file.read()))
        self.assertEqual(messages(run("json", inside).stdout), messages(by_option.stdout))
        with open(inside, "rb") as file:
            piped = run("json", "-", stdin=file.read())
        self.assertEqual(messages(piped.stdout), messages(by_option.stdout))

    def test_key_log_trouble(self):
        self.check_complaint(run("json", "--keylog", "/no/such/file", capture("wss")), 1,
                             "/no/such/file", "No such file")
        absent = run("json", capture("wss"), env={**os.environ, "SSLKEYLOGFILE": "/no/such/file"})
        self.assertEqual((absent.returncode, absent.stderr), (0, b""))
        nonsense = self.file("nonsense", os.urandom(5000) + b"\nCLIENT_RANDOM 00 11\n")
        done = run("json", "--keylog", nonsense, capture("wss"))
        self.assertEqual((done.returncode, messages(done.stdout)), (0, []))

    def test_closed_pipe(self):
        """A reader that goes away is the end, and no trouble."""
        big = content("loss")
        records = big[24:] * 40
        path = self.file("big.pcap", big[:24] + records)
        for command in ("json", "explain"):
            with self.subTest(command=command), subprocess.Popen(
                    [PACKETWALK, command, path], stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE) as child:
                child.stdout.readline()
                child.stdout.close()
                self.assertEqual(child.stderr.read(), b"")
                self.assertIn(child.wait(timeout=60), (0, -signal.SIGPIPE))

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PACKETWALK, "json", capture("upgrade")], stdout=full,
                                  stderr=subprocess.PIPE, timeout=60, check=False)
        self.check_complaint(done, 1)

    def test_line_by_line(self):
        """On a pipe that stays open, what has arrived is written."""
        whole = content("handshake")
        with subprocess.Popen([PACKETWALK, "json", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as child:
            child.stdin.write(whole[:24 + 16 + 42])
            child.stdin.flush()
            os.set_blocking(child.stdout.fileno(), False)
            got, until = b"", time.monotonic() + 20
            while b"\n" not in got and time.monotonic() < until:
                got += child.stdout.read() or b""
                time.sleep(0.02)
            self.assertEqual(json.loads(got.split(b"\n")[0])["number"], 1)
            child.stdin.write(whole[24 + 16 + 42:])
            child.stdin.close()
            os.set_blocking(child.stdout.fileno(), True)
            got += child.stdout.read()
        self.assertEqual(got, run("json", capture("handshake")).stdout)

    def test_save(self):
        path = os.path.join(self.directory, "saved.pcap")
        done = run("-w", path, "json", capture("upgrade"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run("json", path).stdout, done.stdout)


class Questions(Case):
    """What is asked is proved elsewhere: here, how it is written."""

    def ask(self, name, *options):
        done = run("questions", *options, capture(name))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIsNone(ESCAPES.search(done.stdout))
        return done.stdout.decode("utf-8")

    def test_sheet(self):
        lines = self.ask("socketio4", "--count", "20").splitlines()
        self.assertLessEqual(max(map(len, lines)), 80)
        answers = lines.index("Answers")
        for number in range(1, 21):
            begins = [at for at, line in enumerate(lines) if line.startswith("%3d. " % number)]
            self.assertEqual(len(begins), 2)
            self.assertTrue(begins[0] < answers < begins[1])

    def test_json(self):
        lines = [json.loads(line) for line in self.ask("socketio4", "--json", "--count", "40").splitlines()]
        self.assertEqual([line["number"] for line in lines], list(range(1, 41)))
        for line in lines:
            self.assertEqual(list(line), ["type", "number", "kind", "packet", "hidden", "ask",
                                          "options", "answer", "field", "misconceptions"])
            self.assertEqual(line["type"], "question")
            if line["options"]:
                self.assertIn(line["answer"], range(len(line["options"])))
            self.assertEqual(line["misconceptions"], sorted(set(line["misconceptions"])))
        self.assertGreaterEqual(len({line["kind"] for line in lines}), 13)

    def test_seeds(self):
        usual = self.ask("http")
        self.assertEqual(usual, self.ask("http", "--seed", "0", "--count", "10"))
        self.assertNotEqual(usual, self.ask("http", "--seed", "1"))
        self.assertEqual(usual.count("comes next.") + usual.count("Look at packet"), 10)

    def test_few(self):
        """A capture that does not have so many."""
        lines = self.ask("unanswered", "--json", "--count", "1000").splitlines()
        self.assertTrue(0 < len(lines) < 60)
        pairs = [(line["packet"], line["kind"]) for line in map(json.loads, lines)]
        self.assertEqual(len(pairs), len(set(pairs)))

    def test_bad_input(self):
        self.check_complaint(run("questions", self.file("noise", b"noise" * 9)), 1)
        with open(capture("arp"), "rb") as file:
            empty = self.file("empty.pcap", file.read()[:24])
        done = run("questions", empty)
        self.assertEqual((done.returncode, done.stdout),
                         (0, b"Nothing can be asked about this capture.\n"))


class Explain(Case):
    def test_plain(self):
        for name in sorted(os.listdir(CAPTURES)):
            if not name.endswith(".pcap"):
                continue
            with self.subTest(name=name):
                done = run("explain", os.path.join(CAPTURES, name))
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                text = done.stdout.decode("utf-8")
                self.assertIsNone(ESCAPES.search(done.stdout))
                self.assertIsNone(BOXES.search(text))

    def test_levels(self):
        texts = {level: run("explain", "--level", level, capture("upgrade")).stdout
                 for level in ("friend", "student", "engineer")}
        self.assertEqual(len(set(texts.values())), 3)
        self.assertEqual(run("explain", capture("upgrade")).stdout, texts["student"])

    def test_standard_input(self):
        by_name = run("explain", capture("upgrade")).stdout.split(b"\n", 1)[1]
        piped = run("explain", "-", stdin=content("upgrade")).stdout.split(b"\n", 1)[1]
        packed = run("explain", "-", stdin=gzip.compress(content("upgrade")))
        self.assertEqual(piped, by_name)
        self.assertEqual(packed.stdout.split(b"\n", 1)[1], by_name)

    def test_tells_the_upgrade(self):
        """What a reader who knows no networking must find."""
        text = " ".join(run("explain", capture("upgrade")).stdout.decode().split())
        for wanted in ("client 127.0.0.1:50630", "server 127.0.0.1:3000", "packets 1, 2 and 3",
                       "kALMPp7hKVOylYObkD4c+Q==", "rGHQ/Pgy+8eBM+O5FaATv2/oO48=", "“hello”",
                       "“welcome”", "“are you there?”", "1000", "“bye”", "the server first"):
            self.assertIn(wanted, text)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    PACKETWALK, CAPTURES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    del sys.argv[1:3]
    unittest.main()
