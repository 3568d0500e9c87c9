"""Runs one command and reports what it cost on a file descriptor; started by `benchmarks.measure.cost_of`.

A process of its own because the peak memory of a child never reads lower than that of the process that forked it,
and this one is small. Only the standard library, as little of it as possible.
"""

import os
import sys
import time


def main() -> None:
    """Start the command after the descriptor among our arguments, wait, report `cpu wall peak code`."""
    descriptor, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(descriptor, False)
    began = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - began
    cpu = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    os.write(descriptor, f"{cpu} {wall} {usage.ru_maxrss} {code}".encode())


if __name__ == "__main__":
    main()
