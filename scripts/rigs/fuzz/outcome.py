"""What fuzzing one parser came to. The console's fuzzer writes the same (rendezvous/console/tests/fuzz/main.ts)."""

from pydantic import BaseModel, ConfigDict


class Outcome(BaseModel):
    """One parser's line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    inputs: int
    accepted: int
    """Of them; none at all would mean that nothing but the outermost check was met."""
    seconds: float
    slowest: float
    """Milliseconds of processor time that one input took."""
    grown: float
    """MiB that the process grew at its peak, above what it held before the first input."""
    crashes: int
    first_crash: str = ""
    """What was raised, and on which input (its end left out)."""
