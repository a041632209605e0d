"""The running service: folder locked, database at today's shape, dispatcher at work, one server on one bound socket.

Embedded (no database address given): everything in this process, and the tables are made here. Production: the tables must
be there already (`countersign migrate`), work is done by Celery workers, and the application's role owns nothing.
"""

import fcntl
import gc
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from workers import schedule, witnesses
from workers.kit import Kit
from workflow.adapters import attestation, keyfiles, outside_time
from workflow.adapters.clock import Clock, SystemClock
from workflow.adapters.database import Database, refuse_owner
from workflow.adapters.migrations import is_current, migrate
from workflow.adapters.settings import Settings
from workflow.adapters.witnesses import configured
from workflow.core.errors import Refused, Unready
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.history import alarms, daily_stamp, rotating
from workflow.history.standing import State, judge
from workflow.parties import links
from workflow.parties.models import Person
from workflow.publication import custody, scripts
from workflow.web.app import create_app

READ_ONLY = "The service was started to be read only."
GRACE = 5
"""Seconds that open requests have to finish after SIGTERM; the process is gone within ten."""


@dataclass(frozen=True)
class Opened:
    """A service whose address is known and whose database is ready, before the first request."""

    settings: Settings
    kit: Kit
    listener: socket.socket
    address: str
    closed: str = ""
    """Why nothing is taken in or published here; empty for the service itself."""


@contextmanager
def opened(
    settings: Settings, *, host: str, port: int, clock: Clock | None = None, read_only: bool = False
) -> Iterator[Opened]:
    """Lock, bind, migrate, begin. Raises Refused in words when the folder is in use or the port is taken, or when more was
    published than this database knows. A copy of the record, or one opened `read_only`, is shown and takes nothing in.
    """
    configured(settings)  # a witness that is misspelt is told at the start, not by a thread
    outside_time.check(settings)
    attestation.check(settings.attestation_roots, attested_keys=settings.attested_keys, demo=settings.demo)
    embedded = not settings.database_url
    settings.data.mkdir(parents=True, exist_ok=True)
    with only_one(settings.data / ".lock" if embedded else None):
        listener = _bind(host, port)
        address = settings.public_url.rstrip("/") or f"http://localhost:{listener.getsockname()[1]}"
        settings = replace(settings, public_url=address)
        database = Database(settings.database)
        try:
            kit = Kit(settings, database, clock or SystemClock())
            _ready_the_database(kit, embedded)
            closed = _closed(kit, read_only)
            if not closed:
                _begin(kit)
            yield Opened(settings, kit, listener, address, closed)
        finally:
            listener.close()
            database.close()


@contextmanager
def only_one(lock: Path | None) -> Iterator[None]:
    """Two processes on one folder would dispatch twice and fight over the database: the second is refused."""
    if lock is None:
        yield
        return
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                f"Another Countersign is already running on {lock.parent}.",
                "Stop it first, or choose another --data.",
            ) from None
        yield


def _bind(host: str, port: int) -> socket.socket:
    # The protocol is named because asyncio turns Nagle's delay off only for sockets that say TCP: without it every answer
    # on a kept connection, head and body being two packets, waits 40 ms for an acknowledgement.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        why = error.strerror if isinstance(error, OSError) else "a port is a number from 0 to 65535"
        raise Refused(f"Port {port} at {host} cannot be used: {why}.", "Choose another --port.") from None
    listener.listen(128)
    listener.set_inheritable(True)
    return listener


def _ready_the_database(kit: Kit, embedded: bool) -> None:
    if embedded:
        migrate(kit.database)
        return
    try:
        with kit.database.reading() as session:
            current = is_current(session.connection())
            refuse_owner(session)
    except OperationalError as error:
        raise Refused(
            f"The database cannot be reached: {error.orig}", "Look at COUNTERSIGN_DATABASE_URL."
        ) from None
    if not current:
        raise Refused("The database does not have today's shape.", "Run `countersign migrate` first.")


