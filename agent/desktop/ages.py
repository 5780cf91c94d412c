"""Since when each listed window has been there, and has been as it is: what a system that only lists does not say."""

from collections.abc import Collection


class Ages:
    """Remembers from one list to the next. One thread at a time."""

    def __init__(self) -> None:
        self._since: dict[int, tuple[float, float, object]] = {}
        self._begun = False

    def of(self, window: int, told: object, now: float) -> tuple[float, float]:
        """Return for how many seconds it has been there, and has told the same of itself.

        What was there at the first list is old.
        """
        known = self._since.get(window)
        if known is None:
            at = now if self._begun else 0.0
            known = at, at, told
        elif known[2] != told:
            known = known[0], now, told
        self._since[window] = known
        return now - known[0], now - known[1]

    def keep(self, windows: Collection[int]) -> None:
        """Forget all others: a list is complete."""
        self._since = {window: since for window, since in self._since.items() if window in windows}
        self._begun = True
