"""The web application, served by the server it is served by in a deployment, on a port of the system's choice."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import uvicorn

from workflow.adapters.database import Database
from workflow.adapters.settings import Settings


@dataclass(frozen=True)
class Served:
    """`url` is http://localhost:PORT, without a slash at its end; `settings.public_url` is the same."""

    url: str
    settings: Settings
    database: Database
    app: Any


@contextlib.contextmanager
def serving(settings: Settings, **parts: Any) -> Iterator[Served]:
    """The service on these settings, in a thread. `parts` go to `create_app` (`clock`, `rooms`)."""
    from workflow.web.app import create_app

    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://localhost:{listening.getsockname()[1]}"
        here = replace(settings, public_url=url)
        database = Database(here.database)
        app = create_app(here, database=database, **parts)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=5)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="served")
        thread.start()
        try:
            _wait(server, thread)
            yield Served(url, here, database, app)
        finally:
            server.should_exit = True
            thread.join(15)
            database.close()


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    for _ in range(1500):
        if server.started:
            return
        if not thread.is_alive():
            break
        time.sleep(0.02)
    raise RuntimeError("The service did not start; its log says why.")
