"""The two clocks: monotonic seconds for every rule, the wall for what people and the journal read."""

import time
from datetime import UTC, datetime, timedelta


def now() -> float:
    """Return monotonic seconds; what every rule counts by."""
    return time.monotonic()


def utc_now() -> datetime:
    """Return the wall clock, with its zone (UTC)."""
    return datetime.now(UTC)


def utc_text(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_of_day(at: float) -> str:
    """Turn monotonic seconds of this run into the customer's local time of day ("14:03")."""
    moment = datetime.now().astimezone() - timedelta(seconds=now() - at)
    return moment.strftime("%H:%M")
