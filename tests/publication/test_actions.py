import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlmodel import select

from tests.publication.kit import Press
from tests.signing.world import approve, revise
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.adapters.seal import check_seal, embedded_package
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.core.errors import Invalid, Refused
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.evidence.canonical import b64u, loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.verify import verify
from workflow.history.models import Event
from workflow.history.queries import leaf_of
from workflow.publication.actions import Unfit
from workflow.publication.core import on_the_web
from workflow.publication.models import PublicationStatement, PublicCopy
from workflow.publication.trust import policy_bytes
from workflow.signing import stamping

pytestmark = pytest.mark.both_databases


def test_a_signed_edition_is_published_whole(press: Press, now: datetime) -> None:
    published = press.whole_life(now)
    copy = published.copy
    assert published.subject.edition.status == "published"
    assert unb64u(copy.core_hash) == sha256(copy.core).digest()
    assert unb64u(copy.pdf_hash) == sha256(copy.pdf).digest()
    report = check_seal(copy.pdf, [press.keystore.authority])
    assert report.valid and report.sealed_at == now + timedelta(minutes=7)


def test_the_pdf_carries_the_core_package_and_says_every_clause(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    assert embedded_package(copy.pdf) == copy.core
    words = squeezed(page_words(copy.pdf))
    for said in (
        "Duties",
        "Body cameras are on from 7:30 to 3:30",
        "50-50",
        "Twelve months",
        "Chief Example",
    ):
        assert squeezed(said) in words


def test_the_package_on_the_web_verifies_under_the_policy(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    verdict = verify(
        on_the_web(press.session, copy), policy_bytes(press.session, press.settings), now + timedelta(days=1)
    )
    assert verdict.verdict == "verified", verdict.missing
    assert "publication.log" in {check.id for check in verdict.checks}
    assert {one.name for one in verdict.signatories} == {"Chief Example", "Superintendent Example"}


def test_without_the_policy_it_is_consistent_and_no_more(press: Press, now: datetime) -> None:
    verdict = verify(press.whole_life(now).copy.core)
    assert verdict.verdict == "not_verified" and verdict.consistent


def test_nothing_is_published_before_a_checkpoint_covers_the_execution(press: Press, now: datetime) -> None:
    press.checkpoint(now)
    press.execute(now)
    assert press.publish(now) is False
    edition = press.session.get_one(Edition, press.world.edition)
    assert edition.status == "executed"
    assert press.session.get(PublicCopy, edition.id) is None


def test_what_would_not_verify_is_not_published(
    press: Press, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    astray = LocalTimeAuthority(press.keystore.time).token(b"x" * 32, now)
    monkeypatch.setattr(stamping, "tokens_of", lambda *_: [(b64u(b"x" * 32), astray)])
    with pytest.raises(Unfit, match=r"would not verify: .*a time token is about nothing") as no:
        press.publish(now + timedelta(minutes=7))
    assert no.value.codes == ["time.token"]
    assert press.session.get(PublicCopy, press.world.edition) is None
    monkeypatch.undo()
    assert press.publish(now + timedelta(minutes=8))


def test_publishing_twice_publishes_once(press: Press, now: datetime) -> None:
    before = press.whole_life(now).copy.pdf
    assert press.publish(now + timedelta(hours=1))
    assert press.published().copy.pdf == before
    events = press.session.exec(select(Event).where(Event.kind == EventKind.EDITION_PUBLISHED)).all()
    assert len(events) == 1


def test_the_publication_is_in_the_public_chain_with_both_hashes(press: Press, now: datetime) -> None:
    copy = press.whole_life(now).copy
    leaf = leaf_of(press.session.get_one(Event, copy.event_id))
    assert leaf["event"] == "published"
    row = press.session.get_one(PublicationStatement, copy.event_id)
    said = loads(unb64u(row.envelope["statement"]))
    assert leaf["subject"] == envelope_hash(row.envelope) and row.key == said["key"]
    assert (said["core"], said["pdf"], said["head"]) == (copy.core_hash, copy.pdf_hash, leaf["head"])


def test_an_edition_that_is_not_signed_is_refused(press: Press, now: datetime) -> None:
    with pytest.raises(Refused, match="in review"):
        press.publish(now)


def test_an_earlier_freeze_that_was_reopened_is_no_part_of_the_package(press: Press, now: datetime) -> None:
    from workflow.signing import actions as signing

    event = press.world.freeze(press.session, now)
    press.world.sign(press.session, "chief", event.id, now)
    counsel = press.world.actor(press.session, "counsel", now)
    signing.reopen(press.session, counsel, press.world.edition, reason="A wrong date.", at=now)
    copy = press.whole_life(now + timedelta(hours=1)).copy
    chain = json.loads(copy.core)["edition_chain"]
    assert chain[0]["leaf"]["event"] == "frozen" and chain[0]["leaf"]["seq"] > 0
    verdict = verify(copy.core, policy_bytes(press.session, press.settings))
    assert verdict.verdict == "verified", verdict.missing


def test_the_newer_edition_stands_beside_the_older(press: Press, now: datetime) -> None:
    press.whole_life(now)
    press.next_edition(
        ("# 1. Parties\n\nThe Springfield Police Department and the Springfield Unified School District.",),
        now,
    )
    later = press.whole_life(now + timedelta(days=300))
    assert later.number == press.published().number == 2
    assert press.published(1).numbers == [1, 2]


def test_what_could_never_be_published_cannot_be_frozen(press: Press, now: datetime) -> None:
    edition = press.session.get_one(Edition, press.world.edition)
    names = "Springfield Police Department, Springfield Unified School District"
    revise(press.session, edition, (f"# 1. Parties\n\n{names}: 第二",), now)
    approve(press.session, press.world, now)
    with pytest.raises(Invalid, match="never published"):
        press.world.freeze(press.session, now)
