"""Every kind of journal entry: what it means, what it may hold, and whether that is personal content.

Closed on purpose: a secret, a keystroke, the content of a file or the name of something hidden cannot be recorded,
because no entry has a key for it (P9). The sentences are the window's texts, `activity."<name>"`, in each language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agent.protocol.errors import HandrailError


class EntryError(HandrailError):
    """Something was to be recorded that the journal has no place for."""


class Content(StrEnum):
    """Whose matter an entry's payload is; each kind can be erased by itself while the chain still proves."""

    FACT = "fact"
    """Nobody's: what was asked, allowed and done. Kept as long as the journal."""
    PERSON = "person"
    """Who the technician is."""
    CONVERSATION = "conversation"
    """What the two wrote to each other."""
    FILES = "files"
    """What the customer's files and folders are called."""
    THING = "thing"
    """What on the computer was touched, by name: a program, a service."""


WORD = re.compile(r"[a-z0-9_./ -]{1,80}")
"""One of the words the agent itself knows: a permission, a party, a reason, a message type."""
WORDS = re.compile(r"[a-z0-9_, ]{0,1000}")
NUMBER = re.compile(r"-?[0-9]{1,12}")
COUNT = re.compile(r"[0-9]{1,15}")
HEX = re.compile(r"[0-9a-f]{32,128}")
KIND = re.compile(r"[A-Za-z]{1,80}")
"""What kind of thing went wrong: an exception's class; its text may hold a path."""
NAME = re.compile(r".{1,200}", re.DOTALL)
TEXT = re.compile(r".{1,2000}", re.DOTALL)

Shape = re.Pattern[str]


@dataclass(frozen=True)
class EntryType:
    """One kind of entry. `keys` is all that its payload may hold, each in its shape; none has to be there.

    `detail` is the key that the customer's live list shows in the sentence, if any.
    """

    meaning: str
    keys: Mapping[str, Shape]
    content: Content = Content.FACT
    detail: str | None = None


def _fact(meaning: str, detail: str | None = None, **keys: Shape) -> EntryType:
    return EntryType(meaning, keys, detail=detail)


def _thing(meaning: str, **keys: Shape) -> EntryType:
    return EntryType(meaning, keys, Content.THING, "name")


def _setting(meaning: str) -> EntryType:
    return EntryType(meaning, {"name": TEXT}, Content.THING, "name")


def _file(meaning: str) -> EntryType:
    return EntryType(meaning, {"name": TEXT}, Content.FILES, detail="name")


def _moved(meaning: str) -> EntryType:
    keys = {"name": TEXT, "size": COUNT, "count": COUNT, "sha256": HEX}
    return EntryType(meaning, keys, Content.FILES, detail="name")


def _consent(meaning: str) -> EntryType:
    return _fact(meaning, "permission", permission=WORD, minutes=NUMBER)


_CONSENT_RECORD: dict[str, Shape] = {
    **dict.fromkeys(("schema_version", "terms", "privacy", "purposes", "pii_controller"), NAME),
    **dict.fromkeys(("controller_phone", "withdrawal_method", "privacy_rights", "collection_method"), NAME),
    **dict.fromkeys(("lawful_basis", "event_type", "event_state", "language"), WORD),
    "record_id": HEX,
    "event_time": NAME,
}
"""ISO/IEC TS 27560:2023, 6.3: docs/decisions/consent-record.md says which fields these are and which are left out."""

