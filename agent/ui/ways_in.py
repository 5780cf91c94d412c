"""The screens before a session: warning and terms, the two ways in, the code, the wait, and what went wrong."""

from agent.admin import Admin
from agent.protocol.codes import CodeError, CodeFault, parse_code
from agent.protocol.signalling import Technician
from agent.ui.documents import privacy, terms
from agent.ui.model import AcceptTerms, AllowInSystem, EnterCode, Finish, Press, ShowCode
from agent.ui.page import Button, Choices, Digits, Document, Field, Turn
from agent.ui.parts import Draft, time_left
from agent.ui.policy import policy
from agent.ui.words import Lang, Words, plain

WAYS = "ways"
"""What is turned to by who goes on without what the computer itself could allow."""
MAX_WELCOME = 200
"""Characters of the operator's own sentence."""
MAX_DETAIL = 300
"""Characters of an error's detail."""


def start(draft: Draft) -> None:
    """Warn, say who runs the service, offer the terms; once accepted, the two ways in."""
    if draft.view.terms_accepted:
        return _two_ways(draft) if not draft.view.to_allow or draft.local.turned == WAYS else _allow(draft)
    if draft.view.awaited_by:
        return _awaited(draft, draft.view.awaited_by)
    words, view, lang = draft.words, draft.view, draft.view.lang
    draft.say("title", "warning/title")
    draft.say("alarm", "warning/text")
    draft.say("body", "start/service", brand=draft.brand)
    if view.brand.phone:
        draft.say("body", "start/phone", phone=plain(view.brand.phone))
    if view.welcome:
        draft.add("body", plain(view.welcome, MAX_WELCOME))
    draft.say("body", "start/promise")
    draft.blocks.append(Document(label=words.text("start/terms"), text=terms(lang, view.terms).text))
    draft.blocks.append(Document(label=words.text("start/privacy"), text=privacy(lang, view.privacy).text))
    policy(draft)
    if view.admin is Admin.IS:
        draft.say("body", "admin/is")
    draft.say("quiet", "start/accepting")
    accept = Button(label=words.text("start/accept"), action=AcceptTerms(), style="main")
    draft.buttons = [draft.press("frame/quit", "close"), accept]


def _awaited(draft: Draft, technician: Technician) -> None:
    """After a restart, ask whether the same technician may go on; "no" comes first, and nothing is shared yet."""
    words, view = draft.words, draft.view
    draft.name = "awaited"
    who, of = plain(technician.name), words.of(plain(technician.organisation))
    draft.say("title", "restart/back_title")
    draft.say("lead", "restart/back_ask", who=who, of=of)
    draft.say("body", "restart/back_anew", who=who)
    if view.brand.phone:
        draft.say("body", "start/phone", phone=plain(view.brand.phone))
    draft.blocks.append(Document(label=words.text("start/terms"), text=terms(view.lang, view.terms).text))
    draft.blocks.append(Document(label=words.text("start/privacy"), text=privacy(view.lang, view.privacy).text))
    policy(draft)
    draft.say("quiet", "start/accepting")
    go_on = Button(label=words.text("restart/back_yes"), action=AcceptTerms(), style="main")
    draft.buttons = [draft.press("restart/back_no", "close"), go_on]
    draft.focus, draft.guarded = "first_button", True


def _allow(draft: Draft) -> None:
    """Say what the computer itself does not allow yet, where to allow it, and that one can go on without."""
    words = draft.words
    draft.name = "allow"
    draft.say("title", "allow/title")
    draft.say("lead", "allow/yours")
    for consent in draft.view.to_allow:
        draft.say("body", f"allow/{consent}", brand=draft.brand)
        draft.say("quiet", f"allow/{consent}_without")
        show = words.text(f"allow/{consent}_show")
        draft.blocks.append(Choices(choices=[Button(label=show, action=AllowInSystem(consent=consent))]))
    draft.say("body", "allow/again")
    go_on = Button(label=words.text("allow/go_on"), action=Turn(to=WAYS), style="main")
    draft.buttons = [draft.press("frame/quit", "close"), go_on]


