"""Forks one receiver after another, each ready at once, and says its pid; ends with its input.

Usage: receivers_that_die.py SETTINGS. Each line of input starts the next one: the name of an
operation and a number ("fsync 3": SIGKILL before the third fsync; "none 0": none of its own).
"""

import os
import signal
import sys
from pathlib import Path

import ingest.receive_spool
from ingest.kinds import option_models
from ingest.receive import receive
from sql.settings import load


class Disk:
    """The os module, which kills this process before the n-th call of an operation."""

    def __init__(self, operation: str, n: int):
        self.operation, self.n = operation, n

    def __getattr__(self, name):
        real = getattr(os, name)
        if name != self.operation:
            return real

        def call(*arguments, **named):
            self.n -= 1
            if not self.n:
                if name == "write":  # half of it is there
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call


def main(path: str) -> None:
    settings = load(Path(path), option_models())
    for line in sys.stdin:
        operation, n = line.split()
        if child := os.fork():
            print(child, flush=True)
            os.waitpid(child, 0)
            print("dead", flush=True)
            continue
        if operation != "none":
            ingest.receive_spool.os = Disk(operation, int(n))  # type: ignore[assignment]
        receive(settings, lambda told: None)
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
