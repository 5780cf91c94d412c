"""The system report between collection and the customer's decision: nothing of it leaves before (R-072)."""

from collections.abc import Sequence

from agent.protocol import messages as wire
from agent.protocol.messages import ReportLine
from agent.protocol.report_keys import ReportKey
from agent.session import effects as do
from agent.session.effects import Effect
from agent.session.questions import REFUSALS_THAT_SILENCE


class ReportPreview:
    """The lines under the customer's eyes, and those struck out."""

    def __init__(self) -> None:
        self.collecting = False
        self.lines: tuple[ReportLine, ...] = ()
        self.struck: frozenset[str] = frozenset()
        self._withheld = 0

    @property
    def open(self) -> bool:
        """Say whether a report is being collected or previewed."""
        return self.collecting or bool(self.lines)

    @property
    def silenced(self) -> bool:
        """Say whether the customer kept the report so often that it is not asked for again."""
        return self._withheld >= REFUSALS_THAT_SILENCE

    def show(self, lines: Sequence[ReportLine], serial: bool) -> None:
        """Put the collected lines before the customer, unless the request was withdrawn meanwhile.

        Without `serial` there is no serial number in it, whoever collected it when.
        """
        if self.collecting:
            self.collecting = False
            self.lines = tuple(line for line in lines if serial or line.key is not ReportKey.SERIAL)

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
            self._withheld += 1
            return [do.Record("system.withheld"), do.Tell(wire.ReportWithheld())]
        return [
            do.Record("system.reported", {"lines": ", ".join(line.key for line in lines)}),
            do.Tell(wire.Report(lines=lines)),
        ]

    def clear(self) -> None:
        """Forget everything."""
        self.collecting, self.lines, self.struck = False, (), frozenset()
