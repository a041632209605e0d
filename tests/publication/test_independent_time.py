"""A time authority outside the operator, from the signature to the verdict of a stranger."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlmodel import col, select

from tests.publication.kit import Press
from workers.errands import NeighbourAway
from workers.kit import Kit
from workers.tasks import TASKS
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.outside_time import OutsideTimeAuthority, TimeAuthorityFault
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.audit import stamps
from workflow.audit.events import read_leaf
from workflow.audit.told import Told
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.verify import Verdict, verify
from workflow.history.models import Work
from workflow.history.queries import leaves, newest_checkpoint
from workflow.publication import reading
from workflow.publication.core import on_the_web
from workflow.publication.trust import policy_bytes
from workflow.signing import stamping
from workflow.signing.models import Signature


class Neighbour(OutsideTimeAuthority):
    """An authority with keys of its own and a clock of its own, or one that is away."""

    def __init__(self, folder: Path) -> None:
        self.keys, self.at = Keystore(folder), datetime.min
        self.away = False

    def token(self, digest: bytes) -> bytes:
        if self.away:
            raise TimeAuthorityFault("it does not answer (ConnectTimeout)")
        return LocalTimeAuthority(self.keys.time).token(digest, self.at)


@pytest.fixture
def neighbour(tmp_path: Path) -> Neighbour:
    return Neighbour(tmp_path / "neighbour")


@pytest.fixture
def kit(press: Press, database: Database, neighbour: Neighbour, now: datetime) -> Kit:
    pem = press.settings.data / "neighbour.pem"
    pem.write_bytes(neighbour.keys.authority.public_bytes(Encoding.PEM))
    press.settings = replace(
        press.settings, time_authority_url="http://x.example", time_authority_certificate=pem
    )
    made = Kit(press.settings, database, FixedClock(now))
    made.time_authority = neighbour
    return made


def stamp_all(press: Press, kit: Kit, at: datetime) -> None:
    for number in sorted(row.event_id or 0 for row in press.session.exec(select(Signature))):
        key = stamping.key_of(number)
        errand = TASKS[stamping.TASK](press.session, kit, {"event": str(number)}, key, at)
        if errand:
            errand.run()(press.session)


def verdict(press: Press, at: datetime) -> Verdict:
    return verify(
        on_the_web(press.session, press.published().copy), policy_bytes(press.session, press.settings), at
    )


def source(found: Verdict) -> str:
    return next(check.detail for check in found.checks if check.id == "time.source")


def publish(press: Press, now: datetime) -> None:
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    press.checkpoint(now + timedelta(minutes=8))


def test_a_stranger_reads_that_the_time_is_independent(
    press: Press, kit: Kit, neighbour: Neighbour, now: datetime
) -> None:
    press.execute(now)
    neighbour.at = now + timedelta(minutes=6)
    stamp_all(press, kit, now)
    publish(press, now)
    found = verdict(press, now + timedelta(days=1))
    assert found.verdict == "verified", found.missing
    assert source(found).startswith("independent time: CN=Local time authority")


def stranger_reads(press: Press, signed: list[str], at: datetime) -> None:
    """That the authority was asked and gave no time, on the page, in the history and in the log; who asks nobody says none of it."""
    value = reading.page(press.session, press.published(), press.settings, at)
    assert value["untimed"] == [
        f"The time authority gave no time for what {name}, signed: when that was is the operator’s word."
        for name in ("Chief Example, Chief of Police", "Superintendent Example, Superintendent")
    ]
    told = [one["words"] for one in reading.history_of(press.session, press.slug, at)["events"]]
    assert sum("the time authority gave no time" in words for words in told) == 2
    newest = newest_checkpoint(press.session)
    assert newest
    said = [read_leaf(leaf) for leaf in leaves(press.session, 0, newest.size) if b"untimed" in leaf]
    assert {one["subject"] for one in said} == set(signed) and len(said) == 2
    assert list(stamps.findings(press.session, Told.of(press.session))) == []


def test_an_authority_that_is_away_is_asked_for_an_hour_and_then_recorded_as_away(
    press: Press, kit: Kit, neighbour: Neighbour, now: datetime
) -> None:
    press.execute(now)
    neighbour.away = True
    with pytest.raises(NeighbourAway, match="the time authority: it does not answer"):
        stamp_all(press, kit, now + timedelta(minutes=30))
    stamp_all(press, kit, now + timedelta(minutes=90))
    event = press.session.exec(select(Signature)).first()
    assert event and set(stamping.failures(press.session, event.signing_event_id).values()) == {
        "it does not answer (ConnectTimeout)"
    }
    signed = [
        envelope_hash(row.envelope)
        for row in press.session.exec(select(Signature).order_by(col(Signature.at)))
    ]
    publish(press, now)
    stranger_reads(press, signed, now + timedelta(days=1))
    found = verdict(press, now + timedelta(days=1))
    assert (found.verdict, source(found)) == ("verified", "time by the operator's word")


def test_an_authority_whose_clock_is_behind_is_recorded_as_such_and_the_agreement_verifies(
    press: Press, kit: Kit, neighbour: Neighbour, now: datetime
) -> None:
    press.execute(now)
    neighbour.at = now - timedelta(minutes=10)
    with pytest.raises(NeighbourAway, match="the time authority: its clock says 12 May 2026, 16:50:00 UTC"):
        stamp_all(press, kit, now + timedelta(minutes=30))
    stamp_all(press, kit, now + timedelta(minutes=90))
    event = press.session.exec(select(Signature)).first()
    assert event
    failures = stamping.failures(press.session, event.signing_event_id).values()
    assert len(failures) == 2 and all(why.startswith("its clock says ") for why in failures)
    publish(press, now)
    found = verdict(press, now + timedelta(days=1))
    assert (found.verdict, source(found)) == ("verified", "time by the operator's word")


def test_the_public_copy_waits_for_a_token_that_is_still_asked_for(
    press: Press, kit: Kit, now: datetime
) -> None:
    press.execute(now)
    press.checkpoint(now + timedelta(minutes=6))
    number = min(row.event_id or 0 for row in press.session.exec(select(Signature)))
    asked = Work(key=stamping.key_of(number), task=stamping.TASK, due=now, created=now)
    press.session.add(asked)
    press.session.flush()
    assert not press.publish(now + timedelta(minutes=7))
    asked.state = "done"
    press.session.add(asked)
    assert press.publish(now + timedelta(minutes=8))


def test_without_an_authority_the_policy_names_nobody_and_times_are_the_operators_word(
    press: Press, database: Database, now: datetime
) -> None:
    press.execute(now)
    stamp_all(press, Kit(press.settings, database, FixedClock(now)), now)
    publish(press, now)
    assert source(verdict(press, now + timedelta(days=1))) == "time by the operator's word"
    assert reading.page(press.session, press.published(), press.settings, now)["untimed"] == []
