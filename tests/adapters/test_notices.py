"""What a deployment should have: said where people rely on it, and nowhere else."""

from pathlib import Path

import pytest

from workflow.adapters import notices
from workflow.adapters.settings import Settings

AWAY = Settings(keys=Path("/keys"), public_url="https://mou.example.gov")
SERVER = Settings(
    keys=Path("/keys"), database_url="postgresql+psycopg://x@db/x", public_url="http://localhost:8000"
)


@pytest.mark.parametrize("own", [AWAY, SERVER])
def test_in_production_a_witness_and_sealed_keys_are_asked_for(own: Settings) -> None:
    found = notices.for_operators(own)
    assert set(found) == {"witness", "keys"}
    assert "docs/witness.md" in found["witness"] and "whoever copies their folder has them" in found["keys"]


def test_what_is_said_on_pages_names_no_place_of_the_server() -> None:
    told = notices.for_operators(Settings(public_url="https://mou.example.gov", keys=Path("/very/secret")))
    assert "/very/secret" not in str(told)


def test_what_a_thief_would_like_to_know_is_for_operators() -> None:
    assert set(notices.for_everybody(Settings(public_url="https://mou.example.gov"))) == {"witness"}


def test_what_is_there_is_not_asked_for() -> None:
    whole = Settings(
        public_url="https://mou.example.gov", witnesses="key http://w.example", keys_passphrase="x" * 20
    )
    assert notices.for_operators(whole) == {}


@pytest.mark.parametrize("url", ["", "http://localhost:8000", "http://127.0.0.1:1", "http://[::1]:1"])
def test_on_ones_own_machine_and_in_the_demo_nothing_is(url: str) -> None:
    assert notices.for_operators(Settings(public_url=url)) == {}
    assert notices.for_operators(Settings(public_url="https://demo.example", demo=True)) == {}
