"""compose.yaml is read as Docker reads it, and each of its commands runs here, as a process, on real PostgreSQL and Redis.

What a container adds (images, users, mounts, networks) is checked by reading. Environment, secrets, commands and health
checks are run, with the container's paths moved into a folder of the test. The third party's mail catcher is read only.
"""

import contextlib
import os
import re
import secrets as random
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
import yaml

from tests.rig.binaries import find_postgres, find_redis
from tests.rig.databases import create_empty, drop_postgres
from tests.rig.processes import Process, environment, process
from tests.rig.services import ROOT, Services, free_port, new_folder, start_postgres
from workflow.adapters.settings import Settings, from_environment

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
LASTING = ("web", "worker", "beat")


# --- what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_is_root_and_nothing_writes_where_it_should_not(name):
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    writable = [v for v in service.get("volumes", []) if not v.endswith(":ro")]
    assert all(volume.split(":")[0] in COMPOSE["volumes"] for volume in writable), (
        "only named volumes are written"
    )


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_everything_that_stays_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", SERVICES)
def test_only_pages_have_ports_and_only_on_this_machine(name):
    ports = SERVICES[name].get("ports", [])
    assert bool(ports) == (name in {"web", "mail"})
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_databases_are_out_of_reach_from_outside():
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    assert all(SERVICES[name]["networks"] == ["inner"] for name in ("postgres", "redis", "migrate"))


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_files_and_every_file_that_is_read_is_given(name):
    service = SERVICES[name]
    told = " ".join(
        [*map(str, (service.get("environment") or {}).values()), *map(str, service.get("command", []))]
    )
    used = set(re.findall(r"/run/secrets/(\w+)", told))
    assert used <= set(service.get("secrets", []))
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    plain = {key for key in service.get("environment") or {} if re.search("(PASSWORD|SECRET|_URL)$", key)}
    assert plain <= {"COUNTERSIGN_PUBLIC_URL", "COUNTERSIGN_TIME_AUTHORITY_URL"}


def test_only_the_migration_is_the_owner():
    owners = [name for name in OURS if "owner_database_url" in SERVICES[name]["secrets"]]
    assert owners == ["migrate"]
    assert "app_database_url" not in SERVICES["migrate"]["secrets"]


def test_the_services_keys_have_a_volume_of_their_own_and_only_who_signs_opens_them():
    for name in SERVICES:
        signs = name in ("web", "worker")
        assert ("keys:/keys" in SERVICES[name].get("volumes", [])) == signs
        assert ("keys_passphrase" in SERVICES[name].get("secrets", [])) == signs
    assert "/data /keys" in (ROOT / "Dockerfile").read_text(), "the volume belongs to whom the image says"


def test_the_service_waits_for_its_migration():
    for name in LASTING:
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_what_redis_is_told_survives_a_restart_and_is_never_dropped():
    command = " ".join(SERVICES["redis"]["command"])
    for words in ("--appendonly yes", "--appendfsync everysec", "--maxmemory-policy noeviction"):
        assert words in command


def test_the_image_runs_as_nobody_and_checks_every_hash():
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (.*)$", text, re.M) == ["10001:10001"]
    assert text.count("--require-hashes") == 2
    for copied in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.M):
        assert all((ROOT / name).exists() for name in copied.split())


def test_what_the_image_must_not_hold_is_kept_out():
    assert {".git", ".venv", "data", "secrets", "tests"} <= set((ROOT / ".dockerignore").read_text().split())


