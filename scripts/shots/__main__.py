"""`python -m scripts.shots [SUBJECT...]`: take the pictures of some subjects, or of all."""

import argparse
import sys

from agent.ui.words import Lang
from scripts.shots import FOLDER, Subject, console, console_tools, customer

SUBJECTS: dict[str, Subject] = {**customer.SUBJECTS, **console.SUBJECTS, **console_tools.SUBJECTS}
LANGS: tuple[Lang, ...] = ("fr", "en")


def main() -> int:
    """Take the pictures; return 0."""
    parser = argparse.ArgumentParser(prog="screenshots.py", description="Take the pictures in docs/screenshots/.")
    parser.add_argument("subject", nargs="*", help=f"some of: {', '.join(SUBJECTS)}")
    chosen = parser.parse_args().subject or list(SUBJECTS)
    if unknown := set(chosen) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        for lang in LANGS:
            SUBJECTS[name](FOLDER, lang)
        print(f"{name}: {len(list(FOLDER.glob(f'{name}-*.png')))} pictures", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
