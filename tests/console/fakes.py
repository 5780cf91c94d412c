"""Serves a built page under /console/ with the headers that the rendezvous would send."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from rendezvous.console_files import ConsoleFiles
from rendezvous.headers import Headed
from rendezvous.metrics import Metrics
from rendezvous.site import Site


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of loopback; yield the page's address."""
    config = uvicorn.Config(lambda: None, host="127.0.0.1", port=0, log_level="error")
    socket = config.bind_socket()
    origin = f"http://127.0.0.1:{socket.getsockname()[1]}"
    headed = Middleware(Headed, site=Site(origin, frozenset({origin})), metrics=Metrics())
    config.app = Starlette(routes=[Mount("/console", ConsoleFiles(folder))], middleware=[headed])
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"{origin}/console/"
    finally:
        server.should_exit = True
        thread.join()