# --- what is run ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deployment:
    """The containers' paths, moved into `folder`: /run/secrets, /data, /keys and /tmp."""

    folder: Path
    services: Services
    port: int

    def moved(self, text: str) -> str:
        text = (
            re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(text)).replace("$$", "$").replace("8000", str(self.port))
        )
        return re.sub(r"(?<![\w./-])/(?:run/)?(secrets|data|keys|tmp)\b", rf"{self.folder}/\1", text)

    def env(self, name: str) -> dict[str, str]:
        own = {key: self.moved(value) for key, value in (SERVICES[name].get("environment") or {}).items()}
        return environment(Settings()) | {"HOME": str(self.folder / "tmp")} | own

    def start(self, name: str) -> contextlib.AbstractContextManager[Process]:
        command = [self.moved(word) for word in SERVICES[name]["command"]]
        return process(command, self.folder / f"{name}.log", self.env(name), self.folder / "tmp")

    def healthy(self, name: str) -> bool:
        kind, *test = (self.moved(word) for word in SERVICES[name]["healthcheck"]["test"])
        command = ["/bin/sh", "-c", *test] if kind == "CMD-SHELL" else test
        done = subprocess.run(
            command,
            env=self.env(name),
            cwd=self.folder / "tmp",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode == 0

    def secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text().strip()


@pytest.fixture
def deployment(services, tmp_path):
    """secrets.sh's files, pointed at the private servers, and an empty database with the two roles."""
    for part in ("data", "keys", "tmp"):
        (tmp_path / part).mkdir(mode=0o700)
    subprocess.run(["sh", ROOT / "deploy" / "secrets.sh", tmp_path / "secrets"], check=True)
    name = f"compose_{os.getpid()}_{random.token_hex(3)}"
    create_empty(services, name)
    addresses = {
        "owner_database_url": services.database_url(name, "countersign_owner"),
        "app_database_url": services.database_url(name),
        "redis_url": services.redis_url,
    }
    for file, address in addresses.items():
        path = tmp_path / "secrets" / file
        path.chmod(0o600)
        path.write_text(address + "\n")
    yield Deployment(tmp_path, services, free_port())
    drop_postgres(services, name)


def migrated(deployment: Deployment) -> Deployment:
    with deployment.start("migrate") as migrating:
        assert migrating.popen.wait(120) == 0, migrating.words
    return deployment


def test_secrets_are_made_once_and_agree(tmp_path):
    make = ["sh", ROOT / "deploy" / "secrets.sh", tmp_path / "secrets"]
    subprocess.run(make, check=True)
    first = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    subprocess.run(make, check=True)
    assert {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()} == first
    assert set(first) == set(COMPOSE["secrets"])
    assert first["app_password"].strip() in first["app_database_url"]
    assert first["redis_conf"].split()[1] in first["redis_url"]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_each_service_are_settings(deployment, name):
    read = from_environment(deployment.env(name))
    assert read.database_url == deployment.secret(
        "owner_database_url" if name == "migrate" else "app_database_url"
    )
    assert (read.redis_url, read.secret) == (deployment.secret("redis_url"), deployment.secret("form_secret"))


def test_the_migration_makes_tables_that_the_application_does_not_own(deployment):
    settings = from_environment(migrated(deployment).env("web"))
    with psycopg.connect(settings.database_url.replace("+psycopg", "")) as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    assert owners == [("countersign_owner",)]


def test_the_migration_runs_a_second_time_and_finds_nothing(deployment):
    migrated(migrated(deployment))


def test_the_web_answers_is_healthy_and_stops_when_told(deployment):
    with migrated(deployment).start("web") as web:
        web.wait_for(r"Listening on http://\S+", seconds=120)
        assert deployment.healthy("web")
        keys = list((deployment.folder / "keys").glob("*.pem"))
        assert len(keys) >= 5 and not (deployment.folder / "data" / "keys").exists()
        assert all("ENCRYPTED" in key.read_text().partition("\n")[0] for key in keys)
        assert web.end(seconds=10) in (0, -signal.SIGTERM)
    assert not deployment.healthy("web")


def test_the_worker_is_ready_is_healthy_and_stops_when_told(deployment):
    with migrated(deployment).start("worker") as worker:
        worker.wait_for(r"celery@\S+ ready", seconds=120)
        assert deployment.healthy("worker")
        worker.end(seconds=15)


def test_the_beat_ticks_is_healthy_and_stops_when_told(deployment):
    with migrated(deployment).start("beat") as beat:
        beat.wait_for("beat: Starting", seconds=120)
        assert deployment.healthy("beat")
        beat.end(seconds=15)
    assert not deployment.healthy("beat")


def test_redis_starts_as_told_and_wants_its_password(deployment):
    command = [deployment.moved(word) for word in SERVICES["redis"]["command"]]
    command = [str(find_redis().path), *command[1:], "--bind", "127.0.0.1", "--port", str(deployment.port)]
    with process(
        command, deployment.folder / "redis.log", environment(Settings()), deployment.folder
    ) as server:
        server.wait_for("eady to accept connections")
        port, password = deployment.port, deployment.secret("redis_conf").split()[1]
        with redis.Redis(port=port, password=password) as client:
            assert client.config_get("appendfsync") == {"appendfsync": "everysec"}
        with pytest.raises(redis.AuthenticationError), redis.Redis(port=port) as stranger:
            stranger.ping()


@pytest.fixture
def short_folder():
    """A Unix socket's path may have 107 characters, and a test's own folder takes most of them."""
    folder = new_folder()
    yield folder
    shutil.rmtree(folder)


def test_postgresql_starts_as_told_and_its_first_start_makes_the_roles(deployment, short_folder):
    options, folder = SERVICES["postgres"]["command"][2::2], short_folder
    with start_postgres(folder, find_postgres()):
        connect = {"host": str(folder), "user": "postgres", "autocommit": True}
        with psycopg.connect(**connect, dbname="postgres") as server:
            server.execute("CREATE DATABASE countersign")
            for option in options:
                name, _, value = option.partition("=")
                known = server.execute("SELECT 1 FROM pg_settings WHERE name = %s", (name,)).fetchone()
                assert known, f"{name}={value} is no option of PostgreSQL"
        path = f"{find_postgres().path.parent}:/usr/bin:/bin"
        places = {
            "DEPLOY": str(ROOT / "deploy"),
            "SECRETS": str(deployment.folder / "secrets"),
            "PGHOST": str(folder),
        }
        subprocess.run(["sh", ROOT / "deploy" / "postgres.sh"], env={"PATH": path, **places}, check=True)
        with psycopg.connect(**connect, dbname="countersign") as server:
            hashed = "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'countersign%' AND rolpassword LIKE 'SCRAM%'"
            assert server.execute(hashed).fetchone() == (2,)
            owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'countersign'"
            assert server.execute(owner).fetchone() == ("countersign_owner",)
        with (
            psycopg.connect(**{**connect, "user": "countersign_app"}, dbname="countersign") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("CREATE TABLE mine (id int)")