ENTRIES: dict[str, EntryType] = {
    # --- around the session
    "agent.started": _fact("The plug-in was opened; `key` signs this journal's receipts.", format=WORD, key=HEX),
    "terms.accepted": EntryType("The customer accepted the texts in force: a consent record.", _CONSENT_RECORD),
    "technician.identified": EntryType(
        "The other side proved who it is.", {"id": NAME, "name": NAME, "organisation": NAME}, Content.PERSON
    ),
    "session.started": _fact("Both ends are connected; nothing is granted.", session=HEX),
    "receipt.agreed": _fact("The technician's program will countersign with `key`.", key=HEX),
    "session.paused": _fact("No picture, no input, until resumed.", "by", by=WORD),
    "session.resumed": _fact("The pause is over.", "by", by=WORD),
    "session.ended": _fact(
        "Every permission is gone; `sent`: bytes that went to the technician.", reason=WORD, what=KIND, sent=COUNT
    ),
    # --- consent
    "permission.requested": _consent("The technician asked."),
    "permission.granted": _consent("The customer said yes, for the session or for `minutes`."),
    "permission.refused": _consent("The customer said no, or nothing."),
    "permission.withdrawn": _consent("The customer took it back."),
    "permission.renewing": _consent("Its hour is nearly over: the agent itself asked whether it goes on."),
    "permission.expired": _consent("Its time ran out."),
    "gate.refused": _fact("A message asked for what was not granted.", message=WORD, reason=WORD),
    # --- what is done
    "input.used": _fact("The technician's mouse or keyboard acted; once in a while, never what was typed."),
    "hand.taken": _fact("The customer's own hand closed the technician's."),
    "hand.released": _fact("The technician's hand may act again."),
    "picture.monitor": _fact("The technician chose to see one of several monitors.", "monitor", monitor=NUMBER),
    "picture.all_monitors": _fact("The technician chose to see all monitors again."),
    "annotation.used": _fact("The technician pointed at something on the screen."),
    "annotation.drawn": _fact("The technician drew on the screen; once in a while, never what."),
    "annotation.written": EntryType("The technician wrote on the screen.", {"text": TEXT}, Content.CONVERSATION),
    "annotation.cleared": _fact("The customer took the technician's drawings off the screen."),
    "chat.received": EntryType("The technician wrote.", {"text": TEXT}, Content.CONVERSATION),
    "chat.sent": EntryType("The customer wrote.", {"text": TEXT}, Content.CONVERSATION),
    "system.reported": _fact("The system report went, with these lines of the closed list.", lines=WORDS),
    "system.withheld": _fact("The customer kept the system report."),
    "clipboard.asked": _fact("The technician asked to read what the customer copied, once."),
    "clipboard.text_read": _fact("What the customer copied went: a text of so many characters.", "size", size=NUMBER),
    "clipboard.image_read": _fact("What the customer copied went: an image, width x height.", "size", size=WORD),
    "clipboard.text_put": _fact("The technician put a text to paste, of so many characters.", "size", size=NUMBER),
    "clipboard.image_put": _fact("The technician put an image to paste, width x height.", "size", size=WORD),
    "processes.listed": _fact("The technician looks at the list of running programs."),
    "processes.ended": _thing("The technician asked a program to end.", name=NAME),
    "processes.forced": _thing("The technician ended by force a program that was asked to before.", name=NAME),
    "services.listed": _fact("The technician looks at the list of services."),
    "services.started": _thing("A service was to be started; `before`: its state.", name=NAME, scope=WORD, before=WORD),
    "services.stopped": _thing("A service was to be stopped; `before`: its state.", name=NAME, scope=WORD, before=WORD),
    "services.restarted": _thing("A service was to begin anew; `before`: so.", name=NAME, scope=WORD, before=WORD),
    "startup.listed": _fact("The technician looks at what starts by itself."),
    "services.undone": _thing("The customer had a service put back as it was.", name=NAME, scope=WORD),
    "startup.off": _thing("It was to start by itself no more.", name=NAME, file=NAME),
    "startup.on": _thing("It was to start by itself again.", name=NAME, file=NAME),
    "startup.undone": _thing("The customer had that put back as it was.", name=NAME, file=NAME),
    "registry.roots": _fact("The technician looked where the system's settings begin."),
    "registry.opened": _setting("The technician looked into a key of the system's settings."),
    "registry.read": _setting("The technician read one setting as a whole."),
    "registry.searched": _setting("The technician looked for something below a key; not for what."),
    "registry.exported": _setting("The technician took a key, with all below it, as a file."),
    "registry.set": _setting("A setting was to be made or changed: its path, old, arrow, new, cut short."),
    "registry.deleted": _setting("A setting was to be deleted: its path and what it was, cut short."),
    "registry.made": _setting("A key was to be made."),
    "registry.undone": _setting("The customer had a setting put back as it was."),
    "registry.failed": _fact("What was begun with a setting was not done, and it is as it was.", "fault", fault=WORD),
    "files.places": _fact("The technician looked where folders begin: home, desktop, disks."),
    "files.listed": _file("The technician looked into a folder."),
    "files.viewed": _file("The technician read a text file."),
    "files.made": _file("The technician made a folder."),
    "files.renamed": _file("The technician gave something another name: old, arrow, new."),
    "files.moved": _file("The technician moved something: old place, arrow, new folder."),
    "files.copied": _file("The technician copied something: old place, arrow, new folder."),
    "files.trashed": _file("The technician put something into the recycle bin."),
    "files.asked": _file("The customer was shown what would change in a file of the system's."),
    "files.refused": _fact("The customer said no to that, or nothing."),
    "files.saved": _file("The technician saved a text file; the old one is kept beside it."),
    "files.undone": _file("The customer undid a change."),
    "files.bringing": _moved("Something is brought here: so many bytes, `count` files and folders."),
    "files.brought": _moved("A file came whole, and gets its name; its size and SHA-256."),
    "files.taking": _moved("A file or folder is taken to the technician: so many bytes, `count` files and folders."),
    "files.taken": _moved("A file went, all of it; its size and SHA-256."),
    "files.stopped": _file("The customer stopped something on its way; nothing is left of what was not whole."),
    "files.failed": _fact("What was begun with a file was not done, and nothing is left of it.", "fault", fault=WORD),
    "terminal.opened": _fact("A shell was opened, with its window on the customer's screen."),
    "terminal.closed": _fact(
        "It is gone, with all it started; `seconds` it was open, `bytes` the shell said.",
        "by",
        by=WORD,
        seconds=COUNT,
        bytes=COUNT,
    ),
    "restart.begun": _fact("The computer was to be restarted, as the customer had allowed."),
    "restart.refused": _fact("It was not: the system said no, or a program holds it up.", "fault", fault=WORD),
    "restart.returned": _fact("After the restart the customer let the same technician go on."),
    "voice.begun": _fact("A connection for voice was asked for; the microphone opens once it stands."),
    "voice.muted": _fact("The customer closed the microphone."),
    "voice.unmuted": _fact("The customer opened it again."),
    "voice.ended": _fact("It is closed, and the microphone too, after `seconds`.", "by", by=WORD, seconds=COUNT),
    "bulk.opened": _fact("A way for the bytes of files was asked for and opened, beside the picture."),
    # --- hiding: that something is hidden and what kind of thing, never which
    "hiding.proposed": _fact("The technician proposed to hide something.", "kind", kind=WORD),
    "hiding.added": _fact("Something more is hidden.", "kind", kind=WORD, by=WORD),
    "hiding.removed": _fact("The customer shows something again.", "kind", kind=WORD),
    "hiding.only_one": _fact("The customer shares one window alone."),
    "hiding.all_again": _fact("The customer shares more than one window again."),
    "hiding.guard_on": _fact("The customer switched a guard on.", "guard", guard=WORD),
    "hiding.guard_off": _fact("The customer switched a guard off.", "guard", guard=WORD),
    "hiding.covered": _fact("The customer had shown something by accident: everything is hidden."),
    "hiding.uncovered": _fact("The customer uncovered the screen again."),
    # --- the line
    "link.lost": _fact("Nothing was heard for three seconds."),
    "link.back": _fact("The same other side was heard again."),
}
"""Every kind of entry by its name. What is not here cannot be recorded; a message naming another does not import."""

