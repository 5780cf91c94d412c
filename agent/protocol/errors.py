"""The one tree of exceptions of the wire."""


class HandrailError(Exception):
    """Anything Handrail itself refuses; everything it raises on purpose descends from this."""


class WireError(HandrailError):
    """The other side sent something that the wire does not allow."""
