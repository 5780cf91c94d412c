"""What the customer did in a window during a session, as an event for the rules; None where the rules are not asked.

What the system itself is to allow, it is asked here: the rules have no part in that.
"""

from pathlib import Path

from agent.areas import Rect
from agent.desktop.base import Desktop, WindowChoice
from agent.hiding.vocabulary import HiddenApplication, HiddenArea, HiddenFolder, HiddenThing, HiddenWindow
from agent.protocol import messages as wire
from agent.session import events as on
from agent.ui import model as ui


def session_event(action: ui.Action, desktop: Desktop) -> on.Event | None:
    """Translate an action; a window that has closed meanwhile, or a folder that is none, gives None."""
    match action:
        case ui.AllowInSystem() if desktop.consent:
            desktop.consent.ask(action.consent)
            return None
        case ui.Answer():
            return on.CustomerAnswered(action.number, action.yes, action.minutes)
        case ui.Withdraw():
            return on.CustomerWithdrew(action.permission)
        case ui.Hide():
            thing = _thing(action, desktop)
            return on.CustomerHid(thing) if thing else None
        case ui.ShowAgain():
            return on.CustomerShowed(action.number)
        case ui.ShareOnly():
            return _share_only(action.window, desktop)
        case ui.SwitchGuard():
            return on.GuardSwitched(action.guard, action.on)
        case ui.Cover():
            return on.CustomerCovered(action.covered)
        case ui.WipeMarks():
            return on.CustomerWiped()
        case ui.Say():
            return on.CustomerSaid(action.text)
        case ui.Type():
            return on.CustomerTyped()
        case ui.Strike():
            return on.LineStruck(action.key, action.struck)
        case ui.SendReport():
            return on.ReportDecided(action.send)
        case _:
            return None


def found_to_hide(proposal: wire.HideWindow | wire.HideApplication | wire.HideArea, desktop: Desktop) -> on.FoundToHide:
    """Find what the technician pointed at."""
    if isinstance(proposal, wire.HideArea):
        return on.FoundToHide((HiddenArea(Rect(proposal.x, proposal.y, proposal.width, proposal.height)),))
    window = desktop.masking.window_at(proposal.x, proposal.y)
    if window is None:
        return on.FoundToHide(())
    if isinstance(proposal, wire.HideWindow):
        return on.FoundToHide((HiddenWindow(window.id, window.title),))
    return on.FoundToHide((HiddenApplication(window.application),))


def _thing(action: ui.Hide, desktop: Desktop) -> HiddenThing | None:
    match action.kind:
        case "window":
            window = _window(action.window, desktop)
            return HiddenWindow(window.id, window.title) if window else None
        case "application":
            return HiddenApplication(action.name) if action.name else None
        case "folder":
            path = Path(action.name)
            return HiddenFolder(path) if path.is_absolute() and path.is_dir() else None
        case "area":
            area = Rect(*action.area)
            return HiddenArea(area) if area.width > 0 and area.height > 0 else None


def _share_only(window: int | None, desktop: Desktop) -> on.CustomerSharedOnly | None:
    if window is None:
        return on.CustomerSharedOnly(None)
    choice = _window(window, desktop)
    return on.CustomerSharedOnly(HiddenWindow(choice.id, choice.title)) if choice else None


def _window(window: int, desktop: Desktop) -> WindowChoice | None:
    return next((choice for choice in desktop.masking.windows() if choice.id == window), None)
