"""Make the plug-in of a brand: one file and its papers (hash, bill of materials, licences), nothing else."""

import json
import re
import shutil
import sys
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from agent.brand_bundle import Bundle
from installer.base.enclosure import building
from installer.base.making import require_base
from installer.contents import libraries, modules, packed_brand, require_clean
from installer.distributions import Package
from installer.errors import InstallerError
from installer.ingredients import Platform
from installer.papers import LICENCES_SUFFIX, SBOM_SUFFIX, SHA256_SUFFIX, beside, sha256_of, write_papers
from installer.pyinstaller import Python, Say, epoch, own_python, run_pyinstaller, surroundings, windows_python
from installer.rules import check
from installer.work_folder import fill

HERE = Path(__file__).parent
SUFFIX: dict[Platform, str] = {"linux": "", "windows": ".exe", "macos": ".app"}


@dataclass(frozen=True)
class Built:
    """A finished plug-in. An .app is a folder: it has no hash, size or papers of its own before it is notarised."""

    path: Path
    sha256: str | None
    size: int
    seconds: float


def build(
    brand: Path, platform: Platform, out: Path, say: Say, windows: Path | None = None, base: Path | None = None
) -> Built:
    """Make the plug-in of `brand` for `platform` in the folder `out`, telling each step to `say`.

    `windows` is the command of a Windows Python, where this is no Windows; `base` a Linux base, for a plug-in that
    starts on older systems. Raise SettingsError for a brand file with mistakes, InstallerError for what this machine
    lacks.
    """
    began = time.monotonic()
    bundle = check(brand)
    say(f"{brand}: no mistakes; made for {bundle.file.operator.name}, server {bundle.file.server.url}")
    with tempfile.TemporaryDirectory(prefix="handrail-build-") as folder:
        work = Path(folder).resolve()
        python = _python(platform, work, windows, base)
        made = _make(bundle, platform, python, work, say)
        if platform == "macos":
            path = _publish(made, out)
            return Built(path, None, 0, time.monotonic() - began)
        say("looking inside: no test, no other program, the right brand")
        require_clean(made)
        if packed_brand(made) != bundle.pack():
            raise InstallerError("the brand inside is not the one that was given")
        say("writing its papers: SHA-256, what is inside, under which licences")
        write_papers(made, _packages(python, made, work), libraries(made), epoch())
        for suffix in (SBOM_SUFFIX, LICENCES_SUFFIX, SHA256_SUFFIX):
            _publish(beside(made, suffix), out)
        path = _publish(made, out)
    return Built(path, sha256_of(path), path.stat().st_size, time.monotonic() - began)


def file_name(operator: str, platform: Platform = "linux") -> str:
    """Return the plug-in's file name: the operator's, in letters that every system and address takes."""
    plain = unicodedata.normalize("NFKD", operator).encode("ascii", "ignore").decode()
    return (re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "Assistance") + SUFFIX[platform]


def _make(bundle: Bundle, platform: Platform, python: Python, work: Path, say: Say) -> Path:
    name = file_name(bundle.file.operator.name, platform)
    fill(work, bundle, platform, name)
    return run_pyinstaller(python, HERE / f"{platform}.spec", name, work, say)


def _python(platform: Platform, work: Path, windows: Path | None, base: Path | None) -> Python:
    """Return the Python that can make it in `work`. Raise InstallerError for what this machine lacks."""
    if base and platform != "linux":
        raise InstallerError(f"a Linux base makes Linux plug-ins: leave --base out for {platform}")
    match platform:
        case "linux":
            if sys.platform != "linux":
                raise InstallerError("the Linux plug-in is made on Linux: PyInstaller builds for the system it runs on")
            if missing := [tool for tool in ("objdump", "gcc") if not shutil.which(tool)]:
                raise InstallerError(f"building needs {missing[0]}: apt install binutils gcc")
            return _base_python(base, work) if base else own_python()
        case "macos":
            if sys.platform != "darwin":
                raise InstallerError("the macOS plug-in is made on a Mac: PyInstaller builds for the system it runs on")
            return own_python()
        case "windows":
            return windows_python(windows)


def _base_python(base: Path, work: Path) -> Python:
    require_base(base)
    if not shutil.which("bwrap"):
        raise InstallerError("building with --base needs bwrap: apt install bubblewrap")
    return building(base.resolve(), work)


def _packages(python: Python, made: Path, work: Path) -> list[Package]:
    """Ask the Python that made it which packages are inside."""
    tops = ",".join(sorted({name.partition(".")[0] for name in modules(made)}))
    process = python.run(["-m", "installer.distributions", tops], work, surroundings(python, work))
    said, _ = process.communicate()
    try:
        return [Package(**{**one, "texts": tuple(one["texts"])}) for one in json.loads(said.splitlines()[-1])]
    except (ValueError, IndexError):
        raise InstallerError(f"the packages inside cannot be listed: {said[-500:]}") from None


def _publish(made: Path, out: Path) -> Path:
    """Move a file to its place: whole or not at all."""
    part = out / f".{made.name}.part"
    try:
        out.mkdir(parents=True, exist_ok=True)
        if made.is_dir():
            return Path(shutil.copytree(made, out / made.name, symlinks=True))
        shutil.copyfile(made, part)
        part.chmod(0o644 if made.suffix in (".sha256", ".json", ".txt") else 0o755)
        return part.replace(out / made.name)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InstallerError(f"the plug-in cannot be written to {out}: {error.strerror}") from None
