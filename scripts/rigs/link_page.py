"""The console's real link code in a real Chromium, driven from Python."""

import math
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

CONSOLE = Path(__file__).resolve().parents[2] / "rendezvous" / "console"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def bundle() -> bytes:
    """Bundle src/link with the harness that drives it (Vite, about a second)."""
    with tempfile.TemporaryDirectory() as out:
        command = ["node", "node_modules/vite/bin/vite.js", "build", "-c", "tests/harness/vite.config.ts"]
        subprocess.run([*command, "--outDir", out, "--emptyOutDir"], cwd=CONSOLE, check=True, timeout=120)
        return (Path(out) / "link_page.js").read_bytes()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


class DrivenLink:
    """One console link on a page, and all it said."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @classmethod
    async def on(cls, page: Page) -> "DrivenLink":
        """Make a fresh link driver on `page`."""
        await page.evaluate("() => { window.driven = new window.rig.Driven(); }")
        return cls(page)

    async def join(self, code: str, technician: dict[str, str]) -> None:
        """Enter the customer's code."""
        await self._page.evaluate("([c, t]) => window.driven.join(c, t)", [code, technician])

    async def issue(self, technician: dict[str, str]) -> str:
        """Show a code, and give it."""
        await self._page.evaluate("(t) => window.driven.issue(t)", technician)
        return str(await self.wait("code"))

    async def wait(self, what: str, seconds: float = 10) -> Any:
        """Wait until the link says `what`; give its value."""
        script = "(what) => { const s = window.driven.said.find((s) => s.what === what); return s ? [s] : null; }"
        handle = await self._page.wait_for_function(script, arg=what, timeout=seconds * 1000, polling=10)
        return (await handle.json_value())[0]["value"]

    async def said(self) -> list[dict[str, Any]]:
        """List all it said."""
        said: list[dict[str, Any]] = await self._page.evaluate("() => window.driven.said")
        return said

    async def struck_at(self) -> float:
        """Give the moment at which an altered page misbehaved, in seconds since the epoch; NaN when it did not."""
        found: float | None = await self._page.evaluate("() => window.struckAt ?? null")
        return math.nan if found is None else found / 1000

    async def send(self, channel: str, text: str) -> None:
        """Send one message."""
        await self._page.evaluate("([c, t]) => window.driven.link.send(c, t)", [channel, text])

    async def close(self) -> None:
        """Close the link."""
        await self._page.evaluate("() => window.driven.link?.close()")
