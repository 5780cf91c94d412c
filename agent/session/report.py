"""The system report between collection and the customer's decision: nothing of it leaves before (R-072)."""

from collections.abc import Sequence

from agent.protocol import messages as wire
from agent.protocol.messages import ReportLine
from agent.session import effects as do
from agent.session.effects import Effect


class ReportPreview:
    """The lines under the customer's eyes, and those struck out."""

    def __init__(self) -> None:
        self.collecting = False
        self.lines: tuple[ReportLine, ...] = ()
        self.struck: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Say whether a report is being collected or previewed."""
        return self.collecting or bool(self.lines)

    def show(self, lines: Sequence[ReportLine]) -> None:
        """Put the collected lines before the customer, unless the request was withdrawn meanwhile."""
        if self.collecting:
            self.collecting, self.lines = False, tuple(lines)

    def strike(self, key: str, struck: bool) -> None:
        """Strike a line out, or put it back."""
        if any(line.key == key for line in self.lines):
            self.struck = self.struck | {key} if struck else self.struck - {key}

    def decide(self, send: bool, allowed: bool) -> list[Effect]:
        """Let what was not struck go, if the customer says so and it is still `allowed`; forget the preview."""
        if not self.lines:
            return []
        lines = [line for line in self.lines if line.key not in self.struck]
        self.clear()
        if not send or not allowed:
            return [do.Record("system.withheld"), do.Tell(wire.ReportWithheld())]
        return [
            do.Record("system.reported", {"lines": ", ".join(line.key for line in lines)}),
            do.Tell(wire.Report(lines=lines)),
        ]

    def clear(self) -> None:
        """Forget everything."""
        self.collecting, self.lines, self.struck = False, (), frozenset()
