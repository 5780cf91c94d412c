"""Phrases and figures of the report in the customer's language."""

from dataclasses import dataclass

from agent.tools.report.texts import PHRASES, Lang


@dataclass(frozen=True)
class Words:
    """How values are said in `lang`."""

    lang: Lang

    def say(self, phrase: str, **values: object) -> str:
        """Return a phrase of texts.PHRASES with its values filled in."""
        return self.phrase(phrase).format(**values)

    def phrase(self, name: str) -> str:
        """Return a phrase with its places still open."""
        return PHRASES[self.lang][name]

    def size(self, count: float) -> str:
        """Return `count` bytes in the largest unit that leaves one or more, by powers of 1024 ("7,8 Go")."""
        units = self.phrase("units").split()
        while count >= 1024 and len(units) > 1:
            count, units = count / 1024, units[1:]
        return f"{self.decimal(count)} {units[0]}" if count < 10 else f"{count:.0f} {units[0]}"

    def decimal(self, value: float) -> str:
        """Return `value` with one decimal."""
        return f"{value:.1f}".replace(".", self.phrase("decimal"))
