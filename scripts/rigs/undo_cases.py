"""Every kind of change that can be undone, alone and upon one another: what the technician does, by name."""

import random
from collections.abc import Awaitable, Callable

from agent.protocol.service_messages import Verb
from scripts.rigs.undo_world import ODD, World

Act = Callable[[World], Awaitable[None]]

LETTER, PHOTOS = "Documents/lettre.txt", "Documents/Photos"


async def _saved_twice_and_moved(world: World) -> None:
    await world.save(LETTER, "un\n")
    await world.save(LETTER, "deux\n")
    await world.rename(LETTER, "autre.txt")
    await world.move("Documents/autre.txt", "Desktop")


async def _in_a_folder_that_moves(world: World) -> None:
    await world.save(f"{PHOTOS}/liste.txt", "trois\n")
    await world.rename(f"{PHOTOS}/2026/mer.txt", "plage.txt")
    await world.rename(PHOTOS, "Images")
    await world.move("Documents/Images", "Desktop")
    await world.trash("Desktop/Images/2026/plage.txt")
    await world.make("Desktop/Images", "Neuf")


async def _upon_one_another(world: World) -> None:
    await world.save(f"{PHOTOS}/liste.txt", "trois\n")
    await world.rename(PHOTOS, "Images")
    await world.move("Documents/Images", "Desktop")


async def _off_and_on(world: World) -> None:
    await world.switch("chat.desktop", False)
    await world.switch("chat.desktop", True)


async def _all_at_once(world: World) -> None:
    for act in (
        *(CASES[name] for name in ("a folder made", "a text saved", "a service stopped", "an entry switched off")),
        *(CASES[name] for name in ("a folder moved", "a file into the bin")),
    ):
        await act(world)


CASES: dict[str, Act] = {
    "a folder made": lambda world: world.make("Documents", "Neuf"),
    "a file renamed": lambda world: world.rename(LETTER, "autre.txt"),
    "a folder renamed": lambda world: world.rename(PHOTOS, "Images"),
    "a name that is no text renamed": lambda world: world.rename(f"Documents/{ODD}", "cafe.txt"),
    "a link renamed": lambda world: world.rename(f"{PHOTOS}/lien", "raccourci"),
    "a file moved": lambda world: world.move(LETTER, "Desktop"),
    "a folder moved": lambda world: world.move(PHOTOS, "Desktop"),
    "a file moved to another disk": lambda world: world.move(LETTER, "stick"),
    "a folder moved to another disk": lambda world: world.move(PHOTOS, "stick"),
    "a file copied": lambda world: world.copy(LETTER, "Desktop"),
    "a folder copied": lambda world: world.copy(PHOTOS, "Desktop"),
    "a file into the bin": lambda world: world.trash(LETTER),
    "a folder into the bin": lambda world: world.trash(PHOTOS),
    "a link into the bin": lambda world: world.trash(f"{PHOTOS}/lien"),
    "a name that is no text into the bin": lambda world: world.trash(f"Documents/{ODD}"),
    "a text saved": lambda world: world.save(f"{PHOTOS}/liste.txt", "un\ntrois\n"),
    "a text emptied": lambda world: world.save(LETTER, ""),
    "saved twice, renamed, moved": _saved_twice_and_moved,
    "changes in a folder that is moved": _in_a_folder_that_moves,
    "a folder saved in, renamed and moved": _upon_one_another,
    "a service stopped": lambda world: world.service("cups.service", Verb.STOP),
    "a service started": lambda world: world.service("ssh.service", Verb.START),
    "an entry switched off": lambda world: world.switch("chat.desktop", False),
    "an entry of the system's switched off": lambda world: world.switch("mail.desktop", False),
    "an entry that is a link switched off": lambda world: world.switch("player.desktop", False),
    "an entry switched off and on": _off_and_on,
    "one of each at once": _all_at_once,
}
"""Every case by what is done."""

KINDS = frozenset(
    {"files.made", "files.renamed", "files.moved", "files.copied", "files.trashed", "files.saved"}
    | {"services.started", "services.stopped", "startup.off", "startup.on"}
)
"""The kinds of change that the cases must have gone through."""


async def at_random(world: World, seed: int, steps: int) -> None:
    """Make so many changes, each of what is there by then."""
    dice = random.Random(seed)  # noqa: S311 - choices, not secrets
    for number in range(steps):
        await _one_at_random(world, dice, f"n{number}")


async def _one_at_random(world: World, dice: random.Random, name: str) -> None:
    home = world.home
    tops = [home / "Documents", home / "Desktop"]
    things = sorted(path for top in tops for path in top.rglob("*") if "backup" not in path.name)
    folders = sorted({*tops, *(path for path in things if path.is_dir() and not path.is_symlink())})
    texts = [path for path in things if path.is_file() and not path.is_symlink()]
    path = str(dice.choice(things).relative_to(home))
    others = [one for one in folders if not str(one).startswith(str(home / path)) and one != (home / path).parent]
    folder = str(dice.choice(others).relative_to(home))
    match dice.randrange(6):
        case 0:
            await world.make(folder, name)
        case 1:
            await world.rename(path, name)
        case 2:
            await world.rename(path, name)
            await world.move(f"{path.rpartition('/')[0]}/{name}", folder)
        case 3:
            await world.rename(path, name)
            await world.copy(f"{path.rpartition('/')[0]}/{name}", folder)
        case 4 if len(things) > 4:
            await world.trash(path)
        case _:
            if texts:
                await world.save(str(dice.choice(texts).relative_to(home)), f"{name}\n")
