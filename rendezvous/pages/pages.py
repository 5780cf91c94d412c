"""Serves the customer's pages. The code is typed, checked and used in the page: no address here takes one."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rendezvous.config import Brand, Documents
from rendezvous.downloads import Plugin, System, system_of
from rendezvous.pages.language import LANGUAGES, language_of
from rendezvous.pages.legal_texts import legal_texts

_HERE = Path(__file__).parent
_NAMES = {System.WINDOWS: "Windows", System.MACOS: "macOS", System.LINUX: "Linux"}


class Pages:
    """The customer's pages of one operator."""

    def __init__(self, brand: Brand, documents: Documents, plugins: dict[str, Plugin]) -> None:
        self._brand = brand
        self._plugins = plugins
        papers = (paper for plugin in plugins.values() for paper in plugin.papers.values())
        self._files = {path.name: path for path in (*papers, *(plugin.path for plugin in plugins.values()))}
        self._legal = legal_texts(documents)
        self._texts = {lang: json.loads((_HERE / "texts" / f"{lang}.json").read_text("utf-8")) for lang in LANGUAGES}
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/", self.home),
            Route("/legal/{kind}", self.legal),
            Route("/download/{name}", self.download),
            Route("/static/brand.css", self.brand_css),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ]

    async def home(self, request: Request) -> Response:
        """Show the page a customer is sent to."""
        own = system_of(request.headers.get("user-agent", ""))
        plugins = sorted(self._plugins.values(), key=lambda plugin: plugin.system is not own)
        first = plugins[0] if plugins and plugins[0].system is own else None
        others = [plugin for plugin in plugins if plugin is not first]
        return self._page("home.html", request, first=first, others=others, system_names=_NAMES)

    async def legal(self, request: Request) -> Response:
        """Show the terms or the privacy policy."""
        document = self._legal.get((request.path_params["kind"], language_of(request)))
        if document is None:
            raise HTTPException(404)
        return self._page("legal.html", request, document=document)

    async def download(self, request: Request) -> Response:
        """Hand a plug-in or a paper out. No file name is sent: the page gives it one, which may carry the code."""
        path = self._files.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        headers = {"Content-Disposition": "attachment", "Cache-Control": "no-cache"}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)

    async def brand_css(self, _request: Request) -> Response:
        """Give the pages the operator's colour; the CSP allows no style inside a page."""
        css = f":root {{ --accent: {self._brand.accent}; }}\n"
        return Response(css, media_type="text/css", headers={"Cache-Control": "no-cache"})

    def _page(self, template: str, request: Request, **values: Any) -> Response:
        lang = language_of(request)
        html = self._templates.get_template(template).render(
            t=self._texts[lang], lang=lang, path=request.url.path, brand=self._brand, **values
        )
        return HTMLResponse(html, headers={"Content-Language": lang, "Vary": "Accept-Language, User-Agent"})
