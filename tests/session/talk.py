"""Saying things to a session, and reading what it answers."""

from collections.abc import Iterable

from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.session import Session

MOVE = wire.MovePointer(x=1, y=2)
KEY_DOWN = wire.PressKey(code="KeyA", key="a", down=True)


def said(message: FromConsole) -> on.ConsoleSaid:
    channel = "input" if isinstance(message, wire.INPUT_TYPES) else "control"
    return on.ConsoleSaid(channel, message.model_dump_json())


def session_with(*permissions: Permission) -> Session:
    session = Session("s", list(Permission), hand_seconds=1.5, now=0.0)
    for permission in permissions:
        ask(session, permission)
        answer(session, yes=True)
    return session


def ask(session: Session, permission: Permission, now: float = 0.0) -> list[do.Effect]:
    return session.handle(said(wire.RequestPermission(permission=permission)), now)


def answer(session: Session, yes: bool, now: float = 0.0, minutes: int | None = None) -> list[do.Effect]:
    question = session.grants.question
    assert question is not None
    return session.handle(on.CustomerAnswered(question.number, yes, minutes), now)


def kinds(effects: list[do.Effect]) -> list[type]:
    return [type(effect) for effect in effects]


def told(effects: list[do.Effect]) -> list[wire.FromAgent]:
    return [effect.message for effect in effects if isinstance(effect, do.Tell)]


def recorded(effects: Iterable[do.Effect]) -> list[str]:
    return [effect.type for effect in effects if isinstance(effect, do.Record)]
