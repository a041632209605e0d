from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlmodel import Session, select

from tests.publication import kit as plain
from tests.publication.hiding import kit
from tests.publication.kit import Press
from workflow.adapters.settings import Settings
from workflow.core.errors import Forbidden, Refused
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.evidence.package import parse
from workflow.evidence.verify import verify
from workflow.history.models import Event
from workflow.publication.hiding import page, private, queries
from workflow.publication.hiding.models import PrivateReceipt
from workflow.publication.trust import policy_bytes

LATER = timedelta(hours=1)


def test_a_partys_own_package_shows_everything_and_says_that_it_is_private(
    made: Press, now: datetime
) -> None:
    counsel = made.world.actor(made.session, "counsel", now)
    before, name = private.package(made.session, counsel, made.world.edition, made.keystore)
    assert name == f"PRIVATE-{made.slug}-1.json"
    kit.decided(made, kit.HIDE, now + LATER)
    after, _ = private.package(made.session, counsel, made.world.edition, made.keystore)
    for data in (before, after):
        verdict = verify(data, policy_bytes(made.session, made.settings))
        assert verdict.verdict == "verified", verdict.missing
        assert parse(data)["clauses"][2]["text"] == kit.SECRET
    assert [len(parse(data)["redactions"]) for data in (before, after)] == [0, 1]


def test_only_those_who_run_it_take_it(made: Press, now: datetime) -> None:
    from tests.signing.world import person

    person(made.session, made.world, "officer", "agency", Office.SRO, now)
    with pytest.raises(Forbidden):
        private.package(
            made.session, made.world.actor(made.session, "officer", now), made.world.edition, made.keystore
        )


def test_where_nothing_is_private_there_is_no_private_package(
    session: Session, settings: Settings, now: datetime
) -> None:
    press = plain.press(session, settings)
    press.whole_life(now)
    counsel = press.world.actor(session, "counsel", now)
    with pytest.raises(Refused, match="Nothing in this agreement is private"):
        private.package(session, counsel, press.world.edition, press.keystore)


def test_before_a_checkpoint_covers_the_record_there_is_none(made: Press, now: datetime) -> None:
    row = kit.propose(made, kit.HIDE, now + LATER)
    kit.approve(made, row, now + LATER)
    counsel = made.world.actor(made.session, "counsel", now)
    with pytest.raises(Refused, match="has not covered"):
        private.package(made.session, counsel, made.world.edition, made.keystore)


def taken(made: Press, name: str, at: datetime) -> bytes:
    actor = made.world.actor(made.session, name, at)
    found = private.take(made.session, actor, made.world.edition, made.keystore, at=at)
    found.noted(made.session)
    made.session.flush()
    return found.content


def receive(made: Press, name: str, at: datetime) -> PrivateReceipt:
    return private.receive(made.session, made.world.actor(made.session, name, at), made.world.edition, at=at)


def test_a_party_acknowledges_what_it_downloaded_and_once(made: Press, now: datetime) -> None:
    with pytest.raises(
        Refused, match="Nobody of Springfield Unified School District has downloaded this version"
    ) as no:
        receive(made, "counsel", now + LATER)
    assert f"/editions/{made.world.edition}/private.json" in no.value.remedy
    content = taken(made, "counsel", now + LATER)
    with pytest.raises(Refused, match="Nobody of Springfield Police"):
        receive(made, "chief", now + LATER)
    first = receive(made, "superintendent", now + LATER)
    assert first.digest == sha256(content).hexdigest() and first.version > 0
    again = receive(made, "counsel", now + 2 * LATER)
    assert again.id == first.id and again.person_name == "Superintendent Example"
    taken(made, "chief", now + LATER)
    receive(made, "chief", now + LATER)
    assert {row.party_id for row in queries.receipts(made.session, made.world.edition)} != {first.party_id}
    kind = select(Event).where(Event.kind == EventKind.PRIVATE_RECEIVED)
    told = made.session.exec(kind).all()
    assert [event.detail for event in told] == [{"version": first.version}] * 2
    assert not any(first.digest in str(event.detail) for event in told)


def test_a_later_version_is_asked_about_again(made: Press, now: datetime) -> None:
    taken(made, "counsel", now + LATER)
    first = receive(made, "counsel", now + LATER)
    kit.decided(made, kit.HIDE, now + 2 * LATER)
    shown = page.page(
        made.session, made.world.actor(made.session, "counsel", now), made.world.edition, now=now
    )["private"]
    assert (shown["received"], shown["downloaded"]) == (False, None)
    (own,) = [one for one in shown["parties"] if one["by"]]
    assert (own["by"], own["current"]) == ("Counsel Example", False)
    with pytest.raises(Refused, match="has downloaded this version"):
        receive(made, "counsel", now + 3 * LATER)
    content = taken(made, "superintendent", now + 3 * LATER)
    second = receive(made, "counsel", now + 3 * LATER)
    assert second.version > first.version and second.digest == sha256(content).hexdigest() != first.digest
    shown = page.page(
        made.session, made.world.actor(made.session, "counsel", now), made.world.edition, now=now
    )["private"]
    assert shown["received"] and shown["downloaded"]["digest"] == second.digest
