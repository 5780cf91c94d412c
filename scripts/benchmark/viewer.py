"""The technician's Chromium: opens a page, waits for the picture, runs the load and says when each step was shown.

`python -m scripts.benchmark.viewer URL SELECTOR WIDTH COMMAND...` prints one JSON line: [[step, wall_time_in_s], ...].
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence

from playwright.sync_api import sync_playwright

from scripts.benchmark.barcode import reader
from scripts.rigs.browser import CHROMIUM, FLAGS

WAIT_SECONDS = 30.0


def main(url: str, selector: str, width: int, load: Sequence[str]) -> int:
    """Return 0, or 1 when no picture comes."""
    origin = "/".join(url.split("/")[:3])
    flags = [
        *FLAGS,
        "--autoplay-policy=no-user-gesture-required",
        f"--unsafely-treat-insecure-origin-as-secure={origin}",
    ]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        tab = browser.new_page(viewport={"width": 1920, "height": 1080})
        tab.goto(url)
        deadline = time.monotonic() + WAIT_SECONDS
        while not tab.evaluate(reader(width), selector):
            if time.monotonic() > deadline:
                print(f"no picture came at {selector}", file=sys.stderr)
                return 1
            time.sleep(0.2)
        subprocess.run(load, check=True)
        print(json.dumps(tab.evaluate("window.seenSteps")), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
