"""One example view for everything the customer can see, for one operator: the preview shows each, tests open each."""

from agent.hiding.vocabulary import Guard
from agent.protocol.messages import EndReason, Party, PauseReason
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.protocol.voice_messages import Microphone
from agent.system_consent import Consent
from agent.ui.change_lines import ChangedText, ChangeLine, DifferenceShown, KeptShown
from agent.ui.model import (
    Activity,
    ChatLine,
    Granted,
    HiddenLine,
    PreviewLine,
    Problem,
    Question,
    View,
    WindowLine,
)
from agent.ui.sound_shown import SoundShown
from agent.ui.words import Lang, Words

CODE = "123456789018"
GRANTED = (Permission.VIEW, Permission.CONTROL)


def views_of(before: View) -> dict[str, View]:
    """Return the views by name, in the order a customer meets them; `before` is the operator's first."""
    lang = before.lang
    camille = Technician(id="t1", name="Camille D.", organisation=before.brand.name)
    paired = before.model_copy(update={"terms_accepted": True, "technician": camille})
    live = _live(paired, lang)
    viewed = live.model_copy(update={"granted": [Granted(permission=Permission.VIEW)]})
    renewed = Permission.CONTROL if Permission.CONTROL in before.may_ask else Permission.VIEW
    questions = {
        f"asking_{permission}": _asking(paired if number == 1 else viewed, number, permission)
        for number, permission in enumerate(before.may_ask, start=1)
    }
    return {
        **_on_the_way_in(before, paired),
        **questions,
        "asking_again": _asking(live, 99, renewed, renewal=True),
        **_during(live, lang),
        **_afterwards(live),
        "problem": before.model_copy(update={"screen": "problem", "problem": Problem(text="pairing_failed")}),
    }


def _on_the_way_in(before: View, paired: View) -> dict[str, View]:
    return {
        "start": before,
        "awaited": before.model_copy(update={"awaited_by": paired.technician}),
        "allow": before.model_copy(update={"terms_accepted": True, "to_allow": list(Consent)}),
        "ways": before.model_copy(update={"terms_accepted": True}),
        "code": before.model_copy(update={"screen": "code", "code": CODE, "code_seconds_left": 580}),
        "enter_code": before.model_copy(update={"screen": "enter_code"}),
        "connecting": paired.model_copy(update={"screen": "connecting"}),
    }


def _live(paired: View, lang: Lang) -> View:
    return paired.model_copy(
        update={
            "screen": "live",
            "granted": [Granted(permission=one) for one in GRANTED if one in paired.may_ask],
            "live_seconds": 250,
            "sent_bytes": 12_400_000,
            "names_round": 1,
            "guards": list(Guard),
            "activity": _activity(paired.brand.name),
            "chat": _chat(lang),
        }
    )


def _during(live: View, lang: Lang) -> dict[str, View]:
    limited = [*live.granted[:-1], live.granted[-1].model_copy(update={"seconds_left": 525})]
    hiding = live.model_copy(update={"screen": "hiding", "hidden": _hidden(lang), "windows": _windows(lang)})
    return {
        "live": live,
        "limited": live.model_copy(update={"granted": limited, "hidden": _hidden(lang)}),
        "guided": live.model_copy(update={"granted": [], "chat": _chat(lang)[:1]}),
        "talking": live.model_copy(update={"sound": _sound(lang)}),
        "hand": live.model_copy(update={"customer_has_hand": True}),
        "paused": live.model_copy(update={"paused_by": Party.CUSTOMER}),
        "prompt": live.model_copy(update={"paused_by": Party.SYSTEM, "pause_reason": PauseReason.PROMPT}),
        "locked": live.model_copy(update={"paused_by": Party.SYSTEM, "pause_reason": PauseReason.LOCKED}),
        "hiding": hiding,
        "hiding_only": hiding.model_copy(update={"hidden": [], "only": _windows(lang)[0]}),
        "covered": live.model_copy(update={"covered": True}),
        "link_lost": live.model_copy(update={"link_lost": True}),
        "report": live.model_copy(update={"screen": "report", "report": _report(lang)}),
        "changed": live.model_copy(update={"changes": _changes(lang)}),
        "difference": live.model_copy(update={"screen": "difference", "difference": _difference()}),
    }


def _sound(lang: Lang) -> SoundShown:
    desk, headset = {"fr": ("Micro de bureau", "Casque"), "en": ("Desk microphone", "Headset")}[lang]
    return SoundShown(
        microphone=Microphone.OPEN,
        mine=5,
        theirs=2,
        microphones=[desk],
        used_microphone=desk,
        loudspeakers=[headset],
        used_loudspeaker=headset,
    )


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
    undo = {"undo_path": "/home/anne/Documents/Handrail-2026-11-22.undo"}
    return {
        "ended": ended,
        "ended_left": ended.model_copy(update={"left_behind": left}),
        "ended_changed": ended.model_copy(update=undo),
        "restarts": ended.model_copy(update={"end_reason": EndReason.RESTART, "comes_back": True}),
        **_later(live),
    }


def _later(live: View) -> dict[str, View]:
    """The plug-in opened again with a saved report."""
    day, until = {
        "fr": ("22\u00a0novembre\u00a02026", "22\u00a0décembre\u00a02026"),
        "en": ("22\u00a0November\u00a02026", "22\u00a0December\u00a02026"),
    }[live.lang]
    shown = KeptShown(day=day, until=until, where="/home/anne/Documents/Handrail-2026-11-22.undo")
    changes = _changes(live.lang)
    undone = shown.model_copy(update={"outcome": "undone", "what": changes[0].what})
    asks = shown.model_copy(update={"outcome": "asks", "number": 3, "what": changes[3].what})
    kept = View(
        lang=live.lang, screen="kept", brand=live.brand, technician=live.technician, changes=changes, kept=shown
    )
    return {
        "kept": kept,
        "kept_undone": kept.model_copy(update={"kept": undone, "changes": changes[1:]}),
        "kept_asks": kept.model_copy(update={"kept": asks}),
    }


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


def _activity(organisation: str) -> list[Activity]:
    told = [
        ("14:01", "terms.accepted", ""),
        ("14:02", "technician.identified", f"Camille D., {organisation}"),
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
