"""The Linux base that the proofs build in: made once for each recipe, and kept in the cache."""

from collections.abc import Callable
from pathlib import Path

from installer.base.making import make_base
from installer.base.recipe import digest
from scripts.rigs.built.bare_root import CACHE


def linux_base(say: Callable[[str], None]) -> Path:
    """Make it, or return the one that was made before (ten minutes, and the network, the first time)."""
    folder = CACHE / f"handrail-base-{digest()[:12]}"
    make_base(folder, say)
    return folder
