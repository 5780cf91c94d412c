"""What the installer refuses, told to the person at the command line."""

from agent.protocol.errors import HandrailError


class InstallerError(HandrailError):
    """A build cannot be made here, or what came out must not be handed out; the text says what to do."""
