"""Fuzz one of the agent's parsers, guided by coverage: `python -m scripts.rigs.fuzz.guided RUNS NUMBER NAME FOLDER`.

Ends as libFuzzer does: 0 after all runs; at the first crash it writes what was raised, and ends with another code.
"""

import contextlib
import os
import sys
from pathlib import Path

import atheris


def main(runs: str, number: str, name: str, folder: str) -> None:
    """Go on until the runs are done; `folder` takes what is worth altering. Does not return."""
    os.nice(19)
    with atheris.instrument_imports(include=["agent", "aiortc.sdp"]):
        from scripts.rigs.fuzz.plants import plants
        from scripts.rigs.fuzz.targets import targets
    target = (targets() | plants())[name]

    def read(data: bytes) -> None:
        with contextlib.suppress(*target.refuses):
            target.read(data)

    for nth, seed in enumerate(target.seeds(100, int(number))):
        Path(folder, str(nth)).write_bytes(seed)
    limits = ["-timeout=5", "-rss_limit_mb=1024", "-max_len=70000", "-print_final_stats=1"]
    atheris.Setup(
        [sys.argv[0], f"-runs={runs}", f"-seed={number}", *limits, f"-artifact_prefix={folder}/", folder], read
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
