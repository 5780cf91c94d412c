"""One example view for everything the customer can see: tests open each, screenshots.py takes its picture."""

from agent.hiding.vocabulary import Guard
from agent.policy import DEFAULT, policies
from agent.protocol.messages import EndReason, Party
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui.change_lines import ChangedText, ChangeLine, DifferenceShown
from agent.ui.model import (
    Activity,
    Brand,
    ChatLine,
    Granted,
    HiddenLine,
    PreviewLine,
    Problem,
    Question,
    View,
    WindowLine,
)
from agent.ui.words import Lang, Words

CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
BRAND = Brand(name="Exemple Assistance", phone="01 23 45 67 89")
MAY_ASK = [Permission.VIEW, Permission.CONTROL, Permission.ANNOTATE, Permission.SYSTEM, Permission.SERIAL]
CODE = "123456789018"


def example_views(lang: Lang) -> dict[str, View]:
    """Return the views by name, in the order a customer meets them."""
    policy = {"fr": policies()[DEFAULT].fr, "en": policies()[DEFAULT].en}[lang]
    before = View(lang=lang, brand=BRAND, screen="start", may_ask=MAY_ASK, policy=policy)
    paired = before.model_copy(update={"terms_accepted": True, "technician": CAMILLE})
    live = _live(paired, lang)
    viewed = live.model_copy(update={"granted": [Granted(permission=Permission.VIEW)]})
    return {
        **_on_the_way_in(before, paired),
        "asking_view": _asking(paired, 1, Permission.VIEW),
        "asking_control": _asking(viewed, 2, Permission.CONTROL),
        "asking_system": _asking(live, 3, Permission.SYSTEM),
        "asking_serial": _asking(live, 4, Permission.SERIAL),
        "asking_again": _asking(live, 5, Permission.CONTROL, renewal=True),
        **_during(live, lang),
        **_afterwards(live),
        "problem": before.model_copy(update={"screen": "problem", "problem": Problem(text="pairing_failed")}),
    }


def _on_the_way_in(before: View, paired: View) -> dict[str, View]:
    return {
        "start": before,
        "ways": before.model_copy(update={"terms_accepted": True}),
        "code": before.model_copy(update={"screen": "code", "code": CODE, "code_seconds_left": 580}),
        "enter_code": before.model_copy(update={"screen": "enter_code"}),
        "connecting": paired.model_copy(update={"screen": "connecting"}),
    }


def _live(paired: View, lang: Lang) -> View:
    return paired.model_copy(
        update={
            "screen": "live",
            "granted": [Granted(permission=Permission.VIEW), Granted(permission=Permission.CONTROL)],
            "live_seconds": 250,
            "sent_bytes": 12_400_000,
            "names_round": 1,
            "guards": list(Guard),
            "activity": _activity(),
            "chat": _chat(lang),
        }
    )


def _during(live: View, lang: Lang) -> dict[str, View]:
    limited = [Granted(permission=Permission.VIEW), Granted(permission=Permission.CONTROL, seconds_left=525)]
    hiding = live.model_copy(update={"screen": "hiding", "hidden": _hidden(lang), "windows": _windows(lang)})
    return {
        "live": live,
        "limited": live.model_copy(update={"granted": limited, "hidden": _hidden(lang)}),
        "guided": live.model_copy(update={"granted": [], "chat": _chat(lang)[:1]}),
        "hand": live.model_copy(update={"customer_has_hand": True}),
        "paused": live.model_copy(update={"paused_by": Party.CUSTOMER}),
        "locked": live.model_copy(update={"paused_by": Party.SYSTEM, "locked": True}),
        "hiding": hiding,
        "hiding_only": hiding.model_copy(update={"hidden": [], "only": _windows(lang)[0]}),
        "covered": live.model_copy(update={"covered": True}),
        "link_lost": live.model_copy(update={"link_lost": True}),
        "report": live.model_copy(update={"screen": "report", "report": _report(lang)}),
        "changed": live.model_copy(update={"changes": _changes(lang)}),
        "difference": live.model_copy(update={"screen": "difference", "difference": _difference()}),
    }


def _changes(lang: Lang) -> list[ChangeLine]:
    folder, letter = {"fr": ("Vacances", "lettre.txt"), "en": ("Holidays", "letter.txt")}[lang]
    names = [
        ("files.trashed", f"Documents/{letter}"),
        ("files.moved", f"Documents/{folder} → Images"),
        ("files.made", f"Documents/{folder}"),
        ("files.saved", "/etc/hosts"),
    ]
    return [ChangeLine(number=9 - at, kind=kind, what=what) for at, (kind, what) in enumerate(names)]


def _difference() -> DifferenceShown:
    lines = [ChangedText(added=False, text="127.0.1.1 old-name"), ChangedText(added=True, text="127.0.1.1 anne-pc")]
    return DifferenceShown(number=4, place="/etc/hosts", lines=lines)


def _afterwards(live: View) -> dict[str, View]:
    ended = live.model_copy(
        update={
            "screen": "ended",
            "granted": [],
            "end_reason": EndReason.CUSTOMER,
            "live_seconds": 0,
            "report_path": "/home/anne/Documents/Handrail-2026-11-22.html",
            "left_behind": [],
        }
    )
    folders = "/home/anne/.local/share/handrail", "/home/anne/.cache/handrail"
    left = [Words(live.lang).text("left/file", name=folder) for folder in folders]
    return {"ended": ended, "ended_left": ended.model_copy(update={"left_behind": left})}


def _asking(view: View, number: int, permission: Permission, renewal: bool = False) -> View:
    question = Question(number=number, permission=permission, renewal=renewal)
    return view.model_copy(update={"screen": "asking", "question": question})


def _hidden(lang: Lang) -> list[HiddenLine]:
    folder, bank = {
        "fr": ("/home/anne/Documents/Impôts", "Mes comptes - Banque Exemple"),
        "en": ("/home/anne/Documents/Taxes", "My accounts - Example Bank"),
    }[lang]
    return [
        HiddenLine(number=1, kind="folder", label=folder, by=Party.CUSTOMER),
        HiddenLine(number=2, kind="window", label=bank, by=Party.TECHNICIAN),
        HiddenLine(number=3, kind="application", label="keepassxc", by=Party.CUSTOMER),
        HiddenLine(number=4, kind="area", label="", by=Party.CUSTOMER),
    ]


def _windows(lang: Lang) -> list[WindowLine]:
    titles = {
        "fr": ["Imprimantes - Paramètres", "Photos de vacances", "Courrier entrant - Thunderbird", ""],
        "en": ["Printers - Settings", "Holiday pictures", "Inbox - Thunderbird", ""],
    }[lang]
    programs = ["gnome-control-center", "eog", "thunderbird", "xterm"]
    return [
        WindowLine(id=number, title=title, application=program)
        for number, (title, program) in enumerate(zip(titles, programs, strict=True), start=1)
    ]


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
