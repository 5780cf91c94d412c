"""A keeper for tests: the process that a Shell lives in, without a window, which does what it is told on its pipe.

Run as a program, since a Shell makes its process the keeper of everything below it, and waits for any child.
"""

import os
import select
import sys
import time

from agent.tools.terminal.shell import Shell


def main() -> None:
    """Start a shell; `hold`, `go` and `end` come as lines, the shell's bytes go out as they are."""
    shell = Shell(80, 24)
    print(shell.pid, flush=True)
    shell.start()
    while True:
        ready, _, _ = select.select([0, shell.terminal], [], [])
        if shell.terminal in ready:
            data = shell.read(4096)
            if not data:
                break
            os.write(1, data)
        if 0 in ready:
            line = os.read(0, 4096)
            match line.strip():
                case b"hold":
                    shell.hold()
                case b"go":
                    shell.go_on()
                case b"":
                    break
                case _:
                    shell.type(line.replace(b"\n", b"\r"))
    began = time.monotonic()
    shell.end()
    print(f"\nended in {time.monotonic() - began:.2f}", file=sys.stderr)


if __name__ == "__main__":
    main()
