"""The real rendezvous with one door more, for the lab alone: GET /lab/TOKEN logs the browser in and hands it a code.

The lab tells it, on standard input, {"token", "cookie"} once; at each visit it says {"visit": N} and is told {"code"},
empty for none.
"""

import asyncio
import json
import secrets
import sys
from unittest import mock

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import rendezvous.app
from rendezvous import cli
from rendezvous.config import Config
from rendezvous.site import Site

CODE_SECONDS = 30.0


class Door:
    """Lets in who knows the token, one at a time."""

    def __init__(self) -> None:
        self._token = self._cookie = ""
        self._visits = 0
        self._one_at_a_time = asyncio.Lock()

    async def visit(self, request: Request) -> Response:
        """Answer one visit: the real log-in cookie, and the way to the console with a fresh code."""
        async with self._one_at_a_time:
            if not self._token:
                told = await _hear()
                self._token, self._cookie = told["token"], told["cookie"]
            if not secrets.compare_digest(request.path_params["token"], self._token):
                return PlainTextResponse("There is no such lab.\n", 404)
            self._visits += 1
            print(json.dumps({"visit": self._visits}), flush=True)
            told = await _hear()
        answer = RedirectResponse(f"/console/{'#code=' if told['code'] else ''}{told['code']}", 303)
        answer.headers["set-cookie"] = f"{self._cookie}; Path=/; HttpOnly; SameSite=Strict"
        return answer


async def _hear() -> dict[str, str]:
    """Take the lab's next line. Raise TimeoutError when it says nothing."""
    told: dict[str, str] = json.loads(await asyncio.wait_for(asyncio.to_thread(sys.stdin.readline), CODE_SECONDS))
    return told


def build_with_door(config: Config, site: Site, engine: Engine) -> Starlette:
    """Put the real application together, and the door before it."""
    app = rendezvous.app.build(config, site, engine)
    app.router.routes.insert(0, Route("/lab/{token}", Door().visit))
    return app


if __name__ == "__main__":
    with mock.patch("rendezvous.server.build", build_with_door):
        sys.exit(cli.main())
