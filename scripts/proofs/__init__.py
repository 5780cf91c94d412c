"""The long proofs that `scripts/prove.py` runs by name: one module a name, each with `prove(quick, say) -> Finding`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What a proof found: whether it holds, and its figure in one line."""

    holds: bool
    figure: str
