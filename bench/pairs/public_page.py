"""The public page of an agreement, as a stranger's browser asks for it, against bare bytes from the same framework."""

import contextlib
import http.client
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.demo import played
from bench.measure import Step, pair
from tests.rig.processes import environment, process
from tests.rig.services import ROOT, free_port
from workflow.adapters.settings import Settings


@pair(
    "published page",
    ours="the public page of the demo's agreement, over HTTP",
    yardstick="a bare Litestar handler that returns the same bytes, over HTTP",
)
def public_page() -> Iterator[tuple[Step, Step]]:
    folder, env = played(), environment(Settings())
    with contextlib.ExitStack() as stack:
        program = str(Path(sys.executable).with_name("countersign"))
        serve = [program, "serve", "--data", str(folder / "data"), "--port", "0"]
        service = stack.enter_context(process(serve, folder / "serve.log", env, folder))
        port = int(service.wait_for(r"Listening on http://localhost:(\d+)")[1])
        address = _public_address(port)
        (folder / "page.html").write_bytes(asking(port, address)())
        bare = free_port()
        command = [sys.executable, "-m", "bench.bare", str(bare), str(folder / "page.html")]
        stack.enter_context(process(command, folder / "bare.log", env, ROOT))
        ours, yardstick = asking(port, address), asking(bare, "/")
        assert ours() == _patiently(yardstick), "both sides must send the same bytes"
        yield ours, yardstick


def asking(port: int, path: str) -> Callable[[], bytes]:
    """One kept connection, one request a call. Anything but 200 ends the run."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)

    def ask() -> bytes:
        try:
            connection.request("GET", path)
        except OSError:
            connection.close()
            raise
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return content

    return ask


def _public_address(port: int) -> str:
    sitemap = asking(port, "/sitemap.xml")().decode()
    found = re.search(r"<loc>https?://[^/<]+(/mou/[^</]+)</loc>", sitemap)
    if not found:
        raise RuntimeError(f"The sitemap names no agreement:\n{sitemap[:500]}")
    return found[1]


def _patiently(ask: Callable[[], bytes]) -> bytes:
    for _ in range(500):
        try:
            return ask()
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise RuntimeError("The bare handler did not start.")
