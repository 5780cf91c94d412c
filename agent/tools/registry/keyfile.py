"""Settings as the text that `dconf load /` reads: what somebody set, by place; what has its default is not in it."""

from agent.tools.registry.source import Key, Value


class Keyfile:
    """The form (dconf(1), a GKeyFile of groups that are paths)."""

    def head(self) -> str:
        """Begin with nothing."""
        return ""

    def key(self, key: Key, place: tuple[str, ...]) -> str | None:
        """Return the group's line."""
        return f"\n[{'/'.join(place)}]\n"

    def value(self, value: Value) -> str | None:
        """Return the key's line; nothing of one that has its default."""
        if not value.stored:
            return ""
        return f"{value.name}={value.data.decode()}\n" if value.whole else None

    def tail(self) -> str:
        """End with nothing."""
        return ""
