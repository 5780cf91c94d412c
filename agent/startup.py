"""Says in the customer's words, where no window of ours can, why the plug-in cannot run on this computer."""

import sys
from typing import Final, Literal

from agent.protocol.errors import HandrailError
from agent.settings import Settings
from agent.ui.words import Words, plain

OLDEST: Final = (10, 0)
"""Windows 10. Older ones lack what the masks and the customer's hand are built on, and are not tried."""


class CannotRunError(HandrailError):
    """This computer cannot run the plug-in, or does not let it; the text is for the customer."""


def too_old() -> str | None:
    """Return this Windows' version when it is older than the plug-in needs."""
    if sys.platform != "win32":
        return None
    from agent.desktop.windows.win32_version import windows_version

    major, minor, build = windows_version()
    return f"{major}.{minor}.{build}" if (major, minor) < OLDEST else None


def told(settings: Settings, why: Literal["too_old", "held"], detail: str) -> CannotRunError:
    """Return what the customer is told; `detail` is for whoever helps them."""
    words, brand = Words(settings.lang), settings.brand
    lines = [words.text(f"startup/{why}", brand=plain(brand.name))]
    if brand.phone:
        lines.append(words.text("start/phone", phone=plain(brand.phone)))
    lines.append(words.text("problem_frame/detail", detail=plain(detail, len(detail))))
    return CannotRunError("\n\n".join(lines))
