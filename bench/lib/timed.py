"""Runs a command and tells on file descriptor 3, as JSON, what it took: wall seconds, peak resident bytes, exit code.

    python3 timed.py TIMEOUT_SECONDS COMMAND ...

The clock starts just before the command is spawned and stops when it has ended; the peak is the kernel's own
(`ru_maxrss` of wait4), so no short peak is missed.
"""

import json
import os
import signal
import sys
import time

timeout, command = float(sys.argv[1]), sys.argv[2:]
started = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ)
expired = False


def expire(*_):
    global expired
    expired = True
    os.kill(child, signal.SIGKILL)


signal.signal(signal.SIGALRM, expire)
signal.setitimer(signal.ITIMER_REAL, timeout)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
unit = 1 if sys.platform == "darwin" else 1024
taken = {
    "seconds": seconds,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "peakBytes": usage.ru_maxrss * unit,
    "code": os.waitstatus_to_exitcode(status),
    "expired": expired,
}
os.write(3, json.dumps(taken).encode())
