"""What can stop the rendezvous from starting, each with its exit code and a sentence for the person at the terminal."""

from agent.protocol.errors import HandrailError


class RendezvousError(HandrailError):
    """Something the person at the terminal must put right; `exit_code` is what the command ends with."""

    exit_code = 1


class UsageError(RendezvousError):
    """Bad arguments or bad configuration."""

    exit_code = 2


class BindError(RendezvousError):
    """The address cannot be listened on, or TLS cannot be set up on it."""

    exit_code = 3


class StorageError(RendezvousError):
    """The data directory or the database cannot be used."""

    exit_code = 4
