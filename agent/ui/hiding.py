"""The screen where the customer hides things: the list, and one way of hiding at a time. Names stay in this window."""

from pathlib import PurePath

from agent.hiding.vocabulary import Guard
from agent.protocol.messages import Party
from agent.ui.head import session_head
from agent.ui.model import Cover, HiddenLine, Hide, ShareOnly, ShowAgain, SwitchGuard, WindowLine
from agent.ui.page import Button, Choices, Choose, Row, Rows, Run, Runs, Switch, Switches, Turn
from agent.ui.parts import Draft
from agent.ui.words import plain

MAX_LABEL = 90
"""Characters of a window's title or a path."""

WINDOWS, GUARDS = "windows", "guards"


def hiding(draft: Draft) -> None:
    """Show the page of this screen that the customer turned to."""
    session_head(draft)
    draft.private = True
    turned = draft.local.turned
    draft.name = f"hiding {turned}"
    picked = next((window for window in draft.view.windows if _page_of(window) == turned), None)
    if picked:
        _one_window(draft, picked)
    elif turned.startswith(WINDOWS):
        _windows(draft)
    elif turned == GUARDS:
        _guards(draft)
    else:
        _overview(draft)


def covered(draft: Draft) -> None:
    """Say that everything is hidden, and let the customer take all the time there is."""
    session_head(draft)
    draft.name = "covered"
    draft.say("title", "covered/title")
    draft.say("lead", "covered/sees", who=draft.who)
    draft.say("body", "covered/time")
    draft.buttons = [Button(label=draft.words.text("covered/show"), action=Cover(covered=False))]
    draft.guarded = True  # the second click of a double one must not uncover


def cover_button(draft: Draft) -> Button:
    """Make the button for what was shown by accident."""
    return Button(label=draft.words.text("hiding/accident"), action=Cover(covered=True))


def summary(draft: Draft) -> None:
    """Say how much is hidden, without a name; nothing where nothing is."""
    count = len(draft.view.hidden)
    if draft.view.only:
        draft.say("body", "hiding/only_one")
    elif count > 1:
        draft.say("body", "hiding/some", count=str(count))
    elif count:
        draft.say("body", "hiding/one")


def _overview(draft: Draft) -> None:
    words, view = draft.words, draft.view
    draft.say("title", "hiding/title", who=draft.who)
    draft.blocks.append(Choices(choices=_ways(draft)))
    if draft.local.takes_drops:
        draft.say("quiet", "hiding/drop")
    rows = [_only_row(draft, view.only)] if view.only else []
    rows += [_hidden_row(draft, line) for line in view.hidden]
    draft.blocks.append(Rows(title=words.text("hiding/list"), rows=rows, empty=words.text("hiding/nothing")))
    draft.buttons = [draft.press("hiding/done", "back"), cover_button(draft)]


def _ways(draft: Draft) -> list[Button]:
    ways = [_way(draft, "window", Turn(to=WINDOWS)), _way(draft, "folder", Choose(what="folder"))]
    if draft.local.draws_areas:
        ways.append(_way(draft, "area", Choose(what="area")))
    return [*ways, _way(draft, "guards", Turn(to=GUARDS))]


def _way(draft: Draft, way: str, action: Turn | Choose) -> Button:
    words = draft.words
    note = words.text(f"hiding/way_{way}_help", who=draft.who)
    return Button(label=words.text(f"hiding/way_{way}"), note=note, action=action)


def _hidden_row(draft: Draft, line: HiddenLine) -> Row:
    words, label = draft.words, _label(draft, line)
    note = words.runs("hiding/asked_by", who=draft.who) if line.by is Party.TECHNICIAN else []
    if line.kind == "folder":
        note = [Run(text=plain(line.label, MAX_LABEL), foreign=True), Run(text="  " if note else ""), *note]
    name = words.text("hiding/show_name", what="".join(run.text for run in label))
    button = Button(label=words.text("hiding/show"), name=name, action=ShowAgain(number=line.number))
    return Row(label=label, note=note, button=button)


def _label(draft: Draft, line: HiddenLine) -> Runs:
    name = PurePath(line.label).name if line.kind == "folder" else line.label
    fallback = draft.words.text("hiding/untitled")
    return draft.words.runs(f"hiding/is_{line.kind}", name=plain(name, MAX_LABEL) or fallback)


def _only_row(draft: Draft, window: WindowLine) -> Row:
    words = draft.words
    label = words.runs("hiding/is_only", name=_title(draft, window))
    return Row(label=label, button=Button(label=words.text("hiding/show_all"), action=ShareOnly(window=None)))


def _windows(draft: Draft) -> None:
    draft.say("title", "hiding/which_window")
    choices = [
        Button(label=_title(draft, window), note=plain(window.application), action=Turn(to=_page_of(window)))
        for window in draft.view.windows
    ]
    if choices:
        draft.blocks.append(Choices(choices=choices))
    else:
        draft.say("lead", "hiding/no_window")
    draft.buttons = [_back(draft, ""), cover_button(draft)]


def _one_window(draft: Draft, window: WindowLine) -> None:
    words, application = draft.words, plain(window.application)
    draft.say("title", "hiding/this_window", name=_title(draft, window))
    hide = Hide(kind="window", window=window.id)
    choices = [Button(label=words.text("hiding/hide_window"), note=words.text("hiding/hide_window_help"), action=hide)]
    if window.application:
        everywhere = Hide(kind="application", name=window.application)
        label = words.text("hiding/hide_application", name=application)
        choices.append(Button(label=label, note=words.text("hiding/hide_application_help"), action=everywhere))
    only = words.text("hiding/share_only")
    choices.append(Button(label=only, note=words.text("hiding/share_only_help"), action=ShareOnly(window=window.id)))
    draft.blocks.append(Choices(choices=choices))
    draft.buttons = [_back(draft, WINDOWS), cover_button(draft)]


def _guards(draft: Draft) -> None:
    words, on = draft.words, draft.view.guards
    draft.say("title", "hiding/way_guards")
    draft.say("body", "hiding/guards_text", who=draft.who)
    switches = [
        Switch(
            label=words.text(f"guard/{guard}"),
            note=words.text(f"guard/{guard}_help"),
            on=guard in on,
            turn=SwitchGuard(guard=guard, on=guard not in on),
        )
        for guard in Guard
    ]
    draft.blocks.append(Switches(label=words.text("hiding/guards_label"), switches=switches))
    draft.buttons = [_back(draft, "")]


def _back(draft: Draft, to: str) -> Button:
    return Button(label=draft.words.text("frame/back"), action=Turn(to=to))


def _title(draft: Draft, window: WindowLine) -> str:
    return plain(window.title, MAX_LABEL) or draft.words.text("hiding/untitled")


def _page_of(window: WindowLine) -> str:
    return f"{WINDOWS} {window.id}"