CHANGING = frozenset(
    {"files.made", "files.renamed", "files.moved", "files.copied", "files.trashed", "files.saved", "files.undone"}
    | {"files.brought"}
    | {"services.started", "services.stopped", "services.restarted", "services.undone"}
    | {"registry.set", "registry.deleted", "registry.made", "registry.undone"}
    | {"startup.off", "startup.on", "startup.undone", "processes.ended", "processes.forced"}
)
"""The entries of what changes something on the computer, one by one."""

UNRECORDED: dict[str, str] = {
    "link/ping": "the heartbeat",
    "chat/typing": "says that a line is being written, and nothing of it",
    "view/shown": "paces the picture that was allowed",
    "view/refresh": "asks anew for the picture that was allowed",
    "view/codecs": "says what the console can decode",
    "view/size": "says how large the console shows the picture that was allowed",
    "view/quality": "says how the picture that was allowed is wanted",
    "input/held": "only keeps what is held from being released",
    "input/release": "lets go of what is held",
    "annotate/away": "takes the pointer off the screen",
    "annotate/clear": "takes the technician's own drawings off the screen",
    "clipboard/part": "belongs to what is put, told before it",
    "clipboard/took": "acknowledges what was allowed to go",
    "clipboard/give_up": "stops what was told before it",
    "terminal/input": "what is typed is recorded nowhere; that there is a terminal is",
    "terminal/resize": "belongs to the terminal that was opened",
    "terminal/shown": "paces what the terminal says",
    "bulk/candidate": "belongs to the offer before it",
    "voice/candidate": "belongs to the offer before it",
    "registry/more": "asks for more rows of a key that is open",
    "registry/next": "asks for the next part of an export",
    "registry/stop": "stops what was begun",
    "files/more": "asks for more rows of a folder that is shown",
    "files/part": "belongs to the text that is being saved",
    "files/stop": "stops what was begun",
    "transfers/go": "goes on with what was announced",
    "transfers/pause": "waits with what was announced",
    "transfers/close": "ends what was announced",
    "journal/signed": "is about the journal; the receipt beside it holds it",
}
"""The console's messages that leave no entry, and why none is owed. No other may do without one."""


def check_payload(kind: str, payload: Mapping[str, str]) -> None:
    """Raise EntryError when the journal has no such entry, or no place in it for a key or value of `payload`."""
    entry = ENTRIES.get(kind)
    if entry is None:
        raise EntryError(f"the journal knows no entry {kind}")
    for key, value in payload.items():
        shape = entry.keys.get(key)
        if shape is None or shape.fullmatch(value) is None:
            raise EntryError(f"the entry {kind} has no place for this {key}")


def detail_of(kind: str, payload: Mapping[str, str]) -> str:
    """Return what the live list shows of a payload in the entry's sentence; empty when it shows nothing of it."""
    entry = ENTRIES.get(kind)
    return payload.get(entry.detail, "") if entry and entry.detail else ""


def declared(message_type: str, entry: str | None) -> bool:
    """Say whether a console message's journal entry is in the table, or it is known to owe none."""
    return message_type in UNRECORDED if entry is None else entry in ENTRIES
