"""Serves the built console, and tells the hashes of its files so that anyone can check what they were served."""

import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from rendezvous.errors import UsageError

NOT_BUILT = (
    "The technician's console is not built.\n"
    "On the server: cd rendezvous/console && npm ci && npm run build, then reload this page.\n"
)
_FOR_EVER = "public, max-age=31536000, immutable"


class ConsoleFiles(StaticFiles):
    """The files under /console/. Vite's assets carry their hash in the name and may be kept; the page may not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._index = folder / "index.html"

    async def check_config(self) -> None:
        """Say nothing of a missing directory: get_response says it to whoever asks."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, the page for a view's address, or a sentence when nothing was built."""
        if not self._index.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        try:
            answer = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or Path(path).suffix:
                raise
            answer = await super().get_response("index.html", scope)
        answer.headers["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
        return answer


def hashes(folder: Path) -> list[str]:
    """Return `sha256  path` of every file by path, and last a total over those lines. Raise UsageError if none."""
    files = sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.relative_to(folder).as_posix()
    )
    if not files:
        raise UsageError(f"There is no built console in {folder}; run npm ci and npm run build in rendezvous/console.")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files
    ]
    total = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    return [*lines, f"{total}  total"]