def _two_ways(draft: Draft) -> None:
    words = draft.words
    draft.name = "ways"
    draft.say("title", "ways/title")
    show = Button(label=words.text("ways/show"), note=words.text("ways/show_help"), action=ShowCode(), style="main")
    enter = Button(label=words.text("ways/enter"), note=words.text("ways/enter_help"), action=EnterCode(), style="main")
    draft.blocks.append(Choices(choices=[show, enter, *as_administrator(draft, draft.words.text("admin/open_help"))]))
    draft.say("quiet", "start/promise")
    draft.buttons = [draft.press("frame/quit", "close")]


def as_administrator(draft: Draft, note: str = "") -> list[Button]:
    """Offer to open the plug-in anew as administrator, where that can be; Windows then asks by itself."""
    if draft.view.admin is not Admin.POSSIBLE:
        return []
    label = draft.words.text("admin/open")
    return [Button(label=label, note=note, action=Finish(keep=True, elevated=True))]


def code(draft: Draft) -> None:
    """Show the code, what to do with it, and how long it is good for."""
    words, view = draft.words, draft.view
    draft.say("title", "code/title")
    if view.code is None:
        draft.say("lead", "code/wait")
    else:
        groups = [view.code[at : at + 4] for at in range(0, len(view.code), 4)]
        draft.blocks.append(Digits(groups=groups, label=words.text("code/label", digits=" ".join(view.code))))
        draft.say("lead", "code/only")
        draft.say("body", "code/aloud")
        draft.add("lead", time_left(words, view.code_seconds_left))
        draft.announce = _spoken(words, view.code_seconds_left)
    draft.buttons = [draft.press("frame/cancel", "back")]


def _spoken(words: Words, seconds: int) -> str:
    """Say the minutes left, so that a screen reader speaks once a minute and not once a second."""
    minutes = -(-seconds // 60)
    if seconds <= 0:
        return words.text("time/left_none")
    return words.text("time/left_spoken_one") if minutes == 1 else words.text("time/left_spoken", m=str(minutes))


def enter_code(draft: Draft) -> None:
    """Take the code the customer was given, in any grouping; tell a mistake at once."""
    words = draft.words
    draft.say("title", "enter_code/title")
    draft.say("alarm", "enter_code/only")
    field = Field(
        sends="enter_code",
        label=words.text("enter_code/label"),
        help=words.text("enter_code/help"),
        button=words.text("enter_code/go"),
        maximum=40,
        mistake=draft.local.mistake or (words.text("enter_code/mistake_digit") if draft.view.problem else ""),
        large=True,
    )
    draft.blocks.append(field)
    draft.buttons = [draft.press("frame/back", "back")]
    draft.focus = "field"


def code_mistake(typed: str, lang: Lang) -> str:
    """Say what is wrong with a typed code, before anything is sent; empty when nothing is."""
    try:
        parse_code(typed)
    except CodeError as error:
        count = str(sum(character.isdigit() for character in typed))
        return Words(lang).text(f"enter_code/{_MISTAKES[error.fault]}", count=count)
    return ""


_MISTAKES = {
    CodeFault.EMPTY: "mistake_empty",
    CodeFault.NOT_DIGITS: "mistake_letters",
    CodeFault.TOO_SHORT: "mistake_short",
    CodeFault.TOO_LONG: "mistake_long",
    CodeFault.MISTYPED: "mistake_digit",
}


def connecting(draft: Draft) -> None:
    """Wait, and say that nothing is shared yet."""
    draft.say("title", "connecting/title")
    if draft.view.technician:
        draft.say("lead", "connecting/with", who=draft.who, of=draft.of)
    draft.say("body", "connecting/text")
    draft.buttons = [draft.press("frame/cancel", "back")]


def problem(draft: Draft) -> None:
    """Say what went wrong and what to do, in words for the person who reads them."""
    problem, words = draft.view.problem, draft.words
    key = f"problem/{problem.text}" if problem else "problem/unknown"
    if f"{key}/title" not in words:
        key = "problem/unknown"
    draft.tone = "wrong"
    draft.say("title", f"{key}/title")
    draft.say("lead", f"{key}/text", brand=draft.brand, today=problem.today if problem else "")
    if draft.view.brand.phone:
        draft.say("body", "start/phone", phone=plain(draft.view.brand.phone))
    if problem and problem.detail:
        draft.say("quiet", "problem_frame/detail", detail=plain(problem.detail, MAX_DETAIL))
    again = Button(label=words.text("problem_frame/again"), action=Press(button="back"), style="main")
    draft.buttons = [draft.press("frame/quit", "close"), again]
