"""The servers are real, private, and gone when the run is."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from tests.rig import databases
from tests.rig import services as rig
from tests.rig.binaries import Missing, find_postgres, find_redis


def test_postgresql_and_redis_answer_to_us_alone(services):
    with psycopg.connect(services.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_version").fetchone() == (services.postgres_version,)
    with redis.Redis.from_url(services.redis_url) as client:
        assert client.ping()
        assert client.config_get("bind")["bind"] == "127.0.0.1"
    open_door = re.sub("//.*@", "//", services.redis_url)
    with pytest.raises(redis.AuthenticationError), redis.Redis.from_url(open_door) as stranger:
        stranger.ping()


def test_the_application_role_owns_nothing_and_may_not_change_tables(services):
    name = f"roles_{os.getpid()}"
    databases.create_empty(services, name)
    with psycopg.connect(services.dsn(name, "countersign_owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (id bigserial PRIMARY KEY, words text)")
    with psycopg.connect(services.dsn(name, "countersign_app"), autocommit=True) as app:
        app.execute("INSERT INTO thing (words) VALUES ('kept')")
        assert app.execute("SELECT words FROM thing").fetchone() == ("kept",)
        owned = "SELECT count(*) FROM pg_class WHERE relowner = 'countersign_app'::regrole"
        assert app.execute(owned).fetchone() == (0,)
        for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE other (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    databases.drop_postgres(services, name)


def test_the_servers_end_when_the_process_that_wanted_them_ends():
    folder = rig.new_folder()
    owner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    began = rig.shared(folder, owner.pid)
    with redis.Redis.from_url(began.redis_url) as client:
        assert client.ping()
    owner.kill()
    owner.communicate()
    for _ in range(500):
        if not folder.exists():
            break
        time.sleep(0.02)
    assert not folder.exists()
    with pytest.raises(redis.ConnectionError), redis.Redis.from_url(began.redis_url) as client:
        client.ping()


def test_a_named_server_that_is_not_there_is_said_in_one_line(monkeypatch):
    monkeypatch.setenv("RIG_PG_BIN", "/nowhere")
    monkeypatch.setenv("RIG_REDIS_SERVER", "/nowhere/redis-server")
    for find in (find_postgres, find_redis):
        with pytest.raises(Missing, match="set COUNTERSIGN_TEST_") as said:
            find()
        assert "\n" not in str(said.value)


def test_no_address_of_an_outside_server_reaches_the_tests():
    outside = [
        name for name in os.environ if name.startswith(("COUNTERSIGN_", "PGHOST", "REDIS_", "CELERY_"))
    ]
    assert outside == []


def test_the_run_has_a_short_folder(run_folder: Path):
    assert len(str(run_folder / ".s.PGSQL.5432")) < 107
