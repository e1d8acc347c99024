#!/usr/bin/env python3
"""The program in a real terminal: tmux is the terminal, a shell starts packetwalk in it, keys are
typed and screens are read back. What views show is tested in ui_test; here it is what only a
terminal can show: keys arriving, resizing, signals, colours, and the terminal given back.

    terminal_test.py PACKETWALK CAPTURES

Exit status: 0 passed, 1 failed, 77 tmux is not there.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM, CAPTURES = (os.path.abspath(path) for path in sys.argv[1:3])
PATIENCE = 15  # seconds until a screen that does not come is a failure


class Failure(Exception):
    """A screen that was waited for did not come."""


class Terminal:
    """A shell in a tmux window of its own server."""

    def __init__(self, columns=80, rows=24, **environment):
        self.state = tempfile.mkdtemp(prefix="packetwalk-state-")
        # A server of its own each time: one that is still ending must not be met.
        self.name = os.path.basename(self.state)
        variables = {"LC_ALL": "C.UTF-8", "XDG_STATE_HOME": self.state, "PS1": "$ ", **environment}
        assignments = [f"{key}={value}" for key, value in variables.items()]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                  "env", "-u", "NO_COLOR", *assignments, "sh")
        self.tmux("set-option", "-g", "status", "off")
        self.wait(r"^\$")

    def tmux(self, *arguments):
        # tmux wants a UTF-8 locale, whatever the tests were started in.
        done = subprocess.run(["tmux", "-u", "-L", self.name, *arguments], check=False,
                              capture_output=True, text=True, encoding="utf-8",
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
        if done.returncode:
            raise Failure(f"tmux {arguments[0]}: {done.stderr.strip()}")
        return done.stdout

    def close(self):
        subprocess.run(["tmux", "-L", self.name, "kill-server"], check=False, capture_output=True)
        shutil.rmtree(self.state, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def keys(self, *names):
        for name in names:
            self.tmux("send-keys", name)

    def line(self, text):
        self.tmux("send-keys", "-l", text)
        self.keys("Enter")

    def screen(self, escapes=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if escapes else []))

    def wait(self, pattern):
        """Wait until a pattern is on a screen that stands still; returns the screen."""
        end = time.monotonic() + PATIENCE
        before = None
        while time.monotonic() < end:
            screen = self.screen()
            if screen == before and re.search(pattern, screen, re.MULTILINE):
                return screen
            before = screen
            time.sleep(0.05)
        raise Failure(f"waited for {pattern!r}, got\n{self.screen()}")

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def run(self, command):
        """Start packetwalk; its exit status is printed when it ends."""
        self.line(f"clear; {command}; echo ended with $?")

    def ended(self, status):
        """The program has ended with this status, and the terminal works as before."""
        screen = self.wait(rf"^ended with {status}$")
        self.line("clear; stty -a | tr ' ' '\\n' | grep -x -e echo -e icanon -e -echo; echo looked")
        modes = self.wait(r"^looked$")
        check("echo" in modes.split() and "icanon" in modes.split(), "echo and lines are back")
        return screen


def check(holds, what):
    if not holds:
        raise Failure(f"does not hold: {what}")


def capture(name):
    return os.path.join(CAPTURES, name)


def read(name, *options):
    return " ".join([PROGRAM, "read", capture(name), *options])


def test_walk(terminal):
    terminal.run(read("upgrade.pcap"))
    terminal.wait(r"TCP 0 +127\.0\.0\.1:50630")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 29")
    terminal.keys("Right", "Right", "l")
    screen = terminal.wait("packet 4 of 29")
    for pane in ("GET /chat", "7 Application", "not a password", "0080  65 79 3a 20"):
        check(pane in screen, f"{pane} stands beside the rest at 80x24, which shows\n{screen}")
    terminal.keys("Left")
    terminal.wait("packet 3 of 29")
    terminal.keys("n", "Enter")
    terminal.wait("Method: GET")
    terminal.keys("Escape")
    terminal.keys("f")
    terminal.wait("13 messages")
    terminal.keys("q", "q", "q")
    terminal.ended(0)


def wake_ups(terminal):
    """How often the program has gone to sleep, and been woken, so far."""
    pid = terminal.tmux("display", "-p", "#{pane_pid}").strip()
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
        pid = children.read().split()[0]
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", status.read(), re.M)[1])


def test_playing(terminal):
    """A capture of 2 s plays in 1 s, and nothing wakes up where nothing moves."""
    terminal.run(read("upgrade.pcap"))
    terminal.wait("TCP 0")
    terminal.keys("Enter", "x")
    terminal.wait("^ ▶ ×1 · .*packet [0-9]+ of 29")
    terminal.keys("+", "+", "+", "+", "+", "+")
    screen = terminal.wait("Played to the last packet")
    check("packet 29 of 29" in screen, "it plays to the last packet")
    check("▶ ×" not in screen.splitlines()[0], "and stops there")
    before = wake_ups(terminal)
    time.sleep(1)
    check(wake_ups(terminal) - before <= 2, "what stands still sleeps")
    terminal.keys("X")
    terminal.wait("Played back to the first packet")
    terminal.keys(":", "7", "Enter")
    terminal.wait("packet 7 of 29")
    terminal.keys("Q")
    terminal.ended(0)


def test_resize(terminal):
    terminal.run(read("upgrade.pcap"))
    terminal.wait("TCP 0")
    terminal.keys("Enter", "Right", "Right")
    terminal.wait("packet 3 of 29")
    terminal.resize(132, 40)
    screen = terminal.wait("fields of rung")
    check("packet 3 of 29" in screen, "the place is kept in a larger window")
    terminal.resize(30, 8)
    terminal.wait("make the window larger")
    terminal.resize(80, 24)
    terminal.wait("packet 3 of 29")
    terminal.keys("Q")
    terminal.ended(0)


def test_interrupt(terminal):
    # A shell whose command died of SIGINT forgets the rest of its line, unless it has a trap.
    terminal.line("trap : INT")
    terminal.run(read("upgrade.pcap"))
    terminal.wait("TCP 0")
    terminal.keys("C-c")
    terminal.ended(130)


def test_terminated(terminal):
    for signal, status in (("TERM", 143), ("HUP", 129)):
        terminal.run(f"sh -c 'echo $$ >{terminal.state}/pid; exec {read('upgrade.pcap')}'")
        terminal.wait("TCP 0")
        with open(os.path.join(terminal.state, "pid"), encoding="ascii") as file:
            subprocess.run(["kill", f"-{signal}", file.read().strip()], check=True)
        terminal.ended(status)


def test_suspend(terminal):
    terminal.run(read("upgrade.pcap"))
    terminal.wait("TCP 0")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 29")
    terminal.keys("C-z")
    terminal.wait(r"Stopped|Suspended")
    terminal.line("echo in between")
    terminal.wait("^in between$")
    terminal.line("fg")
    terminal.wait("packet 1 of 29")
    terminal.keys("Right")
    terminal.wait("packet 2 of 29")
    terminal.keys("Q")
    terminal.wait(r"^\$$")


def test_standard_input(terminal):
    terminal.run(f"cat {capture('upgrade.pcap')} | {PROGRAM} read -")
    terminal.wait("TCP 0")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 29")
    terminal.keys("Q")
    terminal.ended(0)


def test_growing_input(terminal):
    """What has come so far is walked while the rest is still to come."""
    path = capture("upgrade.pcap")
    terminal.run(f"(head -c 890 {path}; until [ -e {terminal.state}/go ]; do sleep 0.1; done; "
                 f"tail -c +891 {path}) | {PROGRAM} read -")
    terminal.wait("(?s)standard input · 0 new; F follows.*6 packets")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 6")
    with open(os.path.join(terminal.state, "go"), "w", encoding="ascii"):
        pass
    terminal.wait("packet 1 of 29")
    terminal.keys("Q")
    terminal.ended(0)


def test_cut_file(terminal):
    """A file cut in the middle: what there is can be walked, and the end is told."""
    terminal.run(f"head -c 890 {capture('upgrade.pcap')} >{terminal.state}/cut.pcap; "
                 f"{PROGRAM} read {terminal.state}/cut.pcap")
    screen = terminal.wait("6 packets")
    check("cut" in screen.splitlines()[-3], "the screen says that it is cut")
    terminal.keys("q")
    check("cut.pcap: " in terminal.ended(1), "one line says where it stops")


def test_unknown_terminal(terminal):
    terminal.run(f"TERM=no-such-terminal {read('upgrade.pcap')}")
    check("packetwalk: TERM=no-such-terminal" in terminal.ended(1), "an unknown TERM is named")
    terminal.run(f"env -u TERM {read('upgrade.pcap')}")
    terminal.ended(1)


def test_colours(terminal):
    colour = re.compile("\x1b\\[[0-9;]*3[1-7]m")
    terminal.run(read("upgrade.pcap"))
    terminal.wait("TCP 0")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 29")
    check(colour.search(terminal.screen(escapes=True)), "there are colours")
    terminal.keys("Q")
    terminal.ended(0)
    terminal.run(f"NO_COLOR=1 {read('upgrade.pcap')}")
    terminal.wait("TCP 0")
    terminal.keys("Enter")
    terminal.wait("packet 1 of 29")
    check(not colour.search(terminal.screen(escapes=True)), "NO_COLOR takes them away")
    terminal.keys("Q")
    terminal.ended(0)


def test_plain_locale(terminal):
    for how in ("LC_ALL=C", ""):
        terminal.run(f"{how} {read('upgrade.pcap', '' if how else '--ascii')}")
        terminal.wait("TCP 0")
        terminal.keys("Enter")
        terminal.wait("packet 1 of 29")
        check(terminal.screen().isascii(), "plain characters alone")
        terminal.keys("Q")
        terminal.ended(0)


def test_lesson(terminal):
    terminal.run(PROGRAM)
    terminal.wait("A packet is an onion")
    press_until(terminal, "Down", "▸14")
    terminal.keys("Enter")
    terminal.wait("step 1 of")
    terminal.keys("Space", "Space")
    terminal.wait("answer with 1")
    terminal.keys("1")
    terminal.wait("Not so")
    terminal.keys("2")
    terminal.wait("Right")
    terminal.keys("Space")
    terminal.wait("step 4 of")
    terminal.keys("p")
    terminal.wait("step 3 of")
    terminal.keys("Q")
    terminal.ended(0)
    terminal.run(f"{PROGRAM} lesson")
    terminal.wait("14-the-upgrade .*step 3 of")
    terminal.run(f"{PROGRAM} lesson 14")
    terminal.wait("step 3 of")
    terminal.keys("q")
    terminal.ended(0)


def answers_of(lesson):
    """The right answers in order, as the lesson tells them in plain lines: an option, or a number
    to type (True)."""
    story = subprocess.run([PROGRAM, "lesson", lesson], check=True, capture_output=True,
                           encoding="utf-8", stdin=subprocess.DEVNULL).stdout
    answers = []
    for question in re.split(r"^Question: ", story, flags=re.MULTILINE)[1:]:
        asked, answer = re.match(r"(?s)(.*?)^Answer: ([0-9]+)\.", question, re.MULTILINE).groups()
        answers.append((answer, not re.search(r"^  1: ", asked, re.MULTILINE)))
    return answers


def answer_wrongly(terminal, answer, typed):
    if typed:
        terminal.keys(*"987654321", "Enter")
        terminal.wait("Not so")
        terminal.keys(*["BSpace"] * 9)
    else:
        terminal.keys("2" if answer == "1" else "1")
        terminal.wait("Not so")


def answer_rightly(terminal, answer, typed):
    terminal.keys(*answer, *(["Enter"] if typed else []))
    terminal.wait("Right")


def press_until(terminal, key, pattern):
    """Press a key until a screen comes; never twice for what one press brings, however slow."""
    for _ in range(30):
        before = terminal.screen()
        if re.search(pattern, before, re.MULTILINE):
            return
        terminal.keys(key)
        end = time.monotonic() + 2
        while terminal.screen() == before and time.monotonic() < end:
            time.sleep(0.02)
        terminal.wait("")  # the rest of a screen that was only half there
    terminal.wait(pattern)


def do_lesson(terminal, lesson):
    """Every step on, a wrong and a right answer to each question, and every step back."""
    answers = answers_of(lesson)
    terminal.run(f"{PROGRAM} lesson {lesson}")
    steps = int(re.search(r"step 1 of (\d+)", terminal.wait(r"step 1 of \d+")).group(1))
    asked = 0
    for step in range(1, steps + 1):
        press_until(terminal, "Space", f"step {step} of {steps}")
        if re.search(r"── (answer with|type a number)", terminal.screen()):
            answer_wrongly(terminal, *answers[asked])
            answer_rightly(terminal, *answers[asked])
            asked += 1
    check(asked == len(answers), f"lesson {lesson} asks {len(answers)} questions, not {asked}")
    for step in range(steps - 1, 0, -1):
        press_until(terminal, "p", f"step {step} of {steps}")
    for step in range(2, steps + 1):
        press_until(terminal, "Space", f"step {step} of {steps}")
    press_until(terminal, "Space", "^ended with 0$|Lesson done")


def test_lessons_from_end_to_end(terminal):
    for lesson in ("1", "6", "14", "22"):
        do_lesson(terminal, lesson)
    terminal.run(f"{PROGRAM} lesson | grep -c 'min  done$'")
    terminal.wait("^4$")


def lab_is_allowed():
    """User namespaces may be refused here: then there is no lab to look at, and it is said."""
    done = subprocess.run([PROGRAM, "lab", "--json", "--", "true"], check=False,
                          capture_output=True, text=True)
    if done.returncode:
        print(f"SKIPPED the lab in a terminal: {done.stderr.strip()}")
    return done.returncode == 0


def test_lab(terminal):
    if not lab_is_allowed():
        return
    terminal.run(f"{PROGRAM} lab")
    terminal.wait("handshake")
    terminal.keys("Enter")
    # The walk opens by itself, and follows.
    terminal.wait(r"lab · live +packet \d+ of \d+")
    terminal.keys("Home")
    screen = terminal.wait(r"F follows +packet 1 of")
    check("SYN" in screen, "the scene's first packet is a SYN")
    terminal.keys("P")
    terminal.wait("paused, 0 wait")
    terminal.keys("P", "C")
    terminal.line("prot 80")
    terminal.wait('filter "prot 80": .*syntax error')
    terminal.keys("Escape", "!")
    terminal.wait("This shell is inside the lab")
    terminal.line("cat /proc/net/dev | wc -l; exit")
    terminal.wait(r"packet \d+ of \d+")
    terminal.keys("Q")
    terminal.ended(0)


TESTS = [value for name, value in sorted(globals().items()) if name.startswith("test_")]


def main():
    if not shutil.which("tmux"):
        print("tmux is not there")
        return 77
    failed = 0
    for test in TESTS:
        try:
            with Terminal() as terminal:
                test(terminal)
        except Failure as failure:
            print(f"{test.__name__}: {failure}")
            failed += 1
    print(f"{len(TESTS)} terminal tests, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
