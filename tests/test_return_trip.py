"""After a restart the customer is asked first; silence means no. Before one, the way back is theirs to take."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.app import App
from agent.comeback.kept import Kept
from agent.journal import Journal
from agent.protocol.permissions import AVAILABLE
from agent.return_trip import ReturnTrip
from agent.settings import Settings
from agent.ui import model as ui
from agent.ui.model import Brand
from tests.comeback.conftest import home as home
from tests.comeback.fakes import CAMILLE, PINS, SECRET, SERVER, FakeEntry, comeback_with, everything
from tests.fakes import Deeds, FakeLink, FakeWindows, fake_desktop, settle
from tests.test_app import one_line


def back(written: datetime | None = None) -> Kept:
    when = written or datetime.now(UTC)
    return Kept(server=SERVER, pins=PINS, technician=CAMILLE, secret=SECRET, written=when)


def app_with(tmp_path: Path, kept: Kept, deeds: Deeds, links: list[FakeLink], windows: FakeWindows) -> App:
    def open_link(server: str, on_event: object) -> FakeLink:
        assert server == SERVER
        links.append(FakeLink(deeds, on_event))  # type: ignore[arg-type]
        return links[-1]

    settings = Settings(server=SERVER, brand=Brand(), lang="fr", may_ask=AVAILABLE)
    return App(settings, windows, fake_desktop(deeds), Journal(tmp_path), one_line, open_link=open_link, back=kept)


async def test_nothing_is_linked_before_the_customer_says_yes_and_nothing_is_granted_after(tmp_path: Path) -> None:
    deeds: Deeds = []
    links: list[FakeLink] = []
    windows = FakeWindows()
    app = app_with(tmp_path, back(), deeds, links, windows)
    running = asyncio.create_task(app.run())
    await settle()
    assert windows.view is not None
    assert windows.view.awaited_by == CAMILLE
    assert links == []
    windows.do(ui.AcceptTerms())
    assert deeds == [("come_back", SECRET, CAMILLE.name)]
    links[-1].open()
    assert windows.view.screen == "live"
    assert windows.view.granted == []
    assert windows.view.awaited_by is None
    app.stop()
    await running


async def test_a_customer_who_says_no_links_to_nobody(tmp_path: Path) -> None:
    deeds: Deeds = []
    windows = FakeWindows()
    app = app_with(tmp_path, back(), deeds, [], windows)
    running = asyncio.create_task(app.run())
    await settle()
    windows.do(ui.Press(button="close"))
    await asyncio.wait_for(running, 20)
    assert not [deed for deed in deeds if deed[0] == "come_back"]


async def test_a_question_that_nobody_answers_in_time_goes(tmp_path: Path) -> None:
    windows = FakeWindows()
    almost = datetime.now(UTC) - timedelta(seconds=899.5)
    app = app_with(tmp_path, back(almost), [], [], windows)
    await asyncio.wait_for(app.run(), 20)


def test_the_record_is_due_once_and_only_when_the_computer_restarts(home: Path) -> None:
    comeback = comeback_with(FakeEntry())
    trip = ReturnTrip(comeback, None)
    comeback.lay(SECRET)
    assert not trip.record_due()
    comeback.going()
    assert [trip.stands, trip.record_due(), trip.record_due()] == [True, True, False]
    trip.forget()
    assert not trip.stands
    assert everything(home) == []
