"""A key that signed something here and is gone: said by its file's name, and no other is made in its place."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.publication import sheets
from tests.publication.kit import Press
from workflow.adapters.keystore import Keystore
from workflow.core.errors import Unready
from workflow.publication import custody
from workflow.publication.trust import policy_bytes

pytestmark = pytest.mark.both_databases
KEYS = ("checkpoint.pem", "checkpoint-mldsa.pem", "publication.pem", "seal.pem", "time.pem", "authority.pem")


def lose(press: Press, name: str) -> Keystore:
    """The same folder as another process finds it, without one file."""
    (press.keystore.folder / name).unlink()
    return Keystore.of(press.settings, makes=True)


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_before_a_key_has_signed_anything_the_first_may_be_made(press: Press, now: datetime) -> None:
    for name in KEYS:
        (press.keystore.folder / name).unlink()
    assert custody.missing(press.session, press.keystore) == []
    press.checkpoint(now)
    assert {path.name for path in press.keystore.folder.iterdir()} >= {
        "checkpoint.pem",
        "checkpoint-mldsa.pem",
    }
    for name in KEYS[:2]:
        (press.keystore.folder / name).unlink()
    assert names(custody.missing(press.session, press.keystore)) == list(KEYS[:2])


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_published_is_missed_by_name(press: Press, now: datetime, name: str) -> None:
    press.whole_life(now)
    assert custody.missing(press.session, press.keystore) == []
    keys = lose(press, name)
    assert set(names(custody.missing(press.session, keys))) == {name}
    with pytest.raises(Unready, match=f"{name} is not there. Nothing was signed in its place.") as no:
        custody.insist(press.session, keys)
    assert "backup" in no.value.remedy and not (keys.folder / name).exists()


@pytest.mark.parametrize("name", KEYS[2:])
def test_nothing_is_published_in_the_place_of_a_key_that_is_gone(
    press: Press, now: datetime, name: str
) -> None:
    press.whole_life(now)
    press.next_edition(("# 1. Springfield Police Department, Springfield Unified School District",), now)
    press.execute(now + timedelta(days=300))
    press.checkpoint(now + timedelta(days=300, minutes=6))
    press.keystore = lose(press, name)
    with pytest.raises(Unready, match=f"{name} is not there"):
        press.publish(now + timedelta(days=300, minutes=7))
    assert not (press.keystore.folder / name).exists() and press.published().number == 1


def test_a_seal_that_lies_elsewhere_is_not_missed_here(press: Press, now: datetime, tmp_path: Path) -> None:
    press.whole_life(now)
    (press.keystore.folder / "seal.pem").unlink()
    elsewhere = Keystore.of(replace(press.settings, seal_file=tmp_path / "seal.p12"), makes=True)
    assert custody.missing(press.session, elsewhere) == []
    copy = press.published().copy
    copy.pdf = sheets.sealed(sheets.page(), Keystore(tmp_path / "others"))
    press.session.flush()  # sealed by another's key so far, and from today on by our own: its first may be made
    assert custody.missing(press.session, press.keystore) == []


def test_no_policy_leaves_a_lost_publication_key_out(press: Press, now: datetime) -> None:
    press.whole_life(now)
    lose(press, "publication.pem")
    with pytest.raises(Unready, match=r"publication\.pem is not there"):
        policy_bytes(press.session, press.settings)
