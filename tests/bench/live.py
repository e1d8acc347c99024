#!/usr/bin/env python3
"""Live capture, measured: latency to the screen, bursts, sustained rates beside tcpdump, keys under
a flood, idle wake-ups, memory. Runs in a network of its own, without root.

    live.py BUILD [ROUNDS [PART...]]

BUILD is a build directory configured with -DPW_BENCH=ON. The screen is a pseudo terminal of 80x24;
the packets are those of make_capture.py, put on lo by `replay`.
"""

import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

# tcpdump wants a real root.
ALONE = ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--net", "--mount", "--fork", "--pid",
         "--mount-proc", "--kill-child"]


class Screen:
    """packetwalk in a terminal."""

    def __init__(self, *command):
        pid, self.master = pty.fork()
        if pid == 0:
            os.environ.update(TERM="xterm", LC_ALL="C.UTF-8", COLUMNS="80", LINES="24")
            os.execv(command[0], command)
        self.pid = pid
        self.said = b""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, patience):
        """What comes within so many seconds; b"" where nothing does."""
        if not select.select([self.master], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return b""
        self.said += data
        return data

    def settle(self, quiet=0.3):
        while self.read(quiet):
            pass

    def key(self, text):
        os.write(self.master, text.encode())

    def wait(self, pattern, patience=20):
        self.said = b""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self.read(end - time.monotonic())
            if re.search(pattern, self.said):
                return True
        return False

    def children(self):
        with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="ascii") as file:
            return [self.pid, *map(int, file.read().split())]

    def end(self):
        """Leave; the counts it prints: captured, shown, dropped by the kernel, by us."""
        self.said = b""
        self.key("Q")
        while self.read(5):
            pass
        os.close(self.master)
        os.waitpid(self.pid, 0)
        text = re.sub(rb"\s+", b" ", self.said).decode("utf-8", "replace")
        found = re.search(r"(\d+) packets captured, (\d+) shown, (\d+) dropped by the kernel, "
                          r"(\d+) by", text)
        if not found:
            raise SystemExit(f"no counts in {text[-300:]!r}")
        return tuple(map(int, found.groups()))


