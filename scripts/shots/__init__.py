"""Pictures of everything people see, French and English, for docs/screenshots/: one function a subject.

A subject is `(folder, lang) -> None` and writes `<subject>-<what>-<lang>.png` files; `SUBJECTS` names them.
"""

from collections.abc import Callable
from pathlib import Path

from agent.ui.words import Lang

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
Subject = Callable[[Path, Lang], None]
