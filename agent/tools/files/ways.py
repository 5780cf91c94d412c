"""The ways back of the file verbs, as data. A path among them follows what later changes move; names are the wire's."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, PlainSerializer, PlainValidator, TypeAdapter, ValidationInfo

from agent.tools.files.names import decoded, encoded
from agent.tools.files.trails import Trail, Trails
from agent.undo.base import WayBack


def _followed(value: object, info: ValidationInfo) -> Trail:
    """Follow a path that another run wrote; this run's own are followed already."""
    if isinstance(value, Trail):
        return value
    match value:
        case [str(path), int() | None as thing] if isinstance(info.context, Trails):
            return info.context.follow(decoded(path), thing)
    raise ValueError("no path")


Place = Annotated[Trail, PlainValidator(_followed), PlainSerializer(lambda trail: [encoded(trail.path), trail.thing])]
"""A path and which thing is there; read with the run's `Trails` as the context."""

Name = Annotated[str, Field(min_length=1, max_length=1024)]
"""A name as the wire writes it."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256."""


class MadeFolder(WayBack):
    """The folder goes, while it is empty."""

    what: Literal["made"] = "made"
    path: Place


class Renamed(WayBack):
    """It has its old name again."""

    what: Literal["renamed"] = "renamed"
    path: Place
    name: Name


class Moved(WayBack):
    """It is in its old folder again, under its old name where the move gave it another."""

    what: Literal["moved"] = "moved"
    path: Place
    folder: Place
    name: Name | None


class Copied(WayBack):
    """What came goes into the recycle bin."""

    what: Literal["copied"] = "copied"
    path: Place
    written: tuple[int, int] | None
    """A file's size, and when it was last written (ns); a folder tells neither of what lies deep in it."""


class InBin(WayBack):
    """It comes out of the recycle bin."""

    what: Literal["in_bin"] = "in_bin"
    folder: Place
    name: Name
    files: str
    """The recycle bin's folder of files, as the wire writes paths."""
    kept_as: Name
    thing: int
    """Its inode."""
    number: int = Field(default=0, exclude=True)
    """What the disk of this run knows it by; 0 in any other."""


class Saved(WayBack):
    """The old file has its name again; what was written is gone."""

    what: Literal["saved"] = "saved"
    path: Place
    backup: Place
    old: Digest
    new: Digest


FileWay = MadeFolder | Renamed | Moved | Copied | InBin | Saved

_WAY: TypeAdapter[FileWay] = TypeAdapter(Annotated[FileWay, Discriminator("what")])


def read_way(text: str, trails: Trails) -> FileWay:
    """Read a way back that another run wrote, its paths followed in `trails`. Raise ValueError when it is none."""
    return _WAY.validate_json(text, context=trails)
