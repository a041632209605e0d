"""The statement behind each publication, and how policies name the keys that may make one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.history.test_actions import begin, frozen
from tests.publication.kit import Press
from workflow.adapters.keystore import PUBLICATION, Keystore
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence.canonical import loads
from workflow.evidence.policy import parse
from workflow.evidence.verify import verify
from workflow.history import rotating
from workflow.history.queries import newest_checkpoint
from workflow.history.sequencer import sequence
from workflow.publication import statements
from workflow.publication.core import on_the_web
from workflow.publication.models import PublicationStatement
from workflow.publication.trust import policy_bytes

HOUR = timedelta(hours=1)


def replaced(press: Press, at: datetime) -> None:
    """The publication key, without an overlap."""
    press.keystore.enter(
        rotating.rotate(press.session, press.keystore, PUBLICATION, actor=SERVICE, at=at, overlap=timedelta())
    )
    assert rotating.hand_over(press.session, press.keystore, at=at)


def test_a_package_is_verified_under_the_policy_that_names_the_key(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    policy = policy_bytes(press.session, press.settings)
    (key,) = loads(policy)["publication_keys"]
    assert key == {"from": 0, "key": press.session.exec(select(PublicationStatement.key)).one(), "until": 0}
    verdict = verify(on_the_web(press.session, copy), policy)
    assert verdict.verdict == "verified" and verdict.checks[-1].detail.endswith("by the publication key")


def test_a_key_that_was_replaced_keeps_what_it_signed(press: Press, now: datetime) -> None:
    """The policy saved before, the one after, and one saved in between: each agrees with what was published by then."""
    copy = press.whole_life(now).copy
    package, before = on_the_web(press.session, copy), policy_bytes(press.session, press.settings)
    replaced(press, now + HOUR)
    size = newest_checkpoint(press.session)
    after = policy_bytes(press.session, press.settings)
    bounds = [(one["from"], one["until"]) for one in loads(after)["publication_keys"]]
    assert size and bounds == [(0, size.size), (size.size + 1, 0)]
    assert [verify(package, policy).verdict for policy in (before, after)] == ["verified", "verified"]
    press.checkpoint(now + HOUR)
    press.next_edition(
        ("# 1. Springfield Police Department, Springfield Unified School District",), now + 2 * HOUR
    )
    press.execute(now + 3 * HOUR)
    press.checkpoint(now + 4 * HOUR)
    assert press.publish(now + 5 * HOUR)
    press.checkpoint(now + 6 * HOUR)
    second = on_the_web(press.session, press.published().copy)
    assert verify(second, after).verdict == "verified"
    assert verify(second, before).codes == ["publication.key"]  # it has to be fetched anew


def test_publications_from_before_the_key_are_behind_where_it_begins(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    keys = Keystore(tmp_path / "keys")
    begin(session, now)
    assert [one["from"] for one in statements.named(session, keys.publication_keys)] == [0]
    frozen(session, now, EventKind.EDITION_PUBLISHED)
    assert statements.named(session, keys.publication_keys) == []  # nobody knows yet where it will stand
    made = sequence(session, key=keys.checkpoint_key, at=now)
    assert made and made.size == 2
    assert [one["from"] for one in statements.named(session, keys.publication_keys)] == [3]


def test_keys_from_before_the_last_publication_sign_nothing(
    press: Press, now: datetime, tmp_path: Path
) -> None:
    """An older backup of the key folder: the last statement is by a key that this folder does not have, or does not use yet."""
    press.whole_life(now)
    replaced(press, now + HOUR)
    press.checkpoint(now + HOUR)
    row = press.session.exec(select(PublicationStatement)).one()
    about = {"mou": "m", "edition": 1, "head": "A" * 43, "core": bytes(32), "pdf": bytes(32), "at": now}
    said = statements.sign(press.session, press.keystore, **about)
    assert said["signatures"][0]["key"] == statements.id_of(press.keystore.publication_keys[1])
    row.key = statements.id_of(Keystore(tmp_path / "others").publication_keys[0])
    press.session.flush()
    with pytest.raises(Refused, match="not in use in"):
        statements.sign(press.session, press.keystore, **about)


def test_an_announced_key_is_named_and_does_not_sign(press: Press, now: datetime) -> None:
    press.checkpoint(now)
    made = rotating.rotate(press.session, press.keystore, PUBLICATION, actor=SERVICE, at=now)
    press.keystore.enter(made)
    press.whole_life(now)
    old, new = parse(policy_bytes(press.session, press.settings)).publishers
    assert press.session.exec(select(PublicationStatement.key)).one() == old["key"] != new["key"]
    assert (old["until"], new["from"]) == (0, made.size + 1)
