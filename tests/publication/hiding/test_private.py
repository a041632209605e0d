from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.publication import kit as plain
from tests.publication.hiding import kit
from tests.publication.kit import Press
from workflow.adapters.settings import Settings
from workflow.core.errors import Forbidden, Refused
from workflow.core.people import Office
from workflow.evidence.package import parse
from workflow.evidence.verify import verify
from workflow.publication.hiding import private
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
