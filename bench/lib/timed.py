"""Runs a command and tells on file descriptor 3, as JSON, what it took: wall seconds, peak resident bytes, exit code.

    python3 timed.py TIMEOUT_SECONDS COMMAND ...

The clock starts just before the command is spawned and stops when it has ended; the peak is the kernel's own
(`ru_maxrss` of wait4), so no short peak is missed. Of a command that starts processes and waits for them it is the
largest one's. What is left of them when the command has ended, or has taken too long, is ended too.
"""

import json
import os
import signal
import sys
import time

timeout, command = float(sys.argv[1]), sys.argv[2:]
started = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
expired = False


def end_group():
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def expire(*_):
    global expired
    expired = True
    end_group()


def end(number, _):
    end_group()
    sys.exit(128 + number)


signal.signal(signal.SIGALRM, expire)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
signal.setitimer(signal.ITIMER_REAL, timeout)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
signal.setitimer(signal.ITIMER_REAL, 0)
end_group()
unit = 1 if sys.platform == "darwin" else 1024
taken = {
    "seconds": seconds,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "peakBytes": usage.ru_maxrss * unit,
    "code": os.waitstatus_to_exitcode(status),
    "expired": expired,
}
os.write(3, json.dumps(taken).encode())
