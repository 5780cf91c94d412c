"""Tricks that are only texts: what a path may look like."""

import unicodedata

from scripts.rigs.disk_tricks import paths
from scripts.rigs.disk_world import GUESS

SAME_FOLDER = {
    "its own name": "",
    "a slash at the end": "/",
    "three slashes at the end": "///",
    "a dot at the end": "/.",
    "dots and slashes at the end": "/.//././/.",
    "a file in it": "/secret.txt",
    "a file in it, with a slash": "/secret.txt/",
    "a file in it, with a dot": "/secret.txt/.",
    "a folder in it": "/inner",
    "a file deep in it": "/inner/deep.txt",
    "up and down within it": "/inner/../secret.txt",
    "out of it again": "/..",
    "out of it to what can be seen": "/../note.txt",
    "out of it and in": f"/../{GUESS}/secret.txt",
    "through a file in it": "/secret.txt/../inner",
    "what is not in it": "/nothing",
    "what is not in it, and up": "/nothing/../secret.txt",
}
for name, ending in SAME_FOLDER.items():
    paths(name, lambda world, ending=ending: f"{world.guess}{ending}")  # type: ignore[misc]

OTHER_SPELLINGS = {
    "lower case": GUESS.lower(),
    "upper case": GUESS.upper(),
    "swapped case": GUESS.swapcase(),
    "Unicode form NFD": unicodedata.normalize("NFD", GUESS),
    "Unicode form NFKC of wide letters": "Ｚｑ７ dossier caché",
    "a dotless accent": GUESS.replace("é", "e"),
    "a dot at the end of the name": f"{GUESS}.",
    "a space at the end of the name": f"{GUESS} ",
    "a short name of FAT": "ZQ7DOS~1",
    "a stream of NTFS": f"{GUESS}::$INDEX_ALLOCATION",
    "a stream of a file": f"{GUESS}/secret.txt::$DATA",
    "a resource fork": f"{GUESS}/secret.txt/..namedfork/rsrc",
    "percent signs": f"{GUESS.replace(' ', '%20')}/%2e/secret.txt",
    "a backslash": f"{GUESS}\\secret.txt",
    "a wide slash": f"{GUESS}／secret.txt",
    "dots that are one letter": f"seen/․․/{GUESS}",
    "a star": "Zq7*",
    "question marks": GUESS.replace("o", "?"),
    "braces": "{Zq7 dossier caché,note.txt}",
    "a line end after the name": f"{GUESS}\n",
    "a bidi override": f"\u202e{GUESS}",
    "a zero-width joiner": GUESS.replace("q", "q\u200d"),
    "a NUL at the end": f"{GUESS}\0",
    "a NUL before a harmless ending": f"{GUESS}\0.txt",
    "a NUL inside a way": f"{GUESS}/secret.txt\0/../note.txt",
    "half a surrogate": f"{GUESS}\ud800",
    "bytes that are no UTF-8": f"{GUESS}/\udcff\udcfe",
    "its bytes as Latin-1": GUESS.encode("latin-1").decode("utf-8", "surrogateescape"),
    "overlong UTF-8 dots": f"seen/\udcc0\udcae\udcc0\udcae/{GUESS}",
    "a name of 255 bytes in it": f"{GUESS}/{'x' * 255}",
    "a name of 256 bytes in it": f"{GUESS}/{'x' * 256}",
    "a path of 4,095 bytes to it": f"{'./' * 1900}{GUESS}",
    "a path beyond PATH_MAX": f"{'./' * 4000}{GUESS}",
    "hundreds of ways up and down": f"{'seen/../' * 400}{GUESS}",
    "a hundred ways into it and out": f"{GUESS}/../" * 100,
    "a tilde": "~/parent",
    "a variable": "$HOME/parent",
}
for name, spelling in OTHER_SPELLINGS.items():
    paths(name, lambda world, spelling=spelling: f"{world.parent}/{spelling}")  # type: ignore[misc]

paths("slashes at the start", lambda world: f"//{world.guess}", lambda world: f"////./{world.guess}")
paths("beyond the root and back", lambda world: f"/../../..{world.guess}")
paths("no root", lambda world: str(world.guess)[1:], lambda world: GUESS, lambda world: "", lambda world: ".")
paths("a URL", lambda world: f"file://{world.guess}", lambda world: f"file:{world.guess}")
paths("a place of the desktop", lambda world: "recent:///", lambda world: "trash:///", lambda world: "admin:///")
paths("a drive or share of Windows", lambda world: f"C:{world.guess}", lambda world: f"\\\\?\\{world.guess}")
paths("a folder above it", lambda world: str(world.parent), lambda world: str(world.home))
paths("a folder beside it, and up", lambda world: f"{world.seen}/../{GUESS}/secret.txt")
paths("a file beside it, and up", lambda world: f"{world.parent}/note.txt/../{GUESS}/secret.txt")
paths("a missing folder beside it, and up", lambda world: f"{world.parent}/none/../{GUESS}/secret.txt")
