#!/usr/bin/env python3
"""Wall time and peak memory of packetwalk beside its peers, over one capture, in one run: every
program once a round, several rounds, medians and their ratio to a bare libpcap loop.

    run.py BUILD [PACKETS [ROUNDS]]

BUILD is a build directory configured with -DPW_BENCH=ON. Machines drift: only ratios of one run
say anything.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def measure(command):
    """Seconds and peak resident memory in MiB of a command; its output is thrown away."""
    start = time.monotonic()
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    build = os.path.abspath(sys.argv[1])
    packets = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as scratch:
        capture = os.path.join(scratch, "bench.pcap")
        subprocess.run([sys.executable, f"{here}/make_capture.py", str(packets), capture],
                       check=True)
        commands = {
            "pcap_next_ex loop": [f"{build}/tests/bench/pcap_loop", capture],
            "packetwalk index": [f"{build}/tests/bench/index", capture],
            "packetwalk explain": [f"{build}/packetwalk", "explain", capture],
            "packetwalk json": [f"{build}/packetwalk", "json", capture],
        }
        if shutil.which("tcpdump"):
            commands["tcpdump -nn -r"] = ["tcpdump", "-nn", "-r", capture]
        if shutil.which("tshark"):
            commands["tshark -n -r"] = ["tshark", "-n", "-r", capture]
        times, memory = ({name: [] for name in commands} for _ in range(2))
        for _ in range(rounds):
            for name, command in commands.items():
                seconds, peak = measure(command)
                times[name].append(seconds)
                memory[name].append(peak)
        yardstick = statistics.median(times["pcap_next_ex loop"])
        print(f"{packets} packets, {os.path.getsize(capture) / 1e6:.0f} MB, "
              f"medians of {rounds} rounds")
        for name in commands:
            median = statistics.median(times[name])
            print(f"{name:20}  {median:8.2f} s  x{median / yardstick:7.1f}  "
                  f"{max(memory[name]):8.0f} MiB")


if __name__ == "__main__":
    main()