class Bench:
    def __init__(self, build, rounds, scratch):
        self.packetwalk = os.path.join(build, "packetwalk")
        self.tool = os.path.join(build, "tests", "bench", "replay")
        self.rounds = rounds
        self.capture = os.path.join(scratch, "bench.pcap")
        self.saved = os.path.join(scratch, "saved.pcap")
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run([sys.executable, f"{here}/make_capture.py", "100000", self.capture],
                       check=True)

    def live(self, *options):
        screen = Screen(self.packetwalk, "live", *options)
        if not screen.wait(rb"live"):
            raise SystemExit("packetwalk live does not start")
        screen.settle()
        return screen

    def replay(self, count, rate):
        done = subprocess.run([self.tool, self.capture, "lo", str(count), str(rate)], check=True,
                              capture_output=True, text=True)
        return float(done.stdout.split()[3])

    def latency(self):
        """From a packet to the first byte of the screen that shows it."""
        screen = self.live("udp")
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sink.bind(("127.0.0.1", 0))
        times = []
        for _ in range(100 * self.rounds):
            time.sleep(random.uniform(0.01, 0.08))
            screen.settle(0.05)
            start = time.monotonic()
            udp.sendto(b"x", sink.getsockname())
            if not screen.read(2):
                raise SystemExit("a packet was not shown")
            times.append((time.monotonic() - start) * 1000)
        screen.end()
        times.sort()
        print(f"packet to screen: median {statistics.median(times):.1f} ms, "
              f"95th percentile {times[len(times) * 95 // 100]:.1f} ms, "
              f"largest {times[-1]:.1f} ms of {len(times)}")

    def burst(self):
        lost = []
        for _ in range(self.rounds):
            screen = self.live()
            seconds = self.replay(10000, 0)
            screen.settle(1)
            seen, shown, kernel, ours = screen.end()
            lost.append(10000 - shown)
            print(f"burst of 10,000 in {seconds * 1000:.0f} ms: {seen} captured, {shown} shown, "
                  f"dropped {kernel} by the kernel, {ours} by packetwalk")
        return lost

    def tcpdump(self, count, rate):
        process = subprocess.Popen(["tcpdump", "-Z", "root", "-i", "lo", "-w", self.saved], text=True,
                                   stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        self.replay(count, rate)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        text = process.communicate()[1]
        captured = int(re.search(r"(\d+) packets? captured", text).group(1))
        return count - captured

    def packetwalk_lost(self, count, rate, *options):
        screen = self.live(*options)
        seconds = self.replay(count, rate)
        while screen.read(0.5):
            pass
        _, shown, _, _ = screen.end()
        return count - shown, count / seconds

    def sustained(self):
        print("sustained for 3 s: asked a second, sent a second, lost by tcpdump -w, by packetwalk "
              "live, by live -w")
        for rate in (20000, 50000, 100000, 200000, 300000, 0):
            count = 3 * rate if rate else 1000000
            theirs = self.tcpdump(count, rate) if shutil.which("tcpdump") else "?"
            ours, sent = self.packetwalk_lost(count, rate)
            saving, _ = self.packetwalk_lost(count, rate, "-w", self.saved)
            print(f"  {rate or 'all':>7} {sent:9.0f} {theirs:>9} {ours:>9} {saving:>9}")

    def keys(self):
        """A key under a flood as large as can be: until the screen shows that it was obeyed."""
        screen = self.live()
        flood = subprocess.Popen([self.tool, self.capture, "lo", "100000000", "0"],
                                 stdout=subprocess.DEVNULL)
        times = []
        time.sleep(1)
        for _ in range(10 * self.rounds):
            for key, shown in (("P", rb"paused"), ("P", rb"live")):
                start = time.monotonic()
                screen.key(key)
                if not screen.wait(shown, 5):
                    raise SystemExit("a key was not obeyed")
                times.append((time.monotonic() - start) * 1000)
                end = time.monotonic() + 0.1
                while time.monotonic() < end:
                    screen.read(0.02)
        flood.kill()
        flood.wait()
        while screen.read(2):
            pass
        counts = screen.end()
        times.sort()
        print(f"key to screen under a flood: median {statistics.median(times):.1f} ms, "
              f"99th percentile {times[len(times) * 99 // 100]:.1f} ms; {counts[0]} captured, "
              f"{counts[2] + counts[3]} dropped and counted")

    def idle(self):
        screen = self.live()
        screen.settle(1)

        def state():
            wakes, ticks = 0, 0
            for pid in screen.children():
                with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                    wakes += sum(map(int, re.findall(r"ctxt_switches:\s*(\d+)", file.read())))
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    ticks += sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))
            return wakes, ticks
        before = state()
        time.sleep(10)
        after = state()
        screen.end()
        print(f"idle for 10 s: {after[0] - before[0]} wake-ups, {after[1] - before[1]} ticks of CPU")

    def memory(self):
        """A million packets: 280 a second for an hour."""
        screen = self.live()

        def held():
            kib = []
            for pid in screen.children():
                with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                    kib.append(int(re.search(r"^Pss:\s*(\d+)", file.read(), re.MULTILINE).group(1)))
            return kib
        before = held()
        self.replay(1000000, 100000)
        while screen.read(1):
            pass
        after = held()
        counts = screen.end()
        print(f"memory (PSS): {before[0] / 1024:.1f} MiB the viewer and {before[1] / 1024:.1f} MiB "
              f"who captures; after {counts[1]} packets {after[0] / 1024:.1f} and "
              f"{after[1] / 1024:.1f} MiB")


def main():
    if os.environ.get("PACKETWALK_ALONE") != "1":
        os.environ["PACKETWALK_ALONE"] = "1"
        os.execvp(ALONE[0], [*ALONE, sys.executable, *sys.argv])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(os.path.abspath(sys.argv[1]), rounds, scratch)
        parts = sys.argv[3:] or ["latency", "burst", "idle", "keys", "memory", "sustained"]
        for part in parts:
            getattr(bench, part)()


if __name__ == "__main__":
    main()