def _closed(kit: Kit, read_only: bool) -> str:
    """Why the service only shows what is there. Raises Refused when it must not even do that by itself."""
    with kit.database.reading() as session:
        found = judge(session, kit.published)
        old = rotating.outdated(session, kit.keystore)
        gone = custody.missing(session, kit.keystore)
    kit.keystore.files.check()
    if old and not read_only:
        raise Refused(
            old,
            "Put the newer keys back; if a rotation was broken off, run `countersign keys rotate` again.",
        )
    if found.may_publish and gone and not read_only:
        raise keyfiles.gone(gone[0])
    if found.may_publish:
        return READ_ONLY if read_only else ""
    if found.state is not State.COPY and not read_only:
        raise Refused(
            found.words,
            f"{found.remedy} Until then, `countersign serve --read-only` shows the public pages.",
        )
    return found.words


def _begin(kit: Kit) -> None:
    host = urlsplit(kit.settings.public_url).hostname or "localhost"
    deployment = kit.keystore.deployment
    kit.keystore.begin()
    with suppress(
        Unready
    ):  # a token that is not plugged in is no reason to show nothing; whoever seals notes it then
        kit.keystore.note_seal(kit.clock.now())
    with kit.database.writing() as session:
        history.begin(
            session, deployment=deployment, rp_id=host, origin=kit.settings.public_url,
            log_origin=f"{host}/countersign/{deployment}", actor=SERVICE, at=kit.clock.now(),
        )  # fmt: skip
        scripts.note(session, at=kit.clock.now())
        if kit.time_authority is None:
            alarms.over(session, daily_stamp.ALARM)  # nobody is asked any more, so nobody fails to answer


def first_link(service: Opened) -> str:
    """The address that creates the first party and administrator; empty once there is anybody."""
    if service.closed:
        return ""
    with service.kit.database.writing() as session:
        if _anybody(session):
            return ""
        return f"{service.address}/begin/{links.first_admin_link(session, at=service.kit.clock.now())}"


def _anybody(session: Session) -> bool:
    return session.exec(select(Person.id).limit(1)).first() is not None


@contextmanager
def dispatching(service: Opened) -> Iterator[None]:
    """The embedded default's dispatcher, in a thread that ends with the block. Production leaves it to the workers."""
    if service.settings.redis_url or service.closed:
        yield
        return
    stop = threading.Event()
    threads = [
        threading.Thread(target=loop.run, args=(service.kit, stop), name=name, daemon=True)
        for name, loop in (("dispatcher", schedule), ("witnesses", witnesses))
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        threads[0].join(GRACE)


def server_of(service: Opened) -> uvicorn.Server:
    """The server for this service, not yet running."""
    app = create_app(service.settings, service.kit.database, service.kit.clock, closed=service.closed)
    proxies = service.settings.trusted_proxies or None
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE, server_header=False, lifespan="on",
        proxy_headers=bool(proxies), forwarded_allow_ips=proxies,
    )  # fmt: skip
    return uvicorn.Server(config)


def run(service: Opened) -> None:
    """Serve until SIGTERM or Ctrl-C. The server raises the signal again once it has closed; by then it is an end like any."""
    server = server_of(service)
    keep_what_stays()
    with dispatching(service):
        signal.signal(signal.SIGTERM, lambda *_: setattr(server, "should_exit", True))
        server.run(sockets=[service.listener])


def keep_what_stays() -> None:
    """Everything there is before the first request stays until the end. The collector looks through it no more: each full look held
    up every thread for a seventh of a second (docs/adr/0033).
    """
    gc.collect()
    gc.freeze()


@contextmanager
def in_background(service: Opened) -> Iterator[uvicorn.Server]:
    """Serve from a thread while the block runs: what the demo plays against."""
    server = server_of(service)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [service.listener]}, name="server", daemon=True
    )
    with dispatching(service):
        thread.start()
        try:
            yield server
        finally:
            server.should_exit = True
            thread.join(GRACE + 1)


def announce(address: str) -> None:
    """The first line on standard output, whoever reads it."""
    print(f"Listening on {address}", flush=True)
