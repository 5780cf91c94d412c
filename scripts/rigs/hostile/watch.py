"""Watches a page for everything that a string could do if it were not only text."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

WATCH = """(() => {
  if (window.__seen) return true;
  const seen = { hits: [], reports: [], inserted: [] };
  window.__seen = seen;
  window.hit = (n) => { seen.hits.push(String(n)); };
  for (const name of ['alert', 'confirm', 'prompt', 'open']) {
    window[name] = () => { seen.hits.push(name); return null; };
  }
  document.addEventListener('securitypolicyviolation', (e) => {
    seen.reports.push(`${e.effectiveDirective} ${e.sample}`.slice(0, 200));
  });
  const bad = 'script, iframe, object, embed, base, meta[http-equiv=refresh], form[action], style, '
    + 'a[href^="javascript:" i], link[rel=stylesheet], '
    + 'img[src]:not([data-testid=pointer], #logo[src^="data:image/png;base64,"]), video[src], svg use, '
    + 'math, template, marquee, plaintext, '
    + '[onerror], [onload], [onfocus], [ontoggle], [onclick], [onstart], [onanimationstart]';
  window.__bad = () => [...document.querySelectorAll(bad)].map((e) => e.outerHTML.slice(0, 100));
  return true;
})()"""
"""Run before the page's own scripts; `__bad` lists elements that text could only have become as markup, but for the
customer's pointer, which the console draws itself, and the brand's logo, which a view holds in base64 alone."""

READ = "JSON.stringify({ ...window.__seen, inserted: window.__bad() })"


PAGE = "/page"
"""The beacon's own page, without any policy; asking for it does not count."""


class Seen(BaseModel):
    """What a page saw happen."""

    model_config = ConfigDict(frozen=True)

    hits: list[str]
    """Scripts that ran."""
    reports: list[str]
    """Violations of the Content Security Policy, Trusted Types among them."""
    inserted: list[str]
    """Elements that may have come out of a text."""

    def beyond(self, before: "Seen") -> list[str]:
        """Return what happened since."""
        new = [one for one in self.inserted if one not in before.inserted]
        return [*self.hits[len(before.hits) :], *self.reports[len(before.reports) :], *new]


@dataclass
class Beacon:
    """A server that nobody should ever ask for anything."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def beacon() -> Iterator[Beacon]:
    """Listen on loopback and write down what is asked for."""
    listening = Beacon()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != PAGE:
                listening.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>x</title>")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listening
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
