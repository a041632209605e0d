"""`countersign demo`: start the service, play the life of one agreement, verify it, and leave the service running."""

import shutil
import signal
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from workflow import service
from workflow.adapters.authenticator import KeyRing
from workflow.adapters.clock import MovableClock
from workflow.adapters.settings import from_environment
from workflow.core.errors import Refused
from workflow.demo.story import Ending, play
from workflow.demo.telling import Telling, complain
from workflow.demo.visitor import Unexpected

DEFAULT_TEXT = "jamesville-dewitt-2021-22.txt"
MARK = ".demo"
"""A file that says that a folder is the demo's own, and may be begun anew."""


def show(given: Path | None, data: Path | None, port: int | None, *, once: bool, out: Path | None) -> int:
    """Play it. Returns the exit code: 0 only if everything verified. Raises Refused for what cannot begin."""
    name, content = _text(given)
    if out:
        _ready(out)
    with ExitStack() as stack:
        folder, begun_anew = _folder(stack, data, once)
        settings = replace(
            from_environment(data=folder, demo=True), timezone="America/New_York", waiting_hours=0, tick_seconds=0.1, public_url="", database_url="",
            redis_url="", smtp_url="", no_software_keys=False,
        )  # fmt: skip
        clock = MovableClock()
        opened = stack.enter_context(
            service.opened(settings, host="127.0.0.1", port=_port(port, once), clock=clock)
        )
        service.announce(opened.address)
        link = service.first_link(opened)
        telling = Telling(opened.address)
        if begun_anew:
            telling.say(
                f"The demo that was in {folder} is gone: this one begins anew. To keep one, give --data."
            )
        stack.enter_context(service.in_background(opened))
        try:
            ending = play(
                opened.address,
                link,
                name,
                content,
                telling,
                pass_time=lambda days: clock.move(timedelta(days=days)),
            )
        except Unexpected as surprise:
            complain(f"The demo stopped: {surprise}")
            return 1
        KeyRing(folder).keep(*ending.keys)  # whoever plays on as one of its people signs with these
        if out:
            _write(out, ending)
            telling.step(f"Package, PDF, policy and comment matrix are in {out}")
        if once:
            return 0 if ending.verified else 1
        _stay(telling)
        return 0 if ending.verified else 1


def _text(given: Path | None) -> tuple[str, bytes]:
    if given is None:
        return DEFAULT_TEXT, (files("workflow.demo") / "texts" / DEFAULT_TEXT).read_bytes()
    try:
        content = given.read_bytes()
    except OSError as error:
        raise Refused(
            f"{given} cannot be read: {error.strerror}.", "Give a .txt, .md or .docx file."
        ) from None
    if not content.strip():
        raise Refused(f"{given} is empty.", "Give a .txt, .md or .docx file with the text of an agreement.")
    return given.name, content


def _ready(out: Path) -> None:
    """Whether what comes of it can be written there is known before the story begins, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise Refused(
            f"Nothing can be written into {out}: {error.strerror}.", "Choose another --out."
        ) from None


def _port(port: int | None, once: bool) -> int:
    return port if port is not None else 0 if once else 8000


def _folder(stack: ExitStack, data: Path | None, once: bool) -> tuple[Path, bool]:
    """A fresh folder, and whether an earlier demo went for it: a temporary one with --once; never somebody's real data."""
    if data is None and once:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countersign-demo-"))), False
    folder = data or Path("data") / "demo"
    earlier = (folder / "countersign.db").exists()
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise Refused(f"{folder} is not empty and not the demo's.", "Choose another --data.")
        with service.only_one(folder / ".lock"):
            for entry in folder.iterdir():
                if entry.name not in (".lock", MARK):
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    return folder, earlier


def _write(out: Path, ending: Ending) -> None:
    """Each file whole: written beside, then moved into place."""
    out.mkdir(parents=True, exist_ok=True)
    for name, content in ending.files.items():
        beside = out / f".{name}"
        beside.write_bytes(content)
        beside.replace(out / name)


def _stay(telling: Telling) -> None:
    """Until Ctrl-C or SIGTERM."""
    done = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    telling.say("")
    telling.say(f"The service goes on running. Play on as any of its people: {telling.address}/demo/people")
    telling.say("Ctrl-C ends it.")
    try:
        done.wait()
    except KeyboardInterrupt:
        telling.say("")
