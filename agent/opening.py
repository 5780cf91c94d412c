"""The splash, from the agent's side: started before anything else is read, gone once the windows can be seen."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.inherited import starting
from agent.own_process import child_command
from agent.ui.caches import without_traces


@contextmanager
def splash(brand: Path | None, lang: str | None) -> Iterator[Callable[[], None]]:
    """Show whose service opens; yield what ends it, which the block's end does too.

    `brand` and `lang` are what the command line said. It shares nothing, takes nothing, and goes with this process.
    Where it may not start there is none: what holds it back will be told of the windows.
    """
    process = None
    with suppress(OSError):
        process = _start([*child_command("splash"), lang or "auto", *([str(brand)] if brand else [])])

    def over() -> None:
        if process is not None:
            process.kill()
            process.communicate()

    try:
        yield over
    finally:
        over()


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=without_traces(Path(os.devnull)),  # fontconfig can begin no cache in what is no folder
        **starting(),
    )
