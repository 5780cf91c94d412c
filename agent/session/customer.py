"""What the customer does: answers, takes back, pauses, stops, hides, moves the mouse. It is done as it is said."""

from typing import assert_never

from agent.protocol import messages as wire
from agent.protocol.messages import EndReason, Party
from agent.protocol.permissions import Permission
from agent.session import effects as do
from agent.session import events as on
from agent.session.consent import Consent
from agent.session.effects import Effect
from agent.session.standing import ChatLine, Standing


class CustomerSide:
    """The customer, as far as the rules go."""

    def __init__(self, at: Standing, consent: Consent) -> None:
        self._at, self._consent = at, consent
        self._typing_told = -wire.TYPING_BEAT_SECONDS

    def did(self, event: on.CustomerEvent, now: float) -> list[Effect]:
        """Do what the customer wants."""
        match event:
            case on.CustomerAnswered():
                return self._consent.answer(event.number, event.yes, now, event.minutes)
            case on.CustomerWithdrew():
                return self._consent.withdraw(event.permission, now)
            case on.CustomerPaused():
                return self._at.pause(Party.CUSTOMER)
            case on.CustomerResumed():
                return self._at.resume(Party.CUSTOMER)
            case on.CustomerStopped():
                return self._at.end(EndReason.CUSTOMER, now)
            case on.CustomerSaid():
                return self._said(event.text, now)
            case on.CustomerTyped():
                return self._typed(now)
            case on.CustomerWiped():
                return self._wiped()
            case on.HandSeen():
                return self._hand_seen(now)
            case on.LineStruck():
                self._at.report.strike(event.key, event.struck)
                return []
            case on.ReportDecided():
                return self._at.report.decide(event.send, Permission.SYSTEM in self._at.grants.granted)
            case _:
                assert_never(event)

    def _said(self, text: str, now: float) -> list[Effect]:
        self._at.keep_chat(ChatLine(mine=True, text=text, at=now))
        return [do.Record("chat.sent", {"text": text}), do.Tell(wire.SayFromAgent(text=text))]

    def _typed(self, now: float) -> list[Effect]:
        """Let the technician know; not more often than the wire has it, whatever the window says."""
        if now - self._typing_told < wire.TYPING_BEAT_SECONDS:
            return []
        self._typing_told = now
        return [do.Tell(wire.TypingFromAgent())]

    def _wiped(self) -> list[Effect]:
        if Permission.ANNOTATE not in self._at.grants.granted:
            return []
        return [do.ClearMarks(), do.Record("annotation.cleared"), do.Tell(wire.MarksCleared())]

    def _hand_seen(self, now: float) -> list[Effect]:
        if Permission.CONTROL not in self._at.grants.granted:
            return []
        contested = self._at.input_open
        self._at.priority.seen(now)
        return [do.Record("hand.taken")] if contested else []
