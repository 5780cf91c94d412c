"""The built Linux plug-in as a folder in which everything lies unpacked: what a start costs without the unpacking."""

from collections.abc import Callable
from pathlib import Path

from installer.build import HERE, file_name
from installer.pyinstaller import own_python, run_pyinstaller
from installer.rules import check
from installer.work_folder import fill


def build_laid_open(brand: Path, work: Path, say: Callable[[str], None]) -> Path:
    """Make it in the folder `work`; return the program, which lies beside all it needs."""
    bundle = check(brand)
    name = file_name(bundle.file.operator.name)
    work.mkdir()
    fill(work, bundle, "linux", name)
    return run_pyinstaller(own_python(), HERE / "linux.spec", name, work, say, "--laid-open") / name
