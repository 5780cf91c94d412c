"""The same picture in Firefox, which on Debian has no H.264 and takes VP8."""

from agent.desktop.x11.screen import X11Screen
from tests.media.painter import Painter, film, text
from tests.media.rig import firefox
from tests.media.session import session


async def test_firefox_shows_text_and_film_exactly_once_still(display: str, painter: Painter) -> None:
    screen = X11Screen(display)
    painter.show(text(800, 600))
    async with session(screen, browser=firefox) as live:
        live.sender.start()
        await live.until_equal(painter.screen)
        for step in range(10):
            painter.show(film(480, 320, step), 101, 99)
            shown = live.shown
            await live.until(lambda: live.shown > shown)  # noqa: B023 - awaited before it changes
        rough = await live.until_equal(painter.screen, at_least=28)
        print(f"{live.codecs}: {rough:.1f} dB in motion; {live.sender.stats}")
        await live.until_equal(painter.screen)
        assert live.sender.stats.video_frames > 0
        assert live.refreshes == 0
    screen.close()
