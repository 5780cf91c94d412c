"""One example view for everything the customer can see: tests open each, screenshots.py takes its picture."""

from agent.protocol.messages import EndReason, Party
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui.model import Activity, Brand, ChatLine, Granted, PreviewLine, Problem, Question, View
from agent.ui.words import Lang

CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
BRAND = Brand(name="Exemple Assistance", phone="01 23 45 67 89")
CODE = "123456789018"


def example_views(lang: Lang) -> dict[str, View]:
    """Return the views by name, in the order a customer meets them."""
    before = View(lang=lang, brand=BRAND, screen="start")
    paired = before.model_copy(update={"terms_accepted": True, "technician": CAMILLE})
    live = paired.model_copy(
        update={
            "screen": "live",
            "granted": [Granted(permission=Permission.VIEW), Granted(permission=Permission.CONTROL)],
            "live_seconds": 250,
            "activity": _activity(),
            "chat": _chat(lang),
        }
    )
    viewed = live.model_copy(update={"granted": [Granted(permission=Permission.VIEW)]})
    return {
        "start": before,
        "ways": before.model_copy(update={"terms_accepted": True}),
        "code": before.model_copy(update={"screen": "code", "code": CODE, "code_seconds_left": 580}),
        "enter_code": before.model_copy(update={"screen": "enter_code"}),
        "connecting": paired.model_copy(update={"screen": "connecting"}),
        "asking_view": _asking(paired, 1, Permission.VIEW),
        "asking_control": _asking(viewed, 2, Permission.CONTROL),
        "asking_system": _asking(live, 3, Permission.SYSTEM),
        "asking_serial": _asking(live, 4, Permission.SERIAL),
        "live": live,
        "guided": live.model_copy(update={"granted": [], "chat": _chat(lang)[:1]}),
        "hand": live.model_copy(update={"customer_has_hand": True}),
        "paused": live.model_copy(update={"paused_by": Party.CUSTOMER}),
        "link_lost": live.model_copy(update={"link_lost": True}),
        "report": live.model_copy(update={"screen": "report", "report": _report(lang)}),
        "ended": live.model_copy(
            update={"screen": "ended", "granted": [], "end_reason": EndReason.CUSTOMER, "live_seconds": 0}
        ),
        "problem": before.model_copy(update={"screen": "problem", "problem": Problem(text="pairing_failed")}),
    }


def _asking(view: View, number: int, permission: Permission) -> View:
    return view.model_copy(update={"screen": "asking", "question": Question(number=number, permission=permission)})


def _activity() -> list[Activity]:
    told = [
        ("14:01", "terms.accepted", ""),
        ("14:02", "technician.identified", "Camille D., Exemple Assistance"),
        ("14:02", "permission.requested", "view"),
        ("14:03", "permission.granted", "view"),
        ("14:05", "permission.granted", "control"),
        ("14:06", "input.used", ""),
        ("14:06", "hand.taken", ""),
    ]
    return [Activity(clock=clock, text=text, detail=detail) for clock, text, detail in told]


def _chat(lang: Lang) -> list[ChatLine]:
    asked, answered = {
        "fr": ("Bonjour ! Ouvrez la fenêtre qui vous inquiète.", "Voilà, c'est fait."),
        "en": ("Hello! Open the window that worries you.", "There, done."),
    }[lang]
    return [ChatLine(clock="14:03", mine=False, text=asked), ChatLine(clock="14:04", mine=True, text=answered)]


def _report(lang: Lang) -> list[PreviewLine]:
    free = {"fr": "41,2 Go libres sur 118 Go", "en": "41.2 GB free of 118 GB"}[lang]
    return [
        PreviewLine(key="os", items=["Debian GNU/Linux 12 (bookworm)"]),
        PreviewLine(key="computer", items=["Dell Inc. Latitude 5400"]),
        PreviewLine(key="disks", items=[f"/ (ext4) : {free}"]),
        PreviewLine(key="processes", items=["firefox-esr", "thunderbird"], struck=True),
    ]
